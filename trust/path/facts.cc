#include "trust/path/facts.h"

#include "trust/der.h"
#include "trust/name/host_syntax.h"
#include "trust/oid_table.h"

#include <algorithm>

namespace tlsonar::trust {
namespace {

constexpr std::string_view kSmtpUtf8 =
    oid_table::kEntries[oid_table::index_of("1.3.6.1.5.5.7.8.9")].der;

// Problems of the tolerant reader that say nothing against the certificate: what followed it was
// cut off, and SCTs are another's business.
bool is_harmless(std::string_view problem) {
    return problem == "octets after the certificate" || problem.starts_with("SCT list");
}

// DER's form of a time, whichever of the two kinds it is.
bool is_time_form(std::string_view text) {
    if (text.size() != 13 && text.size() != 15) return false;
    return text.back() == 'Z' &&
           std::all_of(text.begin(), text.end() - 1, [](char c) { return c >= '0' && c <= '9'; });
}

// GeneralizedTime for a date before 2050: CAs must not write it, relying parties lose nothing by
// reading it.
bool is_early_generalized_time(const CertificateSummary& summary, std::string_view problem) {
    return problem.starts_with("time is not written") && is_time_form(summary.not_before_text) &&
           is_time_form(summary.not_after_text);
}

void add_problems(const CertificateSummary& summary, PathFacts& facts) {
    bool explained = false;
    for (const CertificateProblem& problem : summary.problems) {
        if (is_harmless(problem.what) || is_early_generalized_time(summary, problem.what)) continue;
        explained = true;
        if (problem.what == "extension appears twice")
            facts.defects.push_back({PathKind::duplicate_extension, std::string(problem.what)});
        else if (problem.what.starts_with("too many"))
            facts.defects.push_back({PathKind::too_large, std::string(problem.what), true});
        else if (!problem.what.starts_with("iPAddress"))  // told by alt_name_malformed
            facts.defects.push_back(
                {PathKind::malformed_certificate,
                 std::string(problem.what) + " at octet " + std::to_string(problem.offset)});
    }
    if (!summary.complete && !explained)
        facts.defects.push_back({PathKind::malformed_certificate, "incomplete"});
}

// What the tolerant reader did not mind.
void add_structure(const Certificate& certificate, PathFacts& facts) {
    const std::string_view fault = fault_of_structure(certificate.der);
    const bool told =
        std::any_of(facts.defects.begin(), facts.defects.end(), [](const Defect& defect) {
            return defect.kind == PathKind::malformed_certificate || defect.doubt;
        });
    if (!fault.empty() && !told)
        facts.defects.push_back({PathKind::malformed_certificate, std::string(fault)});
}

// BIT STRINGs of keys and signatures are whole octets: the octet before says how many bits are not
// used.
void add_bit_strings(const Certificate& certificate, PathFacts& facts) {
    for (const Range range :
         {certificate.summary.signature_value, certificate.summary.public_key.key})
        if (!range.empty() && range.offset > 0 && certificate.der[range.offset - 1] != 0)
            facts.defects.push_back({PathKind::malformed_certificate, "bits left over"});
}

bool is_alt_name_good(const GeneralName& name) {
    using NameKind = GeneralName::Kind;
    std::string_view local;
    std::string_view domain;
    bool malformed = false;
    switch (name.kind) {
        case NameKind::dns:
            return is_presented_host(name.octets);
        case NameKind::rfc822:
            return split_mailbox(name.octets, local, domain);
        case NameKind::ip:
            return name.octets.size() == 4 || name.octets.size() == 16;
        case NameKind::uri:
            return is_ascii(name.octets) && name.octets.find(':') != std::string::npos;
        case NameKind::directory:
            return read_distinguished_name(as_bytes(name.octets)).readable;
        case NameKind::other_name:
            smtp_utf8_mailbox(name.octets, malformed);
            return !malformed;
        default:
            return true;
    }
}

void add_alt_names(const CertificateSummary& summary, PathFacts& facts) {
    static constexpr std::size_t kTold = 8;  // one bad name is enough; a few help to mend it
    std::size_t told = 0;
    for (const GeneralName& name : summary.subject_alt_names) {
        if (is_alt_name_good(name)) continue;
        facts.defects.push_back({PathKind::alt_name_malformed, name.text()});
        if (++told == kTold) return;
    }
}

}  // namespace

PathFacts read_path_facts(const Certificate& certificate, const PathFacts::Hash& key_hash) {
    const CertificateSummary& summary = certificate.summary;
    PathFacts facts;
    facts.subject = read_distinguished_name(certificate.bytes(summary.subject.der));
    facts.issuer = summary.self_issued
                       ? facts.subject
                       : read_distinguished_name(certificate.bytes(summary.issuer.der));
    facts.subject_key = facts.subject.key();
    facts.issuer_key = summary.self_issued ? facts.subject_key : facts.issuer.key();
    facts.self_issued = facts.subject_key == facts.issuer_key && !facts.subject.empty();
    facts.key_hash = key_hash;
    facts.identity = facts.subject_key + std::string(key_hash.begin(), key_hash.end());
    add_problems(summary, facts);
    if (!facts.subject.readable || !facts.issuer.readable)
        facts.defects.push_back({PathKind::malformed_certificate, "a name is malformed"});
    if (summary.signature_mismatch)
        facts.defects.push_back({PathKind::signature_algorithm_mismatch, summary.signature.text()});
    if (summary.version != 3 && !summary.extensions.empty())
        facts.defects.push_back({PathKind::version, std::to_string(summary.version)});
    add_structure(certificate, facts);
    add_bit_strings(certificate, facts);
    if (!is_key_well_formed(certificate))
        facts.defects.push_back(
            {PathKind::key_malformed, std::string(summary.public_key.algorithm.label())});
    read_path_extensions(certificate, facts);
    add_alt_names(summary, facts);
    return facts;
}

// OtherName ::= SEQUENCE { type-id, value [0] EXPLICIT }, here without the tag.
std::optional<std::string_view> smtp_utf8_mailbox(std::string_view other_name, bool& malformed) {
    DerReader reader(as_bytes(other_name));
    DerItem item;
    if (!reader.next_if(tag::object_identifier, item) || as_text(item.content) != kSmtpUtf8)
        return std::nullopt;
    DerItem value;
    malformed = !reader.next_if(tag::constructed(0), item);
    if (malformed) return std::nullopt;
    DerReader inside = DerReader::inside(item);
    malformed = !inside.next_if(tag::utf8_string, value) || inside.more() || reader.more();
    if (malformed) return std::nullopt;
    return as_text(value.content);
}

void collect_constrained_names(const Certificate& certificate, const PathFacts& facts,
                               ConstrainedNames& out) {
    using NameKind = GeneralName::Kind;
    using Form = ConstrainedName::Form;
    if (!facts.subject.empty())
        out.names.push_back({NameKind::directory, Form::plain,
                             as_text(certificate.bytes(certificate.summary.subject.der)),
                             &facts.subject});
    for (const std::string& email : facts.subject.emails)
        out.names.push_back({NameKind::rfc822, Form::plain, email, nullptr});
    for (const GeneralName& name : certificate.summary.subject_alt_names) {
        const DistinguishedName* directory = nullptr;
        if (name.kind == NameKind::directory)
            directory =
                &out.directories.emplace_back(read_distinguished_name(as_bytes(name.octets)));
        out.names.push_back({name.kind, Form::plain, name.octets, directory});
        bool malformed = false;
        if (name.kind != NameKind::other_name) continue;
        if (const auto mailbox = smtp_utf8_mailbox(name.octets, malformed))
            out.names.push_back({NameKind::rfc822, Form::smtp_utf8, *mailbox, nullptr});
    }
}

}  // namespace tlsonar::trust
