// What travels for the script: the pages that do not stand in the document (their trees as JSON, a
// line each, deflated by the lot), and an index of all endpoints (JSON; deflated where there are
// such pages). Both name strings by numbers; the index holds the lists, and comes last.
#include "reports/format.h"
#include "reports/html/packer.h"
#include "reports/html/sections.h"
#include "reports/json_writer.h"

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_map>

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
    struct Hash {
        std::size_t operator()(const Row& row) const {
            std::uint64_t sum = 0;
            for (const std::uint32_t number : row)
                sum = (sum ^ number) * kSpread;
            return static_cast<std::size_t>(sum ^ sum >> 32);
        }
    };
    std::unordered_map<Row, std::uint32_t, Hash> numbers_;
    std::vector<Row> rows_;
};

struct Lists {
    WordList& words;
    WordList labels;
    DeviationList deviations;
};

// The text of a <script> that holds data.
class Data {
  public:
    Data(std::string& out, bool packed) : out_(out) {
        if (packed) packer_.emplace(out);
    }
    void add(std::string_view json) {
        if (packer_)
            packer_->add(json);
        else
            out_ += script_safe(json);
    }
    void finish() {
        if (packer_) packer_->finish();
    }

  private:
    std::string& out_;
    std::optional<Packer> packer_;
};

std::uint32_t word_number(WordList& words, std::string_view raw) {
    return shown_number(words, raw, kLongestWord);
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

void put_trees(std::string& out, const WordList& trees) {
    out += '[';
    for (const std::string* tree : trees.all()) {
        if (out.back() != '[') out += ',';
        out += *tree;
    }
    out += ']';
}

void put_rows(std::string& out, const DeviationList& deviations) {
    out += '[';
    for (const DeviationList::Row& row : deviations.all())
        for (const std::uint32_t number : row)
            put_element(out, number);
    out += ']';
}

// By and by: of thousands of endpoints it is long.
void put_index(Data& data, const Outline& outline, SharedText& shared) {
    Lists lists{shared.words, {}, {}};
    std::string part = "{";
    const auto next = [&](std::string_view name) {
        data.add(part);
        part = name;
    };
    put_rules(part, outline);
    part += std::string(",\"compared\":") + (outline.compared ? "true" : "false");
    part += ",\"lot\":" + std::to_string(outline.whole() ? 0 : kPagesOfLot);
    part += ",\"subjects\":[";
    next("");
    for (const std::uint32_t index : outline.order) {
        put_subject(part, outline, index, lists);
        next(",");
    }
    part = "],\"deviations\":";
    put_rows(part, lists.deviations);
    next(",\"labels\":");
    put_words(part, lists.labels);
    next(",\"words\":");
    put_words(part, lists.words);
    next(",\"trees\":");
    put_trees(part, shared.trees);
    data.add(part + "}");
}

void write_lots(HtmlWriter& w, const Outline& outline, SharedText& shared) {
    for (std::size_t first = 0; first < outline.order.size(); first += kPagesOfLot) {
        const auto script = w.in("script", {{"type", "application/octet-stream"},
                                            {"id", "lot-" + std::to_string(first / kPagesOfLot)}});
        Data lot(w.raw(), true);
        for (std::size_t i = first; i < std::min(first + kPagesOfLot, outline.order.size()); ++i) {
            std::string line;
            HtmlWriter page(line, shared);
            write_endpoint(page, outline, outline.order[i]);
            lot.add(line += '\n');
        }
        lot.finish();
    }
}

}  // namespace

void write_payload(HtmlWriter& w, const Outline& outline) {
    SharedText shared;
    const bool whole = outline.whole();
    if (!whole) write_lots(w, outline, shared);
    const auto script =
        w.in("script",
             {{"type", whole ? "application/json" : "application/octet-stream"}, {"id", "index"}});
    Data index(w.raw(), !whole);
    put_index(index, outline, shared);
    index.finish();
}

}  // namespace tlsonar::reports::html
