// What travels for the script: an index of all endpoints (JSON), and the pages that do not stand in
// the document (their trees as JSON, a line each, deflated by the lot).
#include "reports/format.h"
#include "reports/html/sections.h"
#include "reports/json_writer.h"

#include <algorithm>
#include <array>
#include <map>

#include <zlib.h>

namespace tlsonar::reports::html {
namespace {

// So many pages are opened at once by the script: small enough to be quick, large enough to
// compress well.
constexpr std::size_t kPagesOfLot = 40;
constexpr std::size_t kMostSearchNames = 12;        // of a certificate that search finds
constexpr std::size_t kMostDeviationsOfIndex = 24;  // of one rule at one endpoint
constexpr std::size_t kLongestWord = 300;           // octets

// A deviation is one number: of [rule, observed, expected, evidence] among all that differ, times
// three, plus its standing.
class DeviationList {
  public:
    using Row = std::array<std::uint32_t, 4>;
    std::uint32_t number(const Row& row) {
        const auto [at, fresh] = numbers_.emplace(row, static_cast<std::uint32_t>(rows_.size()));
        if (fresh) rows_.push_back(row);
        return at->second;
    }
    const std::vector<Row>& all() const { return rows_; }

  private:
    std::map<Row, std::uint32_t> numbers_;
    std::vector<Row> rows_;
};

struct Lists {
    WordList& words;
    WordList labels;
    DeviationList deviations;
};

std::uint32_t word_number(WordList& words, std::string_view raw) {
    return words.number(shown(raw, kLongestWord));
}

void put_element(std::string& out, std::uint64_t value) {
    if (out.back() != '[') out += ',';
    out += std::to_string(value);
}

void put_json(std::string& out, std::string_view text) {
    out += '"';
    append_json(out, text);
    out += '"';
}

// Words by which search finds a subject, each once.
std::vector<std::uint32_t> search_words(const audit::Subject& s, WordList& words) {
    std::vector<std::uint32_t> out;
    const auto add = [&](std::string_view word) {
        if (!word.empty()) out.push_back(word_number(words, word));
    };
    for (const std::string_view word :
         {std::string_view(s.name), std::string_view(s.address), std::string_view(s.sni),
          std::string_view(s.dialog), std::string_view(s.trouble), std::string_view(s.file)})
        add(word);
    for (const auto* lists : {&s.suites, &s.groups})
        for (const audit::ListView& list : *lists)
            for (const audit::ListView::Item& item : list.items)
                add(item.name);
    for (const audit::VersionView& version : s.versions)
        if (version.supported == "yes") add(version.version);
    for (const audit::ChainView& chain : s.chains) {
        if (chain.sent.empty() || chain.sent.front() == nullptr) continue;
        const audit::CertificateView& leaf = *chain.sent.front();
        for (const std::string& word : {leaf.common_name, leaf.issuer, leaf.serial, leaf.sha256})
            add(word);
        for (std::size_t i = 0; i < std::min(leaf.names.size(), kMostSearchNames); ++i)
            add(leaf.names[i].second);
    }
    for (const audit::FindingView& finding : s.findings)
        add(finding.title);
    std::ranges::sort(out);
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

void put_deviation(std::string& out, std::uint32_t rule, std::string_view observed,
                   const audit::Deviation& one, std::string_view evidence, Lists& lists) {
    const std::uint32_t row = lists.deviations.number({rule, word_number(lists.words, observed),
                                                       word_number(lists.words, one.expected),
                                                       word_number(lists.words, evidence)});
    put_element(out, std::uint64_t{row} * 3 + static_cast<std::uint64_t>(one.standing));
}

void put_deviations(std::string& out, const SubjectAt& subject, Lists& lists) {
    out += '[';
    for (std::uint32_t r = 0; r < subject.results.size(); ++r) {
        if (subject.results[r] == nullptr) continue;
        const auto& deviations = subject.results[r]->deviations;
        const std::size_t most = std::min(deviations.size(), kMostDeviationsOfIndex);
        for (std::size_t i = 0; i < most; ++i)
            put_deviation(out, r, deviations[i].observed, deviations[i], deviations[i].evidence,
                          lists);
        if (deviations.size() > most)
            put_deviation(out, r, "and " + std::to_string(deviations.size() - most) + " more",
                          deviations[most - 1], "", lists);
    }
    out += ']';
}

// [id, anchor, verdicts, standings, labels, words, deviations, grade, reached]
void put_subject(std::string& out, const Outline& outline, std::uint32_t index, Lists& lists) {
    const Assessed& one = outline.at(index);
    const SubjectAt& at = outline.subjects[index];
    std::string verdicts;
    for (const audit::Judgement& judgement : one.judgements)
        verdicts += verdict_class(judgement.verdict)[0];
    std::string letters;
    for (const RuleResult* result : at.results)
        letters += result == nullptr ? '-' : standing_of(*result).letter;
    out += '[';
    put_json(out, shown(one.subject.id));
    out += ',';
    put_json(out, at.anchor);
    out += ",\"" + verdicts + "\",\"" + letters + "\",[";
    for (const auto& [name, value] : one.subject.labels)
        put_element(out, lists.labels.number(shown(name + "=" + value)));
    out += "],[";
    for (const std::uint32_t word : search_words(one.subject, lists.words))
        put_element(out, word);
    out += "],";
    put_deviations(out, at, lists);
    out += ',';
    put_json(out, shown(one.grade.letter));
    out += one.subject.reached() ? ",1]" : ",0]";
}

void put_words(std::string& out, const WordList& words) {
    out += '[';
    for (const std::string* word : words.all()) {
        if (out.back() != '[') out += ',';
        put_json(out, *word);
    }
    out += ']';
}

void put_rules(std::string& out, const Outline& outline) {
    out += "\"policies\":[";
    for (const audit::PolicyPtr& policy : outline.report.policies) {
        if (out.back() != '[') out += ',';
        put_json(out, shown(policy->id));
    }
    out += "],\"rules\":[";
    for (const RuleAt& at : outline.rules) {
        if (out.back() != '[') out += ',';
        out += '[' + std::to_string(at.policy) + ",\"";
        out += trust::severity_name(at.rule->severity);
        out += "\",";
        put_json(out, shown(at.name + " " + at.rule->title));
        out += ']';
    }
    out += "],\"standings\":{";
    for (const Standing& standing : standings()) {
        if (out.back() != '{') out += ',';
        out += "\"" + std::string(1, standing.letter) + "\":[\"" + std::string(standing.id) +
               "\",\"" + std::string(standing.title) + "\"]";
    }
    out += '}';
}

// zlib's format, as DecompressionStream("deflate") reads it.
std::string deflated(std::string_view text) {
    uLongf size = compressBound(static_cast<uLong>(text.size()));
    std::string out(size, '\0');
    constexpr int kLevel = 4;
    if (compress2(reinterpret_cast<Bytef*>(out.data()), &size,
                  reinterpret_cast<const Bytef*>(text.data()), static_cast<uLong>(text.size()),
                  kLevel) != Z_OK)
        return {};  // only for want of memory
    out.resize(size);
    return out;
}

}  // namespace

std::string index_json(const Outline& outline, SharedText& shared) {
    Lists lists{shared.words, {}, {}};
    std::string subjects = "[";
    for (const std::uint32_t index : outline.order) {
        if (subjects.back() != '[') subjects += ',';
        put_subject(subjects, outline, index, lists);
    }
    std::string out = "{";
    put_rules(out, outline);
    out += std::string(",\"compared\":") + (outline.compared ? "true" : "false");
    out += ",\"lot\":" + std::to_string(outline.whole() ? 0 : kPagesOfLot) + ",\"words\":";
    put_words(out, lists.words);
    out += ",\"trees\":[";
    for (const std::string* tree : shared.trees.all()) {
        if (out.back() != '[') out += ',';
        out += *tree;
    }
    out += "],\"labels\":";
    put_words(out, lists.labels);
    out += ",\"deviations\":[";
    for (const DeviationList::Row& row : lists.deviations.all())
        for (const std::uint32_t number : row)
            put_element(out, number);
    out += "],\"subjects\":" + subjects + "]}";
    return script_safe(out);
}

std::string page_lots(const Outline& outline, SharedText& shared) {
    std::string out;
    if (outline.whole()) return out;
    for (std::size_t first = 0; first < outline.order.size(); first += kPagesOfLot) {
        std::string lines;
        for (std::size_t i = first; i < std::min(first + kPagesOfLot, outline.order.size()); ++i) {
            HtmlWriter w(lines, shared);
            write_endpoint(w, outline, outline.order[i]);
            lines += '\n';
        }
        out += "<script type=\"application/octet-stream\" id=\"lot-" +
               std::to_string(first / kPagesOfLot) + "\">" + base64(deflated(lines)) +
               "</script>\n";
    }
    return out;
}

}  // namespace tlsonar::reports::html
