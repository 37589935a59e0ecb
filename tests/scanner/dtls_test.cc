// DtlsTalk and the probes of DTLS against servers that are functions, without sockets.
#include "core/reader.h"
#include "dissect/dtls/flight_reader.h"
#include "dissect/dtls/flight_writer.h"
#include "dissect/message/hello.h"
#include "dissect/message/hello_verify_request.h"
#include "scanner/probe/probes.h"
#include "scanner/talk/dtls_talk.h"

#include <algorithm>
#include <functional>
#include <memory>

#include <gtest/gtest.h>

namespace tlsonar::scanner {
namespace {

using dissect::Content;
using dissect::DtlsMessage;
using dissect::FlightReader;
using dissect::FlightWriter;
using profile::Answer;

constexpr std::uint8_t kHello = 1, kServerHello = 2, kVerify = 3, kDone = 14;
const Octets kCookie = {1, 2, 3, 4, 5};

struct Tools {
    KeyAgreement keys;
    Draw draw{7};
    profile::CertificateCache certificates;
    TalkTools tools{&keys, &draw, &certificates};
};

HelloRecipe recipe(std::uint16_t version = kDtls12) {
    HelloRecipe out;
    out.version = version == kDtls12 ? 0x0303 : 0x0302;
    out.legacy_version = version;
    out.suites = {0xC02F, 0xC030};
    out.groups = {0x001D};
    out.schemes = {0x0804};
    return out;
}

Octets server_hello_body(std::uint16_t version, std::uint16_t suite) {
    const Octets random(32, 0x55);
    dissect::ServerHello hello;
    hello.legacy_version = version;
    hello.random = random;
    hello.cipher_suite = suite;
    return dissect::encode(hello);
}
Octets verify_body(Bytes cookie) {
    dissect::HelloVerifyRequest request;
    request.server_version = kDtls10;
    request.cookie = cookie;
    return dissect::encode(request);
}

// What a server would read in a datagram.
std::vector<DtlsMessage> heard(Bytes datagram, std::uint16_t first = 0) {
    FlightReader reader(first);
    std::vector<DtlsMessage> out;
    reader.on_datagram(datagram, out);
    return out;
}
std::uint64_t record_number(Bytes datagram) {
    Reader reader(datagram);
    dissect::DtlsRecord record;
    read(reader, record);
    return record.sequence;
}
bool is_farewell(Bytes datagram) {
    const auto messages = heard(datagram);
    return messages.size() == 1 && messages[0].content == Content::alert &&
           messages[0].body.front() == 2;
}

TEST(DtlsTalk, SendsOneHelloInTheLayoutOfDtls) {
    Tools t;
    DtlsTalk talk(recipe(), Until::server_hello, t.tools);
    Octets out;
    talk.start(out, {});
    const auto messages = heard(out);
    ASSERT_EQ(messages.size(), 1U);
    EXPECT_EQ(messages[0].type, kHello);
    EXPECT_EQ(messages[0].version, kDtls10);
    const auto hello = dissect::decode<dissect::ClientHello>(messages[0].body);
    ASSERT_TRUE(hello.ok());
    EXPECT_EQ(hello->legacy_version, kDtls12);
    EXPECT_TRUE(hello->cookie.empty());
    EXPECT_EQ(hello->cipher_suites.size(), 2U);
}

TEST(DtlsTalk, RepeatsTheHelloWithTheCookie) {
    Tools t;
    DtlsTalk talk(recipe(), Until::server_hello, t.tools);
    FlightWriter server(kDtls10, 1400);
    Octets first, second, last;
    talk.start(first, {});
    EXPECT_FALSE(talk.received(server.message(kVerify, 0, verify_body(kCookie))[0], second, {}));
    const auto before = heard(first), after = heard(second, 1);
    ASSERT_EQ(after.size(), 1U);
    const auto old_hello = dissect::decode<dissect::ClientHello>(before.at(0).body);
    const auto new_hello = dissect::decode<dissect::ClientHello>(after[0].body);
    ASSERT_TRUE(old_hello.ok() && new_hello.ok());
    EXPECT_TRUE(equal(new_hello->cookie, kCookie));
    EXPECT_TRUE(equal(new_hello->random, old_hello->random));
    EXPECT_GT(record_number(second), record_number(first));

    const auto answer = server.message(kServerHello, 1, server_hello_body(kDtls12, 0xC030));
    EXPECT_TRUE(talk.received(answer[0], last, {}));
    EXPECT_TRUE(is_farewell(last));
    talk.ended(End::done, {});
    EXPECT_EQ(talk.reply().kind, ReplyKind::server_hello);
    EXPECT_EQ(talk.reply().version, kDtls12);
    EXPECT_EQ(talk.reply().suite, 0xC030);
    EXPECT_TRUE(talk.reply().cookie_asked);
    EXPECT_EQ(talk.reply().sent_again, 0U);
}

TEST(DtlsTalk, HasEnoughOfCookies) {
    Tools t;
    DtlsTalk talk(recipe(), Until::server_hello, t.tools);
    FlightWriter server(kDtls10, 1400);
    Octets out;
    talk.start(out, {});
    std::uint16_t sequence = 0;
    bool enough = false;
    while (!enough && sequence < 100)
        enough =
            talk.received(server.message(kVerify, sequence++, verify_body(kCookie))[0], out, {});
    EXPECT_EQ(sequence, DtlsTalk::kMostCookies + 1);
}

TEST(DtlsTalk, PutsTheFlightTogether) {
    Tools t;
    DtlsTalk talk(recipe(), Until::flight, t.tools);
    FlightWriter server(kDtls12, 60);
    Octets out;
    talk.start(out, {});
    out.clear();
    std::vector<Octets> flight =
        server.message(kServerHello, 0, server_hello_body(kDtls12, 0xC02F));
    ASSERT_GT(flight.size(), 1U);
    const auto done = server.message(kDone, 1, {});
    flight.insert(flight.end(), done.begin(), done.end());
    std::reverse(flight.begin(), flight.end());
    for (std::size_t i = 0; i < flight.size(); ++i)
        EXPECT_EQ(talk.received(flight[i], out, {}), i + 1 == flight.size());
    EXPECT_TRUE(is_farewell(out));
    talk.ended(End::done, {});
    EXPECT_TRUE(talk.reply().flight_read);
    EXPECT_FALSE(talk.reply().cookie_asked);
}

TEST(DtlsTalk, SendsAgainWhatNobodyAnsweredAndThenGivesUp) {
    Tools t;
    DtlsTalk talk(recipe(), Until::server_hello, t.tools, 100);
    Octets first;
    talk.start(first, {});
    Time waited = talk.wake_after();
    EXPECT_EQ(waited, 100);
    for (std::uint32_t i = 0; i < DtlsTalk::kMostRepeats; ++i) {
        Octets again;
        EXPECT_FALSE(talk.woken(again, {}));
        EXPECT_EQ(record_number(again), i + 1);
        EXPECT_EQ(heard(again).at(0).body, heard(first).at(0).body);
        EXPECT_EQ(talk.wake_after(), 2 * waited);
        waited = talk.wake_after();
    }
    Octets out;
    EXPECT_TRUE(talk.woken(out, {}));
    EXPECT_TRUE(out.empty());
    talk.ended(End::timeout, {});
    EXPECT_EQ(talk.reply().kind, ReplyKind::none);
    EXPECT_EQ(talk.reply().sent_again, DtlsTalk::kMostRepeats);
}

TEST(DtlsTalk, FreesAServerThatIsCaughtInAnOlderConversation) {
    Tools t;
    DtlsTalk talk(recipe(), Until::server_hello, t.tools);
    FlightWriter server(kDtls12, 1400);
    Octets out;
    talk.start(out, {});
    out.clear();
    EXPECT_FALSE(
        talk.received(server.message(kServerHello, 1, server_hello_body(kDtls12, 1))[0], out, {}));
    EXPECT_TRUE(out.empty());
    EXPECT_FALSE(talk.woken(out, {}));
    EXPECT_TRUE(is_farewell(out));
    out.clear();
    EXPECT_FALSE(talk.woken(out, {}));  // and then asks for itself
    EXPECT_EQ(heard(out).at(0).type, kHello);
}

TEST(DtlsTalk, TellsAlertsAndWhatIsNoDtls) {
    Tools t;
    Octets out;
    FlightWriter server(kDtls12, 1400);
    DtlsTalk refused(recipe(), Until::flight, t.tools);
    refused.start(out, {});
    EXPECT_FALSE(refused.received(server.alert(1, 90), out, {}));
    EXPECT_TRUE(refused.received(server.alert(2, 70), out, {}));
    refused.ended(End::done, {});
    EXPECT_EQ(refused.reply().kind, ReplyKind::alert);
    EXPECT_EQ(refused.reply().alert, 70);

    DtlsTalk other(recipe(), Until::flight, t.tools);
    other.start(out, {});
    EXPECT_TRUE(other.received(as_bytes(std::string_view("what do you mean?")), out, {}));
    other.ended(End::done, {});
    EXPECT_EQ(other.reply().kind, ReplyKind::not_tls);
    EXPECT_EQ(other.reply().heard, "what do you mean?");
}

// A server of DTLS that accepts these suites in this order.
struct DtlsServer {
    std::uint16_t newest = kDtls12, oldest = kDtls12;
    Codes suites;
    bool cookie = true;
    std::size_t lose_each = 0;  // every so manieth datagram, in either direction; 0: none
    std::size_t datagrams = 0;

