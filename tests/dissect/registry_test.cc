// The generated tables hold together, and the facts that others build on are right.
#include "dissect/registry/alpn.h"
#include "dissect/registry/cipher_suite.h"
#include "dissect/registry/named_group.h"
#include "dissect/registry/names.gen.h"
#include "dissect/registry/signature_scheme.h"
#include "dissect/registry/ssl2_cipher.h"

#include <cstdlib>
#include <set>

#include <gtest/gtest.h>

namespace tlsonar::dissect {
namespace {

template <class Entry>
void expect_ascending_and_named(std::span<const Entry> table) {
    std::set<std::string_view> names;
    std::int64_t last = -1;
    for (const Entry& entry : table) {
        EXPECT_GT(entry.code, last) << entry.name;
        EXPECT_TRUE(names.insert(entry.name).second) << entry.name;
        EXPECT_FALSE(entry.reference.empty()) << entry.name;
        last = entry.code;
    }
}

TEST(Registry, TablesAscendAndNamesAreUnique) {
    expect_ascending_and_named(cipher_suites());
    expect_ascending_and_named(named_groups());
    expect_ascending_and_named(signature_schemes());
    expect_ascending_and_named(ssl2_ciphers());
    expect_ascending_and_named(alert_descriptions());
    expect_ascending_and_named(handshake_types());
    expect_ascending_and_named(versions());
}

TEST(Registry, EveryCodeFindsItsSuiteAndNoOther) {
    std::size_t found = 0;
    for (unsigned code = 0; code <= 0xFFFF; ++code) {
        const CipherSuite* suite = find_cipher_suite(static_cast<std::uint16_t>(code));
        if (suite == nullptr) continue;
        EXPECT_EQ(suite->code, code);
        EXPECT_EQ(find_cipher_suite(suite->name), suite);
        ++found;
    }
    EXPECT_EQ(found, cipher_suites().size());
    EXPECT_EQ(find_cipher_suite(std::uint16_t{0x0A0A}), nullptr);
    EXPECT_EQ(cipher_suite_name(0xEEEE), "");
}

TEST(Registry, SuitesSayWhatTheyAre) {
    const CipherSuite& gcm = *find_cipher_suite("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
    EXPECT_EQ(gcm.code, 0xC02F);
    EXPECT_EQ(gcm.kx, KeyExchange::ecdhe);
    EXPECT_EQ(gcm.auth, Authentication::rsa);
    EXPECT_EQ(gcm.cipher, Cipher::aes);
    EXPECT_EQ(gcm.mode, Mode::gcm);
    EXPECT_EQ(gcm.mac, Mac::aead);
    EXPECT_EQ(gcm.prf, Hash::sha256);
    EXPECT_EQ(gcm.strength, 128);
    EXPECT_TRUE(gcm.forward_secrecy);
    EXPECT_EQ(gcm.first_version, 0x0303);
    EXPECT_EQ(gcm.recommended, Recommended::yes);
    EXPECT_EQ(gcm.key_length, 16);
    EXPECT_EQ(gcm.fixed_iv_length, 4);
    EXPECT_EQ(gcm.record_iv_length, 8);
    EXPECT_EQ(gcm.tag_length, 16);
    EXPECT_EQ(gcm.mac_length, 0);

    const CipherSuite& modern = *find_cipher_suite(std::uint16_t{0x1302});
    EXPECT_TRUE(modern.tls13);
    EXPECT_EQ(modern.prf, Hash::sha384);
    EXPECT_EQ(modern.fixed_iv_length, 12);
    EXPECT_EQ(modern.record_iv_length, 0);
    EXPECT_EQ(modern.kx, KeyExchange::any);

    const CipherSuite& old = *find_cipher_suite(std::uint16_t{0x000A});
    EXPECT_EQ(old.name, "TLS_RSA_WITH_3DES_EDE_CBC_SHA");
    EXPECT_EQ(old.key_bits, 168);
    EXPECT_EQ(old.strength, 112);
    EXPECT_EQ(old.key_length, 24);
    EXPECT_EQ(old.block_length, 8);
    EXPECT_EQ(old.mac_length, 20);
    EXPECT_FALSE(old.forward_secrecy);
    EXPECT_EQ(old.first_version, 0x0300);
}

TEST(Registry, ExportSuitesHaveShortSecrets) {
    const CipherSuite& rc4 = *find_cipher_suite(std::uint16_t{0x0003});
    EXPECT_EQ(rc4.export_bits, 512);
    EXPECT_EQ(rc4.strength, 40);
    EXPECT_EQ(rc4.key_material, 5);
    EXPECT_EQ(rc4.key_length, 16);
    const CipherSuite& des = *find_cipher_suite(std::uint16_t{0x0062});
    EXPECT_EQ(des.export_bits, 1024);
    EXPECT_EQ(des.strength, 56);
    EXPECT_EQ(des.key_material, 8);
    const CipherSuite& des40 = *find_cipher_suite(std::uint16_t{0x0008});
    EXPECT_EQ(des40.key_material, 5);
    EXPECT_EQ(des40.key_length, 8);
}

TEST(Registry, ShortTagsSignalsAndDrafts) {
    EXPECT_EQ(find_cipher_suite(std::uint16_t{0x1305})->tag_length, 8);
    EXPECT_TRUE(find_cipher_suite(kFallbackScsv)->signal);
    EXPECT_TRUE(find_cipher_suite(kEmptyRenegotiationInfoScsv)->signal);
    EXPECT_EQ(find_cipher_suite(std::uint16_t{0xCC13})->fixed_iv_length, 0);
    EXPECT_EQ(find_cipher_suite(std::uint16_t{0xCCA8})->fixed_iv_length, 12);
    EXPECT_EQ(find_cipher_suite(std::uint16_t{0xC0B4})->cipher, Cipher::null);
    EXPECT_EQ(find_cipher_suite(std::uint16_t{0xC0B4})->mac_length, 32);
    EXPECT_EQ(name_of(KeyExchange::ecdhe_psk), "ecdhe_psk");
    EXPECT_EQ(name_of(Hash::gostr341112_256), "gostr341112_256");
}

TEST(Registry, Groups) {
    const NamedGroup& hybrid = *find_named_group(std::uint16_t{0x11EC});
    EXPECT_EQ(hybrid.name, "X25519MLKEM768");
    EXPECT_EQ(hybrid.kind, GroupKind::hybrid);
    EXPECT_TRUE(hybrid.post_quantum);
    EXPECT_EQ(hybrid.client_share, 1216);
    EXPECT_EQ(hybrid.server_share, 1120);
    EXPECT_EQ(hybrid.recommended, Recommended::yes);
    EXPECT_EQ(find_named_group("secp256r1")->client_share, 65);
    EXPECT_EQ(find_named_group("secp521r1")->client_share, 133);
    EXPECT_EQ(find_named_group("x448")->client_share, 56);
    EXPECT_EQ(find_named_group("ffdhe2048")->client_share, 256);
    EXPECT_EQ(find_named_group("MLKEM1024")->server_share, 1568);
    EXPECT_EQ(find_named_group("SecP256r1MLKEM768")->code, 0x11EB);
    EXPECT_EQ(find_named_group("SecP256r1MLKEM768")->client_share, 1249);
    EXPECT_EQ(find_named_group("SecP384r1MLKEM1024")->server_share, 1665);
    EXPECT_EQ(find_named_group(std::uint16_t{0x6399})->name, "X25519Kyber768Draft00");
}

TEST(Registry, SchemesAndNames) {
    const SignatureScheme& scheme = *find_signature_scheme(std::uint16_t{0x0403});
    EXPECT_EQ(scheme.algorithm, SignatureAlgorithm::ecdsa);
    EXPECT_EQ(scheme.hash, Hash::sha256);
    EXPECT_EQ(scheme.group, 0x0017);
    EXPECT_TRUE(find_signature_scheme("mldsa65")->post_quantum);
    EXPECT_EQ(signature_scheme_name(0x0202), "dsa_sha1");
    EXPECT_EQ(alert_description_name(40), "handshake_failure");
    EXPECT_EQ(alert_description_name(1), "");
    EXPECT_EQ(version_name(0x0303), "TLSv1.2");
    EXPECT_EQ(version_name(0x7F1C), "TLSv1.3-draft28");
    EXPECT_EQ(ssl2_cipher_name(0x0700C0), "SSL_CK_DES_192_EDE3_CBC_WITH_MD5");
    EXPECT_EQ(find_alpn_protocol("h2")->reference, "RFC 9113");
    EXPECT_EQ(find_alpn_protocol("nobody"), nullptr);
    EXPECT_EQ(hpke_kem_name(0x20), "DHKEM(X25519, HKDF-SHA256)");
}

TEST(Registry, GeneratedFilesAreUpToDate) {
    const std::string script = TLSONAR_SOURCE_DIR "/tools/registry/generate.py";
    if (std::system("python3 -c pass") != 0) GTEST_SKIP() << "no Python";
    EXPECT_EQ(std::system(("python3 " + script + " --check").c_str()), 0);
}

}  // namespace
}  // namespace tlsonar::dissect
