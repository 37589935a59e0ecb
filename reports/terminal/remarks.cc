#include "reports/terminal/remarks.h"

#include "core/text.h"
#include "profile/codes.h"
#include "reports/format.h"

#include <iterator>
#include <span>
#include <utility>

namespace tlsonar::reports {
namespace {

using profile::Record;
using profile::Step;
using Words = std::vector<std::string>;

std::string joined(std::span<const profile::Code> codes, std::size_t most) {
    std::string out;
    std::size_t shown = 0;
    std::size_t left = 0;
    for (const profile::Code& code : codes) {
        if (code.grease) continue;
        if (shown == most) {
            ++left;
            continue;
        }
        if (shown++ > 0) out += ", ";
        append_code(out, code);
    }
    return left == 0 ? out : out + ", " + std::to_string(left) + " more";
}

// Of two hellos the first stands apart.
const profile::ClientOffer& offer_of(const Record& record, const Step& step) {
    if (!record.first_client.seen) return record.client;
    for (const Step& other : record.steps)
        if (other.name == step.name) return &other == &step ? record.first_client : record.client;
    return record.client;
}

void client_hello(const Record& record, const Step& step, Words& words) {
    const profile::ClientOffer& client = offer_of(record, step);
    if (client.ssl2_format) words.emplace_back("in SSLv2 format");
    if (client.sni) words.push_back("SNI " + printable(*client.sni));
    if (!client.alpn.empty()) {
        std::string list = "ALPN ";
        for (std::size_t i = 0; i < client.alpn.size(); ++i)
            list += (i > 0 ? ", " : "") + printable(client.alpn[i]);
        words.push_back(list);
    }
    if (client.versions.empty()) {
        words.push_back("up to " + text(profile::version_code(client.legacy_version)));
    } else {
        words.push_back(joined(client.versions, 5));
    }
    words.push_back(plural(client.suites.size(), "suite"));
    words.push_back(plural(client.extensions.size(), "extension"));
    if (!client.key_shares.empty()) {
        std::string shares;
        for (const profile::KeyShare& share : client.key_shares)
            if (!share.group.grease)
                shares += (shares.empty() ? "key share " : ", ") + text(share.group);
        words.push_back(shares);
    }
    if (!client.groups.empty()) words.push_back("groups " + joined(client.groups, 6));
    if (client.psk_identities > 0) words.push_back(plural(client.psk_identities, "PSK"));
    if (client.ticket_octets.value_or(0) > 0) words.emplace_back("shows a session ticket");
    if (client.early_data) words.emplace_back("early data");
    if (!client.ech.empty()) words.push_back("ECH " + std::string(client.ech));
    if (!client.ja4.empty()) words.push_back("JA4 " + client.ja4);
    if (!client.ja3.empty()) words.push_back("JA3 " + client.ja3);
}

void server_hello(const Record& record, const Step&, Words& words) {
    if (!record.server.seen) return;
    words.push_back(version_text(record.version));
    if (record.version.value != 0x0002) words.push_back(text(record.server.suite));
    if (record.server.group) words.push_back(text(*record.server.group));
    if (record.resumption.value_or(profile::Resumption::none) != profile::Resumption::none)
        words.push_back("resumes by " + std::string(name_of(*record.resumption)));
    if (record.server.compression_method.value != 0)
        words.push_back("compression " + text(record.server.compression_method, 2));
    if (!record.server.ja3s.empty()) words.push_back("JA3S " + record.server.ja3s);
}

void hello_retry_request(const Record& record, const Step&, Words& words) {
    if (!record.retry.seen) return;
    if (record.retry.group) words.push_back("asks for " + text(*record.retry.group));
    words.push_back(text(record.retry.suite));
}

void encrypted_extensions(const Record& record, const Step&, Words& words) {
    if (record.server.alpn) words.push_back("ALPN " + printable(*record.server.alpn));
    const std::string list = joined(record.server.encrypted_extensions, 6);
    if (!list.empty()) words.push_back(list);
}

std::string name_or_dn(const trust::Name& name) {
    const trust::NameAttribute* cn = name.find("CN");
    return printable(cn != nullptr ? cn->text() : name.rfc4514());
}

// What the OCSP staple says of the leaf.
void staple(const trust::ChainVerdict& verdict, Words& words) {
    if (!verdict.staple) return;
    using Status = trust::RevocationAnswer::Status;
    const Status status = verdict.staple->status;
    std::string word = status == Status::good      ? "✓ staple says good"
                       : status == Status::revoked ? "✗ staple says revoked"
                                                   : "? staple does not count";
    if (status == Status::good && verdict.staple->next_update)
        word += " until " + date(*verdict.staple->next_update);
    words.push_back(std::move(word));
}

void certificate(const Record& record, const Step& step, Words& words) {
    const auto& chain = step.sender == dissect::Role::server ? record.server_certificates
                                                             : record.client_certificates;
    if (chain.empty()) words.emplace_back("no certificate");
    for (const profile::CertificateRef& c : chain) {
        const trust::CertificateSummary& s = c->summary;
        words.push_back(name_or_dn(s.subject) + " from " + name_or_dn(s.issuer));
        std::string one = key_text(s.public_key);
        if (s.not_after) one += " until " + date(*s.not_after);
        if (c->cut) one += ", cut short";
        words.push_back(one);
    }
    const trust::ChainVerdictPtr& verdict =
        step.sender == dissect::Role::server ? record.server_chain : record.client_chain;
    if (!verdict) return;
    if (verdict->verdict == trust::Verdict::valid)
        words.push_back("✓ valid by " + printable(verdict->store));
    else
        words.push_back(verdict->verdict == trust::Verdict::invalid ? "✗ refused" : "? unclear");
    // The same of several certificates is told once.
    const trust::FindingKind* last = nullptr;
    static const std::vector<trust::Finding> none;
    for (const auto* findings : {&verdict->path_findings, &verdict->chain_findings,
                                 verdict->ct ? &verdict->ct->findings : &none})
        for (const trust::Finding& finding : *findings) {
            const bool again = std::exchange(last, finding.kind) == finding.kind;
            if (finding.kind->severity >= trust::Severity::medium && !again)
                words.push_back("✗ " + std::string(finding.kind->title));
        }
    if (verdict->ct && verdict->ct->compliance == trust::CtCompliance::compliant)
        words.push_back("✓ " + plural(verdict->ct->counted, "SCT") + " of " +
                        plural(verdict->ct->operators, "log operator"));
    if (record.ocsp_staple && step.sender == dissect::Role::server) staple(*verdict, words);
}

void key_exchange(const Record& record, const Step&, Words& words) {
    if (record.server.group) words.push_back(text(*record.server.group));
    if (record.server.dh_bits != 0)
        words.push_back("prime of " + std::to_string(record.server.dh_bits) + " bits");
    if (record.server.signature_scheme) words.push_back(text(*record.server.signature_scheme));
}

void certificate_verify(const Record& record, const Step& step, Words& words) {
    if (step.sender == dissect::Role::server && record.server.signature_scheme)
        words.push_back(text(*record.server.signature_scheme));
}

void alert(const Record& record, const Step& step, Words& words) {
    for (const profile::AlertSeen& seen : record.alerts)
        if (seen.when == step.last && seen.sender == step.sender)
            words.push_back(std::string(seen.level == 2 ? "fatal " : "warning ") +
                            text(seen.description, 2));
}

struct Entry {
    std::string_view message;
    void (*remark)(const Record& record, const Step& step, Words& words);
};

constexpr Entry kEntries[] = {
    {"client_hello", client_hello},
    {"server_hello", server_hello},
    {"hello_retry_request", hello_retry_request},
    {"encrypted_extensions", encrypted_extensions},
    {"certificate", certificate},
    {"compressed_certificate", certificate},
    {"server_key_exchange", key_exchange},
    {"certificate_verify", certificate_verify},
    {"alert", alert},
};

}  // namespace

std::vector<std::string> remarks(const Record& record, const Step& step) {
    Words words;
    if (step.encrypted && !step.opened) {
        if (step.records > 1) words.push_back(plural(step.records, "record"));
        return words;
    }
    for (const Entry& entry : kEntries)
        if (entry.message == step.name) entry.remark(record, step, words);
    return words;
}

}  // namespace tlsonar::reports
