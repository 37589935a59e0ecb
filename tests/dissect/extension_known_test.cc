// What the analyzer asks of a list of extensions.
#include "dissect/extension/ech_config.h"
#include "dissect/extension/extension_type.h"
#include "dissect/extension/known.h"
#include "tests/dissect/unhex.h"

#include <gtest/gtest.h>

namespace tlsonar::dissect::test {
namespace {

using test::unhex;

std::string text(std::optional<Bytes> bytes) {
    return bytes ? std::string(as_text(*bytes)) : "(none)";
}

TEST(Known, ClientHello) {
    const Octets octets = unhex(
        "0000 0006 0004 00 0001 61"
        "000a 0004 0002 001d"
        "000d 0006 0004 0403 0804"
        "0010 0005 0003 02 6832"
        "002b 0003 02 0304"
        "002d 0002 01 01"
        "0033 0008 0006 001d 0002 abcd"
        "001c 0002 4001"
        "002a 0000"
        "fe0d 0001 01"
        "0029 000f 0008 0002 6162 00000001 0003 02 cdef");
    const ExtensionList list(octets);
    ASSERT_TRUE(list.framing_ok());
    EXPECT_EQ(text(host_name(list)), "a");
    ASSERT_EQ(supported_groups(list).size(), 1U);
    EXPECT_EQ(supported_groups(list)[0], 0x001D);
    EXPECT_EQ(signature_algorithms(list).size(), 2U);
    EXPECT_TRUE(signature_algorithms_cert(list).empty());
    ASSERT_EQ(alpn_offer(list).size(), 1U);
    EXPECT_EQ(as_text(alpn_offer(list).begin()->name), "h2");
    EXPECT_EQ(text(selected_alpn(list)), "h2");
    EXPECT_EQ(supported_versions(list)[0], 0x0304);
    EXPECT_EQ(psk_key_exchange_modes(list).size(), 1U);
    ASSERT_EQ(client_key_shares(list).size(), 1U);
    EXPECT_EQ(client_key_shares(list).begin()->group, 0x001D);
    EXPECT_EQ(record_size_limit(list), 0x4001);
    EXPECT_TRUE(has_early_data(list));
    EXPECT_EQ(ech_kind(list), EchKind::inner);
    ASSERT_TRUE(psk_offer(list));
    EXPECT_EQ(psk_offer(list)->identities.size(), 1U);
    EXPECT_EQ(psk_offer(list)->binders.size(), 1U);
    EXPECT_FALSE(has_grease(list));
    EXPECT_FALSE(cookie(list));
    EXPECT_FALSE(session_ticket(list));
}

TEST(Known, ServerSide) {
    const Octets octets =
        unhex("0033 0006 001d 0002 abcd 0029 0002 0001 000f 0001 01 ff01 0001 00");
    const ExtensionList list(octets);
    ASSERT_TRUE(server_key_share(list));
    EXPECT_EQ(server_key_share(list)->group, 0x001D);
    EXPECT_FALSE(retry_group(list));
    EXPECT_EQ(selected_psk(list), 1);
    EXPECT_EQ(heartbeat_mode(list), 1);
    ASSERT_TRUE(renegotiation_info(list));
    EXPECT_TRUE(renegotiation_info(list)->empty());
    const Octets retry = unhex("0033 0002 0018");
    EXPECT_EQ(retry_group(ExtensionList(retry)), 0x0018);
}

// A hello of which only the first segment was seen.
TEST(Known, HostNameOfACutExtension) {
    const Octets octets = unhex("0017 0000 0000 0009 0007 00 0003 616263 00 0001 64");
    for (std::size_t n = 0; n < octets.size(); ++n) {
        const ExtensionList list(Bytes(octets).first(n));
        // Header of extended_main_secret, of server_name, of the list and of the name; the name.
        const std::string expected = n >= 4 + 4 + 2 + 3 + 3 ? "abc" : "(none)";
        EXPECT_EQ(text(host_name(list)), expected) << n;
    }
}

// Reader's prefix mode hands out the beginning of a vector: a name that is not whole is none.
TEST(Known, NameThatIsCutIsNotAName) {
    const Octets octets = unhex("0000 0009 0007 00 0004 616263");
    const ExtensionList list(octets);
    EXPECT_FALSE(host_name(list));
}

TEST(Known, MalformedIsNothing) {
    const Octets octets = unhex("000a 0003 0001 00 000d 0001 00 0010 0003 0001 02 fe0d 0002 0203");
    const ExtensionList list(octets);
    EXPECT_TRUE(supported_groups(list).empty());
    EXPECT_TRUE(signature_algorithms(list).empty());
    EXPECT_TRUE(alpn_offer(list).empty());
    EXPECT_EQ(ech_kind(list), EchKind::malformed);
    EXPECT_EQ(ech_kind(ExtensionList()), EchKind::none);
}

TEST(Known, EntriesWrittenAreEntriesRead) {
    const Octets h2 = unhex("6832");
    const Octets h1 = unhex("687474702f312e31");
    const ProtocolName names[] = {{h2}, {h1}};
    const Octets octets = encode_entries<ProtocolName>(names);
    const EntryList<ProtocolName> list(octets);
    EXPECT_TRUE(list.well_formed());
    EXPECT_EQ(list.size(), 2U);
    EXPECT_EQ(as_text(list.begin()->name), "h2");
}

TEST(EchConfig, OtherVersionsArePassedOver) {
    const Octets octets = unhex("0006 fe0a 0002 abcd");
    const auto list = decode<EchConfigList>(octets);
    ASSERT_TRUE(list);
    ASSERT_EQ(list->configs.size(), 1U);
    EXPECT_EQ(list->configs.begin()->version, 0xFE0A);
    EXPECT_EQ(encode(*list), octets);
}

}  // namespace
}  // namespace tlsonar::dissect::test
