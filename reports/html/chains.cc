// What the server sent beside the path that was built, who trusts it, and how long it lasts.
#include "reports/format.h"
#include "reports/html/sections.h"

#include <algorithm>

namespace tlsonar::reports::html {
namespace {

using audit::CertificateView;
using audit::ChainView;
using audit::Subject;

constexpr std::size_t kMostNames = 50;
constexpr std::size_t kMostCertificates = 30;
constexpr std::int64_t kDay = 86400;

std::string key_line(const CertificateView& certificate) {
    std::string out = certificate.key;
    if (!certificate.curve.empty())
        out += " " + certificate.curve;
    else if (certificate.key_bits > 0)
        out += " " + std::to_string(certificate.key_bits);
    return out;
}

std::string title_of(const CertificateView& certificate) {
    if (!certificate.common_name.empty()) return certificate.common_name;
    if (!certificate.subject.empty()) return certificate.subject;
    return certificate.names.empty() ? "no name" : certificate.names.front().second;
}

std::string days_text(std::int64_t days) {
    return count(static_cast<std::uint64_t>(days < 0 ? -days : days)) +
           (days == 1 || days == -1 ? " day" : " days");
}

struct Validity {
    std::string words;
    std::string_view tone = "good";
    std::uint64_t gone = 0;  // hundredths
};

Validity validity_of(const CertificateView& certificate, audit::Day as_of) {
    constexpr std::int64_t kSoon = 30;
    const std::int64_t from = *certificate.not_before;
    const std::int64_t to = *certificate.not_after;
    const std::int64_t left = (to - as_of) / kDay;
    Validity out;
    out.words = date(from) + " to " + date(to) + ", " + days_text((to - from) / kDay) + "; ";
    // What is judged is a day: a certificate that begins in the course of it is valid on it.
    if (as_of + kDay <= from) {
        out.words += "not valid yet";
        out.tone = "bad";
    } else if (to < as_of) {
        out.words += "expired " + days_text(left) + " ago";
        out.tone = "bad";
        out.gone = 100;
    } else {
        out.words += days_text(left) + " left";
        out.tone = left < kSoon ? "warn" : "good";
        out.gone = to > from ? static_cast<std::uint64_t>(std::max<std::int64_t>(as_of - from, 0) /
                                                          ((to - from) / 100 + 1))
                             : 100;
    }
    out.gone = std::min<std::uint64_t>(out.gone, 100);
    return out;
}

void write_validity(HtmlWriter& w, const CertificateView& certificate, audit::Day as_of) {
    if (!certificate.not_before || !certificate.not_after) return;
    const Validity validity = validity_of(certificate, as_of);
    const auto box = w.in("div", {{"class", "validity"}});
    write_bar(w, validity.gone, 100, validity.tone);
    w.element("span", validity.words);
}

void write_names(HtmlWriter& w, const CertificateView& certificate) {
    if (certificate.names.empty()) return;
    std::string names;
    for (std::size_t i = 0; i < std::min(certificate.names.size(), kMostNames); ++i)
        names += (i == 0 ? "" : ", ") + certificate.names[i].second;
    const auto pair = w.in("div");
    w.element("dt", "Names");
    const auto list = w.in("dd");
    w.text(names);
    if (certificate.names.size() > kMostNames)
        w.text(" and " + count(certificate.names.size() - kMostNames) + " more");
}

std::string joined_words(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words)
        out += (out.empty() ? "" : ", ") + word;
    return out;
}

void write_certificate(HtmlWriter& w, const CertificateView& certificate, audit::Day as_of,
                       std::string_view role) {
    {
        const auto line = w.in("p", {{"class", "cert-title"}});
        w.element("b", title_of(certificate));
        w.element("span", {{"class", "mark"}}, role);
        w.element("span", {{"class", "fine"}}, key_line(certificate));
    }
    write_validity(w, certificate, as_of);
    const auto more = w.in("details");
    w.element("summary", "Details");
    {
        const auto list = w.in("dl", {{"class", "pairs"}});
        write_pair(w, "Subject", certificate.subject);
        write_pair(w, "Issuer", certificate.issuer);
        write_pair(w, "Serial", certificate.serial);
        write_names(w, certificate);
        write_pair(w, "Signature", certificate.signature);
        write_pair(w, "Key usage", joined_words(certificate.key_usage));
        write_pair(w, "Extended key usage", joined_words(certificate.extended_key_usage));
    }
    if (!certificate.sha256.empty()) {
        w.element("p", {{"class", "fine"}}, "SHA-256");
        write_copyable(w, "Copy the fingerprint", {certificate.sha256});
    }
}

std::string_view role_of(const CertificateView& certificate, std::size_t index) {
    if (index == 0) return "leaf";
    if (certificate.self_issued) return "root";
    return certificate.ca ? "intermediate" : "not a CA";
}

void write_sent(HtmlWriter& w, const ChainView& chain, audit::Day as_of) {
    const auto box = w.in("div", {{"class", "sent"}});
    w.element("h4", "Sent, in this order");
    if (chain.sent.empty()) w.element("p", {{"class", "note"}}, "No certificate.");
    const auto list = w.in("ol", {{"class", "tree"}});
    for (std::size_t i = 0; i < std::min(chain.sent.size(), kMostCertificates); ++i) {
        if (chain.sent[i] == nullptr) continue;
        const CertificateView& certificate = *chain.sent[i];
        const bool used = chain.path.empty() ||
                          std::ranges::find(chain.path, certificate.subject) != chain.path.end();
        const auto item = w.in("li", {{"class", used ? "used" : "unused"}});
        write_certificate(w, certificate, as_of, role_of(certificate, i));
        if (!used) w.element("p", {{"class", "note"}}, "Sent, but no part of the path.");
    }
    if (chain.sent.size() > kMostCertificates) {
        const auto item = w.in("li", {{"class", "unused"}});
        w.element("p", {{"class", "note"}},
                  "and " + count(chain.sent.size() - kMostCertificates) + " more");
    }
}

// The path from the leaf up, each below what it leads to.
void write_built(HtmlWriter& w, const ChainView& chain) {
    const auto box = w.in("div", {{"class", "built"}});
    w.element("h4", "Path that was built");
    if (chain.path.empty()) {
        w.element("p", {{"class", "note"}}, "None.");
        return;
    }
    const auto list = w.in("ol", {{"class", "tree"}});
    for (std::size_t i = 0; i < std::min(chain.path.size(), kMostCertificates); ++i) {
        const bool sent = std::ranges::any_of(chain.sent, [&](const audit::CertificatePtr& c) {
            return c != nullptr && c->subject == chain.path[i];
        });
        const bool anchor = i + 1 == chain.path.size() && i > 0;
        const auto item = w.in("li", {{"class", sent ? "used" : "added"}});
        w.element("b", chain.path[i]);
        w.element("span", {{"class", "mark"}},
                  sent     ? "sent"
                  : anchor ? "anchor of the store"
                           : "not sent: found elsewhere");
    }
}

void write_programmes(HtmlWriter& w, const ChainView& chain) {
    if (chain.programmes.empty()) return;
    const auto list = w.in("ul", {{"class", "programmes"}, {"aria-label", "Trust by programme"}});
    for (const auto& [name, trusts] : chain.programmes) {
        const std::string_view tone = trusts == "yes"  ? "yes"
                                      : trusts == "no" ? "outdated"
                                                       : "unclear";
        const auto item = w.in("li", {{"class", tone}});
        w.element("b", name);
        w.element("span", trusts == "yes" ? "trusted" : trusts == "no" ? "not trusted" : trusts);
    }
}

void write_chain_findings(HtmlWriter& w, const ChainView& chain) {
    if (chain.findings.empty()) return;
    const auto list = w.in("ul", {{"class", "own"}});
    for (const audit::FindingView& finding : chain.findings) {
        const auto item = w.in("li");
        w.element("span", {{"class", "severity " + finding.severity}}, finding.severity);
        w.text(" ");
        w.element("b", finding.title);
        if (finding.certificate)
            w.text(" (certificate " + std::to_string(*finding.certificate + 1) + ")");
        if (!finding.found.empty()) w.text(": " + finding.found);
        if (!finding.expected.empty()) w.text(", expected " + finding.expected);
        w.element("span", {{"class", "fine"}}, " " + finding.id + " · " + finding.source);
    }
}

std::string_view tone_of(const ChainView& chain) {
    if (chain.verdict == "valid") return "pass";
    return chain.verdict == "invalid" ? "fail" : "incomplete";
}

// What was asked for matters where a server has several certificates; in a capture nobody of ours
// asked.
std::string about_asking(const std::string& asked, audit::Mode mode) {
    if (asked.empty() || mode != audit::Mode::active) return {};
    return asked == "default" ? " asked as most clients ask" : " asked with: " + asked;
}

void write_chain(HtmlWriter& w, const ChainView& chain, audit::Day as_of, audit::Mode mode) {
    const auto box = w.in("div", {{"class", "chain"}});
    {
        const auto line = w.in("p", {{"class", "chain-head"}});
        if (!chain.verdict.empty())
            w.element("span", {{"class", "verdict " + std::string(tone_of(chain))}}, chain.verdict);
        std::string words = about_asking(chain.asked, mode);
        if (!chain.version.empty())
            words += (words.empty() ? " " : " · ") + version_title(chain.version);
        if (!chain.store.empty()) words += (words.empty() ? " store " : " · store ") + chain.store;
        w.text(words);
    }
    write_programmes(w, chain);
    write_chain_findings(w, chain);
    const auto both = w.in("div", {{"class", "both"}});
    write_sent(w, chain, as_of);
    write_built(w, chain);
}

}  // namespace

void write_chains(HtmlWriter& w, const Outline& outline, const Subject& subject) {
    if (subject.chains.empty()) return;
    w.element("h3", subject.chains.size() == 1 ? "Certificate chain" : "Certificate chains");
    for (const ChainView& chain : subject.chains)
        write_chain(w, chain, outline.report.as_of, subject.mode);
}

}  // namespace tlsonar::reports::html
