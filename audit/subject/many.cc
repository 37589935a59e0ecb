#include "audit/parallel.h"
#include "audit/subject/documents_private.h"
#include "audit/subject/many_private.h"

#include <algorithm>
#include <atomic>
#include <iterator>
#include <map>
#include <mutex>

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

// Reads objects of its own part, with nothing that another thread has.
class Part {
  public:
    explicit Part(std::int64_t now) { context_.now = now; }

    bool read(std::string_view object) {
        if (tree_.parse(object)) return false;
        const json::Item root = tree_.root();
        if (tells_of_a_run(root)) return true;
        // Lists of endpoints or handshakes may stand anywhere: somebody else reads those.
        if (!root["schema"].says("tlsonar.endpoint/1") || root["endpoints"] || root["handshakes"])
            return false;
        return !read_endpoint(root, context_, out_);
    }
    std::vector<Subject> take() { return std::move(out_); }

  private:
    json::Tree tree_;
    IntakeContext context_;
    std::vector<Subject> out_;
};

}  // namespace

Pieces lines_of(std::string_view text) {
    Pieces out;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
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

std::optional<std::vector<Subject>> read_endpoints(const std::vector<std::string_view>& objects,
                                                   std::int64_t now, unsigned threads) {
    std::map<std::size_t, std::vector<Subject>> read;  // by the first object of each part
    std::mutex mutex;
    std::atomic<bool> sound = true;
    in_parallel(objects.size(), threads, [&](std::size_t begin, std::size_t end) {
        Part part(now);
        for (std::size_t i = begin; i < end && sound; ++i)
            if (!part.read(objects[i])) sound = false;
        const std::lock_guard lock(mutex);
        read[begin] = part.take();
    });
    if (!sound) return std::nullopt;
    std::vector<Subject> out;
    out.reserve(objects.size());
    for (auto& [begin, part] : read)
        out.insert(out.end(), std::make_move_iterator(part.begin()),
                   std::make_move_iterator(part.end()));
    return out;
}

}  // namespace tlsonar::audit
