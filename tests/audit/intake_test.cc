// Documents of all kinds: what they are called, what is refused, captures and files.
#include "audit/subject/input_hash.h"
#include "intake_make.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace tlsonar::audit::testing {
namespace {

using Json = nlohmann::json;

std::string lines(std::initializer_list<Json> documents) {
    std::string out;
    for (const Json& document : documents)
        out += document.dump() + "\n";
    return out;
}
std::vector<std::string> ids(const std::vector<Subject>& subjects) {
    std::vector<std::string> out;
    for (const Subject& subject : subjects)
        out.push_back(subject.id);
    return out;
}
Json endpoint(const std::string& name, const std::string& address, int port = 443) {
    Json out = {{"schema", "tlsonar.endpoint/1"},
                {"port", port},
                {"transport", "tcp"},
                {"state", "complete"}};
    if (!name.empty()) out["name"] = out["sni"] = name;
    if (!address.empty()) out["address"] = address;
    return out;
}
Json handshake(const std::string& sni, int number = 1) {
    Json out = Json::parse(golden("json.txt"))["handshakes"][0];
    out["number"] = number;
    out["sni"] = sni;
    return out;
}

TEST(Intake, NamesOfEndpoints) {
    Json udp = endpoint("a.example", "192.0.2.1");
    udp["transport"] = "udp";
    Json mail = endpoint("mail.example", "192.0.2.1", 25);
    mail["dialog"] = "smtp";
    Json other = endpoint("a.example", "192.0.2.1");
    other["sni"] = "b.example";
    Json none = endpoint("a.example", "192.0.2.1");
    none.erase("sni");
    const auto subjects = take(lines({endpoint("a.example", "192.0.2.1"), udp, mail, other, none,
                                      endpoint("", "192.0.2.1"), endpoint("", "2001:db8::1")}));
    EXPECT_EQ(ids(subjects), (std::vector<std::string>{
                                 "a.example:443", "a.example:443/udp", "mail.example:25/smtp",
                                 "a.example:443/sni=b.example", "a.example:443/no-sni",
                                 "192.0.2.1:443", "[2001:db8::1]:443"}));
}

TEST(Intake, SeveralAddressesOfOneName) {
    const auto subjects =
        take(lines({endpoint("a.example", "192.0.2.1"), endpoint("a.example", "192.0.2.2"),
                    endpoint("b.example", "192.0.2.1")}));
    EXPECT_EQ(ids(subjects),
              (std::vector<std::string>{"a.example:443@192.0.2.1", "a.example:443@192.0.2.2",
                                        "b.example:443"}));
    EXPECT_EQ(subjects[0].stable_id, "a.example:443");
    EXPECT_EQ(subjects[1].stable_id, "a.example:443");
}

TEST(Intake, TheSameTwiceGetsANumberWhateverTheOrder) {
    Json early = endpoint("a.example", "192.0.2.1"), late = early;
    early["started"] = "2026-11-20T00:00:00Z";
    late["started"] = "2026-11-21T00:00:00.5Z";
    for (const auto& text : {lines({early, late}), lines({late, early})})
        for (const Subject& subject : take(text)) {
            const bool first = subject.seen == "2026-11-20T00:00:00Z";
            EXPECT_EQ(subject.id, first ? "a.example:443" : "a.example:443#2");
        }
}

TEST(Intake, DocumentsAndLinesTellTheSame) {
    const Json one = scanned();
    Json two = one;
    two["port"] = 444;
    Json document = {{"schema", "tlsonar.scan/1"}, {"endpoints", {one, two}}};
    for (const std::string& text : {document.dump(), document.dump(2), lines({one, two})}) {
        const auto subjects = take(text);
        ASSERT_EQ(subjects.size(), 2U);
        EXPECT_EQ(subjects[1].id, "localhost:444");
        EXPECT_EQ(subjects[0].facts.all().size(), subjects[1].facts.all().size());
        // Certificates are held once.
        EXPECT_EQ(subjects[0].chains[0].sent[0], subjects[1].chains[0].sent[0]);
    }
}

TEST(Intake, WhatIsToldOfTheWholeRunIsNoEndpoint) {
    const Json one = endpoint("a.example", "192.0.2.1");
    const Json late = {{"schema", "tlsonar.late-weakness/1"}, {"target", "a.example:443"}};
    const Json trial = {{"schema", "tlsonar.ticket-trial/1"}, {"target", "a.example:443"}};
    const Json document = {{"schema", "tlsonar.scan/1"},
                           {"endpoints", {one}},
                           {"late_weaknesses", {late}},
                           {"ticket_trials", {trial}}};
    EXPECT_EQ(ids(take(document.dump())), std::vector<std::string>{"a.example:443"});
    EXPECT_EQ(ids(take(lines({one, late, trial}))), std::vector<std::string>{"a.example:443"});
}

TEST(Intake, WhatIsRefused) {
    EXPECT_EQ(fault_of(""), "test.json: is empty");
    EXPECT_EQ(fault_of("hello"), "test.json: is no JSON (octet 1)");
    EXPECT_NE(fault_of("{}").find("has no schema that tlsonar knows"), std::string::npos);
    EXPECT_NE(fault_of("[1]").find("has no schema"), std::string::npos);
    EXPECT_NE(fault_of(R"({"schema":"tlsonar.report/1"})").find("is a report"), std::string::npos);
    EXPECT_NE(fault_of(R"({"schema":"tlsonar.other/1"})").find("no schema"), std::string::npos);
    EXPECT_NE(fault_of(R"({"schema":"tlsonar.scan/1"})").find("no list of endpoints"),
              std::string::npos);
    EXPECT_NE(fault_of(R"({"schema":"tlsonar.scan/1","endpoints":[3]})").find("is no object"),
              std::string::npos);
    EXPECT_NE(fault_of(R"({"schema":"tlsonar.scan/1","endpoints":[{}]})").find("element 0"),
              std::string::npos);
    Json nameless = endpoint("", "");
    EXPECT_NE(fault_of(nameless.dump()).find("no name"), std::string::npos);
    for (const char* member : {"port", "transport", "state"}) {
        Json broken = scanned();
        broken[member] = Json::array();
        EXPECT_NE(fault_of(broken.dump()), "") << member;
        broken.erase(member);
        EXPECT_NE(fault_of(broken.dump()), "") << member;
    }
    // Invalid UTF-8 is no JSON.
    EXPECT_NE(fault_of("{\"schema\":\"\xff\"}").find("is no JSON"), std::string::npos);
}

TEST(Intake, DeepDocumentsAreRefused) {
    const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
    EXPECT_EQ(fault_of("{\"a\":" + deep + "}"), "test.json:1: is nested too deeply");
    std::string objects;
    for (int i = 0; i < 10'000; ++i)
        objects += "{\"a\":";
    EXPECT_EQ(fault_of(objects).substr(0, 21), "test.json: is no JSON");
    for (int i = 0; i < 10'000; ++i)
        objects += "}";
    EXPECT_EQ(fault_of(objects), "test.json:1: is nested too deeply");
}

TEST(Intake, WhatWasReadBeforeAFaultStays) {
    Intake intake(kNow);
    const std::string text = lines({scanned()}) + "\n{\"schema\":\"tlsonar.end";
    const auto status = intake.read(text, "cut.ndjson");
    ASSERT_FALSE(status.ok());
    EXPECT_EQ(status.error().line, 3U);
    EXPECT_EQ(status.error().sentence().substr(0, 24), "cut.ndjson:3: is no JSON");
    EXPECT_EQ(intake.take().size(), 1U);
    EXPECT_TRUE(intake.take().empty());
    // The same of a document.
    const std::string document =
        R"({"schema":"tlsonar.scan/1","endpoints":[)" + scanned().dump() + ",{\"sch";
    EXPECT_FALSE(intake.read(document, "cut.json").ok());
    EXPECT_EQ(intake.take().size(), 1U);
}

TEST(Intake, Captures) {
    const auto subjects = take(golden("json.txt"));
    ASSERT_EQ(subjects.size(), 1U);
    const Subject& subject = subjects[0];
    EXPECT_EQ(subject.mode, Mode::passive);
    EXPECT_EQ(subject.id, "shop.example.com:443");
    EXPECT_EQ(subject.address, "127.0.0.1");
    EXPECT_EQ(subject.connections, 2U);
    EXPECT_EQ(told(subject, "server.protocols.accepted"), "some of TLSv1.2");
    EXPECT_EQ(told(subject, "server.suites.accepted_tls12"),
              "some of TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, "
              "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
    EXPECT_EQ(told(subject, "server.suites.accepted_tls13"), "not asked");
    EXPECT_EQ(told(subject, "connection.version"), "some of TLSv1.2");
    EXPECT_EQ(told(subject, "connection.auth"), "some of certificate");
    EXPECT_EQ(told(subject, "connection.ske_sigalg"), "some of ecdsa_secp256r1_sha256");
    EXPECT_EQ(told(subject, "connection.encrypted"), "unknown");  // of all connections
    EXPECT_EQ(told(subject, "server.ext.extended_master_secret"), "yes");
    EXPECT_EQ(told(subject, "server.ext.heartbeat"), "not asked");
    EXPECT_EQ(told(subject, "client.suites.offered"),
              "some of TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, "
              "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");  // and no signal
    EXPECT_EQ(told(subject, "cert.leaf.key.type"), "EC");
    ASSERT_EQ(subject.handshakes.size(), 2U);
    EXPECT_EQ(subject.handshakes[0].messages.front().name, "client_hello");
    EXPECT_TRUE(subject.handshakes[0].messages.front().from_client);
}

TEST(Intake, CapturesProveWhatIsWrong) {
    Json plain = handshake("a.example", 7);
    plain["suite"] = {{"code", "0x0002"}, {"name", "TLS_RSA_WITH_NULL_SHA"}};
    plain["server_hello"]["dh_bits"] = 1024;
    const Subject subject = take_one(plain);
    EXPECT_EQ(told(subject, "connection.encrypted"), "no");
    EXPECT_EQ(subject.facts.find("connection.encrypted")->evidence, "handshake 7");
    EXPECT_EQ(told(subject, "server.kex.ffdhe.groups"), "some of unnamed-1024");
}

// What was chosen stands with the version it was chosen in, and with its code point: names alone
// tell the readers of a CBOM nothing.
TEST(Intake, CapturesTellListsByVersionWithCodes) {
    Json old = handshake("a.example", 1);
    old["version"] = {{"code", "0x0301"}, {"name", "TLSv1.0"}};
    old["suite"] = {{"code", "0x002f"}, {"name", "TLS_RSA_WITH_AES_128_CBC_SHA"}};
    old.erase("group");
    old["server_hello"].erase("signature_scheme");
    const Json now = handshake("a.example", 2);
    const auto subjects = take(now.dump() + "\n" + old.dump() + "\n");
    ASSERT_EQ(subjects.size(), 1U);
    const auto& suites = subjects[0].suites;
    ASSERT_EQ(suites.size(), 2U);
    EXPECT_EQ(suites[0].version, now["version"]["name"].get<std::string>());
    ASSERT_EQ(suites[0].items.size(), 1U);
    EXPECT_EQ(suites[0].items[0].code, now["suite"]["code"].get<std::string>());
    EXPECT_EQ(suites[0].items[0].evidence, "handshake 2");
    EXPECT_EQ(suites[1].version, "TLSv1.0");
    ASSERT_EQ(suites[1].items.size(), 1U);
    EXPECT_EQ(suites[1].items[0].name, "TLS_RSA_WITH_AES_128_CBC_SHA");
    EXPECT_EQ(suites[1].items[0].code, "0x002f");
    for (const auto* lists : {&subjects[0].groups, &subjects[0].schemes}) {
        ASSERT_EQ(lists->size(), 1U);
        EXPECT_EQ(lists->front().version, now["version"]["name"].get<std::string>());
        EXPECT_TRUE(lists->front().items.at(0).code.text().starts_with("0x"));
        EXPECT_FALSE(lists->front().complete);
    }
}

TEST(Intake, CapturesAreGroupedByServerAndName) {
    std::string text;
    for (int i = 1; i <= 30; ++i)
        text += handshake(i % 2 == 0 ? "A.example" : "a.example", i).dump() + "\n";
    text += handshake("192.0.2.7", 31).dump() + "\n";
    text += handshake("evil\x1b[2J:1/x", 32).dump() + "\n";
    text += scanned().dump() + "\n";
    const auto subjects = take(text);
    // Captures come last, by id.
    EXPECT_EQ(ids(subjects),
              (std::vector<std::string>{"localhost:29443", "127.0.0.1:443/sni=192.0.2.7",
                                        "127.0.0.1:443/sni=evil\\x1b[2J:1/x", "a.example:443"}));
    EXPECT_EQ(subjects[3].connections, 30U);
    EXPECT_EQ(subjects[3].handshakes.size(), 5U);
}

TEST(Intake, FewHandshakesAreKeptAndOneOfEachKind) {
    const Json first = handshake("");
    const auto short_one = [&](const std::string& sni, int number = 1) {
        Json out = first;
        out["messages"].get_ref<Json::array_t&>().resize(1);
        out["number"] = number;
        out["sni"] = sni;
        return out;
    };
    std::string text;
    for (int i = 0; i < 20; ++i)
        text += short_one("a.example", i + 1).dump() + "\n";
    Json failed = short_one("a.example", 21);
    failed["outcome"] = "failed";
    text += failed.dump() + "\n" + failed.dump() + "\n";
    for (int i = 0; i < 200; ++i)
        for (int j = 0; j < 3; ++j)
            text += short_one("h" + std::to_string(i) + ".example").dump() + "\n";
    std::size_t kept = 0;
    for (const Subject& subject : take(text)) {
        kept += subject.handshakes.size();
        if (subject.name != "a.example") continue;
        ASSERT_EQ(subject.handshakes.size(), 6U);
        EXPECT_EQ(subject.handshakes.back().outcome, "failed");
    }
    EXPECT_EQ(kept, 400U);
}

TEST(Intake, Files) {
    const std::string document = golden("check-json.txt");
    const Subject subject = take_one(Json::parse(document));
    EXPECT_EQ(subject.mode, Mode::file);
    EXPECT_EQ(subject.id, "pki/www.pem");
    EXPECT_EQ(told(subject, "cert.leaf.key.bits"), "2048");
    EXPECT_EQ(told(subject, "cert.leaf.version"), "3");
    EXPECT_EQ(told(subject, "cert.leaf.ku_critical"), "yes");
    EXPECT_EQ(told(subject, "cert.leaf.aia"), "ocsp, caIssuers");
    EXPECT_EQ(told(subject, "cert.leaf.aia.ocsp"), "http://ocsp.example.com");
    EXPECT_EQ(told(subject, "cert.leaf.crldp"), "absent");
    EXPECT_EQ(told(subject, "cert.leaf.signature_hash"), "SHA-256");
    EXPECT_EQ(told(subject, "cert.leaf.serial_bits"), "159");
    EXPECT_EQ(told(subject, "cert.leaf.serial_bytes"), "20");
    EXPECT_EQ(told(subject, "cert.leaf.key.examined"), "yes");
    EXPECT_EQ(told(subject, "cert.leaf.key.weaknesses"), "none");
    EXPECT_EQ(told(subject, "cert.leaf.hostname_match"), "not asked");  // no name was given
    EXPECT_EQ(told(subject, "cert.chain.key_types"), "RSA");
    EXPECT_EQ(told(subject, "server.protocols.accepted"), "not asked");
    ASSERT_EQ(subject.chains.size(), 1U);
    EXPECT_EQ(subject.chains[0].sent.size(), 2U);

    Json issuers = Json::parse(document);
    issuers["deployments"][0]["server_certificate"] = false;
    EXPECT_EQ(told(take_one(issuers), "cert.leaf.key.bits"), "not asked");
    EXPECT_EQ(told(take_one(issuers), "cert.chain.rsa.min_bits"), "2048");
}

TEST(Intake, EveryFactIsExplained) {
    const std::string page = read_file("docs/facts.md");
    for (const FactName& fact : vocabulary())
        EXPECT_NE(page.find("`" + std::string(fact.name) + "`"), std::string::npos) << fact.name;
}

TEST(Intake, HashOfTheInput) {
    InputHash one;
    EXPECT_EQ(one.hex(), "");
    one.add("abc");
    EXPECT_EQ(one.hex(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    InputHash other;
    one.add("");
    other.add("");
    other.add("abc");
    EXPECT_EQ(one.hex(), other.hex());
    EXPECT_EQ(one.hex().size(), 64U);
}

}  // namespace
}  // namespace tlsonar::audit::testing
