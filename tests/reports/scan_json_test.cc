// Endpoints as JSON: valid whatever a peer says, the same in a document and as a line, and nothing
// of the profile left out. tests/reports/scan_schema.py holds what this writes against the schema.
#include "reports/scan_json.h"

#include "code_book.h"
#include "scan_samples.h"
#include "trust/protocol/tls_kinds.h"

#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace tlsonar::reports {
namespace {

using Json = nlohmann::json;

ScanJsonOptions options(bool details) {
    ScanJsonOptions out;
    out.codes = kRegistryBook;
    out.version = "0.0";
    out.details = out.der = details;
    return out;
}

std::string object(const profile::EndpointProfile& profile, bool details = false) {
    ScanJson json(options(details));
    std::string out;
    json.append(out, profile);
    return out;
}

std::string document(bool details) {
    ScanJson json(options(details));
    ScanSummary summary;
    std::string out;
    json.begin(out);
    for (const auto& [name, profile] : scan_samples()) {
        json.endpoint(out, profile);
        summary.add(profile, kRegistryBook);
    }
    profile::LateWeakness late;
    late.target = hostile_text();
    late.address = *parse_ip_address("192.0.2.10");
    late.weakness.finding.kind = trust::tls_kind("tls.drown-elsewhere");
    late.weakness.finding.found = hostile_text();
    late.weakness.finding.expected = "no SSLv2";
    late.weakness.evidence = {"suites", 7};
    profile::EndpointTrial trial;
    trial.target = hostile_text();
    trial.address = late.address;
    trial.trial = {hostile_text(), profile::Fact::make_no({"shared-tickets", 42}, hostile_text())};
    json.end(out, summary, {&late, 1}, {&trial, 1});
    return out;
}

Json parsed(const std::string& text) {
    Json out = Json::parse(text, nullptr, false);
    EXPECT_FALSE(out.is_discarded()) << text.substr(0, 400);
    return out;
}

// The document for scan_schema.py, where it asks.
TEST(ScanJson, Document) {
    for (const bool details : {false, true}) {
        const std::string text = document(details);
        const Json json = parsed(text);
        ASSERT_EQ(json["schema"], "tlsonar.scan/1");
        ASSERT_EQ(json["endpoints"].size(), scan_samples().size());
        std::size_t at = 0;
        for (const auto& [name, profile] : scan_samples())
            EXPECT_EQ(json["endpoints"][at++], parsed(object(profile, details))) << name;
        EXPECT_EQ(json["summary"]["endpoints"], scan_samples().size());
        EXPECT_EQ(json["summary"]["failed"], 1);
        ASSERT_EQ(json["late_weaknesses"].size(), 1U);
        EXPECT_EQ(json["late_weaknesses"][0]["id"], "tls.drown-elsewhere");
        ASSERT_EQ(json["ticket_trials"].size(), 1U);
        EXPECT_EQ(json["ticket_trials"][0]["taken"], "no");
        for (const char c : text)
            EXPECT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 0x20);
        if (const char* folder = std::getenv("TLSONAR_SCAN_JSON"))
            std::ofstream(std::string(folder) + (details ? "/details.json" : "/plain.json"))
                << text;
    }
}

TEST(ScanJson, NoEndpoints) {
    ScanJson json(options(false));
    std::string out;
    json.begin(out);
    json.end(out, {});
    const Json document = parsed(out);
    EXPECT_EQ(document["endpoints"], Json::array());
    EXPECT_EQ(document["summary"]["weaknesses"], Json::array());
}

TEST(ScanJson, ALineIsOneLine) {
    for (const auto& [name, profile] : scan_samples())
        EXPECT_EQ(object(profile, true).find('\n'), std::string::npos) << name;
}

TEST(ScanJson, WrittenTwiceIsTheSame) {
    ScanJson json(options(true));
    std::string first;
    std::string second;
    json.append(first, hostile_endpoint());
    json.append(second, hostile_endpoint());
    EXPECT_EQ(first, second);
}

TEST(ScanJson, ListsInTheirOrderWithFacts) {
    const Json json = parsed(object(modern_endpoint()));
    ASSERT_EQ(json["suites"].size(), 2U);
    const Json& tls13 = json["suites"][1];
    EXPECT_EQ(tls13["version"], "TLS 1.3");
    EXPECT_EQ(tls13["decides"], "server");
    EXPECT_EQ(tls13["ordered"], true);
    EXPECT_EQ(tls13["suites"][0]["name"], "TLS_AES_256_GCM_SHA384");
    EXPECT_EQ(tls13["suites"][0]["code"], "0x1302");
    EXPECT_EQ(tls13["suites"][0]["strength"], 256);
    EXPECT_EQ(tls13["suites"][0]["forward_secrecy"], true);
    EXPECT_EQ(tls13["suites"][0]["recommended"], "yes");
    EXPECT_EQ(tls13["suites"][0]["evidence"], Json({{"probe", "tls13"}, {"connection", 9}}));
    EXPECT_EQ(json["groups"][1]["groups"][0]["name"], "X25519MLKEM768");
    EXPECT_EQ(json["groups"][1]["groups"][0]["post_quantum"], true);
    EXPECT_EQ(json["signature_schemes"][0]["schemes"][1]["name"], "rsa_pss_rsae_sha256");
    EXPECT_EQ(json["alpn"]["protocols"], Json({"h2", "http/1.1"}));
    EXPECT_EQ(json["versions"][5]["supported"], "yes");
    EXPECT_EQ(json["versions"][0]["version"], "SSLv2");
    EXPECT_EQ(json["versions"][0]["supported"], "no");
    EXPECT_EQ(json["versions"][0]["cause"], "alert protocol_version");
    EXPECT_FALSE(json["versions"][5].contains("cause"));
}

