#include "dissect/protect/secret_store.h"

#include "core/text.h"

#include <gtest/gtest.h>

namespace tlsonar::dissect {
namespace {

using Added = SecretStore::Added;

std::string repeat(const char* octet, int n) {
    std::string out;
    for (int i = 0; i < n; ++i)
        out += octet;
    return out;
}
const std::vector<std::uint8_t> kStoredRandom(32, 0xAB);
const std::string kRandomText = repeat("ab", 32);

TEST(SecretStore, labels_of_the_format) {
    SecretStore store;
    const std::pair<const char*, SecretLabel> labels[] = {
        {"CLIENT_EARLY_TRAFFIC_SECRET", SecretLabel::client_early_traffic_secret},
        {"CLIENT_HANDSHAKE_TRAFFIC_SECRET", SecretLabel::client_handshake_traffic_secret},
        {"SERVER_HANDSHAKE_TRAFFIC_SECRET", SecretLabel::server_handshake_traffic_secret},
        {"CLIENT_TRAFFIC_SECRET_0", SecretLabel::client_traffic_secret},
        {"SERVER_TRAFFIC_SECRET_0", SecretLabel::server_traffic_secret},
        {"EXPORTER_SECRET", SecretLabel::exporter_secret},
        {"EARLY_EXPORTER_SECRET", SecretLabel::early_exporter_secret},
        {"ECH_SECRET", SecretLabel::ech_secret},
        {"ECH_CONFIG", SecretLabel::ech_config},
        {"PMS_CLIENT_RANDOM", SecretLabel::pms_client_random},
    };
    std::uint8_t n = 0;
    for (const auto& [text, label] : labels) {
        std::string octet;
        append_hex(octet, {&++n, 1});
        const std::string line =
            std::string(text) + " " + kRandomText + " " + repeat(octet.c_str(), 32);
        EXPECT_EQ(store.add_line(line), Added::accepted) << text;
        const Bytes found = store.find(label, kStoredRandom);
        ASSERT_EQ(found.size(), 32U) << text;
        EXPECT_EQ(found[0], n);
    }
    EXPECT_EQ(store.size(), std::size(labels));
}

TEST(SecretStore, generations) {
    SecretStore store;
    EXPECT_EQ(store.add_line("CLIENT_TRAFFIC_SECRET_12 " + kRandomText + " " + repeat("0C", 48)),
              Added::accepted);
    EXPECT_EQ(store.find(SecretLabel::client_traffic_secret, kStoredRandom, 12).size(), 48U);
    EXPECT_TRUE(store.find(SecretLabel::client_traffic_secret, kStoredRandom, 0).empty());
}

TEST(SecretStore, master_and_premaster_secrets) {
    SecretStore store;
    const std::string secret = " " + repeat("11", 48);
    EXPECT_EQ(store.add_line("CLIENT_RANDOM " + kRandomText + secret + "\r\n"), Added::accepted);
    EXPECT_EQ(store.add_line("RSA 0011223344556677" + secret), Added::accepted);
    EXPECT_EQ(store.add_line("RSA Session-ID:AABB Master-Key:" + repeat("11", 48)),
              Added::accepted);
    EXPECT_EQ(store.find(SecretLabel::client_random, kStoredRandom).size(), 48U);
    const std::uint8_t encrypted[] = {0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77};
    EXPECT_EQ(store.find(SecretLabel::rsa, encrypted).size(), 48U);
    const std::uint8_t session[] = {0xAA, 0xBB};
    EXPECT_EQ(store.find(SecretLabel::rsa_session_id, session).size(), 48U);
}

TEST(SecretStore, lines_that_are_ignored_or_malformed) {
    SecretStore store;
    for (const std::string& line :
         {std::string(), std::string("   \t"), std::string("# comment"),
          std::string("QUIC_CLIENT_HANDSHAKE x y"), std::string("CLIENT_TRAFFIC_SECRET_x a b")})
        EXPECT_EQ(store.add_line(line), Added::ignored) << line;
    for (const std::string& line :
         {std::string("CLIENT_RANDOM"), "CLIENT_RANDOM " + kRandomText,
          "CLIENT_RANDOM " + kRandomText + " " + repeat("11", 47),
          "CLIENT_RANDOM " + kRandomText + " " + repeat("1g", 48),
          "CLIENT_RANDOM " + kRandomText.substr(2) + " " + repeat("11", 48),
          "CLIENT_RANDOM " + kRandomText + "ab " + repeat("11", 48),
          "CLIENT_RANDOM " + kRandomText + " " + repeat("11", 48) + " more",
          "EXPORTER_SECRET " + kRandomText + " " + repeat("11", 65),
          "EXPORTER_SECRET " + kRandomText + " 111"})
        EXPECT_EQ(store.add_line(line), Added::malformed) << line;
    EXPECT_TRUE(store.empty());
}

TEST(SecretStore, whole_key_log_counts_lines) {
    SecretStore store;
    const std::string text = "# made by hand\r\n\r\nCLIENT_RANDOM " + kRandomText + " " +
                             repeat("11", 48) + "\nCLIENT_RANDOM x y\nRSA zz\nEXPORTER_SECRET " +
                             kRandomText + " " + repeat("22", 32);
    const KeyLogCounts counts = store.add_key_log(as_bytes(text));
    EXPECT_EQ(counts.accepted, 2U);
    EXPECT_EQ(counts.ignored, 2U);
    EXPECT_EQ(counts.malformed, 2U);
    EXPECT_EQ(counts.malformed_lines, (std::vector<std::size_t>{4, 5}));
}

// The premaster secret of Diffie-Hellman is as long as its prime.
TEST(SecretStore, long_secrets) {
    SecretStore store;
    const std::vector<std::uint8_t> premaster(256, 3);
    EXPECT_EQ(store.add_line("PMS_CLIENT_RANDOM " + kRandomText + " " + repeat("03", 256)),
              Added::accepted);
    const Bytes found = store.find(SecretLabel::pms_client_random, kStoredRandom);
    EXPECT_EQ(std::vector<std::uint8_t>(found.begin(), found.end()), premaster);
    EXPECT_TRUE(store.find(SecretLabel::ech_config, kStoredRandom).empty());
    const int too_many = static_cast<int>(SecretStore::kMaxLongSecret) + 1;
    EXPECT_EQ(store.add_line("ECH_CONFIG " + kRandomText + " " + repeat("03", too_many)),
              Added::ignored);
    EXPECT_EQ(store.size(), 1U);
    std::vector<std::uint8_t> random(32);
    for (std::size_t i = 1; i < SecretStore::kMaxLongSecrets; ++i) {
        std::memcpy(random.data(), &i, sizeof i);
        ASSERT_EQ(store.add(SecretLabel::pms_client_random, random, kStoredRandom),
                  Added::accepted);
    }
    EXPECT_EQ(store.add(SecretLabel::ech_config, random, kStoredRandom), Added::over_limit);
    EXPECT_EQ(store.add(SecretLabel::exporter_secret, random, kStoredRandom), Added::accepted);
}

TEST(SecretStore, the_first_secret_stays) {
    SecretStore store;
    const std::vector<std::uint8_t> one(48, 1), two(48, 2);
    EXPECT_EQ(store.add(SecretLabel::client_random, kStoredRandom, one), Added::accepted);
    EXPECT_EQ(store.add(SecretLabel::client_random, kStoredRandom, two), Added::accepted);
    EXPECT_EQ(store.find(SecretLabel::client_random, kStoredRandom)[0], 1);
    EXPECT_TRUE(store.find(SecretLabel::client_random, std::vector<std::uint8_t>(40)).empty());
}

TEST(SecretStore, keeps_its_limit) {
    SecretStore store;
    std::vector<std::uint8_t> random(32);
    const std::vector<std::uint8_t> secret(48, 1);
    for (std::size_t i = 0; i < SecretStore::kMaxSecrets; ++i) {
        std::memcpy(random.data(), &i, sizeof i);
        ASSERT_EQ(store.add(SecretLabel::client_random, random, secret), Added::accepted);
    }
    random.assign(32, 0xFF);
    EXPECT_EQ(store.add(SecretLabel::client_random, random, secret), Added::over_limit);
}

}  // namespace
}  // namespace tlsonar::dissect
