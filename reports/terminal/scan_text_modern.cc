// Encrypted Client Hello, HTTPS records, delegated credentials, groups of RFC 7919, tickets of
// other endpoints: a line each, where there is something to say.
#include "profile/codes.h"
#include "reports/format.h"
#include "reports/terminal/scan_text_private.h"

namespace tlsonar::reports::scan_page {
namespace {

using profile::Answer;
using profile::EndpointProfile;

void write_ech(Page& page, const EndpointProfile& profile) {
    if (!profile.ech.retry.yes()) return;
    page.text("ECH",
              profile.ech.configs.malformed
                  ? "! the server gives configurations that can't be read"
                  : "the server gives " +
                        plural(profile.ech.configs.configs.size(), "configuration") + ": " +
                        shown(ech_configs_text(profile.ech.configs)),
              profile.ech.configs.malformed ? Tone::warn : Tone::good);
}

std::string record_text(const profile::ServiceRecord& record) {
    if (record.priority == 0) return "an alias of " + shown(record.target);
    std::string text = "priority " + std::to_string(record.priority);
    if (!record.target.empty()) text += ", at " + shown(record.target);
    if (record.port) text += ", port " + std::to_string(*record.port);
    constexpr std::size_t kMostNames = 8;
    std::string names;
    for (std::size_t i = 0; i < record.alpn.size() && i < kMostNames; ++i)
        names += (names.empty() ? "" : " ") + shown(record.alpn[i]);
    if (record.alpn.size() > kMostNames) names += " …";
    if (!names.empty()) text += ", " + names;
    const std::size_t hints = record.ipv4_hints.size() + record.ipv6_hints.size();
    if (hints > 0) text += ", " + plural(hints, "address hint");
    if (record.ech)
        text += record.ech->malformed ? ", ech that can't be read"
                                      : ", ech " + shown(ech_configs_text(*record.ech));
    return text;
}

void write_records(Page& page, const EndpointProfile& profile) {
    constexpr std::size_t kMost = 6;
    const profile::ServiceRecords& records = profile.service_records;
    std::string_view label = "DNS HTTPS";
    for (std::size_t i = 0; i < records.records.size() && i < kMost; ++i) {
        page.text(label, shown(record_text(records.records[i])));
        label = "";
    }
    if (records.records.size() > kMost)
        page.text("", count(records.records.size() - kMost) + " more", Tone::faint);
    const profile::Fact agreement = profile::ech_agreement(profile);
    if (agreement.yes()) page.text("", "ech as the server gives it", Tone::good);
    if (agreement.no()) page.text("", "! " + shown(agreement.cause), Tone::warn);
}

void write_credential(Page& page, const EndpointProfile& profile) {
    if (!profile.delegated_credential) return;
    const profile::DelegatedCredential& credential = *profile.delegated_credential;
    std::string what = key_text(credential.key) + ", signs with " +
                       text(profile::scheme_code(credential.verify_scheme));
    if (!credential.trouble.empty()) what = "one that can't be read";
    if (credential.expires) what += ", until " + moment(*credential.expires);
    if (credential.signature == Answer::yes) what += ", signed by the certificate's key";
    page.text("credential", "delegated: " + what);
    for (const std::string& problem : credential.problems())
        page.text("", "! " + shown(problem), Tone::warn);
}

}  // namespace

void write_named_dh(Page& page, const EndpointProfile& profile) {
    const profile::NamedDh& facts = profile.named_dh;
    if (facts.version == 0) return;
    std::string text = "groups of RFC 7919: ";
    if (facts.honoured.yes()) {
        text += "taken when named:";
        for (const profile::Accepted& entry : facts.groups)
            text +=
                " " + reports::text(profile::group_code(static_cast<std::uint16_t>(entry.code)));
    } else if (facts.honoured.no()) {
        text += shown(facts.honoured.cause);
    } else {
        text += "? not known: " + shown(facts.honoured.cause);
    }
    page.text("", text, facts.honoured.answer == Answer::unknown ? Tone::warn : Tone::plain);
}

void write_modern(Page& page, const EndpointProfile& profile) {
    write_ech(page, profile);
    write_records(page, profile);
    write_credential(page, profile);
}

}  // namespace tlsonar::reports::scan_page
