#include "profile/codes.h"
#include "reports/format.h"
#include "reports/scan_json_private.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace tlsonar::reports {
namespace {

using profile::Answer;
using profile::EndpointProfile;
using profile::Fact;
using profile::NamedFact;

void write_strings(JsonWriter& json, std::string_view name, const std::vector<std::string>& list) {
    json.begin_array(name);
    for (const std::string& text : list)
        json.string(text);
    json.end_array();
}

// What of the sessions is told as a value, not as yes.
enum class Shape : std::uint8_t { answer, number, number_or_zero, words };
struct Shaped {
    std::string_view name;
    Shape shape;
};
constexpr Shaped kShapes[] = {
    {"tickets", Shape::number_or_zero},
    {"ticket_lifetime", Shape::number},
    {"max_early_data", Shape::number},
    {"psk_modes", Shape::words},
};

Shape shape_of(std::string_view name) {
    const auto* found = std::find_if(std::begin(kShapes), std::end(kShapes),
                                     [&](const Shaped& shaped) { return shaped.name == name; });
    return found == std::end(kShapes) ? Shape::answer : found->shape;
}

// "3", "3 tickets"
std::optional<std::uint64_t> leading_number(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || (end != text.data() + text.size() && *end != ' ')) return {};
    return value;
}

// "psk_dhe_ke, psk_ke"
void write_words(JsonWriter& json, std::string_view name, std::string_view text) {
    constexpr std::string_view kBetween = ", ";
    json.begin_array(name);
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of(kBetween), text.size());
        if (end > 0) json.string(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    json.end_array();
}

void write_session(JsonWriter& json, const NamedFact& entry) {
    const Fact& fact = entry.fact;
    const Shape shape = shape_of(entry.name);
    if (shape == Shape::words && fact.answer != Answer::unknown)
        return write_words(json, entry.name, fact.yes() ? fact.detail : std::string());
    if (shape == Shape::number || shape == Shape::number_or_zero) {
        const auto value = fact.yes() ? leading_number(fact.detail) : std::nullopt;
        if (value) return json.number(entry.name, *value);
        if (fact.no() && shape == Shape::number_or_zero) return json.number(entry.name, 0);
    }
    json.plain(entry.name, name_of(fact.answer));
}

void write_client_auth(JsonWriter& json, const profile::ClientAuth& auth) {
    json.begin_object("client_certificate");
    json.plain("asked", name_of(auth.asked.answer));
    json.plain("required", name_of(auth.required.answer));
    write_strings(json, "authorities", auth.authorities);
    json.begin_array("schemes");
    for (const std::uint16_t scheme : auth.schemes)
        json.plain(text(profile::scheme_code(scheme)));
    json.end_array();
    json.end_object();
}

void write_protocols(JsonWriter& json, const EndpointProfile& profile) {
    json.begin_object("alpn");
    json.boolean("complete", profile.alpn.complete);
    if (!profile.alpn.cause.empty()) json.string("cause", profile.alpn.cause);
    json.plain("decides", name_of(profile.alpn.decides));
    write_strings(json, "protocols", profile.alpn.names);
    json.end_object();
    write_strings(json, "npn", profile.npn.names);
    json.boolean("npn_complete", profile.npn.complete);
    if (!profile.npn.cause.empty()) json.string("npn_cause", profile.npn.cause);
}

void write_tolerance(JsonWriter& json, const EndpointProfile& profile) {
    json.begin_array("tolerance");
    for (const profile::Tolerance& entry : profile.tolerance) {
        constexpr std::string_view kResults[] = {"unknown", "ok", "broken"};
        json.begin_object();
        json.plain("test", entry.test);
        json.plain("result", kResults[static_cast<std::size_t>(entry.bears.answer)]);
        json.string("title", entry.title);
        if (!entry.bears.yes() && !entry.bears.cause.empty())
            json.string("cause", entry.bears.cause);
        if (!entry.bears.detail.empty()) json.string("detail", entry.bears.detail);
        if (entry.hello_octets != 0) json.number("hello_octets", entry.hello_octets);
        write_evidence(json, entry.bears.evidence);
        json.end_object();
    }
    json.end_array();
}

