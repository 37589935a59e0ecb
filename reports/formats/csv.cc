// The inventory that PCI DSS 12.3.3 and 4.2.1.1 ask for, as CSV (RFC 4180): a row for each endpoint
// and certificate it sent; an endpoint without certificates has one row. Cells that a spreadsheet
// would take for a formula begin with an apostrophe.
#include "reports/format.h"
#include "reports/formats/failures.h"
#include "reports/formats/visible.h"
#include "reports/formats/writers.h"

#include <algorithm>
#include <set>

namespace tlsonar::reports::writers {
namespace {

using audit::Assessed;
using audit::CertificateView;

constexpr std::int64_t kDaySeconds = 86400;

constexpr std::string_view kColumns[] = {
    "endpoint",  "name",        "address",       "port",
    "transport", "dialog",      "seen_by",       "state",
    "trouble",   "looked_at",   "target_file",   "target_line",
    "owner",     "environment", "labels",        "certificate_position",
    "asked",     "subject",     "names",         "issuer",
    "serial",    "sha256",      "not_before",    "not_after",
    "days_left", "key",         "key_bits",      "curve",
    "signature", "is_ca",       "chain_verdict", "versions",
    "suites",    "groups",      "alpn",          "verdicts",
    "viability"};

bool begins_formula(std::string_view text) {
    const std::size_t at = text.find_first_not_of(' ');
    if (at == std::string_view::npos) return false;
    constexpr std::string_view kWide[] = {"＝", "＋", "－", "＠"};
    return std::string_view("=+-@").find(text[at]) != std::string_view::npos ||
           std::any_of(std::begin(kWide), std::end(kWide),
                       [&](std::string_view sign) { return text.substr(at).starts_with(sign); });
}

class Row {
  public:
    explicit Row(std::string& out) : out_(out) {}
    ~Row() { out_ += "\r\n"; }
    Row(const Row&) = delete;
    Row& operator=(const Row&) = delete;

    // Text is always quoted: spreadsheets of some languages part cells at ';'.
    void text(std::string_view value) {
        part();
        out_ += '"';
        std::string shown = visible(value, kMostOfCell);
        if (begins_formula(shown)) shown.insert(shown.begin(), '\'');
        for (const char c : shown) {
            if (c == '"') out_ += '"';
            out_ += c;
        }
        out_ += '"';
    }
    void number(std::int64_t value) {
        part();
        out_ += std::to_string(value);
    }
    void positive(std::uint64_t value) {
        part();
        if (value != 0) out_ += std::to_string(value);
    }
    void empty() { part(); }

