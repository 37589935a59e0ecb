#include "audit/file/yaml_private.h"
#include "core/text.h"

#include <algorithm>
#include <charconv>

namespace tlsonar::audit {
namespace {

std::string_view kind_of(const YAML::Node& node) {
    switch (node.Type()) {
        case YAML::NodeType::Map:
            return "an object";
        case YAML::NodeType::Sequence:
            return "a list";
        case YAML::NodeType::Scalar:
            return "a value";
        default:
            return "nothing";
    }
}

std::string join(const std::string& path, std::string_view member) {
    return path.empty() ? std::string(member) : path + "." + std::string(member);
}

// What was found, short enough for a sentence.
std::string in_quotes(std::string_view text) {
    constexpr std::size_t kShown = 60;
    std::string out = "\"" + printable(text.substr(0, kShown));
    return out + (text.size() > kShown ? "…\"" : "\"");
}

}  // namespace

std::string FileFault::sentence() const {
    std::string out = printable(file);
    if (line != 0) out += ":" + std::to_string(line);
    out += ": ";
    if (!path.empty()) out += printable(path) + ": ";
    return out + problem;
}

std::string expected_one_of(std::span<const std::string_view> names, std::string_view found) {
    std::string out = "expected one of ";
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0) out += ", ";
        out += names[i];
    }
    return out + "; found " + in_quotes(found);
}

YamlPlace YamlReader::parse(std::string_view text) {
    if (text.size() > kMaxOctets) {
        fault_ = FileFault{file_, 0, {}, "has more than 8 MiB"};
        return {};
    }
    try {
        return counted(YAML::Load(std::string(text)), {});
    } catch (const YAML::Exception& error) {
        const std::uint32_t line =
            error.mark.is_null() ? 0 : static_cast<std::uint32_t>(error.mark.line + 1);
        fault_ = FileFault{file_, line, {}, "is neither JSON nor YAML: " + printable(error.msg)};
        return {};
    }
}

std::uint32_t YamlReader::line(const YamlPlace& at) {
    const YAML::Mark mark = at.node.Mark();
    return mark.is_null() ? 0 : static_cast<std::uint32_t>(mark.line + 1);
}

void YamlReader::fail(const YamlPlace& at, std::string problem) {
    if (!fault_) fault_ = FileFault{file_, line(at), at.path, std::move(problem)};
}

YamlPlace YamlReader::counted(const YAML::Node& node, std::string path) {
    YamlPlace place{node, std::move(path)};
    if (++places_ > kMaxPlaces) fail(place, "the file has more parts than any real one");
    return place;
}

bool YamlReader::is_map(const YamlPlace& at) {
    if (!ok()) return false;
    if (at.node.IsMap()) return true;
    fail(at, "expected an object; found " + std::string(kind_of(at.node)));
    return false;
}

bool YamlReader::map(const YamlPlace& at, std::span<const std::string_view> allowed) {
    std::vector<std::string> seen;
    if (at.node.IsSequence() && allowed.size() == 1)
        fail(at, "expected \"" + std::string(allowed[0]) + ":\" above this list");
    for (const auto& [name, place] : members(at)) {
        if (std::ranges::find(allowed, name) == allowed.end())
            fail(place, expected_one_of(allowed, name));
        if (std::ranges::find(seen, name) != seen.end()) fail(place, "is there twice");
        seen.push_back(name);
    }
    return ok();
}

std::vector<std::pair<std::string, YamlPlace>> YamlReader::members(const YamlPlace& at) {
    std::vector<std::pair<std::string, YamlPlace>> out;
    if (!is_map(at)) return out;
    for (const auto& member : at.node) {
        if (!member.first.IsScalar()) {
            fail(at, "expected names of members to be strings");
            break;
        }
        const std::string& name = member.first.Scalar();
        out.emplace_back(name, counted(member.second, join(at.path, printable(name))));
        if (!ok()) break;
    }
    return out;
}

std::vector<YamlPlace> YamlReader::elements(const YamlPlace& at) {
    std::vector<YamlPlace> out;
    if (!ok()) return out;
    if (!at.node.IsSequence()) {
        fail(at, "expected a list; found " + std::string(kind_of(at.node)));
        return out;
    }
    for (const YAML::Node& element : at.node) {
        out.push_back(counted(element, at.path + "[" + std::to_string(out.size()) + "]"));
        if (!ok()) break;
    }
    return out;
}

std::optional<YamlPlace> YamlReader::find(const YamlPlace& at, std::string_view member) {
    if (!is_map(at)) return std::nullopt;
    const YAML::Node node = at.node;  // a const node does not create what it lacks
    const YAML::Node found = node[std::string(member)];
    if (!found.IsDefined()) return std::nullopt;
    return counted(found, join(at.path, member));
}

YamlPlace YamlReader::need(const YamlPlace& at, std::string_view member) {
    if (auto found = find(at, member)) return *found;
    fail(at, "lacks \"" + std::string(member) + "\"");
    return {};
}

bool YamlReader::is_quoted(const YamlPlace& at) {
    return at.node.IsScalar() && at.node.Tag() == "!";
}

std::string YamlReader::text(const YamlPlace& at) {
    if (!ok()) return {};
    if (at.node.IsScalar()) return at.node.Scalar();
    fail(at, "expected a string; found " + std::string(kind_of(at.node)));
    return {};
}

bool YamlReader::boolean(const YamlPlace& at) {
    if (!ok()) return false;
    if (at.node.IsScalar() && !is_quoted(at)) {
        if (at.node.Scalar() == "true") return true;
        if (at.node.Scalar() == "false") return false;
    }
    const std::string found =
        at.node.IsScalar() ? in_quotes(at.node.Scalar()) : std::string(kind_of(at.node));
    fail(at, "expected true or false; found " + found);
    return false;
}

std::int64_t YamlReader::number(const YamlPlace& at) {
    if (!ok()) return 0;
    std::int64_t value = 0;
    if (at.node.IsScalar() && !is_quoted(at)) {
        const std::string& text = at.node.Scalar();
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error == std::errc() && end == text.data() + text.size()) return value;
    }
    const std::string found =
        at.node.IsScalar() ? in_quotes(at.node.Scalar()) : std::string(kind_of(at.node));
    fail(at, "expected a whole number; found " + found);
    return 0;
}

std::vector<std::string> YamlReader::texts(const YamlPlace& at) {
    std::vector<std::string> out;
    for (const YamlPlace& element : elements(at))
        out.push_back(text(element));
    return out;
}

std::string YamlReader::text(const YamlPlace& at, std::string_view member, bool needed) {
    const auto found = find(at, member);
    if (found) return text(*found);
    if (needed) fail(at, "lacks \"" + std::string(member) + "\"");
    return {};
}

bool YamlReader::boolean(const YamlPlace& at, std::string_view member, bool otherwise) {
    const auto found = find(at, member);
    return found ? boolean(*found) : otherwise;
}

}  // namespace tlsonar::audit
