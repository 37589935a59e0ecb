// Documents of scans as facts: by one that the program wrote, and by changing it.
#include "intake_make.h"

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
    EXPECT_EQ(subject.facts.find("server.compression")->evidence.substr(0, 11), "connection ");
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

TEST(IntakeScan, SeveralCertificatesAreNotMergedIntoALie) {
    const Subject subject = take_one(scanned());
    EXPECT_EQ(told(subject, "cert.leaf.key.type"), "EC, RSA");
    EXPECT_EQ(told(subject, "cert.leaf.key.bits"), "256");
    EXPECT_EQ(told(subject, "cert.leaf.validity_days"), "901");  // both ends count
    EXPECT_EQ(told(subject, "cert.leaf.signature"), "ecdsa-with-SHA256, sha256WithRSAEncryption");
    EXPECT_EQ(told(subject, "cert.leaf.key.rsa_exponent"), "65537");
    ASSERT_EQ(subject.leaves.size(), 2U);
    for (const LeafFacts& leaf : subject.leaves) {
        const bool rsa = leaf.certificate->key == "RSA";
        EXPECT_EQ(told(leaf.facts, "cert.leaf.key.type"), rsa ? "RSA" : "EC");
        EXPECT_EQ(told(leaf.facts, "cert.leaf.key.bits"), rsa ? "2048" : "256");
        EXPECT_EQ(told(leaf.facts, "cert.leaf.key.curve"), rsa ? "absent" : "secp256r1");
        EXPECT_EQ(told(leaf.facts, "cert.leaf.validity_days"), rsa ? "91" : "901");
        // The evidence says which one.
        EXPECT_EQ(leaf.facts.find("cert.leaf.key.bits")->evidence.substr(0, 28),
                  "certificate " + leaf.certificate->sha256.substr(0, 16));
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