  private:
    void part() {
        if (!first_) out_ += ',';
        first_ = false;
    }
    std::string& out_;
    bool first_ = true;
};

void add_word(std::string& out, std::string_view word) {
    if (!out.empty()) out += "; ";
    out += word;
}

// The first of the names that the subject has.
std::string label_of(const audit::Subject& subject, std::initializer_list<std::string_view> names) {
    for (const std::string_view wanted : names)
        for (const auto& [name, value] : subject.labels)
            if (name == wanted) return value;
    return {};
}

std::string all_labels(const audit::Subject& subject) {
    std::string out;
    for (const auto& [name, value] : subject.labels)
        add_word(out, name + "=" + value);
    return out;
}

// Each once, in the order of the lists.
std::string item_names(const std::vector<audit::ListView>& lists) {
    std::string out;
    std::set<std::string_view> seen;
    for (const audit::ListView& list : lists)
        for (const auto& item : list.items)
            if (const std::string& name = (item.name.empty() ? item.code : item.name).text();
                seen.insert(name).second)
                add_word(out, name);
    const bool partial =
        std::any_of(lists.begin(), lists.end(), [](const auto& l) { return !l.complete; });
    if (partial) add_word(out, "and maybe others");
    return out;
}

std::string version_names(const audit::Subject& subject) {
    std::string out;
    for (const audit::VersionView& version : subject.versions)
        if (version.supported == "yes")
            add_word(out, version.version);
        else if (version.supported == "unknown")
            add_word(out, version.version + "?");
    return out;
}

std::string verdicts(const audit::Report& report, const Assessed& assessed) {
    std::string out;
    for (std::size_t i = 0; i < assessed.judgements.size(); ++i)
        add_word(out, report.policies[i]->id + "=" +
                          std::string(audit::name_of(assessed.judgements[i].verdict)));
    return out;
}

std::string quantum_note(const audit::Subject& subject) {
    if (subject.groups.empty()) return {};
    for (const audit::ListView& list : subject.groups)
        for (const auto& item : list.items)
            if (item.post_quantum) return "post-quantum key exchange: yes";
    const bool complete = std::all_of(subject.groups.begin(), subject.groups.end(),
                                      [](const auto& l) { return l.complete; });
    return complete ? "post-quantum key exchange: no" : "post-quantum key exchange: not seen";
}

// What will not last, for each subject: the trends that PCI DSS 12.3.3 wants to be watched.
std::vector<std::string> viabilities(const audit::Report& report) {
    std::vector<std::string> out;
    out.reserve(report.subjects.size());
    for (const Assessed& assessed : report.subjects)
        out.push_back(quantum_note(assessed.subject));
    for (const audit::Forecast& forecast : report.forecasts) {
        const std::string note = "from " + audit::text_of_day(forecast.day) + " against " +
                                 rule_name(*report.policies[forecast.policy], *forecast.rule);
        for (const std::uint32_t at : forecast.subjects)
            add_word(out[at], note);
    }
    return out;
}

void write_endpoint(Row& row, const audit::Subject& subject) {
    for (const std::string* text : {&subject.id, &subject.name, &subject.address})
        row.text(*text);
    row.positive(subject.port);
    row.text(subject.transport);
    row.text(subject.dialog);
    row.text(audit::name_of(subject.mode));
    row.text(subject.state);
    row.text(subject.trouble);
    row.text(subject.seen);
    row.text(subject.file);
    row.positive(subject.line);
    row.text(label_of(subject, {"owner", "team"}));
    row.text(label_of(subject, {"environment", "env"}));
    row.text(all_labels(subject));
}

void write_day(Row& row, const std::optional<std::int64_t>& seconds) {
    row.text(seconds ? date(*seconds) : std::string());
}

void write_days_left(Row& row, const audit::Report& report, const CertificateView& certificate) {
    if (!certificate.not_after || report.as_of == 0) return row.empty();
    const std::int64_t seconds = *certificate.not_after - report.as_of;
    row.number(seconds / kDaySeconds - (seconds % kDaySeconds < 0 ? 1 : 0));
}

void write_certificate(Row& row, const audit::Report& report, const audit::ChainView& chain,
                       std::size_t at) {
    const CertificateView& certificate = *chain.sent[at];
    std::string names;
    for (const auto& [kind, value] : certificate.names)
        add_word(names, kind + ":" + value);
    row.number(static_cast<std::int64_t>(at));
    for (const std::string* text :
         {&chain.asked, &certificate.subject, static_cast<const std::string*>(&names),
          &certificate.issuer, &certificate.serial, &certificate.sha256})
        row.text(*text);
    write_day(row, certificate.not_before);
    write_day(row, certificate.not_after);
    write_days_left(row, report, certificate);
    row.text(certificate.key);
    row.positive(certificate.key_bits);
    row.text(certificate.curve);
    row.text(certificate.signature);
    row.text(certificate.ca ? "yes" : "no");
    row.text(chain.verdict);
}

void write_no_certificate(Row& row) {
    constexpr std::size_t kCertificateColumns = 16;
    for (std::size_t i = 0; i < kCertificateColumns; ++i)
        row.empty();
}

void write_rest(Row& row, const audit::Report& report, const Assessed& assessed,
                const std::string& viability) {
    std::string alpn;
    for (const std::string& name : assessed.subject.alpn)
        add_word(alpn, name);
    row.text(version_names(assessed.subject));
    row.text(item_names(assessed.subject.suites));
    row.text(item_names(assessed.subject.groups));
    row.text(alpn);
    row.text(verdicts(report, assessed));
    row.text(viability);
}

void write_rows(std::string& out, const audit::Report& report, const Assessed& assessed,
                const std::string& viability) {
    const audit::Subject& subject = assessed.subject;
    std::set<std::string_view> seen;
    bool any = false;
    for (const audit::ChainView& chain : subject.chains)
        for (std::size_t i = 0; i < chain.sent.size(); ++i) {
            // One whose hash the document does not tell is like no other.
            const std::string& hash = chain.sent[i]->sha256;
            if (!hash.empty() && !seen.insert(hash).second) continue;
            any = true;
            Row row(out);
            write_endpoint(row, subject);
            write_certificate(row, report, chain, i);
            write_rest(row, report, assessed, viability);
        }
    if (any) return;
    Row row(out);
    write_endpoint(row, subject);
    write_no_certificate(row);
    write_rest(row, report, assessed, viability);
}

}  // namespace

std::string csv(const audit::Report& report, const FormatOptions& /*options*/) {
    std::string out;
    {
        Row head(out);
        for (const std::string_view column : kColumns)
            head.text(column);
    }
    const std::vector<std::string> notes = viabilities(report);
    for (std::size_t i = 0; i < report.subjects.size(); ++i)
        write_rows(out, report, report.subjects[i], notes[i]);
    return out;
}

}  // namespace tlsonar::reports::writers
