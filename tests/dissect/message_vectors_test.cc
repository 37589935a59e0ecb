// Every handshake message in the layouts of its versions and key exchanges.
#include "dissect/message/message.h"
#include "tests/dissect/message_field_log.h"
#include "tests/dissect/unhex.h"

#include <gtest/gtest.h>

namespace tlsonar::dissect {
namespace {

using test::unhex;

constexpr std::uint16_t kSsl3 = 0x0300;
constexpr std::uint16_t kTls10 = 0x0301;
constexpr std::uint16_t kTls12 = 0x0303;
constexpr std::uint16_t kTls13 = 0x0304;

struct MessageVector {
    int type;
    std::uint16_t version;
    const char* suite;  // "" for none
    bool good;
    const char* octets;
    const char* described = nullptr;
};

#define RANDOM "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
#define RETRY_RANDOM "cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c"
#define HASH "000102030405060708090a0b0c0d0e0f10111213"

const MessageVector kMessageVectors[] = {
    {0, kTls12, "", kGood, ""},
    {0, kTls12, "", kBad, "00"},
    // ClientHello
    {1, 0, "", kGood, "0303" RANDOM "00 0004 1301 c02f 01 00",
     "legacy_version=0x0303/TLSv1.2 random=#" RANDOM
     " session_id=# cipher_suites=[0x1301/TLS_AES_128_GCM_SHA256 "
     "0xc02f/TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256] compression_methods=[0x00/NULL]"},
    {1, 0, "", kGood, "0303" RANDOM "02 abcd 0002 1301 01 00 0000"},
    {1, 0, "", kGood, "fefd" RANDOM "00 02 abcd 0002 c02f 01 00 0004 0017 0000"},
    {1, 0, "", kBad, "0303" RANDOM "00 0003 1301 c0 01 00"},
    {1, 0, "", kBad, "0303" RANDOM "00 0000 01 00"},
    {1, 0, "", kBad, "0303" RANDOM "00 0002 1301 00"},
    {1, 0, "", kBad, "0303" RANDOM "00 0002 1301 01 00 0005 0017 0000 00"},
    {1, 0, "", kBad, "0303" RANDOM "00 0002 1301 01 00 0000 00"},
    {1, 0, "", kBad, "0303" RANDOM "21" RANDOM "00 0002 1301 01 00"},
    // ServerHello: of TLS 1.2, a HelloRetryRequest, of a draft
    {2, 0, "", kGood, "0303" RANDOM "00 c02f 00 0005 ff01 0001 00"},
    {2, 0, "", kGood, "0301" RANDOM "00 000a 00"},
    {2, 0, "", kGood, "0303" RETRY_RANDOM "00 1301 00 000c 002b 0002 0304 0033 0002 001d",
     "legacy_version=0x0303/TLSv1.2 random=#" RETRY_RANDOM
     " hello_retry_request=true session_id=# cipher_suite=0x1301/TLS_AES_128_GCM_SHA256 "
     "compression_method=0x00/NULL extensions=[{type=0x002b/supported_versions "
     "value={selected_version=0x0304/TLSv1.3}} {type=0x0033/key_share "
     "value={selected_group=0x001d/x25519}}]"},
    {2, 0, "", kGood, "7f12" RANDOM "1301 0006 0029 0002 0000"},
    {2, 0, "", kBad, "0303" RANDOM "00 c02f"},
    {3, 0, "", kGood, "feff 04 deadbeef", "server_version=0xfeff/DTLSv1.0 cookie=#deadbeef"},
    {3, 0, "", kBad, "feff 05 deadbeef"},
    {4, kTls12, "", kGood, "00000e10 0002 abcd", "ticket_lifetime=3600 ticket=#abcd"},
    {4, kTls13, "", kGood, "00000e10 00000001 01 00 0002 abcd 0008 002a 0004 00004000",
     "ticket_lifetime=3600 ticket_age_add=1 ticket_nonce=#00 ticket=#abcd "
     "extensions=[{type=0x002a/early_data value={max_early_data_size=16384}}]"},
    {4, 0x7F12, "", kGood, "00000e10 00000001 0002 abcd 0000"},
    {4, kTls13, "", kBad, "00000e10 0002 abcd"},
    {5, kTls13, "", kGood, ""},
    {6, 0, "", kGood, "7f12 0006 0033 0002 001d"},
    {6, 0, "", kGood, "7f13 1301 0006 0033 0002 001d"},
    {6, 0, "", kGood, "7f0e 001d 0000"},
    {6, 0, "", kBad, "7f12 0007 0033"},
    {8, kTls13, "", kGood, "0009 0010 0005 0003 02 6832",
     "extensions=[{type=0x0010/application_layer_protocol_negotiation "
     "value={protocol_name_list=['h2']}}]"},
    {8, kTls13, "", kBad, "0002 0010"},
    {9, 0xFEFC, "", kGood, "04"},
    {10, 0xFEFC, "", kGood, "0003 02 abcd 00"},
    // Certificate
    {11, kTls12, "", kGood, "000008 000002 3000 000000",
     "certificate_list=[{length=2 cert_data=#3000} {length=0 cert_data=#}]"},
    {11, kTls12, "", kGood, "000000"},
    {11, kTls12, "", kBad, "000006 000002 3000 00"},
    {11, kTls12, "", kBad, "000005 000003 3000"},
    {11, kTls13, "", kGood, "00 000007 000002 3000 0000"},
    {11, kTls13, "", kGood, "01 aa 00000f 000002 3000 0008 0005 0004 01 000000",
     "certificate_request_context=#aa certificate_list=[{length=2 cert_data=#3000 "
     "extensions=[{type=0x0005/status_request value={status_type=0x01/ocsp response=#}}]}]"},
    {11, kTls13, "", kBad, "00 000005 000002 3000"},
    // ServerKeyExchange
    {12, kTls12, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", kGood, "03 001d 02 abcd 0804 0002 beef",
     "curve_type=0x03/named_curve named_curve=0x001d/x25519 point=#abcd "
     "algorithm=0x0804/rsa_pss_rsae_sha256 signature=#beef"},
    {12, kTls10, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", kGood, "03 0017 02 abcd 0002 beef"},
    {12, kTls12, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", kBad, "03 0017 02 abcd"},
    {12, kTls12, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", kBad, "01 0017 02 abcd 0401 0000"},
    {12, kTls12, "TLS_DHE_RSA_WITH_AES_128_CBC_SHA", kGood, "0001 17 0001 05 0001 02 0401 0001 ff"},
    {12, kTls12, "TLS_DH_anon_WITH_AES_128_CBC_SHA", kGood, "0001 17 0001 05 0001 02",
     "dh_p=#17 dh_g=#05 dh_Ys=#02"},
    {12, kTls12, "TLS_ECDH_anon_WITH_AES_128_CBC_SHA", kGood, "03 0017 01 04"},
    {12, kSsl3, "TLS_RSA_EXPORT_WITH_RC4_40_MD5", kGood, "0002 abcd 0001 03 0001 ff",
     "rsa_modulus=#abcd rsa_exponent=#03 signature=#ff"},
    {12, kTls12, "TLS_PSK_WITH_AES_128_CBC_SHA", kGood, "0002 6869", "psk_identity_hint='hi'"},
    {12, kTls12, "TLS_RSA_PSK_WITH_AES_128_CBC_SHA", kGood, "0000"},
    {12, kTls12, "TLS_DHE_PSK_WITH_AES_128_CBC_SHA", kGood, "0000 0001 17 0001 05 0001 02"},
    {12, kTls12, "TLS_ECDHE_PSK_WITH_AES_128_CBC_SHA", kGood, "0000 03 001d 01 aa"},
    {12, kTls12, "TLS_SRP_SHA_WITH_AES_128_CBC_SHA", kGood, "0001 17 0001 05 02 5a5a 0001 02"},
    {12, kTls12, "TLS_SRP_SHA_RSA_WITH_AES_128_CBC_SHA", kGood,
     "0001 17 0001 05 02 5a5a 0001 02 0201 0001 ff"},
    {12, kTls12, "TLS_ECCPWD_WITH_AES_128_GCM_SHA256", kGood, "01 5a 03 0017 01 04 01 05"},
    {12, 0x0101, "ECC_SM4_CBC_SM3", kGood, "0002 abcd", "signature=#abcd"},
    {12, kTls12, "", kGood, "abcd", "params=#abcd"},
    // CertificateRequest
    {13, kTls10, "", kGood, "02 0140 0006 0004 30020500",
     "certificate_types=[0x01/rsa_sign 0x40/ecdsa_sign] certificate_authorities=[#30020500]"},
    {13, kTls12, "", kGood, "01 01 0002 0401 0000"},
    {13, kTls12, "", kBad, "01 01 0003 040100 0000"},
    {13, kTls12, "", kBad, "01 01 0000"},
    {13, kTls13, "", kGood, "00 0008 000d 0004 0002 0403"},
    {13, kTls13, "", kBad, "00 0007 000d 0004 0002 04"},
    {14, kTls12, "", kGood, ""},
    {15, kTls12, "", kGood, "0403 0002 abcd"},
    {15, kTls10, "", kGood, "0002 abcd", "signature=#abcd"},
    {15, kTls13, "", kBad, "0002 abcd"},
    // ClientKeyExchange
    {16, kTls12, "TLS_RSA_WITH_AES_128_CBC_SHA", kGood, "0002 abcd",
     "encrypted_pre_master_secret=#abcd"},
    {16, kTls12, "TLS_RSA_WITH_AES_128_CBC_SHA", kBad, "0003 abcd"},
    {16, kSsl3, "TLS_RSA_WITH_AES_128_CBC_SHA", kGood, "abcd"},
    {16, kTls12, "TLS_DHE_RSA_WITH_AES_128_CBC_SHA", kGood, "0002 abcd"},
    {16, kTls12, "TLS_DH_RSA_WITH_AES_128_CBC_SHA", kGood, ""},
    {16, kTls12, "TLS_DH_anon_WITH_AES_128_CBC_SHA", kGood, "0000"},
    {16, kTls12, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", kGood, "02 abcd", "public_key=#abcd"},
    {16, kTls12, "TLS_PSK_WITH_AES_128_CBC_SHA", kGood, "0002 6d65", "psk_identity='me'"},
    {16, kTls12, "TLS_DHE_PSK_WITH_AES_128_CBC_SHA", kGood, "0002 6d65 0001 02"},
    {16, kTls12, "TLS_ECDHE_PSK_WITH_AES_128_CBC_SHA", kGood, "0002 6d65 01 02"},
    {16, kTls12, "TLS_RSA_PSK_WITH_AES_128_CBC_SHA", kGood, "0002 6d65 0001 02"},
    {16, kTls12, "TLS_SRP_SHA_WITH_AES_128_CBC_SHA", kGood, "0001 02"},
    {16, kTls12, "TLS_ECCPWD_WITH_AES_128_GCM_SHA256", kGood, "01 02 01 03"},
    {16, kTls10, "TLS_KRB5_WITH_3DES_EDE_CBC_SHA", kGood, "0001 61 0000 0001 62"},
    {16, kTls12, "TLS_GOSTR341112_256_WITH_28147_CNT_IMIT", kGood, "3000", "exchange_keys=#3000"},
    {17, kTls13, "", kGood, "00 0008 000d 0004 0002 0403"},
    {20, kTls12, "", kGood, "000102030405060708090a0b"},
    {20, kTls12, "", kBad, ""},
    {21, kTls12, "", kGood, "00 0018 0001 61 01" HASH,
     "type=0x00/individual_certs url_and_hash_list=[{url='a' sha1_hash=#" HASH "}]"},
    {21, kTls12, "", kBad, "00 0004 0001 61 01"},
    {22, kTls12, "", kGood, "01 000002 3000", "status_type=0x01/ocsp responses=[#3000]"},
    {22, kTls12, "", kGood, "02 000008 000002 3000 000000"},
    {22, kTls12, "", kBad, "01 000002 3000 000000"},
    {23, kTls12, "", kGood, "000006 4002 0002 abcd"},
    {24, kTls13, "", kGood, "01", "request_update=0x01/update_requested"},
    {24, kTls13, "", kBad, "02"},
    {25, kTls13, "", kGood, "0009 000010 000002 abcd",
     "algorithm=0x0009 uncompressed_length=16 compressed_length=2 malformed='unknown compression "
     "algorithm'"},
    {25, kTls13, "", kBad, "0001 000010 000003 abcd"},
    {26, kTls12, "", kGood, "abcd"},
    {67, kTls12, "", kGood, "02 6832 02 0000", "selected_protocol='h2' padding_length=2"},
    {203, kTls12, "", kGood, "abcd"},
    {254, kTls13, "", kGood, "abcd"},
};

const MessageVector kSsl2Vectors[] = {
    {0, 2, "", kGood, "0001", "error_code=0x0001/no_cipher"},
    {1, 2, "", kGood, "0002 0006 0000 0002 010080 0700c0 abcd",
     "version=0x0002/SSLv2 cipher_specs=[0x010080/SSL_CK_RC4_128_WITH_MD5 "
     "0x0700c0/SSL_CK_DES_192_EDE3_CBC_WITH_MD5] session_id=# challenge=#abcd"},
    {1, 2, "", kGood, "0301 0003 0000 0002 00000a abcd",
     "version=0x0301/TLSv1.0 cipher_specs=[0x00000a/TLS_RSA_WITH_3DES_EDE_CBC_SHA] session_id=# "
     "challenge=#abcd"},
    {1, 2, "", kBad, "0002 0004 0000 0002 01008000 abcd"},
    {1, 2, "", kBad, "0002 0003 0000 0003 010080 abcd"},
    {2, 2, "", kGood, "010080 0001 0002 0000 aa bbcc"},
    {3, 2, "", kGood, "abcd"},
    {4, 2, "", kGood, "00 01 0002 0002 0003 0002 3000 010080 abcd"},
    {4, 2, "", kBad, "00 01 0002 0003 0003 0002 3000 010080 abcd"},
    {5, 2, "", kGood, "abcd"},
    {6, 2, "", kGood, "abcd"},
    {7, 2, "", kGood, "01 abcd"},
    {8, 2, "", kGood, "01 0001 0001 aa bb"},
};

MessageContext context_of(const MessageVector& vector) {
    MessageContext context;
    context.version = vector.version;
    context.suite = find_cipher_suite(std::string_view(vector.suite));
    return context;
}

using Find = const MessageKind* (*)(std::uint8_t);
const MessageKind* find_tls(std::uint8_t type) {
    return find_message(static_cast<HandshakeType>(type));
}

std::string label(const MessageVector& vector) {
    return std::to_string(vector.type) + " " + vector.suite + ": " + vector.octets;
}

void expect_right(const MessageVector& vector, Find find) {
    const MessageKind* kind = find(static_cast<std::uint8_t>(vector.type));
    ASSERT_NE(kind, nullptr) << label(vector);
    const MessageContext context = context_of(vector);
    ASSERT_TRUE(*vector.suite == '\0' || context.suite != nullptr) << label(vector);
    const auto body = unhex(vector.octets);
    EXPECT_EQ(kind->check(body, context).ok(), vector.good) << label(vector);
    FieldLog log;
    kind->describe(body, context, log);
    EXPECT_EQ(log.depth(), 0);
    if (!vector.good) {
        EXPECT_TRUE(log.log().starts_with("malformed=")) << log.log();
        return;
    }
    EXPECT_EQ(kind->rewrite(body, context), body) << label(vector);
    if (vector.described != nullptr) {
        EXPECT_EQ(log.log(), vector.described) << label(vector);
    }
}

TEST(MessageVectors, GoodIsReadAndWrittenBadIsRefused) {
    for (const MessageVector& vector : kMessageVectors)
        expect_right(vector, &find_tls);
}
TEST(MessageVectors, Ssl2) {
    for (const MessageVector& vector : kSsl2Vectors)
        expect_right(vector, &find_ssl2_message);
}

// Every prefix, with and without knowing that it is one, and every octet changed.
void expect_safe(const MessageVector& vector, Find find) {
    const MessageKind* kind = find(static_cast<std::uint8_t>(vector.type));
    const auto whole = unhex(vector.octets);
    for (std::size_t n = 0; n <= whole.size(); ++n) {
        auto body = whole;
        body.resize(n);
        MessageContext context = context_of(vector);
        for (const bool partial : {true, false}) {
            context.partial = partial;
            FieldLog log;
            kind->describe(body, context, log);
            EXPECT_EQ(log.depth(), 0) << label(vector);
            EXPECT_TRUE(!partial || kind->check(body, context).ok()) << label(vector);
            if (n > 0) body[n - 1] ^= 0xFF;
        }
        if (kind->check(body, context)) {
            EXPECT_EQ(kind->rewrite(body, context), body) << label(vector);
        }
    }
}

TEST(MessageVectors, AnyPrefixIsSafe) {
    for (const MessageVector& vector : kMessageVectors)
        expect_safe(vector, &find_tls);
    for (const MessageVector& vector : kSsl2Vectors)
        expect_safe(vector, &find_ssl2_message);
}

TEST(MessageCatalogue, AscendsAndIsTestedWhole) {
    int last = -1;
    for (const MessageKind* kind : message_kinds()) {
        EXPECT_GT(kind->type, last) << kind->name;
        last = kind->type;
        bool any = false;
        for (const MessageVector& vector : kMessageVectors)
            any = any || vector.type == kind->type;
        EXPECT_TRUE(any) << kind->name;
    }
    EXPECT_EQ(find_message(static_cast<HandshakeType>(99)), nullptr);
    EXPECT_EQ(ssl2_message_kinds().size(), 9U);
    EXPECT_EQ(name_of(HandshakeType::client_hello), "client_hello");
    EXPECT_EQ(name_of(static_cast<HandshakeType>(99)), "");
}

TEST(MessageCatalogue, Generations) {
    EXPECT_EQ(generation_of(0x0300), Generation::ssl3);
    EXPECT_EQ(generation_of(0xFEFF), Generation::tls11);
    EXPECT_EQ(generation_of(0xFEFD), Generation::tls12);
    EXPECT_EQ(generation_of(0xFEFC), Generation::tls13);
    EXPECT_EQ(generation_of(0x7F12), Generation::tls13);
    EXPECT_EQ(generation_of(0), Generation::tls12);
}

}  // namespace
}  // namespace tlsonar::dissect
