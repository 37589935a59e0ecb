#include "profile/codes.h"
#include "reports/format.h"
#include "reports/scan_json_private.h"

namespace tlsonar::reports {
namespace {

using profile::AcceptedList;
using profile::EndpointProfile;

constexpr std::uint16_t kSsl2 = 0x0002;

// The registry's name, or the code in hexadecimal.
void write_name_and_code(JsonWriter& json, const profile::Code& code, int digits) {
    json.plain("name", text(code, digits));
    json.hex_number("code", code.value, digits);
}

void write_suite(JsonWriter& json, std::uint32_t code, std::uint16_t version,
                 const CodeBook& codes) {
    const bool ssl2 = version == kSsl2;
    write_name_and_code(json,
                        ssl2 ? profile::ssl2_suite_code(code)
                             : profile::suite_code(static_cast<std::uint16_t>(code)),
                        ssl2 ? 6 : 4);
    const SuiteFacts facts = codes.suite(version, code);
    if (!facts.known) return;
    json.number("strength", facts.strength);
    json.plain("key_exchange", facts.key_exchange);
    json.plain("authentication", facts.authentication);
    json.plain("cipher", facts.cipher);
    if (!facts.mode.empty()) json.plain("mode", facts.mode);
    json.plain("mac", facts.mac);
    json.number("key_bits", facts.key_bits);
    if (facts.export_grade) json.boolean("export", true);
    json.boolean("forward_secrecy", facts.forward_secrecy);
    // SSLv2's kinds are in no registry that recommends.
    if (!facts.recommended.empty()) json.plain("recommended", facts.recommended);
}

void write_group(JsonWriter& json, std::uint32_t code, std::uint16_t, const CodeBook& codes) {
    write_name_and_code(json, profile::group_code(static_cast<std::uint16_t>(code)), 4);
    const GroupFacts facts = codes.group(code);
    if (!facts.known) return;
    json.plain("kind", facts.kind);
    json.number("bits", facts.bits);
    json.boolean("post_quantum", facts.post_quantum);
    json.plain("recommended", facts.recommended);
}

void write_scheme(JsonWriter& json, std::uint32_t code, std::uint16_t, const CodeBook& codes) {
    write_name_and_code(json, profile::scheme_code(static_cast<std::uint16_t>(code)), 4);
    const SchemeFacts facts = codes.scheme(code);
    if (!facts.known) return;
    json.plain("algorithm", facts.algorithm);
    json.plain("hash", facts.hash);
    json.boolean("post_quantum", facts.post_quantum);
    json.plain("recommended", facts.recommended);
}

using WriteCode = void (*)(JsonWriter&, std::uint32_t, std::uint16_t, const CodeBook&);

void write_list(JsonWriter& json, std::string_view inner, const AcceptedList& list, WriteCode write,
                const CodeBook& codes) {
    json.begin_object();
    json.string("version", profile::version_title(list.version));
    json.boolean("complete", list.complete);
    if (!list.cause.empty()) json.string("cause", list.cause);
    json.plain("decides", name_of(list.decides));
    json.boolean("ordered", list.ordered);
    json.number("offered", list.offered);
    if (!list.oddities.empty()) {
        json.begin_array("oddities");
        for (const std::string& oddity : list.oddities)
            json.string(oddity);
        json.end_array();
    }
    json.begin_array(inner);
    for (const profile::Accepted& entry : list.accepted) {
        json.begin_object();
        write(json, entry.code, list.version, codes);
        write_evidence(json, entry.evidence);
        json.end_object();
    }
    json.end_array();
    json.end_object();
}

void write_lists(JsonWriter& json, std::string_view name, std::string_view inner,
                 const std::vector<AcceptedList>& lists, WriteCode write, const CodeBook& codes) {
    json.begin_array(name);
    for (const AcceptedList& list : lists)
        write_list(json, inner, list, write, codes);
    json.end_array();
}

void write_versions(JsonWriter& json, const EndpointProfile& profile) {
    json.begin_array("versions");
    for (const profile::VersionFact& entry : profile.versions) {
        json.begin_object();
        json.string("version", profile::version_title(entry.version));
        json.hex_number("code", entry.version, 4);
        json.plain("supported", name_of(entry.supported.answer));
        if (!entry.supported.yes() && !entry.supported.cause.empty())
            json.string("cause", entry.supported.cause);
        if (!entry.supported.detail.empty()) json.string("detail", entry.supported.detail);
        write_evidence(json, entry.supported.evidence);
        json.end_object();
    }
    json.end_array();
}

void write_dh(JsonWriter& json, const EndpointProfile& profile) {
    json.begin_array("dh");
    for (const profile::DhGroup& group : profile.dh_groups) {
        json.begin_object();
        json.number("bits", group.bits);
        json.string("name", group.name);
        json.plain("reused", name_of(profile.dh_reuse.answer));
        json.boolean("well_known", group.well_known);
        json.boolean("standard", group.standard);
        json.plain("safe_prime", name_of(group.safe_prime));
        json.hex("prime", group.prime);
        json.hex("generator", group.generator);
        json.begin_array("suites");
        for (const std::uint16_t suite : group.suites)
            json.plain(text(profile::suite_code(suite)));
        json.end_array();
        write_evidence(json, group.evidence);
        json.end_object();
    }
    json.end_array();
}

}  // namespace

void write_scan_lists(JsonWriter& json, const EndpointProfile& profile, const CodeBook& codes) {
    write_versions(json, profile);
    write_lists(json, "suites", "suites", profile.suites, write_suite, codes);
    write_lists(json, "groups", "groups", profile.groups, write_group, codes);
    write_lists(json, "signature_schemes", "schemes", profile.schemes, write_scheme, codes);
    write_dh(json, profile);
}

}  // namespace tlsonar::reports
