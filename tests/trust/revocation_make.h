// Makes certificates, CRLs, OCSP responses and SCTs for tests, right ones and wrong ones: DER is
// put together by hand, so that everything can be bent.
#pragma once

#include "core/bytes.h"
#include "trust/certificate_ptr.h"

#include <cstdint>
#include <ctime>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

namespace tlsonar::trust::making {

inline constexpr std::int64_t kNow = 1'700'000'000;  // 2023-11-14
inline constexpr std::int64_t kDay = 86'400;

inline std::string item(int tag, std::string_view content) {
    std::string out(1, static_cast<char>(tag));
    const std::size_t n = content.size();
    if (n >= 0x10000) {
        out += '\x83';
        out += static_cast<char>(n >> 16);
        out += static_cast<char>((n >> 8) & 0xFF);
    } else if (n >= 0x100) {
        out += '\x82';
        out += static_cast<char>(n >> 8);
    } else if (n >= 0x80) {
        out += '\x81';
    }
    out += static_cast<char>(n & 0xFF);
    return out += content;
}
inline std::string octets(std::initializer_list<int> values) {
    std::string out = {};
    for (const int value : values)
        out += static_cast<char>(value);
    return out;
}
inline std::string sequence(std::string_view content) { return item(0x30, content); }
inline std::string integer(int value) {
    std::string content = {};
    if (value >= 0x8000) content += static_cast<char>(value >> 16);
    if (value >= 0x80) content += static_cast<char>((value >> 8) & 0xFF);
    return item(2, content += static_cast<char>(value & 0xFF));
}
inline std::string id_ce(int number) { return item(6, octets({0x55, 0x1D, number})); }
inline std::string extension(const std::string& oid, bool critical, std::string_view value) {
    return sequence(oid + (critical ? octets({1, 1, 0xFF}) : "") + item(4, value));
}
inline std::string unknown_extension(bool critical) {
    return extension(item(6, octets({0x2A, 3, 4})), critical, "x");
}
// Of the TLS presentation language, as SCTs are written.
inline std::string number(std::uint64_t value, int octets) {
    std::string out = {};
    for (int i = octets - 1; i >= 0; --i)
        out += static_cast<char>((value >> (8 * i)) & 0xFF);
    return out;
}
inline std::string vector16(std::string_view content) {
    return number(content.size(), 2) += content;
}
inline std::string utc(std::int64_t time) {
    const std::time_t seconds = static_cast<std::time_t>(time);
    std::tm tm{};
    gmtime_r(&seconds, &tm);
    char text[32];
    return item(0x17, {text, std::strftime(text, sizeof text, "%y%m%d%H%M%SZ", &tm)});
}
inline std::string generalized(std::int64_t time) {
    const std::time_t seconds = static_cast<std::time_t>(time);
    std::tm tm{};
    gmtime_r(&seconds, &tm);
    char text[32];
    return item(0x18, {text, std::strftime(text, sizeof text, "%Y%m%d%H%M%SZ", &tm)});
}
inline std::string name(std::string_view common_name) {
    return sequence(item(0x31, sequence(item(6, octets({0x55, 4, 3})) + item(0x0C, common_name))));
}

// Extensions that revocation looks at.
inline const std::string kNoCheck =
    extension(item(6, octets({0x2B, 6, 1, 5, 5, 7, 0x30, 1, 5})), false, octets({5, 0}));
inline const std::string kOcspUrl =
    extension(item(6, octets({0x2B, 6, 1, 5, 5, 7, 1, 1})), false,
              sequence(sequence(item(6, octets({0x2B, 6, 1, 5, 5, 7, 0x30, 1})) +
                                item(0x86, "http://ocsp.example/"))));
inline const std::string kMustStaple =
    extension(item(6, octets({0x2B, 6, 1, 5, 5, 7, 1, 24})), false, sequence(integer(5)));

inline const std::string kEcdsaSha256 =
    sequence(item(6, octets({0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, 2})));

// A P-256 key.
class Key {
  public:
    Key() : key_(EVP_EC_gen("P-256"), EVP_PKEY_free) {
        unsigned char* der = nullptr;
        const int n = i2d_PUBKEY(key_.get(), &der);
        public_key.assign(reinterpret_cast<const char*>(der), static_cast<std::size_t>(n));
        OPENSSL_free(der);
    }
    std::string sign(std::string_view message) const {
        EVP_MD_CTX* context = EVP_MD_CTX_new();
        std::string out(256, '\0');
        std::size_t n = out.size();
        EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, key_.get());
        EVP_DigestSign(context, reinterpret_cast<unsigned char*>(out.data()), &n,
                       reinterpret_cast<const unsigned char*>(message.data()), message.size());
        EVP_MD_CTX_free(context);
        out.resize(n);
        return out;
    }
    // SEQUENCE { what, algorithm, signature [, more] }.
    std::string wrap(const std::string& what, const std::string& more = {}) const {
        return sequence(what + kEcdsaSha256 + item(3, std::string(1, '\0') + sign(what)) + more);
    }
    // Content of the BIT STRING: an uncompressed point of 65 octets.
    std::string bits() const { return public_key.substr(public_key.size() - 65); }
    std::string public_key = {};  // SubjectPublicKeyInfo

