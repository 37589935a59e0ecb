// Documents of scans as facts: by one that the program wrote, and by changing it.
#include "dissect/registry/cipher_suite.h"
#include "intake_make.h"

#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace tlsonar::audit::testing {
namespace {

using Json = nlohmann::json;

// The list of that version in "suites" or "groups".
Json& list(Json& document, const std::string& name, const std::string& version) {
    for (Json& each : document.at(name))
        if (each.at("version") == version) return each;
    throw std::out_of_range(version);
}
Json& version(Json& document, const std::string& title) {
    return list(document, "versions", title);
}
void answer(Json& document, const std::string& fact, const std::string& says,
            const std::string& cause = "") {
    for (Json& each : document.at("facts"))
        if (each.at("fact") == fact) {
            each["answer"] = says;
            if (!cause.empty()) each["cause"] = cause;
            return;
        }
    document["facts"].push_back({{"fact", fact}, {"answer", says}, {"cause", cause}});
}
// A server that has TLS 1.3 alone.
Json newest_only() {
    Json document = scanned();
    version(document, "TLS 1.2")["supported"] = "no";
    for (Json& each : document["suites"])
        if (each["version"] != "TLS 1.3") each["suites"] = Json::array();
    for (const char* name : {"groups", "signature_schemes"}) {
        Json kept = Json::array();
        for (const Json& each : document[name])
            if (each["version"] == "TLS 1.3") kept.push_back(each);
        document[name] = kept;
    }
    document["dh"] = Json::array();
    return document;
}

TEST(IntakeScan, WhatTheServerSpeaks) {
    const Subject subject = take_one(scanned());
    EXPECT_EQ(subject.id, "localhost:29443");
    EXPECT_EQ(subject.mode, Mode::active);
    EXPECT_EQ(told(subject, "server.protocols.accepted"), "TLSv1.2, TLSv1.3");
    EXPECT_EQ(told(subject, "server.dtls.accepted"), "absent");
    EXPECT_EQ(told(subject, "server.suites.accepted_tls13"),
              "TLS_AES_256_GCM_SHA384, TLS_CHACHA20_POLY1305_SHA256, TLS_AES_128_GCM_SHA256");
    EXPECT_EQ(told(subject, "server.suites.min_bits"), "128");
    EXPECT_EQ(told(subject, "server.suites.server_preference"), "no");
    EXPECT_EQ(told(subject, "server.groups.accepted_tls12"),
              "x25519, secp256r1, secp384r1, secp521r1, x448");
    EXPECT_EQ(told(subject, "server.groups.min_ec_bits"), "256");
    EXPECT_EQ(told(subject, "server.groups.preferred_tls13"), "x25519");
    EXPECT_EQ(told(subject, "server.kex.ffdhe.min_bits"), "2048");
    EXPECT_EQ(told(subject, "server.kex.min_security_bits"), "112");
    EXPECT_EQ(told(subject, "server.kex.ffdhe.reused"), "no");
    EXPECT_EQ(told(subject, "server.ext.extended_master_secret"), "yes");
    EXPECT_EQ(told(subject, "server.renegotiation.client_initiated_count"), "0");
    EXPECT_EQ(told(subject, "server.resumption.ticket_lifetime_s"), "7200");
    EXPECT_EQ(told(subject, "server.psk_modes"), "psk_dhe_ke");
    EXPECT_EQ(told(subject, "server.ext.truncated_hmac"), "not asked");
    EXPECT_EQ(told(subject, "service.application"), "absent");
    EXPECT_EQ(subject.facts.find("server.compression")->evidence.text().substr(0, 11),
              "connection ");
}

TEST(IntakeScan, ListsThatAreNotWholeArePartial) {
    Json document = scanned();
    list(document, "suites", "TLS 1.2")["complete"] = false;
    list(document, "suites", "TLS 1.2")["cause"] = "the server hung up";
    const Subject subject = take_one(document);
    EXPECT_EQ(told(subject, "server.suites.accepted_tls12").substr(0, 8), "some of ");
    EXPECT_EQ(subject.facts.find("server.suites.accepted_tls12")->cause, "the server hung up");
    EXPECT_EQ(told(subject, "server.suites.accepted").substr(0, 8), "some of ");
    EXPECT_EQ(told(subject, "server.suites.min_bits"), "unknown");
    EXPECT_EQ(told(subject, "server.suites.accepted_tls13").substr(0, 4), "TLS_");
    EXPECT_EQ(told(subject, "report.inventory.suites"), "not asked");
}

TEST(IntakeScan, AVersionThatIsNotKnownLeavesListsOpen) {
    Json document = scanned();
    version(document, "TLS 1.0")["supported"] = "unknown";
    version(document, "TLS 1.0")["cause"] = "it hangs";
    const Subject subject = take_one(document);
    EXPECT_EQ(told(subject, "server.protocols.accepted"), "some of TLSv1.2, TLSv1.3");
    EXPECT_EQ(subject.facts.find("server.protocols.accepted")->cause,
              "whether TLS 1.0 is supported is not known: it hangs");
    EXPECT_EQ(told(subject, "server.suites.accepted_tls12").substr(0, 8), "some of ");
}

TEST(IntakeScan, AVersionWithoutSuitesIsAContradiction) {
    Json document = scanned();
    list(document, "suites", "TLS 1.2")["suites"] = Json::array();
    const Subject subject = take_one(document);
    EXPECT_EQ(told(subject, "server.suites.accepted").substr(0, 8), "some of ");
    EXPECT_EQ(subject.facts.find("server.suites.accepted")->cause,
              "TLS 1.2 is accepted, and with no cipher suite: that can't be");
    // A server may well answer a hello of SSLv2 with none.
    document = scanned();
    version(document, "SSLv2")["supported"] = "yes";
    document["suites"].push_back(
        {{"version", "SSLv2"}, {"complete", true}, {"suites", Json::array()}});
    EXPECT_NE(told(take_one(document), "server.suites.accepted").substr(0, 8), "some of ");
}

TEST(IntakeScan, WhereThereIsNothingBeforeTls13) {
    const Subject subject = take_one(newest_only());
    EXPECT_EQ(told(subject, "server.protocols.accepted"), "TLSv1.3");
    EXPECT_EQ(told(subject, "server.suites.accepted_tls12"), "none");
    EXPECT_EQ(told(subject, "server.groups.accepted_tls12"), "none");
    EXPECT_EQ(told(subject, "server.ext.encrypt_then_mac"), "yes");  // what was said stands
    Json silent = newest_only();
    silent["facts"] = Json::array();
    const Subject other = take_one(silent);
    EXPECT_EQ(told(other, "server.ext.encrypt_then_mac"), "absent");
    EXPECT_EQ(told(other, "server.compression"), "no");
    EXPECT_EQ(told(other, "server.early_data"), "not asked");
}

TEST(IntakeScan, FiniteFieldGroups) {
    Json document = newest_only();
    Json& groups = list(document, "groups", "TLS 1.3")["groups"];
    Json curves = Json::array();
    for (const Json& group : groups)
        if (group["kind"] == "ecdh") curves.push_back(group);
    groups = curves;
    EXPECT_EQ(told(take_one(document), "server.kex.ffdhe.groups"), "absent");
    EXPECT_EQ(told(take_one(document), "server.kex.ffdhe.min_bits"), "absent");

    document = scanned();
    document["dh"][0]["name"] = "";
    document["dh"][0]["bits"] = 1024;
    document["dh"][0]["safe_prime"] = "no";
    Subject subject = take_one(document);
    EXPECT_EQ(told(subject, "server.kex.ffdhe.min_bits"), "1024");
    EXPECT_EQ(told(subject, "server.kex.ffdhe.groups").substr(0, 12), "unnamed-1024");
    EXPECT_EQ(told(subject, "server.kex.ffdhe.faults"), "common-prime, unsafe-prime");
    // Suites whose group nobody saw: what is known is a part.
    document["dh"] = Json::array();
    subject = take_one(document);
    EXPECT_EQ(told(subject, "server.kex.ffdhe.groups").substr(0, 8), "some of ");
    EXPECT_EQ(told(subject, "server.kex.ffdhe.min_bits"), "unknown");
    EXPECT_EQ(told(subject, "server.kex.min_security_bits"), "unknown");
}

TEST(IntakeScan, UnknownAnswersKeepTheirCause) {
    Json document = scanned();
    answer(document, "extensions.heartbeat", "unknown", "the server hung up");
    answer(document, "sessions.client_renegotiation", "yes");
    answer(document, "rejects_unknown_name", "unknown", "not tested");
    const Subject subject = take_one(document);
    EXPECT_EQ(told(subject, "server.ext.heartbeat"), "unknown");
    EXPECT_EQ(subject.facts.find("server.ext.heartbeat")->cause, "the server hung up");
    EXPECT_EQ(told(subject, "server.renegotiation.client_initiated"), "yes");
    // One was granted: nobody knows how many are.
    EXPECT_EQ(told(subject, "server.renegotiation.client_initiated_count"), "unknown");
    EXPECT_EQ(told(subject, "server.rejects_unknown_sni"), "not asked");
}

TEST(IntakeScan, Http) {
    Json document = scanned();
    document["http"] = {{"asked", true}, {"status", 200}};
    EXPECT_EQ(told(take_one(document), "http.hsts.max_age"), "absent");
    EXPECT_EQ(told(take_one(document), "service.application"), "http");
    document["http"]["hsts"] = {{"header", "max-age=5"}, {"max_age", 5}};
    EXPECT_EQ(told(take_one(document), "http.hsts.max_age"), "5");
    document["http"]["hsts"]["max_age"] = "5";
    EXPECT_EQ(told(take_one(document), "http.hsts.max_age"), "unknown");
    document["http"] = {{"asked", true}, {"cause", "no answer"}};
    EXPECT_EQ(told(take_one(document), "http.hsts.max_age"), "unknown");
    document["http"] = {{"asked", false}};
    EXPECT_EQ(told(take_one(document), "http.hsts.max_age"), "not asked");
}

TEST(IntakeScan, WhichOrdersTheServerFollows) {
    Json document = scanned();
    Json& suites = list(document, "suites", "TLS 1.2");
    const auto set = [&](std::initializer_list<const char*> names) {
        suites["suites"] = Json::array();
        for (const char* name : names)
            suites["suites"].push_back({{"name", name}, {"strength", 128}});
        return told(take_one(document), "server.suites.order_matches");
    };
    EXPECT_EQ(set({"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"}), "not asked");
    suites["decides"] = "server";
    suites["ordered"] = true;
    EXPECT_EQ(set({"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
                   "TLS_RSA_WITH_AES_128_GCM_SHA256"}),
              "aead-ecdhe-first, nist-800-52r2");
    EXPECT_EQ(set({"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_RSA_WITH_AES_128_GCM_SHA256",
                   "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"}),
              "aead-ecdhe-first");
    EXPECT_EQ(set({"TLS_RSA_WITH_AES_128_CBC_SHA", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"}),
              "none");
}

// What NCSC-NL asks of servers that have suites of several levels.
TEST(IntakeScan, OrderByLevel) {
    constexpr const char* kGood = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256";
    constexpr const char* kLater = "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256";
    constexpr const char* kBad = "TLS_RSA_WITH_AES_128_CBC_SHA";
    Json document = scanned();
    for (Json& each : document["suites"])
        each["complete"] = true;
    Json& suites = list(document, "suites", "TLS 1.2");
    const auto told_of = [&](std::initializer_list<const char*> names) {
        suites["suites"] = Json::array();
        for (const char* name : names)
            suites["suites"].push_back({{"name", name}, {"strength", 128}});
        return told(take_one(document), "server.suites.order_by_level");
    };
    suites["decides"] = "server";
    suites["ordered"] = true;
    EXPECT_EQ(told_of({kGood, kLater, kBad}), "yes");
    EXPECT_EQ(told_of({kGood, kBad, kLater}), "no");
    EXPECT_EQ(told_of({kLater, kGood}), "no");
    suites["complete"] = false;
    EXPECT_EQ(told_of({kLater, kGood}), "no");
    EXPECT_EQ(told_of({kGood, kLater}), "unknown");
    EXPECT_EQ(told_of({kGood}), "unknown");
    suites["complete"] = true;
    suites["decides"] = "client";
    EXPECT_EQ(told_of({kGood, kLater}), "no");
    EXPECT_EQ(told_of({kGood, kGood}), "yes");  // nothing to prefer
    suites["decides"] = "unknown";
    EXPECT_EQ(told_of({kGood, kLater}), "unknown");
    EXPECT_EQ(told_of({kBad}), "yes");
    EXPECT_EQ(told_of({kBad, ""}), "unknown");
    // Of two versions the one that is not in order settles it.
    suites["decides"] = "server";
    list(document, "suites", "TLS 1.3")["complete"] = false;
    EXPECT_EQ(told_of({kLater, kGood}), "no");
    EXPECT_EQ(told_of({kGood, kLater}), "unknown");
}

// The registry's facts stand in the place of the policy's lists: they must say the same.
TEST(IntakeScan, LevelsAreThoseOfThePolicy) {
    const Json policy = Json::parse(read_file("audit/policies/ncsc-nl-2025-05.json"));
    const auto names = [&](const char* list) {
        return policy["lists"][list].get<std::set<std::string>>();
    };
    const std::set<std::string> rated = names("suites_rated"), later = names("suites_phase_out");
    Json document = scanned_in_short();
    for (Json& each : document["suites"])
        each["complete"] = true;
    Json& suites = list(document, "suites", "TLS 1.2");
    suites["decides"] = "server";
    suites["ordered"] = true;
    const auto in_order = [&](std::string_view before, std::string_view after) {
        suites["suites"] = {{{"name", before}}, {{"name", after}}};
        return told(take_one(document), "server.suites.order_by_level") == "yes";
    };
    constexpr std::string_view kLater = "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256";
    ASSERT_TRUE(later.contains(std::string(kLater)));
    for (const auto& suite : dissect::cipher_suites()) {
        if (suite.signal) continue;
        const std::string name(suite.name);
        const bool good = rated.contains(name) && !later.contains(name);
        EXPECT_EQ(in_order(name, kLater), rated.contains(name)) << name;
        EXPECT_EQ(in_order(kLater, name), !good) << name;
    }
}

TEST(IntakeScan, Encrypted) {
    Json document = scanned();
    for (Json& each : document["suites"])
        each["complete"] = true;
    EXPECT_EQ(told(take_one(document), "connection.encrypted"), "yes");
    Json mail = document;
    mail["dialog"] = "smtp";
    EXPECT_EQ(told(take_one(mail), "connection.encrypted"), "unknown");
    Json part = document;
    list(part, "suites", "TLS 1.2")["complete"] = false;
    EXPECT_EQ(told(take_one(part), "connection.encrypted"), "unknown");
    Json strange = document;
    list(strange, "suites", "TLS 1.2")["suites"].push_back({{"name", "0xabab"}});
    EXPECT_EQ(told(take_one(strange), "connection.encrypted"), "unknown");
    Json bare = part;
    list(bare, "suites", "TLS 1.2")["suites"].push_back({{"name", "TLS_RSA_WITH_NULL_SHA"}});
    EXPECT_EQ(told(take_one(bare), "connection.encrypted"), "no");
    document.erase("suites");
    EXPECT_NE(told(take_one(document), "connection.encrypted"), "yes");
}

TEST(IntakeScan, KeysThatWereExamined) {
    Json document = scanned();
    EXPECT_EQ(told(take_one(document), "cert.leaf.key.examined"), "no");
    EXPECT_EQ(told(take_one(document), "cert.leaf.key.weaknesses"), "not asked");
    for (Json& certificate : document["certificates"])
        certificate["key_weaknesses"] = Json::array();
    EXPECT_EQ(told(take_one(document), "cert.leaf.key.examined"), "yes");
    EXPECT_EQ(told(take_one(document), "cert.leaf.key.weaknesses"), "none");
    for (Json& certificate : document["certificates"])
        if (certificate["key"] == "RSA") certificate["key_weaknesses"] = {"key.rsa-roca"};
    EXPECT_EQ(told(take_one(document), "cert.leaf.key.weaknesses"), "key.rsa-roca");
    for (Json& certificate : document["certificates"])
        certificate["key_weaknesses"] = "none";
    EXPECT_EQ(told(take_one(document), "cert.leaf.key.examined"), "no");
    EXPECT_EQ(told(take_one(document), "cert.leaf.key.weaknesses"), "unknown");
}

TEST(IntakeScan, EncryptedClientHello) {
    Json document = scanned();
    EXPECT_EQ(told(take_one(document), "server.ech.offered"), "no");
    EXPECT_EQ(told(take_one(document), "server.ech.dns_agrees"), "unknown");
    document["https_records"] = {{"found", "no"}, {"records", Json::array()}};
    EXPECT_EQ(told(take_one(document), "server.ech.dns_agrees"), "absent");  // neither has any
    document["ech"] = {{"retry", "yes"},
                       {"configs", Json::array()},
                       {"dns_agrees", {{"answer", "no"}, {"cause", "the DNS publishes none"}}}};
    EXPECT_EQ(told(take_one(document), "server.ech.offered"), "yes");
    EXPECT_EQ(told(take_one(document), "server.ech.dns_agrees"), "no");
    document["ech"] = {{"retry", "unknown"}, {"cause", "not tested"}};
    EXPECT_EQ(told(take_one(document), "server.ech.offered"), "not asked");
    document["ech"]["cause"] = "the server let the hello hang";
    EXPECT_EQ(told(take_one(document), "server.ech.offered"), "unknown");
    document["ech"]["retry"] = true;
    EXPECT_EQ(told(take_one(document), "server.ech.offered"), "unknown");
}

TEST(IntakeScan, HttpsRecords) {
    Json document = scanned();
    EXPECT_EQ(told(take_one(document), "server.https_record.found"), "unknown");
    EXPECT_EQ(told(take_one(document), "server.https_record.alpn_agrees"), "unknown");
    const auto agrees = [&](Json record) {
        record["priority"] = record.value("priority", 1);
        if (!record.contains("target")) record["target"] = "";
        document["https_records"] = {{"found", "yes"}, {"records", {record}}};
        return told(take_one(document), "server.https_record.alpn_agrees");
    };
    document["alpn"] = {{"complete", true}, {"decides", "server"}, {"protocols", {"h2"}}};
    EXPECT_EQ(agrees({{"protocols", {"h2", "h3"}}}), "yes");  // h3 is spoken elsewhere
    EXPECT_EQ(told(take_one(document), "server.https_record.found"), "yes");
    EXPECT_EQ(agrees({{"protocols", {"h2", "http/1.1"}}}), "no");
    EXPECT_EQ(agrees({{"protocols", Json::array()}}), "absent");
    // Another host, another port, an alias: not this endpoint's matter.
    EXPECT_EQ(agrees({{"protocols", {"spdy"}}, {"target", "other.example."}}), "absent");
    EXPECT_EQ(agrees({{"protocols", {"spdy"}}, {"port", 1}}), "absent");
    EXPECT_EQ(agrees({{"protocols", {"spdy"}}, {"priority", 0}}), "absent");
    EXPECT_EQ(agrees({{"protocols", {"spdy"}}, {"port", document["port"]}}), "no");
    EXPECT_EQ(agrees({{"protocols", "h2"}}), "unknown");
    document["alpn"]["complete"] = false;
    EXPECT_EQ(agrees({{"protocols", {"http/1.1"}}}), "unknown");
    EXPECT_EQ(agrees({{"protocols", {"h2"}}}), "yes");
    document["https_records"] = {{"found", "no"}, {"records", Json::array()}};
    EXPECT_EQ(told(take_one(document), "server.https_record.alpn_agrees"), "absent");
}

TEST(IntakeScan, OtherModernFacts) {
    Json document = scanned();
    EXPECT_EQ(told(take_one(document), "server.kex.ffdhe.named_honoured"), "no");
    EXPECT_EQ(told(take_one(document), "server.delegated_credential.problems"), "absent");
    EXPECT_EQ(told(take_one(document), "server.resumption.ticket_key_name"),
              document["shared_tickets"]["key_name"].get<std::string>());
    document["named_dh"] = {{"honoured", "no"}, {"evidence", {{"probe", "named-dh"}}}};  // no DHE
    EXPECT_EQ(told(take_one(document), "server.kex.ffdhe.named_honoured"), "absent");
    document["delegated_credential"] = {{"problems", {"it has expired"}}};
    EXPECT_EQ(told(take_one(document), "server.delegated_credential.problems"), "it has expired");
    document["delegated_credential"]["problems"] = Json::array();
    EXPECT_EQ(told(take_one(document), "server.delegated_credential.problems"), "none");
    document.erase("delegated_credential");
    document.erase("facts");
    document.erase("shared_tickets");
    EXPECT_EQ(told(take_one(document), "server.delegated_credential.problems"), "not asked");
    EXPECT_EQ(told(take_one(document), "server.resumption.ticket_key_name"), "not asked");
}

TEST(IntakeScan, SeveralCertificatesAreNotMergedIntoALie) {
    const Subject subject = take_one(scanned());
    EXPECT_EQ(told(subject, "cert.leaf.key.type"), "EC, RSA");
    EXPECT_EQ(told(subject, "cert.leaf.key.bits"), "256");
    EXPECT_EQ(told(subject, "cert.leaf.validity_days"), "901");  // both ends count
    EXPECT_EQ(told(subject, "cert.leaf.lifetime_days"), "900");
    EXPECT_EQ(told(subject, "cert.leaf.signature"), "ecdsa-with-SHA256, sha256WithRSAEncryption");
    EXPECT_EQ(told(subject, "cert.leaf.key.rsa_exponent"), "65537");
    ASSERT_EQ(subject.leaves.size(), 2U);
    for (const LeafFacts& leaf : subject.leaves) {
        const bool rsa = leaf.certificate->key == "RSA";
        EXPECT_EQ(told(leaf.facts, "cert.leaf.key.type"), rsa ? "RSA" : "EC");
        EXPECT_EQ(told(leaf.facts, "cert.leaf.key.bits"), rsa ? "2048" : "256");
        EXPECT_EQ(told(leaf.facts, "cert.leaf.key.curve"), rsa ? "absent" : "secp256r1");
        EXPECT_EQ(told(leaf.facts, "cert.leaf.validity_days"), rsa ? "91" : "901");
        EXPECT_EQ(told(leaf.facts, "cert.leaf.lifetime_days"), rsa ? "90" : "900");
        // The evidence says which one.
        EXPECT_EQ(leaf.facts.find("cert.leaf.key.bits")->evidence.text().substr(0, 28),
                  "certificate " + leaf.certificate->sha256.substr(0, 16));
    }
}

TEST(IntakeScan, ACertificateOfWhichOnlyTheHashIsToldShowsNothing) {
    Json document = scanned();
    for (Json& chain : document["certificates"])
        chain["chain"][0] = {{"sha256", chain["chain"][0]["sha256"]}};
    const Subject subject = take_one(document);
    for (const char* fact : {"cert.leaf.san.count", "cert.leaf.ku", "cert.leaf.eku"})
        EXPECT_EQ(told(subject, fact), "unknown") << fact;
}

TEST(IntakeScan, WhetherTheServerHeedsTheNameTakesHashes) {
    Json document = scanned();
    document.erase("rejects_unknown_name");
    Json other = document["certificates"][0];
    other["for"] = "no name";
    document["certificates"].push_back(other);
    EXPECT_EQ(told(take_one(document), "server.ext.server_name"), "unknown");
    document["certificates"].back()["chain"][0]["sha256"] = std::string(64, 'f');
    EXPECT_EQ(told(take_one(document), "server.ext.server_name"), "yes");
    for (const std::size_t without : {std::size_t{0}, document["certificates"].size() - 1}) {
        Json less = document;
        less["certificates"][without]["chain"][0].erase("sha256");
        EXPECT_EQ(told(take_one(less), "server.ext.server_name"), "unknown") << without;
    }
}

TEST(IntakeScan, ChainsOfOtherNamesAreShownAndNotJudged) {
    Json document = scanned();
    for (Json& certificate : document["certificates"])
        if (certificate["for"] != "default")
            certificate["chain"][0]["public_key"] = {{"algorithm", "RSA 512"}, {"bits", 512}};
    const Subject subject = take_one(document);
    EXPECT_EQ(told(subject, "cert.leaf.key.bits"), "256");
    EXPECT_EQ(subject.chains.size(), document["certificates"].size());
}

TEST(IntakeScan, Validation) {
    Json document = scanned();
    const auto with = [&](const Json& validation) {
        for (Json& certificate : document["certificates"])
            certificate["validation"] = validation;
        return take_one(document);
    };
    Subject subject = with({{"verdict", "valid"}, {"store", "system"}, {"publicly_trusted", true}});
    EXPECT_EQ(told(subject, "cert.chain.trusted"), "yes");
    EXPECT_EQ(told(subject, "cert.chain.public"), "yes");
    EXPECT_EQ(told(subject, "cert.leaf.hostname_match"), "yes");
    EXPECT_EQ(told(subject, "cert.leaf.revoked"), "not asked");
    EXPECT_EQ(told(subject, "cert.leaf.revocation"), "unchecked");
    const Json mismatch = {{"id", "name.mismatch"}};
    subject = with({{"verdict", "invalid"}, {"findings", {mismatch}}, {"publicly_trusted", true}});
    EXPECT_EQ(told(subject, "cert.leaf.hostname_match"), "no");
    EXPECT_EQ(told(subject, "cert.chain.trusted"), "yes");  // the name is another matter
    subject = with({{"verdict", "invalid"}, {"findings", {{{"id", "path.missing-issuer"}}}}});
    EXPECT_EQ(told(subject, "cert.chain.trusted"), "no");
    EXPECT_EQ(told(subject, "cert.chain.complete"), "no");
    EXPECT_EQ(told(subject, "cert.chain.public"), "unknown");
    subject = with({{"verdict", "inconclusive"}, {"findings", {{{"id", "path.x"}}}}});
    EXPECT_EQ(told(subject, "cert.chain.trusted"), "unknown");
    subject = with({{"verdict", "invalid"},
                    {"findings", {{{"id", "path.revoked"}}}},
                    {"staple", {{"status", "revoked"}}}});
    EXPECT_EQ(told(subject, "cert.leaf.revoked"), "yes");
    for (Json& certificate : document["certificates"])
        certificate.erase("validation");
    subject = take_one(document);
    for (const char* name : {"cert.chain.trusted", "cert.chain.public", "cert.leaf.hostname_match",
                             "cert.chain.complete", "cert.leaf.revocation"})
        EXPECT_EQ(told(subject, name), "not asked") << name;
}

TEST(IntakeScan, OnlyCertificatesAskedFor) {
    Json document = scanned();
    document["versions"] = Json::array({{{"version", "TLS 1.3"}, {"supported", "yes"}}});
    for (const char* name : {"suites", "groups", "signature_schemes", "dh", "facts", "tolerance"})
        document[name] = Json::array();
    const Subject subject = take_one(document);
    EXPECT_EQ(told(subject, "server.protocols.accepted"), "some of TLSv1.3");
    for (const char* name :
         {"server.suites.accepted", "server.suites.min_bits", "server.groups.accepted",
          "server.groups.min_ec_bits", "server.kex.ffdhe.groups", "server.kex.min_security_bits",
          "server.sigalgs.accepted", "server.compression", "server.intolerances"})
        EXPECT_EQ(told(subject, name), "not asked") << name;
    EXPECT_EQ(told(subject, "cert.leaf.key.type"), "EC, RSA");
}

TEST(IntakeScan, WhatFailedHasNoFacts) {
    Json document = scanned();
    document["state"] = "failed";
    document["trouble"] = "connection refused";
    const Subject subject = take_one(document);
    EXPECT_TRUE(subject.facts.all().empty());
    EXPECT_TRUE(subject.leaves.empty());
    EXPECT_FALSE(subject.reached());
    EXPECT_EQ(subject.trouble, "connection refused");
}

TEST(IntakeScan, TimeIsTheIntakes) {
    Json document = scanned();
    Intake later(kNow + 1'000'000'000LL * 86'400 * 1000);
    ASSERT_TRUE(later.read(document.dump(), "x").ok());
    const Subject subject = later.take().at(0);
    EXPECT_EQ(told(subject, "cert.leaf.time_valid"), "no");
    EXPECT_EQ(told(subject, "cert.leaf.days_left").substr(0, 1), "-");
    EXPECT_EQ(told(take_one(document), "cert.leaf.time_valid"), "yes");
}

}  // namespace
}  // namespace tlsonar::audit::testing