    bool lost() { return ++datagrams, lose_each != 0 && datagrams % lose_each == 0; }

    std::vector<Octets> answer(const DtlsMessage& message, FlightWriter& writer) const {
        const auto hello = dissect::decode<dissect::ClientHello>(message.body);
        if (!hello.ok()) return {writer.alert(2, 50)};
        if (cookie && !equal(hello->cookie, kCookie))
            return writer.message(kVerify, 0, verify_body(kCookie));
        // The greater number is the older version.
        const std::uint16_t version = std::max(hello->legacy_version, newest);
        if (version > oldest) return {writer.alert(2, 70)};
        const std::uint16_t first = cookie ? 1 : 0;
        for (const std::uint16_t suite : suites)
            for (std::size_t i = 0; i < hello->cipher_suites.size(); ++i)
                if (hello->cipher_suites[i] == suite) {
                    auto out =
                        writer.message(kServerHello, first, server_hello_body(version, suite));
                    out.push_back(
                        writer.message(kDone, static_cast<std::uint16_t>(first + 1), {})[0]);
                    return out;
                }
        return {writer.alert(2, 40)};
    }
};

class DatagramNetwork final : public Network {
  public:
    DatagramNetwork(Loop& loop, DtlsServer& server) : loop_(loop), server_(server) {}
    std::unique_ptr<Link> open(const Endpoint&, bool udp, LinkHandler& handler) override {
        EXPECT_TRUE(udp);
        return std::make_unique<DatagramLink>(loop_, server_, handler);
    }

