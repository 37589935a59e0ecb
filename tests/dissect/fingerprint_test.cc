// Hellos recorded from openssl s_client, curl and gnutls-cli; their fingerprints computed by
// another program (JA3 by tshark 4.0; JA4 by a transcription of FoxIO's text).
//
// Differences from other programs, where the text of JA4 is followed:
// - ALPN values that do not begin and end with a letter or digit: first and last hex digit. FoxIO's
//   own programs print "99"; tshark 4.4 agrees with the text.
// - A version that the text does not name is "00" (tshark prints "s1" for 0x0100, the DTLS of
//   OpenSSL 0.9.8).
// - An extension whose length runs past the end of the list does not count (tshark counts it).
#include "dissect/fingerprint/fingerprinter.h"
#include "dissect/fingerprint/ja3.h"
#include "tests/dissect/unhex.h"

#include <gtest/gtest.h>

namespace tlsonar::dissect {
namespace {

using test::unhex;

struct RecordedHello {
    const char* name;
    const char* client_hello;
    const char* ja3;
    const char* ja4;
};

const RecordedHello kRecordedHellos[] = {
    {"openssl",
     "0303927610ac8b866bdc0f0527376c01e15154fbd80df3c0369bb65c0a0bdd4f4f9e2046002c8475c039663c04520"
     "a6b65e210d16c4f92696373c6bedd1e16a5a0e4dd003e130213031301c02cc030009fcca9cca8ccaac02bc02f009e"
     "c024c028006bc023c0270067c00ac0140039c009c0130033009d009c003d003c0035002f00ff010000bf000000100"
     "00e00000b746c732e6578616d706c65000b000403000102000a00160014001d0017001e0019001801000101010201"
     "030104002300000010000e000c02683208687474702f312e310016000000170000000d002a0028040305030603080"
     "708080809080a080b080408050806040105010601030303010302040205020602002b000908030403030302030100"
     "2d00020101003300260024001d002082f8d9ac0c22cd3ae5e5be565924beba02580277757d1057663b37b4eebd584"
     "d",
     "5a1edc7f170af1014fc65c994878e63c", "t13d3111h2_e8f1e7e78f70_1f22a2ca17c4"},
    {"openssl12",
     "03038675b1cafec9809db0100a18c460dcc73372faf336c7ba05bbe9ecbcb5845593000006c02f002f00ff0100005"
     "2000b000403000102000a000c000a001d0017001e00190018002300000016000000170000000d002a002804030503"
     "0603080708080809080a080b080408050806040105010601030303010302040205020602",
     "533647637b95e0b3c5a99d21785b9ff0", "t12i030600_78ff622567f0_e7e480e5a997"},
    {"curl",
     "030373577ceb15094b41e8edbcdef2c9aa4e31fb9de9719cbe3a41971ae3beb3b0a9209934ba860627c5015b34130"
     "2c2ac29e6253ab778597ca2446dc9853faca82263003e130213031301c02cc030009fcca9cca8ccaac02bc02f009e"
     "c024c028006bc023c0270067c00ac0140039c009c0130033009d009c003d003c0035002f00ff01000175000000100"
     "00e00000b746c732e6578616d706c65000b000403000102000a00160014001d0017001e0019001801000101010201"
     "0301040010000e000c02683208687474702f312e31001600000017000000310000000d002a0028040305030603080"
     "708080809080a080b080408050806040105010601030303010302040205020602002b000908030403030302030100"
     "2d00020101003300260024001d002043b06ced013050d1ec57f3ef582d353255dc65ee768ab218aa6fb98e953ee81"
     "4001500b2000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
     "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
     "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
     "00000000000000000000000000000000000000000000000000000000000000000000000000000000000000",
     "0149f47eabf9a20d0893e2a44e5a6323", "t13d3112h2_e8f1e7e78f70_b26ce05bbdd6"},
    {"gnutls",
     "030375a176bc2d1ef1ef2411d919864c1b6be70975f688f33860e5b79840d4476b832009d1188733ade7fbbf18e23"
     "27b8cf667f97aa8ff85011aa86be29aa3fef34fce003a1302130313011304c02ccca9c0adc00ac02bc0acc009c030"
     "cca8c014c02fc013009dc09d0035009cc09c002f009fccaac09f0039009ec09e0033010000fd00050005010000000"
     "0000a00160014001700180019001d001e01000101010201030104000b00020100000d002200200401080908040403"
     "08070501080a0805050308080601080b08060603020102030016000000170000002300000033006b0069001700410"
     "47fcec4fdd6273a5ecbbc4a1a3084ce18fa318063138d2acf8fb772a35965ac68decfa71d1638c3fd1111b4b8f347"
     "a3ac0c93a4b9421f68f7f8a3801d6e7618c9001d0020b46fb8ec311f0706f3653987df9a6f0c20cb272805e99807d"
     "af8194d673fa44f002b0009080304030303020301ff0100010000000010000e00000b746c732e6578616d706c6500"
     "2d0003020100001c00024001",
     "f35ce21b44ac0b87d3266294bb1b0e20", "t13d291300_723694b0fccc_2cc26d266019"},
};

TEST(Fingerprint, recorded_clients) {
    Fingerprinter fingerprinter;
    for (int round = 0; round < 2; ++round) {  // computed, then remembered
        for (const RecordedHello& recorded : kRecordedHellos) {
            SCOPED_TRACE(recorded.name);
            const auto octets = unhex(recorded.client_hello);
            const auto hello = decode<ClientHello>(octets);
            ASSERT_TRUE(hello.ok());
            EXPECT_EQ(fingerprinter.ja3(*hello).view(), recorded.ja3);
            EXPECT_EQ(fingerprinter.ja4(*hello, Ja4Transport::tcp).view(), recorded.ja4);
        }
    }
}

// A ClientHello with these suites and extensions.
std::vector<std::uint8_t> hello_of(
    std::initializer_list<std::uint16_t> suites,
    std::initializer_list<std::pair<std::uint16_t, const char*>> extensions,
    std::uint16_t version = 0x0303) {
    Writer writer;
    writer.u16(version);
    writer.bytes(std::vector<std::uint8_t>(32));
    writer.u8(0);
    writer.prefixed(2, [&] {
        for (const std::uint16_t suite : suites)
            writer.u16(suite);
    });
    writer.u8(1);
    writer.u8(0);
    if (extensions.size() != 0)
        writer.prefixed(2, [&] {
            for (const auto& [type, body] : extensions) {
                writer.u16(type);
                writer.vector16(unhex(body));
            }
        });
    return writer.release();
}

std::string ja3(const std::vector<std::uint8_t>& octets) {
    std::string out;
    append_ja3(out, decode_prefix<ClientHello>(octets));
    return out;
}

std::string ja4_r(const std::vector<std::uint8_t>& octets) {
    std::string out;
    append_ja4_r(out, decode_prefix<ClientHello>(octets), Ja4Transport::tcp);
    return out;
}

std::string alpn_of(const char* name) {
    const std::string body = std::string("00ff") + name;
    return ja4_r(hello_of({0x1301}, {{16, body.c_str()}})).substr(8, 2);
}

TEST(Fingerprint, grease_is_left_out) {
    const auto octets = hello_of({0x0A0A, 0x1301, 0xC02F}, {{0x1A1A, ""},
                                                            {0, "0000"},
                                                            {10, "00062a2a001d0017"},
                                                            {11, "020001"},
                                                            {13, "000604030a0a0804"},
                                                            {43, "06 3a3a 0304 0303"},
                                                            {16, "0003026832"}});
    EXPECT_EQ(ja3(octets), "771,4865-49199,0-10-11-13-43-16,29-23,0-1");
    EXPECT_EQ(ja4_r(octets), "t13d0206h2_1301,c02f_000a,000b,000d,002b_0403,0804");
}

TEST(Fingerprint, without_extensions) {
    const auto octets = hello_of({0x0005}, {}, 0x0301);
    EXPECT_EQ(ja3(octets), "769,5,,,");
    EXPECT_EQ(ja4_r(octets), "t10i010000_0005_");
    Fingerprinter fingerprinter;
    EXPECT_EQ(fingerprinter.ja4(decode_prefix<ClientHello>(octets), Ja4Transport::quic).view(),
              "q10i010000_"
              "1ed8eb363bcd"
              "_000000000000");
}

TEST(Fingerprint, first_and_last_character_of_alpn) {
    EXPECT_EQ(alpn_of("026832"), "h2");
    EXPECT_EQ(alpn_of("0168"), "hh");
    EXPECT_EQ(alpn_of("08687474702f312e31"), "h1");
    EXPECT_EQ(alpn_of("00"), "00");
    EXPECT_EQ(alpn_of(""), "00");
    EXPECT_EQ(alpn_of("01ab"), "ab");
    EXPECT_EQ(alpn_of("02abcd"), "ad");
    EXPECT_EQ(alpn_of("0230ab"), "3b");
    EXPECT_EQ(alpn_of("033031ab"), "3b");
    EXPECT_EQ(alpn_of("0430abcd31"), "01");
    EXPECT_EQ(alpn_of("0268 2d"), "6d");
}

TEST(Fingerprint, versions) {
    const auto version = [](std::uint16_t legacy, const char* supported) {
        return ja4_r(hello_of({1}, {{43, supported}}, legacy)).substr(1, 2);
    };
    EXPECT_EQ(version(0x0303, "020304"), "13");
    EXPECT_EQ(version(0x0303, "0403020303"), "12");
    EXPECT_EQ(version(0x0303, "04fefdfefc"), "d3");
    EXPECT_EQ(ja4_r(hello_of({1}, {}, 0x0300)).substr(1, 2), "s3");
    EXPECT_EQ(ja4_r(hello_of({1}, {}, 0x0302)).substr(1, 2), "11");
    EXPECT_EQ(ja4_r(hello_of({1}, {}, 0x0500)).substr(1, 2), "00");
}

TEST(Fingerprint, counts_stop_at_99) {
    Writer writer;
    writer.u16(0x0303);
    writer.bytes(std::vector<std::uint8_t>(33));
    writer.prefixed(2, [&] {
        for (std::uint16_t i = 0; i < 300; ++i)
            writer.u16(i);
    });
    writer.u16(0x0100);
    EXPECT_EQ(ja4_r(writer.release()).substr(4, 2), "99");
}

TEST(Fingerprint, server) {
    ServerHello hello;
    hello.legacy_version = 0x0303;
    hello.cipher_suite = 0xC02F;
    EXPECT_EQ(hello.extensions.empty(), true);
    std::string text;
    append_ja3s(text, hello);
    EXPECT_EQ(text, "771,49199,");
    const auto extensions = unhex("ff01 0001 00 0000 0000 0010 0005 0003 02 68 32");
    hello.extensions = ExtensionList(extensions);
    text.clear();
    append_ja3s(text, hello);
    EXPECT_EQ(text, "771,49199,65281-0-16");
    EXPECT_EQ(Fingerprinter().ja3s(hello).view(), "7554747c64df99ef4b45f1b1172df217");
}

}  // namespace
}  // namespace tlsonar::dissect