TEST(ScanJson, EncryptedHelloCredentialsAndTickets) {
    const Json json = parsed(object(modern_endpoint()));
    EXPECT_EQ(json["ech"]["retry"], "yes");
    EXPECT_EQ(json["ech"]["dns_agrees"]["answer"], "yes");
    const Json& config = json["ech"]["configs"][0];
    EXPECT_EQ(config["config_id"], 7);
    EXPECT_EQ(config["version"], "0xfe0d");
    EXPECT_EQ(config["kem"], "DHKEM(X25519, HKDF-SHA256)");
    EXPECT_EQ(config["hpke_suites"][0], Json({{"kdf", "HKDF-SHA256"}, {"aead", "AES-128-GCM"}}));
    const Json& record = json["https_records"]["records"][0];
    EXPECT_EQ(record["protocols"], Json({"h3", "h2"}));
    EXPECT_EQ(record["port"], 8443);
    EXPECT_EQ(record["configs"].size(), 2U);
    EXPECT_EQ(json["delegated_credential"]["signature_valid"], "yes");
    EXPECT_EQ(json["delegated_credential"]["problems"], Json::array());
    EXPECT_EQ(json["named_dh"]["honoured"], "no");
    EXPECT_EQ(json["shared_tickets"]["key_name"], "a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5");
    EXPECT_EQ(parsed(object(legacy_endpoint()))["named_dh"]["named_groups"],
              Json({"ffdhe2048", "ffdhe3072"}));
    EXPECT_FALSE(parsed(object(legacy_endpoint())).contains("delegated_credential"));
}

TEST(ScanJson, UnknownCodesAndOldRegistries) {
    const Json json = parsed(object(legacy_endpoint()));
    const Json& ssl2 = json["suites"][0];
    EXPECT_EQ(ssl2["suites"][0]["name"], "SSL_CK_RC4_128_WITH_MD5");
    EXPECT_EQ(ssl2["suites"][0]["code"], "0x010080");
    EXPECT_EQ(ssl2["suites"][1]["export"], true);
    profile::EndpointProfile odd = legacy_endpoint();
    odd.suites[4].accepted = {{0x1234, {}}};
    odd.groups[0].accepted = {{0x4321, {}}};
    const Json other = parsed(object(odd));
    EXPECT_EQ(other["suites"][4]["suites"][0], Json({{"name", "0x1234"}, {"code", "0x1234"}}));
    EXPECT_EQ(other["groups"][0]["groups"][0]["name"], "0x4321");
}

TEST(ScanJson, SessionsAreAnswersOrValues) {
    const Json json = parsed(object(modern_endpoint()))["sessions"];
    EXPECT_EQ(json["tickets"], 2);
    EXPECT_EQ(json["ticket_lifetime"], 7200);
    EXPECT_EQ(json["psk_modes"], Json::array({"psk_dhe_ke"}));
    EXPECT_EQ(json["early_data"], "no");
    EXPECT_EQ(json["ticket"], "yes");
    const Json old = parsed(object(legacy_endpoint()))["sessions"];
    EXPECT_EQ(old["tickets"], 0);
    EXPECT_EQ(old["psk_modes"], "unknown");
    profile::EndpointProfile both = modern_endpoint();
    for (profile::NamedFact& entry : both.sessions) {
        if (entry.name == "psk_modes") entry.fact.detail = "psk_dhe_ke, psk_ke";
        if (entry.name == "ticket_lifetime") entry.fact = profile::Fact::make_no({}, "none");
        if (entry.name == "tickets") entry.fact.detail = "some";
    }
    const Json more = parsed(object(both))["sessions"];
    both.sessions = {{"tickets", profile::Fact::make_yes({}, "3 tickets")}};
    EXPECT_EQ(parsed(object(both))["sessions"]["tickets"], 3);
    EXPECT_EQ(more["psk_modes"], Json({"psk_dhe_ke", "psk_ke"}));
    EXPECT_EQ(more["ticket_lifetime"], "no");
    EXPECT_EQ(more["tickets"], "yes");
}

