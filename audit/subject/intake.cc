#include "audit/subject/intake.h"

#include "audit/subject/documents_private.h"
#include "audit/subject/many_private.h"
#include "core/text.h"

#include <algorithm>
#include <iterator>

namespace tlsonar::audit {
namespace {

constexpr Time kSecond = 1'000'000'000;
constexpr std::size_t kMany = 16;  // endpoints that are worth a thread

constexpr std::string_view kEndpoint = "tlsonar.endpoint/1";
constexpr std::string_view kHandshake = "tlsonar.handshake/1";
constexpr std::string_view kCheck = "tlsonar.check/1";
constexpr std::string_view kScan = "tlsonar.scan/1";
constexpr std::string_view kAnalysis = "tlsonar.analysis/1";

std::int64_t floor_seconds(Time time) {
    const std::int64_t whole = time / kSecond;
    return whole * kSecond > time ? whole - 1 : whole;
}

std::string_view without_blanks(std::string_view text) {
    const auto begin = text.find_first_not_of(kBlank);
    if (begin == text.npos) return {};
    return text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

// What other files begin with, and what reads them.
struct OtherKind {
    std::string_view begin;
    std::string_view problem;
};
constexpr std::string_view kCapture =
    "is a capture, not facts as JSON (judge it with: tlsonar analyze FILE --policy …)";
constexpr OtherKind kOtherKinds[] = {
    {"\x0a\x0d\x0d\x0a", kCapture},
    {"\xd4\xc3\xb2\xa1", kCapture},
    {"\xa1\xb2\xc3\xd4", kCapture},
    {"\x4d\x3c\xb2\xa1", kCapture},
    {"\xa1\xb2\x3c\x4d", kCapture},
    {"-----BEGIN ", "is PEM, not facts as JSON (judge it with: tlsonar check FILE --policy …)"},
};

}  // namespace

std::string IntakeFault::sentence() const {
    std::string out = printable(file);
    if (line != 0) out += ":" + std::to_string(line);
    return out + ": " + printable(problem);
}

struct Intake::State {
    IntakeContext context;
    json::Tree tree;
    std::vector<Subject> subjects;
    Overheard overheard;
    unsigned threads = 1;
    std::optional<EndpointReaders> readers;  // once there are many

    // Of several endpoints and nothing else: on several threads. False when it is anything else, or
    // not sound: nothing was read.
    bool read_at_once(const std::vector<std::string_view>& objects) {
        if (threads < 2 || objects.size() < kMany) return false;
        if (!readers) readers.emplace(context.now, threads);
        return readers->read(objects, subjects);
    }

    // What is left of a scan's document when its endpoints were read; the whole otherwise.
    std::string without_endpoints(std::string_view text) {
        auto pieces = threads < 2 ? std::nullopt : elements_of(text, "endpoints");
        // What is wrong there is told by its place in the whole.
        const bool sound = pieces && pieces->whole && !tree.parse(pieces->rest);
        return sound && read_at_once(pieces->objects) ? std::move(pieces->rest) : std::string();
    }

    std::optional<std::string> element(json::Item element) {
        const json::Item schema = element["schema"];
        if (schema.says(kEndpoint)) return read_endpoint(element, context, subjects);
        if (schema.says(kHandshake)) return overheard.read(element, context);
        if (tells_of_a_run(element)) return std::nullopt;
        return "an element is neither " + std::string(kEndpoint) + " nor " +
               std::string(kHandshake);
    }

    std::optional<std::string> root(json::Item root) {
        const json::Item schema = root["schema"];
        if (schema.says(kCheck)) return read_check(root, context, subjects);
        // Their elements were read on the way.
        if (schema.says(kScan)) return list(root["endpoints"], "endpoints");
        if (schema.says(kAnalysis)) return list(root["handshakes"], "handshakes");
        if (schema.says(kEndpoint) || schema.says(kHandshake)) return element(root);
        if (tells_of_a_run(root)) return std::nullopt;
        if (schema.says("tlsonar.report/1"))
            return "is a report, which has verdicts and no facts (--json and --ndjson write facts)";
        return "has no schema that tlsonar knows (" + std::string(kScan) + ", " +
               std::string(kEndpoint) + ", " + std::string(kAnalysis) + ", " +
               std::string(kHandshake) + ", " + std::string(kCheck) + ")";
    }