  private:
    class DatagramLink final : public Link {
      public:
        DatagramLink(Loop& loop, DtlsServer& server, LinkHandler& handler)
            : loop_(loop), server_(server), handler_(handler) {
            later([this] { handler_.on_open({}); });
        }
        ~DatagramLink() override { *alive_ = false; }
        void send(Bytes octets) override {
            if (server_.lost()) return;
            std::vector<DtlsMessage> messages;
            FlightReader second(1);  // which of both it is shows in its message_seq
            FlightReader().on_datagram(octets, messages);
            if (messages.empty()) second.on_datagram(octets, messages);
            if (messages.empty() || messages[0].content != Content::handshake) return;
            for (const Octets& datagram : server_.answer(messages[0], writer_))
                if (!server_.lost()) later([this, datagram] { handler_.on_octets(datagram); });
        }

      private:
        void later(std::function<void()> work) {
            loop_.post([alive = alive_, work = std::move(work)] {
                if (*alive) work();
            });
        }
        Loop& loop_;
        DtlsServer& server_;
        LinkHandler& handler_;
        FlightWriter writer_{kDtls12, 1400};
        std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
    };
    Loop& loop_;
    DtlsServer& server_;
};

profile::EndpointProfile scan(DtlsServer& server) {
    Tools t;
    Loop loop;
    DatagramNetwork network(loop, server);
    Budget budget(loop, 100, 0);
    profile::EndpointProfile profile;
    profile.udp = true;
    Route route;
    route.udp = true;
    const HostOptions options;
    Host host(loop, network, budget, t.tools, route, options, profile);
    const SurveyOptions survey_options;
    Survey survey(host, survey_options);
    Task<void> contact = probe::kDtlsContact.run(survey);
    contact.start();
    loop.run();
    EXPECT_TRUE(contact.done());
    EXPECT_TRUE(survey.contacted);
    Task<void> rest = probe::kDtls.run(survey);
    rest.start();
    loop.run();
    EXPECT_TRUE(rest.done());
    return profile;
}

Codes accepted(const profile::EndpointProfile& profile, std::uint16_t version) {
    Codes out;
    if (const auto* list = profile.suites_of(version))
        for (const profile::Accepted& entry : list->accepted)
            out.push_back(static_cast<std::uint16_t>(entry.code));
    return out;
}

const Codes kOrder = {0x009C, 0xC02F, 0x0035, 0xC0A0, 0x00AE, 0xC030};

TEST(DtlsProbe, FindsTheSuitesInTheServersOrderAndThatAVersionIsMissing) {
    DtlsServer server;
    server.suites = kOrder;
    const auto profile = scan(server);
    EXPECT_TRUE(profile.supports(kDtls12).yes());
    EXPECT_TRUE(profile.supports(kDtls10).no());
    EXPECT_EQ(profile.supports(kDtls10).cause, "alert protocol_version");
    EXPECT_EQ(accepted(profile, kDtls12), kOrder);
    const auto* list = profile.suites_of(kDtls12);
    EXPECT_TRUE(list->complete && list->ordered);
    EXPECT_EQ(list->decides, profile::Decides::server);
    EXPECT_TRUE(profile.unknowns.empty());
    ASSERT_NE(profile.extension("dtls_cookie"), nullptr);
    EXPECT_TRUE(profile.extension("dtls_cookie")->fact.yes());
    EXPECT_LT(profile.connections, 40U);
}

TEST(DtlsProbe, SeesThatNoCookieIsAskedForAndThatOnlyTheOldVersionIsThere) {
    DtlsServer server;
    server.suites = {0xC013, 0x002F};
    server.cookie = false;
    server.newest = server.oldest = kDtls10;
    const auto profile = scan(server);
    EXPECT_TRUE(profile.supports(kDtls12).no());
    EXPECT_EQ(profile.supports(kDtls12).cause, "the server chose DTLS 1.0");
    EXPECT_TRUE(profile.supports(kDtls10).yes());
    EXPECT_EQ(accepted(profile, kDtls10), server.suites);
    EXPECT_TRUE(profile.extension("dtls_cookie")->fact.no());
}

TEST(DtlsProbe, FindsTheSameWhereDatagramsGetLost) {
    DtlsServer server;
    server.suites = kOrder;
    server.lose_each = 11;
    const auto profile = scan(server);
    EXPECT_EQ(accepted(profile, kDtls12), kOrder);
    EXPECT_TRUE(profile.suites_of(kDtls12)->complete);
    EXPECT_TRUE(profile.supports(kDtls10).no());
    EXPECT_TRUE(profile.unknowns.empty());
}

}  // namespace
}  // namespace tlsonar::scanner
