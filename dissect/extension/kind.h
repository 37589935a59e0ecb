// What an extension's file needs to make its entry in the catalogue. Only those files include this.
#pragma once

#include "core/fields.h"
#include "dissect/codec.h"
#include "dissect/entry_list.h"
#include "dissect/extension/entries.h"
#include "dissect/extension/extension.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace tlsonar::dissect {

// The places by the letters of IANA's column "TLS 1.3".
inline constexpr unsigned kCH = 1U << static_cast<unsigned>(ExtensionPlace::client_hello);
inline constexpr unsigned kSH = 1U << static_cast<unsigned>(ExtensionPlace::server_hello);
inline constexpr unsigned kHRR = 1U << static_cast<unsigned>(ExtensionPlace::hello_retry_request);
inline constexpr unsigned kEE = 1U << static_cast<unsigned>(ExtensionPlace::encrypted_extensions);
inline constexpr unsigned kCR = 1U << static_cast<unsigned>(ExtensionPlace::certificate_request);
inline constexpr unsigned kCT = 1U << static_cast<unsigned>(ExtensionPlace::certificate);
inline constexpr unsigned kNST = 1U << static_cast<unsigned>(ExtensionPlace::new_session_ticket);

// The structure that an extension has in some places: read, write and describe of T apply there.
template <unsigned Places, class T>
struct In {
    static bool holds(ExtensionPlace place) {
        return (Places & (1U << static_cast<unsigned>(place))) != 0;
    }
    static constexpr unsigned kPlaces = Places;
    using Type = T;
};

// The body of an extension that says all by being there.
struct NoBody {};
inline void read(Reader& /*reader*/, NoBody& /*value*/) {}
inline void write(Writer& /*writer*/, const NoBody& /*value*/) {}
inline void describe(const NoBody& /*value*/, FieldSink& /*sink*/) {}

// A body without structure that matters to an observer.
struct OpaqueBody {
    Bytes data;
};
inline void read(Reader& reader, OpaqueBody& value) { value.data = reader.rest(); }
inline void write(Writer& writer, const OpaqueBody& value) { writer.bytes(value.data); }
inline void describe(const OpaqueBody& value, FieldSink& sink) { sink.hex("data", value.data); }

template <class T>
Status<DecodeError> check_as(Bytes body) {
    if (auto value = decode<T>(body); !value) return value.error();
    return {};
}
template <class T>
void describe_as(Bytes body, FieldSink& sink) {
    if (auto value = decode<T>(body)) describe(*value, sink);
}
template <class T>
std::vector<std::uint8_t> rewrite_as(Bytes body) {
    if (auto value = decode<T>(body)) return encode(*value);
    return {};
}

// The functions of a kind whose structure is that of the first In that holds for the place.
template <class... Ins>
Status<DecodeError> check_in(Bytes body, ExtensionPlace place) {
    Status<DecodeError> status = DecodeError{"not defined for this message", 0};
    static_cast<void>(
        ((Ins::holds(place) && (status = check_as<typename Ins::Type>(body), true)) || ...));
    return status;
}
template <class... Ins>
void describe_in(Bytes body, ExtensionPlace place, FieldSink& sink) {
    static_cast<void>(
        ((Ins::holds(place) && (describe_as<typename Ins::Type>(body, sink), true)) || ...));
}
template <class... Ins>
std::vector<std::uint8_t> rewrite_in(Bytes body, ExtensionPlace place) {
    std::vector<std::uint8_t> octets;
    static_cast<void>(
        ((Ins::holds(place) && (octets = rewrite_as<typename Ins::Type>(body), true)) || ...));
    return octets;
}

template <class... Ins>
constexpr ExtensionKind make_kind(std::uint16_t type, std::string_view name,
                                  std::string_view reference) {
    return {type,
            name,
            reference,
            static_cast<std::uint8_t>((Ins::kPlaces | ...)),
            &check_in<Ins...>,
            &describe_in<Ins...>,
            &rewrite_in<Ins...>};
}

// A vector of 16-bit code points, which must be whole and not empty.
inline CodeList codes(Reader& reader, Bytes octets) {
    if (!reader.cut() && (octets.empty() || octets.size() % 2 != 0)) reader.fail();
    return CodeList(octets);
}
// A vector of 8-bit code points, which must not be empty.
inline Bytes octet_codes(Reader& reader, Bytes octets) {
    if (!reader.cut() && octets.empty()) reader.fail();
    return octets;
}

// A name for a code; GREASE where RFC 8701 reserves it.
template <class Name>
std::string_view name_or_grease(std::uint16_t code, Name name) {
    const std::string_view found = name(code);
    return found.empty() && is_grease(code) ? "GREASE" : found;
}

template <class Name>
void describe_code(FieldSink& sink, std::string_view key, std::uint16_t code, Name name) {
    sink.code(key, code, 4, name_or_grease(code, name));
}
template <class Name>
void describe_codes(FieldSink& sink, std::string_view key, const CodeList& codes, Name name) {
    sink.begin_list(key);
    for (std::size_t i = 0; i < codes.size(); ++i)
        describe_code(sink, {}, codes[i], name);
    sink.end_list();
}
template <class Name>
void describe_octet_codes(FieldSink& sink, std::string_view key, Bytes codes, Name name) {
    sink.begin_list(key);
    for (const std::uint8_t code : codes)
        sink.code({}, code, 2, name(code));
    sink.end_list();
}
inline void describe_names(FieldSink& sink, std::string_view key,
                           const EntryList<ProtocolName>& names) {
    sink.begin_list(key);
    for (const ProtocolName& entry : names)
        sink.text({}, as_text(entry.name));
    sink.end_list();
}
inline void describe_opaques(FieldSink& sink, std::string_view key,
                             const EntryList<Opaque16>& list) {
    sink.begin_list(key);
    for (const Opaque16& entry : list)
        sink.hex({}, entry.octets);
    sink.end_list();
}

}  // namespace tlsonar::dissect
