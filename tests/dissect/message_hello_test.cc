// Hellos: what their fields say, whole and cut off.
#include "dissect/extension/known.h"
#include "dissect/message/hello.h"
#include "tests/dissect/unhex.h"

#include <gtest/gtest.h>

namespace tlsonar::dissect::test {
namespace {

using test::unhex;

const Octets kHelloRandom(32, 0x5A);

Octets client_hello() {
    const Octets session_id(32, 0x11);
    const Octets suites = unhex("1a1a 1301 c02f");
    const Octets extensions =
        unhex("002b 0003 02 0304 0000 0008 0006 00 0003 612e62 000a 0004 0002 001d");
    const Octets null = unhex("00");
    ClientHello hello;
    hello.legacy_version = 0x0303;
    hello.random = kHelloRandom;
    hello.session_id = session_id;
    hello.cipher_suites = CodeList(suites);
    hello.compression_methods = null;
    hello.has_extensions = true;
    hello.extensions = ExtensionList(extensions);
    return encode(hello);
}

TEST(ClientHello, WrittenIsRead) {
    const Octets octets = client_hello();
    const auto hello = decode<ClientHello>(octets);
    ASSERT_TRUE(hello);
    EXPECT_EQ(hello->legacy_version, 0x0303);
    EXPECT_TRUE(equal(hello->random, kHelloRandom));
    EXPECT_EQ(hello->session_id.size(), 32U);
    ASSERT_EQ(hello->cipher_suites.size(), 3U);
    EXPECT_EQ(hello->cipher_suites[1], 0x1301);
    EXPECT_TRUE(hello->extensions.framing_ok());
    EXPECT_EQ(as_text(*host_name(hello->extensions)), "a.b");
    EXPECT_EQ(encode(*hello), octets);
}

TEST(ClientHello, EveryPrefixGivesASubset) {
    const Octets octets = client_hello();
    for (std::size_t n = 0; n < octets.size(); ++n) {
        const Octets cut(octets.begin(), octets.begin() + static_cast<std::ptrdiff_t>(n));
        EXPECT_FALSE(decode<ClientHello>(cut).ok() && n != 32 + 2 + 33 + 8 + 2) << n;
        const ClientHello hello = decode_prefix<ClientHello>(cut);
        EXPECT_TRUE(starts_with(kHelloRandom, as_text(hello.random)));
        EXPECT_LE(hello.cipher_suites.size(), 3U);
        if (!hello.cipher_suites.empty()) {
            EXPECT_EQ(hello.cipher_suites[0], 0x1A1A);
        }
        for (const Extension& extension : hello.extensions)
            EXPECT_NE(extension.type, 0xFFFF);
        const auto name = host_name(hello.extensions);
        EXPECT_TRUE(!name || as_text(*name) == "a.b");
    }
}

TEST(ClientHello, NameIsFoundAsSoonAsItIsWhole) {
    const Octets octets = client_hello();
    // Behind the name there is only supported_groups: 8 octets.
    const ClientHello hello = decode_prefix<ClientHello>(Bytes(octets).first(octets.size() - 8));
    EXPECT_EQ(as_text(host_name(hello.extensions).value_or(Bytes{})), "a.b");
}

TEST(ServerHello, SelectedVersion) {
    const Octets extensions = unhex("002b 0002 0304");
    ServerHello hello;
    hello.legacy_version = 0x0303;
    EXPECT_EQ(selected_version(hello), 0x0303);
    hello.has_extensions = true;
    hello.extensions = ExtensionList(extensions);
    EXPECT_EQ(selected_version(hello), 0x0304);
    hello.legacy_version = 0x7F12;
    hello.extensions = ExtensionList();
    EXPECT_EQ(selected_version(hello), 0x7F12);
}

TEST(ServerHello, DowngradeSentinel) {
    Octets random = kHelloRandom;
    ServerHello hello;
    hello.random = random;
    EXPECT_EQ(downgrade_sentinel(hello), Downgrade::none);
    const Octets mark = unhex("444f574e475244");
    std::copy(mark.begin(), mark.end(), random.begin() + 24);
    random[31] = 1;
    EXPECT_EQ(downgrade_sentinel(hello), Downgrade::to_tls12);
    random[31] = 0;
    EXPECT_EQ(downgrade_sentinel(hello), Downgrade::to_tls11_or_below);
    hello.random = {};
    EXPECT_EQ(downgrade_sentinel(hello), Downgrade::none);
}

TEST(ServerHello, IsNoHelloRetryRequest) {
    ServerHello hello;
    hello.random = kHelloRandom;
    EXPECT_FALSE(is_hello_retry_request(hello));
    EXPECT_TRUE(is_dtls(0xFEFD));
}

Octets server_hello(std::uint16_t version, std::string_view rest) {
    Writer writer;
    writer.u16(version);
    writer.bytes(kHelloRandom);
    writer.bytes(unhex(rest));
    return writer.release();
}

TEST(ServerHello, LayoutOfDrafts) {
    constexpr std::string_view kDraft = "c02b 0008 0028 0004 0017 0000";
    for (const unsigned version : {0x7F0EU, 0x7F15U, 0x0304U}) {
        const Octets octets = server_hello(static_cast<std::uint16_t>(version), kDraft);
        const auto hello = decode<ServerHello>(octets);
        ASSERT_TRUE(hello) << version;
        EXPECT_TRUE(hello->draft_layout);
        EXPECT_EQ(hello->cipher_suite, 0xC02B);
        EXPECT_EQ(server_key_share(hello->extensions)->group, 0x0017);
        EXPECT_EQ(encode(*hello), octets);
    }
    for (const unsigned version : {0x7F16U, 0x0304U, 0x0303U}) {
        const Octets octets =
            server_hello(static_cast<std::uint16_t>(version), "00 1301 00 0006 002b 0002 0304");
        const auto hello = decode<ServerHello>(octets);
        ASSERT_TRUE(hello) << version;
        EXPECT_FALSE(hello->draft_layout);
        EXPECT_EQ(hello->cipher_suite, 0x1301);
        EXPECT_EQ(encode(*hello), octets);
    }
}

}  // namespace
}  // namespace tlsonar::dissect::test
