// Lookup in the generated tables.
#include "dissect/registry/code_name.h"
#include "dissect/registry/tables.gen.h"

#include <algorithm>
#include <array>

namespace tlsonar::dissect {
namespace {

// The entry of a table that ascends by code, or null.
template <class Entry, class Code>
const Entry* find_code(std::span<const Entry> table, Code code) {
    const auto at = std::lower_bound(table.begin(), table.end(), code,
                                     [](const Entry& e, Code c) { return e.code < c; });
    return at != table.end() && at->code == code ? &*at : nullptr;
}

// The same, faster for low codes: their places are looked up in a table made at the first call.
template <class Entry, std::size_t kLow>
class Places {
  public:
    explicit Places(std::span<const Entry> table) : table_(table) {
        for (std::size_t i = 0; i < table.size() && i < UINT8_MAX; ++i)
            if (table[i].code < kLow) at_[table[i].code] = static_cast<std::uint8_t>(i + 1);
    }
    const Entry* find(std::uint16_t code) const {
        if (code >= kLow) return find_code(table_, code);
        return at_[code] != 0 ? &table_[at_[code] - 1U] : nullptr;
    }

  private:
    std::span<const Entry> table_;
    std::array<std::uint8_t, kLow> at_{};
};

template <class Entry>
const Entry* find_by_name(std::span<const Entry> table, std::string_view name) {
    for (const Entry& entry : table)
        if (entry.name == name) return &entry;
    return nullptr;
}

template <class Entry>
std::string_view name_or_empty(const Entry* entry) {
    return entry != nullptr ? entry->name : std::string_view{};
}

}  // namespace

std::string_view find_name(std::span<const CodeName> table, std::uint32_t code) {
    return name_or_empty(find_code(table, code));
}

std::span<const CipherSuite> cipher_suites() { return tables::kCipherSuites; }
const CipherSuite* find_cipher_suite(std::uint16_t code) {
    const std::uint16_t at =
        tables::kCipherSuiteAt[tables::kCipherSuitePage[code >> 8]][code & 255];
    return at != 0 ? &tables::kCipherSuites[at - 1] : nullptr;
}
const CipherSuite* find_cipher_suite(std::string_view name) {
    return find_by_name(cipher_suites(), name);
}
std::string_view cipher_suite_name(std::uint16_t code) {
    return name_or_empty(find_cipher_suite(code));
}

std::span<const NamedGroup> named_groups() { return tables::kNamedGroups; }
const NamedGroup* find_named_group(std::uint16_t code) {
    static const Places<NamedGroup, 512> places(named_groups());
    return places.find(code);
}
const NamedGroup* find_named_group(std::string_view name) {
    return find_by_name(named_groups(), name);
}
std::string_view named_group_name(std::uint16_t code) {
    return name_or_empty(find_named_group(code));
}

std::span<const SignatureScheme> signature_schemes() { return tables::kSignatureSchemes; }
const SignatureScheme* find_signature_scheme(std::uint16_t code) {
    static const Places<SignatureScheme, 4096> places(signature_schemes());
    return places.find(code);
}
const SignatureScheme* find_signature_scheme(std::string_view name) {
    return find_by_name(signature_schemes(), name);
}
std::string_view signature_scheme_name(std::uint16_t code) {
    return name_or_empty(find_signature_scheme(code));
}

std::span<const Ssl2Cipher> ssl2_ciphers() { return tables::kSsl2Ciphers; }
const Ssl2Cipher* find_ssl2_cipher(std::uint32_t code) { return find_code(ssl2_ciphers(), code); }
std::string_view ssl2_cipher_name(std::uint32_t code) {
    return name_or_empty(find_ssl2_cipher(code));
}

std::span<const AlpnProtocol> alpn_protocols() { return tables::kAlpnProtocols; }
const AlpnProtocol* find_alpn_protocol(std::string_view id) {
    for (const AlpnProtocol& protocol : alpn_protocols())
        if (protocol.id == id) return &protocol;
    return nullptr;
}

}  // namespace tlsonar::dissect
