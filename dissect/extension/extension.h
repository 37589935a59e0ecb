// The catalogue of TLS extensions. One file per extension holds its structure: type, read, write,
// describe; list.cc names them all; nothing else needs an edit to add one.
#pragma once

#include "core/bytes.h"
#include "core/fields.h"
#include "dissect/codec.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace tlsonar::dissect {

// Where an extension stands: its structure depends on it (RFC 8446 section 4.2).
enum class ExtensionPlace : std::uint8_t {
    client_hello,
    server_hello,
    hello_retry_request,
    encrypted_extensions,
    certificate_request,
    certificate,
    new_session_ticket,
};

struct ExtensionKind {
    std::uint16_t type;
    std::string_view name;       // IANA's
    std::string_view reference;  // "RFC 6066 section 3"
    // Bit (1 << ExtensionPlace) for each message that may carry it.
    std::uint8_t places;
    // Nothing when the octets are well-formed for the place.
    Status<DecodeError> (*check)(Bytes body, ExtensionPlace place);
    // Describes a well-formed body. (Malformed ones are shown as hex by the caller.)
    void (*describe)(Bytes body, ExtensionPlace place, FieldSink& sink);
    // A well-formed body, read and written again: the same octets. (What tests hold us to.)
    std::vector<std::uint8_t> (*rewrite)(Bytes body, ExtensionPlace place);
};

// All that are known, ascending by type.
std::span<const ExtensionKind* const> extension_kinds();
// Null when the type is unknown, e.g. GREASE or private use.
const ExtensionKind* find_extension(std::uint16_t type);

// Empty when unknown.
std::string_view extension_name(std::uint16_t type);

// One Extension of a hello, as found. Borrows.
struct Extension {
    std::uint16_t type = 0;
    Bytes body;
};

// Extension extensions<..>: a view over the octets of the vector, walked in order, so that one bad
// extension costs that extension only. A list whose framing is broken ends early: framing_ok()
// false.
class ExtensionList {
  public:
    ExtensionList() = default;
    explicit ExtensionList(Bytes octets) : octets_(octets) {}

    class Iterator {
      public:
        explicit Iterator(Bytes rest) : rest_(rest) { load(); }
        const Extension& operator*() const { return current_; }
        const Extension* operator->() const { return &current_; }
        Iterator& operator++() {
            rest_ = rest_.subspan(4 + current_.body.size());
            load();
            return *this;
        }
        bool operator==(const Iterator& o) const { return rest_.size() == o.rest_.size(); }

      private:
        void load() {
            if (rest_.size() >= 4) {
                const std::size_t length = load_be16(rest_.data() + 2);
                if (rest_.size() - 4 >= length) {
                    current_ = {load_be16(rest_.data()), rest_.subspan(4, length)};
                    return;
                }
            }
            rest_ = {};
        }
        Bytes rest_;
        Extension current_;
    };

    Iterator begin() const { return Iterator(octets_); }
    Iterator end() const { return Iterator({}); }
    bool empty() const { return begin() == end(); }
    Bytes octets() const { return octets_; }

    // The body of the first extension of that type; found false when there is none.
    struct Found {
        bool found = false;
        Bytes body;
        explicit operator bool() const { return found; }
    };
    Found find(std::uint16_t type) const {
        for (const Extension& extension : *this)
            if (extension.type == type) return {true, extension.body};
        return {};
    }

    // True when the vector is made of whole extensions with nothing left over.
    bool framing_ok() const {
        std::size_t used = 0;
        for (const Extension& extension : *this)
            used += 4 + extension.body.size();
        return used == octets_.size();
    }

    // What there is of a last extension that the octets end in, e.g. of a hello of which only the
    // first segment was captured: its type, the beginning of its body, and the length it declares.
    struct Partial {
        bool found = false;
        Extension extension;
        std::size_t declared = 0;
        explicit operator bool() const { return found; }
    };
    Partial partial_last() const {
        std::size_t used = 0;
        for (const Extension& extension : *this)
            used += 4 + extension.body.size();
        const Bytes tail = octets_.subspan(used);
        if (tail.size() < 4) return {};
        return {true, {load_be16(tail.data()), tail.subspan(4)}, load_be16(tail.data() + 2)};
    }

  private:
    Bytes octets_;
};

// A list of 16-bit code points (cipher suites, groups, signature schemes), as found. Borrows.
class CodeList {
  public:
    CodeList() = default;
    explicit CodeList(Bytes octets) : octets_(octets) {}
    std::size_t size() const { return octets_.size() / 2; }
    bool empty() const { return size() == 0; }
    std::uint16_t operator[](std::size_t i) const { return load_be16(octets_.data() + 2 * i); }
    Bytes octets() const { return octets_; }

  private:
    Bytes octets_;
};

// RFC 8701: 0x0A0A, 0x1A1A, … 0xFAFA.
inline bool is_grease(std::uint16_t code) {
    return (code & 0x0F0F) == 0x0A0A && (code >> 8) == (code & 0xFF);
}

}  // namespace tlsonar::dissect
