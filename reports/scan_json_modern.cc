// Encrypted Client Hello, HTTPS records, delegated credentials, groups of RFC 7919, tickets of
// other endpoints.
#include "profile/codes.h"
#include "reports/format.h"
#include "reports/scan_json_private.h"

namespace tlsonar::reports {
namespace {

using profile::EndpointProfile;
using profile::Fact;

void write_ech_config(JsonWriter& json, const profile::EchConfig& config) {
    json.begin_object();
    json.hex_number("version", config.version, 4);
    json.boolean("readable", config.readable);
    if (config.readable) {
        json.number("config_id", config.config_id);
        json.plain("kem", text(profile::hpke_kem_code(config.kem)));
        json.begin_array("hpke_suites");
        for (const profile::EchConfig::Suite& suite : config.suites) {
            json.begin_object();
            json.plain("kdf", text(profile::hpke_kdf_code(suite.kdf)));
            json.plain("aead", text(profile::hpke_aead_code(suite.aead)));
            json.end_object();
        }
        json.end_array();
        json.string("public_name", config.public_name);
        json.number("maximum_name_length", config.maximum_name_length);
    }
    json.end_object();
}

void write_ech_configs(JsonWriter& json, std::string_view name, const profile::EchConfigs& list) {
    json.begin_array(name);
    for (const profile::EchConfig& config : list.configs)
        write_ech_config(json, config);
    json.end_array();
}

void write_ech(JsonWriter& json, const EndpointProfile& profile) {
    json.begin_object("ech");
    write_answer(json, "retry", profile.ech.retry);
    write_ech_configs(json, "configs", profile.ech.configs);
    json.begin_object("dns_agrees");
    write_answer(json, "answer", profile::ech_agreement(profile));
    json.end_object();
    write_evidence(json, profile.ech.retry.evidence);
    json.end_object();
}

void write_addresses(JsonWriter& json, std::string_view name, const std::vector<IpAddress>& list) {
    json.begin_array(name);
    for (const IpAddress& address : list)
        json.string(to_text(address));
    json.end_array();
}

void write_service_record(JsonWriter& json, const profile::ServiceRecord& record) {
    json.begin_object();
    json.number("priority", record.priority);
    json.string("target", record.target);
    json.begin_array("protocols");
    for (const std::string& name : record.alpn)
        json.string(name);
    json.end_array();
    json.boolean("no_default_alpn", record.no_default_alpn);
    if (record.port) json.number("port", *record.port);
    write_addresses(json, "ipv4_hints", record.ipv4_hints);
    write_addresses(json, "ipv6_hints", record.ipv6_hints);
    if (record.ech) write_ech_configs(json, "configs", *record.ech);
    json.end_object();
}

void write_service_records(JsonWriter& json, const profile::ServiceRecords& records) {
    json.begin_object("https_records");
    write_answer(json, "found", records.found);
    if (!records.owner.empty()) json.string("owner", records.owner);
    json.begin_array("records");
    for (const profile::ServiceRecord& record : records.records)
        write_service_record(json, record);
    json.end_array();
    json.end_object();
}

void write_credential(JsonWriter& json, const profile::DelegatedCredential& credential) {
    json.begin_object("delegated_credential");
    if (credential.trouble.empty()) {
        json.plain("algorithm", text(profile::scheme_code(credential.algorithm)));
        json.plain("verify_scheme", text(profile::scheme_code(credential.verify_scheme)));
        json.number("valid_time", credential.valid_time);
        if (credential.expires) json.plain("expires", moment(*credential.expires));
        json.string("key", key_text(credential.key));
    }
    json.plain("delegation_usage", name_of(credential.delegation_usage));
    json.plain("digital_signature", name_of(credential.digital_signature));
    json.plain("in_time", name_of(credential.in_time));
    json.plain("short_lived", name_of(credential.short_lived));
    json.plain("signature_valid", name_of(credential.signature));
    json.plain("own_scheme", name_of(credential.own_scheme));
    json.begin_array("problems");
    for (const std::string& problem : credential.problems())
        json.string(problem);
    json.end_array();
    write_evidence(json, credential.evidence);
    json.end_object();
}

void write_named_dh(JsonWriter& json, const profile::NamedDh& facts) {
    json.begin_object("named_dh");
    write_answer(json, "honoured", facts.honoured);
    if (facts.version != 0) json.string("version", profile::version_title(facts.version));
    json.begin_array("named_groups");
    for (const profile::Accepted& entry : facts.groups)
        json.plain(text(profile::group_code(static_cast<std::uint16_t>(entry.code))));
    json.end_array();
    write_evidence(json, facts.honoured.evidence);
    json.end_object();
}

void write_shared_tickets(JsonWriter& json, const profile::SharedTickets& facts) {
    if (facts.key_name.empty()) return;
    json.begin_object("shared_tickets");
    json.hex("key_name", facts.key_name);
    write_evidence(json, facts.key_name_evidence);
    json.end_object();
}

}  // namespace

void write_answer(JsonWriter& json, std::string_view name, const Fact& fact) {
    json.plain(name, name_of(fact.answer));
    if (!fact.yes() && !fact.cause.empty()) json.string("cause", fact.cause);
}

void write_scan_modern(JsonWriter& json, const EndpointProfile& profile) {
    write_ech(json, profile);
    write_service_records(json, profile.service_records);
    if (profile.delegated_credential) write_credential(json, *profile.delegated_credential);
    write_named_dh(json, profile.named_dh);
    write_shared_tickets(json, profile.shared_tickets);
}

}  // namespace tlsonar::reports