void write_fact(JsonWriter& json, std::string_view area, std::string_view name, const Fact& fact) {
    json.begin_object();
    json.string("fact",
                area.empty() ? std::string(name) : std::string(area) + "." + std::string(name));
    json.plain("answer", name_of(fact.answer));
    if (!fact.yes() && !fact.cause.empty()) json.string("cause", fact.cause);
    if (!fact.detail.empty()) json.string("detail", fact.detail);
    write_evidence(json, fact.evidence);
    json.end_object();
}

// How each answer above is known.
void write_facts(JsonWriter& json, const EndpointProfile& profile) {
    json.begin_array("facts");
    write_fact(json, {}, "dh_reuse", profile.dh_reuse);
    write_fact(json, {}, "ecdh_reuse", profile.ecdh_reuse);
    write_fact(json, {}, "rejects_unknown_name", profile.rejects_unknown_name);
    write_fact(json, "client_certificate", "asked", profile.client_auth.asked);
    write_fact(json, "client_certificate", "required", profile.client_auth.required);
    for (const NamedFact& entry : profile.extensions)
        write_fact(json, "extensions", entry.name, entry.fact);
    for (const NamedFact& entry : profile.sessions)
        write_fact(json, "sessions", entry.name, entry.fact);
    if (profile.http.asked) {
        write_fact(json, "http", "preload_ready", profile.http.preload_ready);
        write_fact(json, "http", "plain_redirect", profile.http.plain_redirect);
    }
    json.end_array();
}

}  // namespace

void write_evidence(JsonWriter& json, const profile::Evidence& evidence) {
    if (evidence.probe.empty()) return;
    json.begin_object("evidence");
    json.plain("probe", evidence.probe);
    if (evidence.connection != 0) json.number("connection", evidence.connection);
    json.end_object();
}

void write_seconds(JsonWriter& json, std::string_view name, Time nanoseconds) {
    std::array<char, 32> text{};
    const char* end = pieces::put_seconds(text.data(), nanoseconds);
    json.raw(name, {text.data(), static_cast<std::size_t>(end - text.data())});
}

void write_http(JsonWriter& json, const profile::HttpFacts& http) {
    json.begin_object("http");
    json.boolean("asked", http.asked);
    if (!http.cause.empty()) json.string("cause", http.cause);
    if (http.status != 0) json.number("status", http.status);
    if (!http.version.empty()) json.string("version", http.version);
    if (!http.server.empty()) json.string("server", http.server);
    if (!http.location.empty()) json.string("location", http.location);
    if (http.hsts) {
        json.begin_object("hsts");
        json.string("header", *http.hsts);
        if (http.hsts_max_age) json.number("max_age", *http.hsts_max_age);
        json.boolean("include_subdomains", http.hsts_subdomains);
        json.boolean("preload", http.hsts_preload);
        json.end_object();
    }
    if (http.asked) {
        json.plain("preload_ready", name_of(http.preload_ready.answer));
        json.plain("plain_redirect", name_of(http.plain_redirect.answer));
    }
    if (!http.plain_location.empty()) json.string("plain_location", http.plain_location);
    json.end_object();
}

void write_scan_facts(JsonWriter& json, const EndpointProfile& profile) {
    json.plain("ecdh_reuse", name_of(profile.ecdh_reuse.answer));
    json.plain("rejects_unknown_name", name_of(profile.rejects_unknown_name.answer));
    write_client_auth(json, profile.client_auth);
    write_protocols(json, profile);
    json.begin_object("extensions");
    for (const NamedFact& entry : profile.extensions)
        json.plain(entry.name, name_of(entry.fact.answer));
    json.end_object();
    json.begin_object("sessions");
    for (const NamedFact& entry : profile.sessions)
        write_session(json, entry);
    json.end_object();
    write_tolerance(json, profile);
    write_http(json, profile.http);
    write_facts(json, profile);
}

}  // namespace tlsonar::reports
