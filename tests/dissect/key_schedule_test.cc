// Published vectors: RFC 8448 section 3, RFC 9001 appendix A.1, RFC 5869 appendix A.1.
#include "dissect/protect/key_schedule.h"

#include "core/text.h"
#include "tests/dissect/unhex.h"

#include <gtest/gtest.h>

namespace tlsonar::dissect {
namespace {

using test::unhex;

std::string expand(const char* secret, std::string_view label, std::size_t n) {
    std::vector<std::uint8_t> out(n);
    EXPECT_TRUE(hkdf_expand_label(Hash::sha256, unhex(secret), label, {}, out));
    return hex(out);
}

TEST(KeySchedule, rfc8448_traffic_keys) {
    const char* server_handshake =
        "b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38";
    EXPECT_EQ(expand(server_handshake, "key", 16), "3fce516009c21727d0f2e4e86ee403bc");
    EXPECT_EQ(expand(server_handshake, "iv", 12), "5d313eb2671276ee13000b30");
    const char* client_application =
        "9e40646ce79a7f9dc05af8889bce6552875afa0b06df0087f792ebb7c17504a5";
    EXPECT_EQ(expand(client_application, "key", 16), "17422dda596ed5d9acd890e3c63f5051");
    EXPECT_EQ(expand(client_application, "iv", 12), "5b78923dee08579033e523d9");
}

TEST(KeySchedule, rfc9001_initial_secrets) {
    std::vector<std::uint8_t> initial(32);
    ASSERT_TRUE(hkdf_extract(Hash::sha256, unhex("38762cf7f55934b34d179ae6a4c80cadccbb7f0a"),
                             unhex("8394c8f03e515708"), initial));
    EXPECT_EQ(hex(initial), "7db5df06e7a69e432496adedb00851923595221596ae2ae9fb8115c1e9ed0a44");
    const std::string client = expand(hex(initial).c_str(), "client in", 32);
    EXPECT_EQ(client, "c00cf151ca5be075ed0ebfb5c80323c42d6b7db67881289af4008f1f6c357aea");
    EXPECT_EQ(expand(client.c_str(), "quic key", 16), "1f369613dd76d5467730efcbe3b1a22d");
    EXPECT_EQ(expand(client.c_str(), "quic iv", 12), "fa044b2f42a3fd3b46fb255c");
    EXPECT_EQ(expand(client.c_str(), "quic hp", 16), "9f50449e04a0e810283a1e9933adedd2");
}

TEST(KeySchedule, rfc5869_extract) {
    std::vector<std::uint8_t> out(32);
    ASSERT_TRUE(hkdf_extract(Hash::sha256, unhex("000102030405060708090a0b0c"),
                             std::vector<std::uint8_t>(22, 0x0B), out));
    EXPECT_EQ(hex(out), "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5");
}

// The vector that went round the TLS working group's list for P_SHA256.
TEST(KeySchedule, tls12_prf) {
    std::vector<std::uint8_t> out(100);
    ASSERT_TRUE(prf(Era::tls12, Hash::sha256, unhex("9bbe436ba940f017b17652849a71db35"),
                    "test label", unhex("a0ba9f936cda311827a6f796ffd5198c"), {}, out));
    EXPECT_EQ(hex(out),
              "e3f229ba727be17b8d122620557cd453c2aab21d07c3d495329b52d4e61edb5a6b301791e90d35c9c9a4"
              "6b4e14baf9af0fa022f7077def17abfd3797c0564bab4fbc91666e9def9b97fce34f796789baa48082d1"
              "22ee42c5a72e5a5110fff70187347b66");
}

TEST(KeySchedule, hashes_that_we_do_not_have) {
    std::vector<std::uint8_t> out(16);
    EXPECT_EQ(hash_length(Hash::gostr341194), 0U);
    EXPECT_FALSE(prf(Era::tls12, Hash::gostr341194, out, "x", {}, {}, out));
    EXPECT_FALSE(hmac(Hash::none, out, {}, out));
}

}  // namespace
}  // namespace tlsonar::dissect