TEST(ScanJson, EveryFactWithItsCauseAndEvidence) {
    const Json json = parsed(object(legacy_endpoint()));
    const auto fact = [&](const std::string& name) {
        for (const Json& entry : json["facts"])
            if (entry["fact"] == name) return entry;
        return Json();
    };
    EXPECT_EQ(fact("extensions.compression"),
              Json({{"fact", "extensions.compression"},
                    {"answer", "yes"},
                    {"detail", "DEFLATE"},
                    {"evidence", {{"probe", "extensions"}, {"connection", 31}}}}));
    EXPECT_EQ(fact("extensions.fallback_scsv")["cause"], "reset by the server");
    EXPECT_EQ(fact("client_certificate.required")["answer"], "unknown");
    EXPECT_EQ(fact("dh_reuse")["detail"], "as in connection 8");
    EXPECT_EQ(fact("sessions.tickets")["answer"], "no");
    EXPECT_EQ(fact("http.plain_redirect")["cause"], "200 OK");
    EXPECT_EQ(json["ecdh_reuse"], "yes");
    EXPECT_EQ(json["dh"][0]["reused"], "yes");
    EXPECT_EQ(json["dh"][1]["name"], "");
    EXPECT_EQ(json["dh"][1]["bits"], 512);
    EXPECT_EQ(json["tolerance"][1]["result"], "broken");
    EXPECT_EQ(json["tolerance"][1]["hello_octets"], 281);
    EXPECT_EQ(json["tolerance"][2]["result"], "ok");
    EXPECT_EQ(json["tolerance"][3]["result"], "unknown");
    EXPECT_EQ(json["weaknesses"][3]["id"], "test.drown");
    EXPECT_EQ(json["weaknesses"][3]["evidence"]["connection"], 7);
    EXPECT_EQ(json["unknown"][0]["fact"], "TLS 1.3");
}

TEST(ScanJson, CertificatesByKeyAndName) {
    const Json json = parsed(object(modern_endpoint()))["certificates"];
    EXPECT_EQ(json[0]["key"], "ECDSA");
    EXPECT_EQ(json[0]["bits"], 256);
    EXPECT_EQ(json[0]["for"], "default");
    EXPECT_EQ(json[0]["chain"].size(), 2U);
    EXPECT_EQ(json[0]["validation"]["verdict"], "valid");
    EXPECT_EQ(json[0]["staple_octets"], 6);
    EXPECT_EQ(json[1]["key"], "RSA");
    EXPECT_EQ(json[1]["bits"], 2048);
    EXPECT_EQ(json[2]["for"], "no SNI");
    EXPECT_FALSE(json[2].contains("validation"));
    EXPECT_EQ(parsed(object(legacy_endpoint()))["certificates"][2]["for"], "unknown SNI");
    profile::EndpointProfile other = modern_endpoint();
    auto eddsa = std::make_shared<profile::Certificate>(*other.chains[0].chain[0]);
    eddsa->summary.public_key = {};
    eddsa->summary.public_key.kind = trust::KeyKind::ed448;
    other.chains[0].chain = {eddsa};
    other.chains[1].chain.clear();
    const Json changed = parsed(object(other))["certificates"];
    EXPECT_EQ(changed[0]["key"], "Ed448");
    EXPECT_EQ(changed[0]["bits"], 456);
    EXPECT_EQ(changed[1]["chain"], Json::array());
}

TEST(ScanJson, DetailsOnlyWhenAsked) {
    const Json plain = parsed(object(modern_endpoint()));
    EXPECT_FALSE(plain.contains("connections_log"));
    EXPECT_FALSE(plain["certificates"][0].contains("staple"));
    EXPECT_FALSE(plain["certificates"][0]["chain"][0].contains("der"));
    const Json full = parsed(object(modern_endpoint(), true));
    EXPECT_EQ(full["connections_log"][1]["outcome"], "alert handshake_failure");
    EXPECT_EQ(full["certificates"][0]["staple"], "737461706c65");
    EXPECT_EQ(full["certificates"][0]["sct_octets"].size(), 2U);
    EXPECT_EQ(full["certificates"][0]["chain"][0]["der"], "MAA=");
}

TEST(ScanJson, FailedAndHostile) {
    const Json failed = parsed(object(failed_endpoint()));
    EXPECT_EQ(failed["state"], "failed");
    EXPECT_FALSE(failed.contains("address"));
    EXPECT_NE(failed["trouble"].get<std::string>().find("NXDOMAIN"), std::string::npos);
    const Json hostile = parsed(object(hostile_endpoint(), true));
    EXPECT_EQ(hostile["alpn"]["protocols"].size(), 3U);
    EXPECT_EQ(hostile["certificates"][0]["chain"].size(), 40U);
    EXPECT_EQ(hostile["labels"].size(), 1U);
}

TEST(ScanJson, WithoutABookNamesAlone) {
    ScanJsonOptions bare;
    bare.version = "0.0";
    ScanJson json(bare);
    std::string out;
    json.append(out, modern_endpoint());
    const Json suite = parsed(out)["suites"][1]["suites"][0];
    EXPECT_EQ(suite["name"], "TLS_AES_256_GCM_SHA384");
    EXPECT_FALSE(suite.contains("strength"));
}

}  // namespace
}  // namespace tlsonar::reports
