// The same certificates read by us and by OpenSSL.
#include "core/text.h"
#include "tests/trust/certificate_files.h"
#include "trust/certificate.h"

#include <ctime>
#include <set>

#include <gtest/gtest.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/x509v3.h>

namespace tlsonar::trust {
namespace {

struct Free {
    void operator()(X509* p) const { X509_free(p); }
    void operator()(BIO* p) const { BIO_free(p); }
    void operator()(GENERAL_NAMES* p) const { GENERAL_NAMES_free(p); }
    void operator()(BASIC_CONSTRAINTS* p) const { BASIC_CONSTRAINTS_free(p); }
    void operator()(EXTENDED_KEY_USAGE* p) const { EXTENDED_KEY_USAGE_free(p); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

std::string openssl_name(const X509_NAME* name) {
    const Owned<BIO> bio(BIO_new(BIO_s_mem()));
    const unsigned long flags = (XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB & ~ASN1_STRFLGS_ESC_CTRL);
    X509_NAME_print_ex(bio.get(), name, 0, flags);
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

// Where the two may be compared: types for which both have the same short name, and no multi-valued
// RDN (OpenSSL turns their members round, too).
bool comparable(const Name& name) {
    static const std::set<std::string_view> kSame = {"CN",
                                                     "C",
                                                     "O",
                                                     "OU",
                                                     "L",
                                                     "ST",
                                                     "DC",
                                                     "UID",
                                                     "emailAddress",
                                                     "street",
                                                     "serialNumber",
                                                     "postalCode",
                                                     "businessCategory",
                                                     "title",
                                                     "GN",
                                                     "SN",
                                                     "initials",
                                                     "description"};
    for (const auto& attribute : name.attributes)
        if (attribute.joins_previous || kSame.count(attribute.type.short_name()) == 0) return false;
    return true;
}

std::optional<std::int64_t> openssl_time(const ASN1_TIME* time) {
    std::tm parts{};
    if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) return std::nullopt;
    return timegm(&parts);
}

std::string openssl_serial(X509* x509) {
    BIGNUM* number = ASN1_INTEGER_to_BN(X509_get0_serialNumber(x509), nullptr);
    char* text = BN_bn2hex(number);
    std::string out = text;
    for (char& c : out)
        c = c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
    OPENSSL_free(text);
    BN_free(number);
    return out == "0" ? "00" : out;
}

void compare_key(X509* x509, const CertificateSummary& ours) {
    EVP_PKEY* key = X509_get0_pubkey(x509);
    if (key == nullptr) return;
    const auto& mine = ours.public_key;
    if (EVP_PKEY_is_a(key, "RSA")) {
        EXPECT_EQ(mine.kind, KeyKind::rsa);
    }
    if (EVP_PKEY_is_a(key, "EC")) {
        EXPECT_EQ(mine.kind, KeyKind::ec);
    }
    if (EVP_PKEY_is_a(key, "RSA") || EVP_PKEY_is_a(key, "DSA")) {
        EXPECT_EQ(mine.bits, static_cast<std::uint32_t>(EVP_PKEY_get_bits(key)));
    }
    BIGNUM* exponent = nullptr;
    if (EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_E, &exponent) == 1) {
        EXPECT_EQ(mine.rsa_exponent, BN_num_bits(exponent) > 64 ? 0 : BN_get_word(exponent));
        BN_free(exponent);
    }
}

void compare_extensions(X509* x509, const CertificateSummary& ours) {
    EXPECT_EQ(static_cast<int>(ours.extensions.size()), std::max(0, X509_get_ext_count(x509)));
    int critical = 0;
    const Owned<GENERAL_NAMES> names(static_cast<GENERAL_NAMES*>(
        X509_get_ext_d2i(x509, NID_subject_alt_name, &critical, nullptr)));
    if (names) {
        ASSERT_EQ(static_cast<int>(ours.subject_alt_names.size()),
                  sk_GENERAL_NAME_num(names.get()));
        for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i) {
            const GENERAL_NAME* theirs = sk_GENERAL_NAME_value(names.get(), i);
            const GeneralName& mine = ours.subject_alt_names[static_cast<std::size_t>(i)];
            EXPECT_EQ(static_cast<int>(mine.kind), theirs->type);
            if (theirs->type != GEN_DNS && theirs->type != GEN_IPADD && theirs->type != GEN_URI)
                continue;
            const ASN1_STRING* text = theirs->d.ia5;
            EXPECT_EQ(hex(as_bytes(mine.octets)),
                      hex({ASN1_STRING_get0_data(text),
                           static_cast<std::size_t>(ASN1_STRING_length(text))}));
        }
    }
    const Owned<BASIC_CONSTRAINTS> constraints(static_cast<BASIC_CONSTRAINTS*>(
        X509_get_ext_d2i(x509, NID_basic_constraints, &critical, nullptr)));
    if (constraints) {
        EXPECT_EQ(ours.is_ca(), constraints->ca != 0);
    }
    const Owned<EXTENDED_KEY_USAGE> usages(static_cast<EXTENDED_KEY_USAGE*>(
        X509_get_ext_d2i(x509, NID_ext_key_usage, &critical, nullptr)));
    if (usages) {
        EXPECT_EQ(static_cast<int>(ours.extended_key_usage.size()),
                  sk_ASN1_OBJECT_num(usages.get()));
    }
    if (const ASN1_OCTET_STRING* id = X509_get0_subject_key_id(x509)) {
        EXPECT_EQ(hex(as_bytes(ours.subject_key_id.value_or(""))),
                  hex({id->data, static_cast<std::size_t>(id->length)}));
    }
    if (const ASN1_OCTET_STRING* id = X509_get0_authority_key_id(x509)) {
        EXPECT_EQ(hex(as_bytes(ours.authority_key_id.value_or(""))),
                  hex({id->data, static_cast<std::size_t>(id->length)}));
    }
}

// True when OpenSSL could read it at all.
bool compare(const test::Der& der) {
    const CertificateSummary ours = parse_certificate(der);
    const unsigned char* at = der.data();
    const Owned<X509> x509(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
    if (!x509) return false;
    EXPECT_TRUE(ours.complete) << (ours.problems.empty() ? "" : ours.problems[0].what);
    EXPECT_EQ(ours.version, X509_get_version(x509.get()) + 1);
    EXPECT_EQ(ours.serial, openssl_serial(x509.get()));
    if (comparable(ours.subject)) {
        EXPECT_EQ(ours.subject.rfc4514(), openssl_name(X509_get_subject_name(x509.get())));
    }
    if (comparable(ours.issuer)) {
        EXPECT_EQ(ours.issuer.rfc4514(), openssl_name(X509_get_issuer_name(x509.get())));
    }
    if (ours.not_before) {
        EXPECT_EQ(ours.not_before, openssl_time(X509_get0_notBefore(x509.get())));
    }
    if (ours.not_after) {
        EXPECT_EQ(ours.not_after, openssl_time(X509_get0_notAfter(x509.get())));
    }
    compare_key(x509.get(), ours);
    compare_extensions(x509.get(), ours);
    return true;
}

std::size_t compare_all(const std::filesystem::path& folder) {
    std::size_t read = 0;
    for (const auto& [file, der] : test::below(folder)) {
        SCOPED_TRACE(file);
        if (compare(der)) ++read;
    }
    return read;
}

TEST(CertificateBesideOpenssl, own) {
    EXPECT_EQ(compare_all(std::filesystem::path(TLSONAR_SOURCE_DIR) / "tests/trust/data"), 11U);
}

TEST(CertificateBesideOpenssl, system_roots) {
    const std::filesystem::path folder = "/usr/share/ca-certificates";
    if (!std::filesystem::exists(folder)) GTEST_SKIP() << folder << " is not here";
    EXPECT_GT(compare_all(folder), 0U);
}

TEST(CertificateBesideOpenssl, shared) {
    const auto folder = test::shared_folder();
    if (!std::filesystem::exists(folder / "trust")) GTEST_SKIP() << folder << " is not here";
    const std::size_t read = compare_all(folder / "trust") + compare_all(folder / "suites");
    RecordProperty("certificates", static_cast<int>(read));
    EXPECT_GT(read, 400U);
}

}  // namespace
}  // namespace tlsonar::trust
