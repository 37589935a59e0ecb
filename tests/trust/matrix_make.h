// Certificates for matrices of thousands of cases, each field in the hand of the test. Keys are
// made once for a process; their names are labels.
#pragma once

#include "tests/trust/revocation_make.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace tlsonar::trust::matrix {

using making::extension;
using making::id_ce;
using making::integer;
using making::item;
using making::octets;
using making::sequence;

inline constexpr std::int64_t kNow = making::kNow;
inline constexpr std::int64_t kDay = making::kDay;

// The same key for the same label.
inline const making::Key& key(const std::string& label) {
    static std::map<std::string, making::Key> keys;
    return keys[label];
}

inline std::string organisation(std::string_view text) {
    if (text.empty()) return sequence("");
    return sequence(item(0x31, sequence(item(6, octets({0x55, 4, 10})) + item(0x0C, text))));
}
inline std::string organisation_and_name(std::string_view text, std::string_view common_name) {
    return sequence(item(0x31, sequence(item(6, octets({0x55, 4, 10})) + item(0x0C, text))) +
                    item(0x31, sequence(item(6, octets({0x55, 4, 3})) + item(0x0C, common_name))));
}

inline std::string dns(std::string_view name) { return item(0x82, name); }
inline std::string address(std::string_view raw) { return item(0x87, raw); }
inline std::string alt_names(const std::string& names, bool critical = false) {
    return extension(id_ce(17), critical, sequence(names));
}
// id-kp n.
inline std::string usages(int n) {
    return extension(id_ce(37), false, sequence(item(6, octets({0x2B, 6, 1, 5, 5, 7, 3, n}))));
}
inline std::string key_usage(int bits, int unused = 0) {
    return extension(id_ce(15), true, item(3, octets({unused, bits})));
}
inline std::string basic(bool ca, int path_length = -1, bool critical = true) {
    return extension(id_ce(19), critical,
                     sequence((ca ? octets({1, 1, 0xFF}) : std::string()) +
                              (path_length >= 0 ? integer(path_length) : std::string())));
}
inline std::string subject_key_id(const std::string& label) {
    return extension(id_ce(14), false, item(4, "id of " + label));
}
inline std::string authority_key_id(const std::string& label) {
    return extension(id_ce(35), false, sequence(item(0x80, "id of " + label)));
}
inline std::string name_constraints(const std::string& permitted, const std::string& excluded,
                                    bool critical = true) {
    return extension(id_ce(30), critical,
                     sequence((permitted.empty() ? "" : item(0xA0, permitted)) +
                              (excluded.empty() ? "" : item(0xA1, excluded))));
}
inline std::string subtree(const std::string& base) { return sequence(base); }

struct Making {
    std::string subject;  // DER of a Name
    std::string issuer;
    std::string key_label;
    std::string signer_label;
    std::string extensions = {};
    std::int64_t not_before = kNow - 30 * kDay;
    std::int64_t not_after = kNow + 300 * kDay;
    std::string serial = {};  // INTEGER; empty: the next one
    int version = 2;          // as encoded; 0: left out
    std::string algorithm = making::kEcdsaSha256;
    std::string public_key = {};  // SubjectPublicKeyInfo; empty: the key's
    std::string validity = {};    // content; empty: from the times
    std::string tail = {};        // of the signed part, after the extensions
    bool spoilt = false;          // the signature is another's
};

inline std::string der(const Making& c) {
    static int serial = 1000;
    ++serial;
    const std::string tbs =
        sequence((c.version != 0 ? item(0xA0, integer(c.version)) : std::string()) +
                 (c.serial.empty() ? integer(serial) : c.serial) + c.algorithm + c.issuer +
                 sequence(c.validity.empty() ? making::utc(c.not_before) + making::utc(c.not_after)
                                             : c.validity) +
                 c.subject + (c.public_key.empty() ? key(c.key_label).public_key : c.public_key) +
                 (c.extensions.empty() ? "" : item(0xA3, sequence(c.extensions))) + c.tail);
    const making::Key& signer = key(c.spoilt ? "a stranger" : c.signer_label);
    return sequence(tbs + c.algorithm + item(3, std::string(1, '\0') + signer.sign(tbs)));
}
inline CertificatePtr make(const Making& c) { return make_certificate(as_bytes(der(c))); }

// What an issuer has to have, for one of these labels.
inline std::string issuer_extensions(const std::string& own, const std::string& signer) {
    return basic(true) + key_usage(0x06) + subject_key_id(own) + authority_key_id(signer);
}
inline CertificatePtr root(const std::string& label, const std::string& more = {}) {
    return make({.subject = organisation(label),
                 .issuer = organisation(label),
                 .key_label = label,
                 .signer_label = label,
                 .extensions = issuer_extensions(label, label) + more});
}
inline CertificatePtr intermediate(const std::string& label, const std::string& signer,
                                   const std::string& more = {}) {
    return make({.subject = organisation(label),
                 .issuer = organisation(signer),
                 .key_label = label,
                 .signer_label = signer,
                 .extensions = issuer_extensions(label, signer) + more});
}
inline CertificatePtr leaf(const std::string& signer, const std::string& names,
                           const std::string& more = {}) {
    return make({.subject = organisation("leaf"),
                 .issuer = organisation(signer),
                 .key_label = "leaf",
                 .signer_label = signer,
                 .extensions = usages(1) + authority_key_id(signer) + alt_names(names) + more});
}

// A small generator of numbers, the same in every run.
class Dice {
  public:
    explicit Dice(std::uint64_t seed) : state_(seed * 2 + 1) {}
    std::size_t below(std::size_t n) {
        state_ = state_ * 6'364'136'223'846'793'005U + 1'442'695'040'888'963'407U;
        return static_cast<std::size_t>(state_ >> 33) % n;
    }

  private:
    std::uint64_t state_;
};

}  // namespace tlsonar::trust::matrix