  private:
    std::shared_ptr<EVP_PKEY> key_;
};

struct CertificateMaking {
    int serial = 1;
    std::string issuer = "CA";
    std::string subject = "leaf";
    std::int64_t not_before = kNow - 30 * kDay;
    std::int64_t not_after = kNow + 60 * kDay;
    std::string extensions = {};  // concatenated
};
inline std::string certificate_tbs(const CertificateMaking& m, const Key& key) {
    return sequence(item(0xA0, integer(2)) + integer(m.serial) + kEcdsaSha256 + name(m.issuer) +
                    sequence(utc(m.not_before) + utc(m.not_after)) + name(m.subject) +
                    key.public_key +
                    (m.extensions.empty() ? "" : item(0xA3, sequence(m.extensions))));
}
inline CertificatePtr make(const CertificateMaking& m, const Key& key, const Key& signer) {
    return make_certificate(as_bytes(signer.wrap(certificate_tbs(m, key))));
}
inline std::string issued_by_ca() {
    return extension(id_ce(35), false, sequence(item(0x80, "CA's")));
}
inline std::string ca_extensions(int key_usage = 0x06) {  // keyCertSign, cRLSign
    return extension(id_ce(19), true, sequence(octets({1, 1, 0xFF}))) +
           extension(id_ce(15), true, item(3, octets({0, key_usage}))) +
           extension(id_ce(14), false, item(4, "CA's"));
}

struct CrlMaking {
    std::string issuer = "CA";
    std::int64_t this_update = kNow - kDay;
    std::int64_t next_update = kNow + kDay;  // 0: none
    int number = 7;                          // -1: none
    std::string entries = {};
    std::string extensions = {};  // further ones
    bool number_critical = false;
};
inline std::string entry(int serial, std::int64_t at, int reason = -1,
                         const std::string& more = {}) {
    std::string extensions = more;
    if (reason >= 0) extensions += extension(id_ce(21), false, item(0x0A, octets({reason})));
    return sequence(integer(serial) + utc(at) + (extensions.empty() ? "" : sequence(extensions)));
}
inline std::string crl(const CrlMaking& m, const Key& signer) {
    std::string extensions = m.extensions;
    if (m.number >= 0) extensions += extension(id_ce(20), m.number_critical, integer(m.number));
    return signer.wrap(sequence(integer(1) + kEcdsaSha256 + name(m.issuer) + utc(m.this_update) +
                                (m.next_update != 0 ? utc(m.next_update) : "") +
                                (m.entries.empty() ? "" : sequence(m.entries)) +
                                (extensions.empty() ? "" : item(0xA0, sequence(extensions)))));
}
inline std::string full_name(const std::string& directory_name) {
    return item(0xA0, item(0xA0, item(0xA4, directory_name)));
}

struct SingleMaking {
    int serial = 1;
    std::string issuer = "CA";
    bool sha256 = false;
    std::string status = item(0x80, "");
    std::int64_t this_update = kNow - 3600;
    std::int64_t next_update = kNow + kDay;  // 0: none
    std::string extensions = {};
};
inline std::string ocsp_revoked(std::int64_t at, int reason = -1) {
    return item(0xA1,
                generalized(at) + (reason < 0 ? "" : item(0xA0, item(0x0A, octets({reason})))));
}
inline std::string ocsp_single(const SingleMaking& m, const Key& issuer) {
    CertificateHasher hasher;
    const auto hash = [&](std::string_view what) {
        return m.sha256 ? std::string(as_text(hasher.sha256(as_bytes(what))))
                        : std::string(as_text(hasher.sha1(as_bytes(what))));
    };
    const std::string algorithm = m.sha256
                                      ? item(6, octets({0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1}))
                                      : item(6, octets({0x2B, 0x0E, 3, 2, 0x1A})) + octets({5, 0});
    return sequence(sequence(sequence(algorithm) + item(4, hash(name(m.issuer))) +
                             item(4, hash(issuer.bits())) + integer(m.serial)) +
                    m.status + generalized(m.this_update) +
                    (m.next_update != 0 ? item(0xA0, generalized(m.next_update)) : "") +
                    (m.extensions.empty() ? "" : item(0xA1, sequence(m.extensions))));
}
struct OcspMaking {
    std::string responder = item(0xA1, name("CA"));
    std::int64_t produced = kNow - 3600;
    std::string singles = {};
    std::string extensions = {};
    std::string certificates = {};  // concatenated
};
inline std::string ocsp(const OcspMaking& m, const Key& signer) {
    const std::string data =
        sequence(m.responder + generalized(m.produced) + sequence(m.singles) +
                 (m.extensions.empty() ? "" : item(0xA1, sequence(m.extensions))));
    const std::string basic =
        signer.wrap(data, m.certificates.empty() ? "" : item(0xA0, sequence(m.certificates)));
    return sequence(
        octets({0x0A, 1, 0}) +
        item(0xA0, sequence(item(6, octets({0x2B, 6, 1, 5, 5, 7, 0x30, 1, 1})) + item(4, basic))));
}

}  // namespace tlsonar::trust::making
