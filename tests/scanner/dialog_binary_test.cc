// LDAP, PostgreSQL, MySQL, SQL Server, RDP and AMQP.
#include "tests/scanner/dialog_support.h"

#include <random>

#include <gtest/gtest.h>

namespace tlsonar::scanner::testing {
namespace {

std::string zeros(std::size_t n) { return std::string(n, '\0'); }

const std::string kLdap = octets("301d020101 7718 8016") + "1.3.6.1.4.1.1466.20037";

TEST(DialogLdap, OpenLdap) {
    expect_ready(kind("ldap"), {C(kLdap), S(octets("300c 020101 7807 0a0100 0400 0400"))});
}

TEST(DialogLdap, ActiveDirectoryWritesLongLengths) {
    expect_ready(kind("ldap"),
                 {C(kLdap), S(octets("308400000028 020101 78840000001f 0a0100 0400 0400 8a16") +
                              "1.3.6.1.4.1.1466.20037")});
    const std::string said =
        "00000000: LdapErr: DSID-0C09128B, comment: Error initializing SSL/TLS";
    expect_refused(
        kind("ldap"),
        {C(kLdap), S(octets("308400000055 020101 78840000004c 0a0134 0400 0445") + said)},
        "the server refused StartTLS, unavailable (52): " + said);
}

TEST(DialogLdap, Refused) {
    expect_refused(
        kind("ldap"),
        {C(kLdap),
         S(octets("302b 020101 7826 0a0102 0400 041f") + "unsupported extended operation.")},
        "the server refused StartTLS, protocolError (2): unsupported extended operation.");
    // A notice of disconnection.
    expect_refused(kind("ldap"), {C(kLdap), S(octets("300c 020100 7807 0a0133 0400 0400"))},
                   "(for now) the server refused StartTLS, busy (51)");
    expect_refused(kind("ldap"), {C(kLdap), S("220 smtp here\r\n")},
                   "the server does not speak LDAP: 22");
    // Indefinite length; lengths that run past the message; an answer of another kind.
    for (const char* bad : {"3080", "3000", "3085", "300c 020101 7807 0a0100 0400 0401",
                            "300c 020101 7907 0a0100 0400 0400"}) {
        const auto dialog = kind("ldap")();
        const Course course = tell(*dialog, octets(bad), [] { return SIZE_MAX; });
        EXPECT_EQ(course.state, State::refused) << bad;
        EXPECT_TRUE(course.trouble.starts_with("the server does not speak LDAP")) << course.trouble;
    }
}

const std::string kSslRequest = octets("00000008 04d2162f");

TEST(DialogPostgres, YesAndNo) {
    expect_ready(kind("postgres"), {C(kSslRequest), S("S")});
    expect_refused(kind("postgres"), {C(kSslRequest), S("N")},
                   "the server offered no TLS (it answered N to the SSL request)");
}

TEST(DialogPostgres, Errors) {
    const std::string fields = std::string("SFATAL") + zeros(1) + "C0A000" + zeros(1) +
                               "Munsupported frontend protocol" + zeros(1) + zeros(1);
    const std::string length = zeros(3) + static_cast<char>(fields.size() + 4);
    expect_refused(kind("postgres"), {C(kSslRequest), S("E" + length + fields)},
                   "the server refused the SSL request: unsupported frontend protocol");
    expect_refused(kind("postgres"), {C(kSslRequest), S("Eold protocol" + zeros(1))},
                   "the server refused the SSL request: old protocol");
    // Fields that never end, no message among them, and lengths that lie.
    for (const char* bad : {"4500000004", "450000000553", "450000000653 00", "4500000000",
                            "45000000064d41", "4500000007000000"}) {
        const auto dialog = kind("postgres")();
        EXPECT_EQ(tell(*dialog, octets(bad), [] { return SIZE_MAX; }).state, State::refused) << bad;
    }
    expect_refused(kind("postgres"), {C(kSslRequest), S("HTTP/1.1 400 Bad Request\r\n")},
                   "the server speaks HTTP, not PostgreSQL: HTTP/1.1 400 Bad Request");
    expect_refused(kind("postgres"), {C(kSslRequest), S("x")},
                   "the server does not speak PostgreSQL: x");
}

std::string mysql_packet(const std::string& payload) {
    return std::string(1, static_cast<char>(payload.size())) + zeros(3) + payload;
}

std::string greeting(const std::string& version, const char* low_capabilities) {
    return mysql_packet("\x0a" + version + zeros(1) + octets("2a000000") + "12345678" + zeros(1) +
                        octets(low_capabilities) + octets("21 0200 ff81 15") + zeros(10) +
                        "123456789012" + zeros(1) + "mysql_native_password" + zeros(1));
}

const std::string kMysqlAsk = octets("20000001 008a0000 00000001 21") + zeros(23);

TEST(DialogMysql, MysqlAndMariaDb) {
    expect_ready(kind("mysql"), {S(greeting("8.0.36", "ffff")), C(kMysqlAsk)});
    expect_ready(kind("mysql"),
                 {S(greeting("5.5.5-10.11.6-MariaDB-0+deb12u1", "feff")), C(kMysqlAsk)});
}

TEST(DialogMysql, Refused) {
    expect_refused(kind("mysql"), {S(greeting("5.7.44", "fff7"))},
                   "the server offered no TLS (CLIENT_SSL is not set); its version: 5.7.44");
    expect_refused(
        kind("mysql"),
        {S(mysql_packet(octets("ff6a04") +
                        "Host '192.0.2.7' is not allowed to connect to this MySQL server"))},
        "the server refused the connection: 1130 Host '192.0.2.7' is not allowed to "
        "connect to this MySQL server");
    expect_refused(kind("mysql"),
                   {S(mysql_packet(octets("ff1004") + "#08004Too many connections"))},
                   "(for now) the server refused the connection: 1040 Too many connections");
    expect_refused(kind("mysql"), {S("SSH-2.0-x\r\n")},
                   "the server speaks SSH, not MySQL: SSH-2.0-x");
    // A length nobody listens to; no payload; a version that never ends; nothing after it.
    for (const std::string& bad : {std::string("220 "), mysql_packet(""),
                                   mysql_packet("\x0a"
                                                "8.0"),
                                   mysql_packet("\x0a"
                                                "8.0" +
                                                zeros(5)),
                                   mysql_packet("\x09"
                                                "3.20" +
                                                zeros(14))}) {
        const auto dialog = kind("mysql")();
        EXPECT_EQ(tell(*dialog, bad, [] { return SIZE_MAX; }).state, State::refused);
    }
}

const std::string kPrelogin = octets(
    "1201002f00000000 00001a0006 0100200001 0200210001 0300220004 0400260001 ff"
    "0f0000000000 01 00 00000000 00");

// SQL Server 2019: version, encryption, instance, thread, MARS.
std::string prelogin_answer(const char* encryption) {
    return octets(
               "0401002b00000100 00001a0006 0100200001 0200210001 0300220000 0400220001 ff"
               "0f0007d00000") +
           octets(encryption) + octets("00 00");
}

TEST(DialogMssql, SqlServer) {
    for (const char* yes : {"00", "01", "03"})
        expect_ready(kind("mssql"), {C(kPrelogin), S(prelogin_answer(yes))});
    expect_refused(kind("mssql"), {C(kPrelogin), S(prelogin_answer("02"))},
                   "the server offered no TLS (it answered ENCRYPT_NOT_SUP to PRELOGIN)");
}

TEST(DialogMssql, AnAnswerInTwoPackets) {
    const std::string whole = prelogin_answer("01").substr(8);
    expect_ready(kind("mssql"), {C(kPrelogin), S(octets("0400001200000100") + whole.substr(0, 10)),
                                 S(octets("0401002100000200") + whole.substr(10))});
}

TEST(DialogMssql, Refused) {
    expect_refused(kind("mssql"), {C(kPrelogin), S("220 ready")},
                   "the server does not speak TDS: 220 read");
    // No option, an offset beyond the end, an encryption nobody knows, a length below the header's.
    for (const char* bad : {"0401000900000100 ff", "0401000e00000100 0100ff0001ff",
                            "0401000f00000100 0100060001ff 09", "0401000000000100"}) {
        const auto dialog = kind("mssql")();
        const Course course = tell(*dialog, octets(bad), [] { return SIZE_MAX; });
        EXPECT_EQ(course.state, State::refused) << bad;
        EXPECT_TRUE(course.trouble.starts_with("the server answered PRELOGIN without"))
            << course.trouble;
    }
}

TEST(DialogMssql, WrapsUntilTheHandshakeIsDone) {
    const auto dialog = kind("mssql")();
    EXPECT_TRUE(dialog->wraps());
    std::vector<std::uint8_t> out;
    dialog->wrap(as_bytes("hello"), out);
    EXPECT_EQ(as_text(out), octets("1201000d00000000") + "hello");
    out.clear();
    dialog->wrap(as_bytes(std::string(5000, 'x')), out);
    EXPECT_EQ(out.size(), 5000U + 16);
    EXPECT_EQ(as_text(Bytes(out).first(8)), octets("1200100000000000"));
    EXPECT_EQ(as_text(Bytes(out).subspan(4096, 8)), octets("1201039800000000"));
    out.clear();
    dialog->handshake_sent();
    dialog->wrap(as_bytes("bare"), out);
    EXPECT_EQ(as_text(out), "bare");
}

TEST(DialogMssql, UnwrapsHoweverItIsCut) {
    // Two packets, one of them continued, an error (04) that is no TLS, an empty one, bare TLS.
    const std::string server = octets("1200000b00000000") + "one" + octets("1201000900000000") +
                               "2" + octets("0401000a00000000") + "no" +
                               octets("1201000800000000") + octets("17030300") + "rest" +
                               octets("1201000a") + "is all bare";
    const std::string expected =
        "one2" + octets("17030300") + "rest" + octets("1201000a") + "is all bare";
    std::mt19937 random(1);
    for (int round = 0; round < 50; ++round) {
        const auto dialog = kind("mssql")();
        std::vector<std::uint8_t> out;
        std::string_view rest = server;
        while (!rest.empty()) {
            const std::string piece(rest.substr(0, round == 0 ? SIZE_MAX : random() % 9 + 1));
            rest.remove_prefix(piece.size());
            dialog->unwrap(as_bytes(piece), out);
        }
        EXPECT_EQ(as_text(out), expected);
    }
}

TEST(DialogOthers, DoNotWrap) {
    const auto dialog = kind("smtp")();
    EXPECT_FALSE(dialog->wraps());
    std::vector<std::uint8_t> out;
    dialog->wrap(as_bytes("a"), out);
    dialog->unwrap(as_bytes("b"), out);
    EXPECT_EQ(as_text(out), "ab");
}

const std::string kRdp = octets("03000013 0ee000000000 00 01000800 03000000");

TEST(DialogRdp, WindowsAndXrdp) {
    for (const char* yes : {"03000013 0ed000001234 00 021f0800 02000000",
                            "03000013 0ed000001234 00 02000800 01000000",
                            "03000013 0ed000001234 00 021f0800 08000000"})
        expect_ready(kind("rdp"), {C(kRdp), S(octets(yes))});
}

TEST(DialogRdp, Refused) {
    expect_refused(kind("rdp"), {C(kRdp), S(octets("03000013 0ed000001234 00 03000800 02000000"))},
                   "the server refused TLS: SSL_NOT_ALLOWED_BY_SERVER (2)");
    expect_refused(kind("rdp"), {C(kRdp), S(octets("03000013 0ed000001234 00 03000800 06000000"))},
                   "the server refused TLS: SSL_WITH_USER_AUTH_REQUIRED_BY_SERVER (6)");
    expect_refused(kind("rdp"), {C(kRdp), S(octets("03000013 0ed000001234 00 03000800 00000080"))},
                   "the server refused TLS: an unknown code (2147483648)");
    expect_refused(kind("rdp"), {C(kRdp), S(octets("03000013 0ed000001234 00 02000800 00000000"))},
                   "the server offered no TLS (it chose PROTOCOL_RDP)");
    expect_refused(kind("rdp"), {C(kRdp), S(octets("0300000b 06d000001234 00"))},
                   "the server offered no TLS (it confirmed the connection without a negotiation)");
    expect_refused(kind("rdp"), {C(kRdp), S("RFB 003.008\n")},
                   "the server does not speak RDP: RFB");
    for (const char* bad : {"0300000a", "0300000c 06d000001234 00 02", "0300000b 068000001234 00",
                            "03000013 0ed000001234 00 09000800 01000000"}) {
        const auto dialog = kind("rdp")();
        EXPECT_EQ(tell(*dialog, octets(bad), [] { return SIZE_MAX; }).state, State::refused) << bad;
    }
}

const std::string kAmqp = "AMQP" + octets("02010000");

TEST(DialogAmqp, AgreesOrNot) {
    expect_ready(kind("amqp"), {C(kAmqp), S(kAmqp)});
    // RabbitMQ, and Qpid without TLS.
    expect_refused(kind("amqp"), {C(kAmqp), S("AMQP" + octets("00000901"))},
                   "the server offered no TLS, it wants protocol 0-0-9-1 of AMQP");
    expect_refused(kind("amqp"), {C(kAmqp), S("AMQP" + octets("03010000"))},
                   "the server offered no TLS, it wants protocol 3-1-0-0 of AMQP");
    expect_refused(kind("amqp"), {C(kAmqp), S("+PONG ok\r\n")},
                   "the server does not speak AMQP: +PONG ok");
}

}  // namespace
}  // namespace tlsonar::scanner::testing
