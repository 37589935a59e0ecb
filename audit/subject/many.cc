#include "audit/parallel.h"
#include "audit/subject/documents_private.h"
#include "audit/subject/many_private.h"

#include <algorithm>
#include <atomic>
#include <iterator>

namespace tlsonar::audit {
namespace {

std::size_t skip_blank(std::string_view text, std::size_t at) {
    return std::min(text.find_first_not_of(kBlank, at), text.size());
}

// The octet after the string that begins at `at`; the end when it does not end.
std::size_t skip_string(std::string_view text, std::size_t at) {
    for (++at; at < text.size(); ++at) {
        if (text[at] == '\\')
            ++at;
        else if (text[at] == '"')
            return at + 1;
    }
    return text.size();
}

// Behind the '[' of that member of the root.
std::optional<std::size_t> begin_of_list(std::string_view text, std::string_view list) {
    const std::string quoted = '"' + std::string(list) + '"';
    std::size_t depth = 0;
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at];
        if (c == '"') {
            const std::size_t end = skip_string(text, at);
            const bool named = depth == 1 && text.substr(at, end - at) == quoted;
            at = end;
            if (!named) continue;
            at = skip_blank(text, at);
            if (at >= text.size() || text[at] != ':') continue;
            at = skip_blank(text, at + 1);
            if (at >= text.size() || text[at] != '[') return std::nullopt;
            return at + 1;
        }
        if (c == '{' || c == '[') ++depth;
        if ((c == '}' || c == ']') && depth > 0) --depth;
        ++at;
    }
    return std::nullopt;
}

}  // namespace

Pieces lines_of(std::string_view text) {
    Pieces out;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        if (end < text.size()) ++out.lines;
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.find_first_not_of(kBlank) != line.npos) out.objects.push_back(line);
    }
    return out;
}

std::optional<Pieces> elements_of(std::string_view text, std::string_view list) {
    const auto begin = begin_of_list(text, list);
    if (!begin) return std::nullopt;
    Pieces out;
    out.whole = false;
    std::size_t at = skip_blank(text, *begin);
    while (at < text.size() && text[at] == '{') {
        const auto length = json::object_length(text.substr(at));
        if (!length) return out;
        out.objects.push_back(text.substr(at, *length));
        at = skip_blank(text, at + *length);
        if (at >= text.size() || text[at] != ',') break;
        at = skip_blank(text, at + 1);
        if (at >= text.size() || text[at] != '{') return out;
    }
    if (at >= text.size() || text[at] != ']') return out;
    out.whole = true;
    out.rest = std::string(text.substr(0, *begin)) + std::string(text.substr(at));
    return out;
}

// One thread's, with nothing that another has.
class EndpointReaders::Reader {
  public:
    explicit Reader(std::int64_t now) { context_.now = now; }

    bool read(std::string_view object, std::vector<Subject>& out) {
        if (tree_.parse(object)) return false;
        const json::Item root = tree_.root();
        if (tells_of_a_run(root)) return true;
        // Lists of endpoints or handshakes may stand anywhere: somebody else reads those.
        if (!root["schema"].says("tlsonar.endpoint/1") || root["endpoints"] || root["handshakes"])
            return false;
        return !read_endpoint(root, context_, out);
    }

  private:
    json::Tree tree_;
    IntakeContext context_;
};

EndpointReaders::EndpointReaders(std::int64_t now, unsigned threads) {
    for (unsigned n = 0; n < std::max(threads, 1U); ++n)
        readers_.push_back(std::make_unique<Reader>(now));
}
EndpointReaders::~EndpointReaders() = default;

bool EndpointReaders::read(const std::vector<std::string_view>& objects,
                           std::vector<Subject>& out) {
    constexpr std::size_t kStep = 8;  // small enough that all end at nearly the same time
    const std::size_t steps = (objects.size() + kStep - 1) / kStep;
    std::vector<std::vector<Subject>> read(steps);
    std::atomic<std::size_t> next = 0;
    std::atomic<bool> sound = true;
    const auto work = [&](Reader& reader) {
        for (std::size_t step = next++; step < steps && sound; step = next++)
            for (std::size_t i = step * kStep; i < std::min((step + 1) * kStep, objects.size());
                 ++i)
                if (!reader.read(objects[i], read[step])) sound = false;
    };
    const auto count = static_cast<unsigned>(readers_.size());
    in_parallel(count, count, [&](std::size_t n, std::size_t) { work(*readers_[n]); });
    if (!sound) return false;
    for (std::vector<Subject>& some : read)
        std::ranges::move(some, std::back_inserter(out));
    return true;
}

}  // namespace tlsonar::audit
