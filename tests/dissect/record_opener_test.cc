// Records of RFC 8448 and of live connections with every suite that OpenSSL still has.
#include "dissect/protect/record_opener.h"

#include "core/reader.h"
#include "dissect/message/hello.h"
#include "dissect/protect/key_schedule.h"
#include "tests/dissect/live_tls.h"
#include "tests/dissect/unhex.h"

#include <gtest/gtest.h>

namespace tlsonar::dissect::test {
namespace {

using Cause = OpenError::Cause;
using test::LiveConnection;
using test::LiveOptions;
using test::LiveServer;
using test::unhex;

struct WireRecord {
    std::uint8_t type = 0;
    std::uint16_t version = 0;
    Bytes fragment;
};

std::vector<WireRecord> split(Bytes wire) {
    std::vector<WireRecord> all;
    Reader reader(wire);
    while (reader.more()) {
        WireRecord record;
        record.type = reader.u8();
        record.version = reader.u16();
        record.fragment = reader.vector16();
        if (!reader.failed()) all.push_back(record);
    }
    EXPECT_FALSE(reader.failed());
    return all;
}

const LiveServer& server() {
    static const LiveServer made;
    return made;
}

bool agreed_encrypt_then_mac(const LiveConnection& connection) {
    const Bytes first = split(connection.wire[1])[0].fragment;
    const std::size_t length = load_be24(first.data() + 1);
    const auto hello = decode<ServerHello>(first.subspan(4, length));
    return hello.ok() && hello->extensions.find(22).found;
}

Tls12Parameters parameters_of(const LiveConnection& connection, std::size_t side,
                              std::uint16_t version) {
    Tls12Parameters p;
    p.suite = connection.suite;
    p.version = version;
    p.master_secret = connection.secrets.find(SecretLabel::client_random, connection.client_random);
    p.client_random = connection.client_random;
    p.server_random = connection.server_random;
    p.from_client = side == 0;
    p.encrypt_then_mac = agreed_encrypt_then_mac(connection);
    return p;
}

// Opens everything after ChangeCipherSpec; the first is Finished.
Octets open_tls12(const LiveConnection& connection, std::size_t side, std::uint16_t version) {
    auto opener = RecordOpener::make_tls12(parameters_of(connection, side, version));
    if (!opener.ok()) {
        ADD_FAILURE() << describe(opener.error().cause);
        return {};
    }
    Octets application;
    Octets scratch;
    bool on = false;
    bool finished = false;
    for (const WireRecord& record : split(connection.wire[side])) {
        if (!on) {
            on = record.type == 20;
            continue;
        }
        const auto opened = opener->open(record.type, record.version, record.fragment, scratch);
        EXPECT_TRUE(opened.ok()) << describe(opened.error().cause);
        if (!opened.ok()) return application;
        if (!finished) {
            EXPECT_EQ(opened->plaintext[0], 20);
        }
        finished = true;
        if (record.type == 23)
            application.insert(application.end(), opened->plaintext.begin(),
                               opened->plaintext.end());
    }
    return application;
}

Octets open_tls13(const LiveConnection& connection, std::size_t side, std::size_t& updates) {
    const auto secret = [&](SecretLabel label) {
        return connection.secrets.find(label, connection.client_random);
    };
    auto opener = RecordOpener::make_tls13(
        connection.suite, secret(side == 0 ? SecretLabel::client_handshake_traffic_secret
                                           : SecretLabel::server_handshake_traffic_secret));
    if (!opener.ok()) {
        ADD_FAILURE() << describe(opener.error().cause);
        return {};
    }
    bool handshake = true;
    Octets application;
    Octets scratch;
    for (const WireRecord& record : split(connection.wire[side])) {
        if (record.type != 23) continue;
        const auto opened = opener->open(record.type, record.version, record.fragment, scratch);
        EXPECT_TRUE(opened.ok()) << describe(opened.error().cause);
        if (!opened.ok()) return application;
        if (opened->content_type == 23)
            application.insert(application.end(), opened->plaintext.begin(),
                               opened->plaintext.end());
        if (opened->content_type != 22) continue;
        // OpenSSL puts Finished into a record of its own.
        if (handshake && opened->plaintext[0] == 20) {
            handshake = false;
            opener = RecordOpener::make_tls13(
                connection.suite, secret(side == 0 ? SecretLabel::client_traffic_secret
                                                   : SecretLabel::server_traffic_secret));
        } else if (!handshake && opened->plaintext[0] == 24) {
            EXPECT_TRUE(opener->update().ok());
            ++updates;
        }
    }
    return application;
}

TEST(RecordOpener, rfc8448_client_finished_and_application_data) {
    Octets scratch;
    auto handshake = RecordOpener::make_tls13(
        0x1301, unhex("b3eddb126e067f35a780b3abf45e2d8f3b1a950738f52e9600746a0e27a55a21"));
    ASSERT_TRUE(handshake.ok());
    const auto finished = handshake->open(
        23, 0x0303,
        unhex("75ec4dc238cce60b298044a71e219c56cc77b0517fe9b93c7a4bfc44d87f38f80338ac98fc46deb384bd"
              "1caeacab6867d726c40546"),
        scratch);
    ASSERT_TRUE(finished.ok());
    EXPECT_EQ(finished->content_type, 22);
    EXPECT_TRUE(
        equal(finished->plaintext,
              unhex("14000020a8ec436d677634ae525ac1fcebe11a039ec17694fac6e98527b642f2edd5ce61")));

    auto application = RecordOpener::make_tls13(
        0x1301, unhex("9e40646ce79a7f9dc05af8889bce6552875afa0b06df0087f792ebb7c17504a5"));
    ASSERT_TRUE(application.ok());
    const auto data = application->open(
        23, 0x0303,
        unhex("a23f7054b62c94d0affafe8228ba55cbefacea42f914aa66bcab3f2b9819a8a5b46b395bd54a9a20441e"
              "2b62974e1f5a6292a2977014bd1e3deae63aeebb21694915e4"),
        scratch);
    ASSERT_TRUE(data.ok());
    EXPECT_EQ(data->content_type, 23);
    ASSERT_EQ(data->plaintext.size(), 50U);
    for (std::size_t i = 0; i < 50; ++i)
        EXPECT_EQ(data->plaintext[i], i);
}

TEST(RecordOpener, every_suite_of_tls12_and_before) {
    for (const int version : {TLS1_VERSION, TLS1_1_VERSION, TLS1_2_VERSION}) {
        int established = 0;
        for (const std::string& suite : server().suites(version)) {
            for (const bool etm : {true, false}) {
                LiveOptions options;
                options.version = version;
                options.suite = suite;
                options.encrypt_then_mac = etm;
                const LiveConnection connection = server().connect(options);
                // Not every suite has a certificate or a group here.
                if (!connection.established) continue;
                ++established;
                SCOPED_TRACE(suite + " in " + std::to_string(version));
                for (std::size_t side = 0; side < 2; ++side)
                    EXPECT_EQ(open_tls12(connection, side, static_cast<std::uint16_t>(version)),
                              connection.sent[side]);
            }
        }
        RecordProperty("suites_" + std::to_string(version), established);
        EXPECT_GT(established, version == TLS1_2_VERSION ? 150 : 40);
    }
}

TEST(RecordOpener, every_suite_of_tls13_with_key_updates_and_padding) {
    for (const std::string& suite : server().suites(TLS1_3_VERSION)) {
        LiveOptions options;
        options.version = TLS1_3_VERSION;
        options.suite = suite;
        options.key_update = true;
        options.padding = 64;
        const LiveConnection connection = server().connect(options);
        SCOPED_TRACE(suite);
        ASSERT_TRUE(connection.established);
        std::size_t updates = 0;
        for (std::size_t side = 0; side < 2; ++side)
            EXPECT_EQ(open_tls13(connection, side, updates), connection.sent[side]);
        EXPECT_EQ(updates, 2U);
    }
}

LiveConnection simple(const char* suite, int version = TLS1_2_VERSION) {
    LiveOptions options;
    options.suite = suite;
    options.version = version;
    LiveConnection connection = server().connect(options);
    EXPECT_TRUE(connection.established) << suite;
    return connection;
}

// Protected records of the client: Finished, then five of application data.
std::vector<WireRecord> protected_records(const LiveConnection& connection) {
    std::vector<WireRecord> all = split(connection.wire[0]);
    std::size_t at = 0;
    while (all[at].type != 20)
        ++at;
    all.erase(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(at) + 1);
    return all;
}

TEST(RecordOpener, finds_its_place_after_a_gap) {
    for (const char* suite : {"ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-RSA-CHACHA20-POLY1305",
                              "ECDHE-RSA-AES128-SHA256", "AES256-CCM8"}) {
        SCOPED_TRACE(suite);
        const LiveConnection connection = simple(suite);
        const auto records = protected_records(connection);
        auto opener = RecordOpener::make_tls12(parameters_of(connection, 0, 0x0303));
        ASSERT_TRUE(opener.ok());
        Octets scratch;
        const auto open = [&](std::size_t i) {
            return opener->open(records[i].type, records[i].version, records[i].fragment, scratch);
        };
        ASSERT_TRUE(open(0).ok());
        EXPECT_EQ(open(3).error().cause, Cause::bad_mac);
        opener->resync();
        const auto found = open(3);
        ASSERT_TRUE(found.ok());
        EXPECT_EQ(found->skipped, 2U);
        EXPECT_EQ(opener->sequence(), 4U);
        opener->skip_record();
        ASSERT_TRUE(open(5).ok());
    }
}

TEST(RecordOpener, chained_cbc_goes_on_one_record_after_a_gap) {
    const LiveConnection connection = simple("AES128-SHA", TLS1_VERSION);
    const auto records = protected_records(connection);
    auto opener = RecordOpener::make_tls12(parameters_of(connection, 0, 0x0301));
    ASSERT_TRUE(opener.ok());
    Octets scratch;
    const auto open = [&](std::size_t i) {
        return opener->open(records[i].type, records[i].version, records[i].fragment, scratch);
    };
    ASSERT_TRUE(open(0).ok());
    opener->resync();
    ASSERT_GT(records.size(), 4U);
    EXPECT_EQ(open(2).error().cause, Cause::lost_state);
    const auto found = open(3);
    ASSERT_TRUE(found.ok());
    EXPECT_EQ(found->sequence, 3U);
    EXPECT_TRUE(open(4).ok());
}

TEST(RecordOpener, wrong_keys_and_altered_records_fail_cleanly) {
    for (const char* suite : {"ECDHE-RSA-AES128-GCM-SHA256", "AES128-SHA", "NULL-SHA256",
                              "AES128-CCM8", "ECDHE-RSA-CHACHA20-POLY1305"}) {
        const LiveConnection connection = simple(suite);
        if (!connection.established) continue;
        SCOPED_TRACE(suite);
        const auto records = protected_records(connection);
        Tls12Parameters p = parameters_of(connection, 0, 0x0303);
        Octets scratch;
        for (std::size_t bit = 0; bit < records[0].fragment.size() * 8; ++bit) {
            auto opener = RecordOpener::make_tls12(p);
            ASSERT_TRUE(opener.ok());
            Octets altered(records[0].fragment.begin(), records[0].fragment.end());
            altered[bit / 8] = static_cast<std::uint8_t>(altered[bit / 8] ^ (1U << (bit % 8)));
            EXPECT_FALSE(opener->open(22, 0x0303, altered, scratch).ok());
            EXPECT_TRUE(opener->open(22, 0x0303, records[0].fragment, scratch).ok());
        }
        for (std::size_t n = 0; n < records[0].fragment.size(); ++n) {
            auto opener = RecordOpener::make_tls12(p);
            EXPECT_FALSE(opener->open(22, 0x0303, records[0].fragment.first(n), scratch).ok());
        }
        const Octets other(48, 9);
        p.master_secret = other;
        auto opener = RecordOpener::make_tls12(p);
        ASSERT_TRUE(opener.ok());
        EXPECT_FALSE(opener->open(22, 0x0303, records[0].fragment, scratch).ok());
    }
}

TEST(RecordOpener, refuses_what_cannot_be) {
    const Octets secret(32, 1), master(48, 1), random(32, 1);
    EXPECT_EQ(RecordOpener::make_tls13(0x0A0A, secret).error().cause, Cause::unknown_suite);
    EXPECT_EQ(RecordOpener::make_tls13(0xC02F, secret).error().cause, Cause::unknown_suite);
    EXPECT_EQ(RecordOpener::make_tls13(0x1302, secret).error().cause, Cause::bad_secret);
    Tls12Parameters p;
    p.suite = 0xC02F;
    p.client_random = p.server_random = random;
    EXPECT_EQ(RecordOpener::make_tls12(p).error().cause, Cause::bad_secret);
    p.master_secret = master;
    p.suite = 0x1301;
    EXPECT_EQ(RecordOpener::make_tls12(p).error().cause, Cause::unknown_suite);
    p.suite = 0xC02F;
    auto opener = RecordOpener::make_tls12(p);
    ASSERT_TRUE(opener.ok());
    Octets scratch;
    const Octets large(RecordOpener::kMaxFragment + 1);
    EXPECT_EQ(opener->open(23, 0x0303, large, scratch).error().cause, Cause::bad_length);
    EXPECT_FALSE(opener->update().ok());
}

// Whatever the registry knows can be asked for: an opener or a reason.
TEST(RecordOpener, every_suite_of_the_registry_is_answered) {
    const Octets master(48, 1), random(32, 2), fragment(80, 3);
    Octets scratch;
    for (const CipherSuite& suite : cipher_suites()) {
        for (const std::uint16_t version : {std::uint16_t{0x0300}, std::uint16_t{0x0301},
                                            std::uint16_t{0x0302}, std::uint16_t{0x0303}}) {
            Tls12Parameters p;
            p.suite = suite.code;
            p.version = version;
            p.master_secret = master;
            p.client_random = p.server_random = random;
            auto opener = RecordOpener::make_tls12(p);
            if (opener.ok() && suite.mac_length + suite.tag_length != 0) {
                EXPECT_FALSE(opener->open(23, version, fragment, scratch).ok());
            }
        }
    }
}

}  // namespace
}  // namespace tlsonar::dissect::test