    // What is left of a list: what was no object.
    static std::optional<std::string> list(json::Item list, std::string_view name) {
        if (!list.is(json::Kind::array)) return "has no list of " + std::string(name);
        if (list.size() > 0) return "something in " + std::string(name) + " is no object";
        return std::nullopt;
    }

    // What is whole in a document that is not (a run that was cut short).
    void rescue(std::string_view text) {
        const std::uint64_t done = handed_over;
        for (const std::string_view list : {"endpoints", "handshakes"}) {
            const auto pieces = elements_of(text, list);
            if (!pieces) continue;
            for (std::size_t i = done; i < pieces->objects.size(); ++i) {
                if (tree.parse(pieces->objects[i])) return;
                (void)element(tree.root());  // the document's fault is told
            }
        }
    }

    std::uint64_t handed_over = 0;  // elements of the document that is read
    std::optional<std::string> read(std::string_view text) {
        std::optional<std::string> first;
        handed_over = 0;
        const json::OnElement on_element = [&](json::Item each, std::uint64_t index) {
            auto problem = element(each);
            ++handed_over;
            if (problem && !first)
                first = "element " + std::to_string(index) + ": " + std::move(*problem);
        };
        if (auto problem = tree.parse(text, on_element)) {
            rescue(text);
            return problem;
        }
        auto problem = root(tree.root());
        return first ? first : problem;
    }
};

Intake::Intake(Time now, unsigned threads) : state_(std::make_unique<State>()) {
    state_->context.now = floor_seconds(now);
    state_->threads = threads;
}
Intake::~Intake() = default;

Status<IntakeFault> Intake::read_line(std::string_view json, std::string_view file,
                                      std::uint64_t line) {
    if (auto problem = state_->read(json))
        return IntakeFault{std::string(file), line, std::move(*problem)};
    return {};
}

Status<IntakeFault> Intake::read(std::string_view text, std::string_view file) {
    if (without_blanks(text).empty()) return IntakeFault{std::string(file), 0, "is empty"};
    for (const OtherKind& other : kOtherKinds)
        if (text.starts_with(other.begin))
            return IntakeFault{std::string(file), 0, std::string(other.problem)};
    if (!has_lines(text)) {
        const std::string left = state_->without_endpoints(text);
        return read_line(left.empty() ? text : std::string_view(left), file, 0);
    }
    std::uint64_t line = 0;
    return read_lines(text, file, line);
}

bool Intake::has_lines(std::string_view beginning) {
    const std::string_view rest = without_blanks(beginning);
    return json::object_length(rest.substr(0, rest.find('\n'))).has_value();
}

Status<IntakeFault> Intake::read_lines(std::string_view text, std::string_view file,
                                       std::uint64_t& line) {
    if (state_->threads > 1) {
        const Pieces lines = lines_of(text);
        if (state_->read_at_once(lines.objects)) {
            line += lines.lines;
            return {};
        }
    }
    for (std::string_view rest = text; !rest.empty();) {
        const auto end = std::min(rest.find('\n'), rest.size());
        const std::string_view each = without_blanks(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
        ++line;
        if (each.empty()) continue;
        if (auto status = read_line(each, file, line); !status.ok()) return status;
    }
    return {};
}

std::vector<Subject> Intake::take() {
    std::vector<Subject> out = std::move(state_->subjects);
    state_->subjects.clear();
    std::vector<Subject> seen = state_->overheard.take();
    const auto first_seen = static_cast<std::ptrdiff_t>(out.size());
    out.insert(out.end(), std::make_move_iterator(seen.begin()),
               std::make_move_iterator(seen.end()));
    name_subjects(out);
    std::stable_sort(out.begin() + first_seen, out.end(),
                     [](const Subject& a, const Subject& b) { return a.id < b.id; });
    return out;
}

}  // namespace tlsonar::audit
