#include "audit/policy/load.h"

#include "audit/file/read_file.h"
#include "audit/policy/read_private.h"
#include "core/embedded.h"
#include "core/text.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <span>

namespace tlsonar::audit {

std::span<const Embedded> policy_texts();  // of audit/policies, by cmake/embed.cmake

namespace {

constexpr std::string_view kSuffix = ".json";
constexpr int kMaxChain = 8;  // of policies that build on each other

std::string_view id_of(const Embedded& file) {
    return file.name.substr(0, file.name.size() - kSuffix.size());
}

// "2026-01", "2026", "4.0.1": no words, and more than the number of a part.
bool is_edition(std::string_view text) {
    constexpr std::size_t kYear = 4;
    return text.find_first_not_of("0123456789.-") == text.npos &&
           (text.find('.') != text.npos || std::min(text.find('-'), text.size()) == kYear);
}

// The one of that id; else the newest of those whose id is the name and a version.
const Embedded* find_built_in(std::string_view name) {
    const Embedded* newest = nullptr;
    for (const Embedded& file : policy_texts()) {  // sorted
        const std::string_view id = id_of(file);
        if (id == name) return &file;
        if (id.starts_with(name) && id.substr(name.size()).starts_with('-') &&
            is_edition(id.substr(name.size() + 1)))
            newest = &file;
    }
    return newest;
}

// Says what there is instead.
FileFault no_such_policy(std::string_view name) {
    std::string like;
    for (const Embedded& file : policy_texts())
        if (!name.empty() && id_of(file).find(name) != std::string_view::npos)
            like += (like.empty() ? "" : ", ") + std::string(id_of(file));
    return {std::string(name),
            0,
            {},
            "there is no such policy (" +
                (like.empty() ? "see: tlsonar policy list" : "names like it: " + like) + ")"};
}

struct Text {
    std::string text;
    std::string file;  // for messages, and for what it names
    bool built_in = false;
};

Result<Text, FileFault> find_text(std::string_view name, const std::filesystem::path& beside) {
    if (const Embedded* file = find_built_in(name))
        return Text{std::string(file->text), std::string(file->name), true};
    std::filesystem::path path(name);
    std::error_code error;
    if (path.is_relative() && !beside.empty() && std::filesystem::exists(beside / path, error))
        path = beside / path;
    const bool looks_like_file = name.find_first_of("./") != std::string_view::npos;
    if (!looks_like_file && !std::filesystem::exists(path, error)) return no_such_policy(name);
    auto read = read_file(path.string(), YamlReader::kMaxOctets);
    if (!read) return read.error();
    return Text{std::move(read->text), path.string(), false};
}

using Parameters = std::map<std::string, YamlPlace>;

// One file and those it builds on.
class Loader {
  public:
    Loader(const Text& text, Parameters given, int depth)
        : in_(text.file),
          text_(text),
          given_(std::move(given)),
          depth_(depth),
          beside_(text.built_in ? std::filesystem::path()
                                : std::filesystem::path(text.file).parent_path()) {}

    Result<Policy, FileFault> load() {
        static constexpr std::string_view kMembers[] = {
            "$schema", "id",       "title",     "publisher",  "version",  "date",
            "status",  "sources",  "certainty", "notes",      "see_also", "levels",
            "extends", "includes", "overrides", "parameters", "lists",    "rules"};
        const YamlPlace root = in_.parse(text_.text);
        if (in_.ok() && in_.map(root, kMembers)) read(root);
        if (foreign_) return *foreign_;
        if (!in_.ok()) return in_.fault();
        return std::move(policy_);
    }

  private:
    void read(const YamlPlace& root) {
        read_lists(root);
        read_parameters(root);
        if (const auto base = in_.find(root, "extends")) extend(*base);
        if (ok()) check_changed();
        read_head(root);
        if (const auto includes = in_.find(root, "includes"))
            for (const YamlPlace& name : in_.elements(*includes))
                include(name);
        if (const auto overrides = in_.find(root, "overrides")) override_rules(*overrides);
        const auto rules = in_.find(root, "rules");
        if (rules)
            for (const YamlPlace& rule : in_.elements(*rules))
                add(rule);
        if (ok() && policy_.rules.empty()) in_.fail(root, "has no rule");
    }

    bool ok() const { return in_.ok() && !foreign_; }

    void read_head(const YamlPlace& root) {
        const bool needed = policy_.title.empty();  // what extends another has its head
        const auto take = [&](std::string_view member, std::string& into, bool must) {
            const std::string text = in_.text(root, member, must && needed);
            if (!text.empty()) into = text;
        };
        read_id(root);
        take("title", policy_.title, true);
        take("publisher", policy_.publisher, true);
        take("version", policy_.version, true);
        take("date", policy_.date, true);
        take("status", policy_.status, false);
        take("certainty", policy_.certainty, false);
        take("notes", policy_.notes, false);
        policy_.path = text_.built_in ? "" : text_.file;
        if (const auto see_also = in_.find(root, "see_also"))
            policy_.see_also = in_.texts(*see_also);
        if (const auto levels = in_.find(root, "levels")) policy_.levels = in_.texts(*levels);
        if (const auto sources = in_.find(root, "sources")) read_sources(*sources);
    }

    // Waivers write "policy:rule", and rules that are included "policy/rule".
    void read_id(const YamlPlace& root) {
        constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyz0123456789.-";
        const YamlPlace at = in_.need(root, "id");
        policy_.id = in_.text(at);
        if (policy_.id.find_first_not_of(kAllowed) != std::string::npos ||
            policy_.id.find_first_not_of(".-") != 0)
            in_.fail(at,
                     "expected small letters, digits, \".\" and \"-\", a letter or digit first; "
                     "found \"" +
                         printable(policy_.id) + "\"");
    }

    void read_sources(const YamlPlace& at) {
        static constexpr std::string_view kMembers[] = {"document", "url", "read"};
        for (const YamlPlace& element : in_.elements(at)) {
            if (!in_.map(element, kMembers)) return;
            policy_.sources.push_back({in_.text(element, "document", true),
                                       in_.text(element, "url", false),
                                       in_.text(element, "read", false)});
        }
    }

    void read_lists(const YamlPlace& root) {
        const auto lists = in_.find(root, "lists");
        if (!lists) return;
        for (const auto& [name, place] : in_.members(*lists))
            names_.lists[name] = in_.texts(place);
    }

    // {"value": …, "title": …} declares a parameter; the bare value changes one of the base.
    void read_parameters(const YamlPlace& root) {
        static constexpr std::string_view kMembers[] = {"value", "title"};
        const auto parameters = in_.find(root, "parameters");
        if (!parameters) return;
        for (const auto& [name, place] : in_.members(*parameters)) {
            const bool declared = place.node.IsMap();
            if (declared && !in_.map(place, kMembers)) return;
            YamlPlace value = declared ? in_.need(place, "value") : place;
            if (!declared) changed_.emplace(name, place);
            if (const auto given = given_.find(name); given != given_.end()) value = given->second;
            if (declared)
                policy_.parameters.push_back({name, in_.text(place, "title", false),
                                              value.node.IsScalar() ? value.node.Scalar() : ""});
            names_.parameters.insert_or_assign(name, value);
        }
    }

    // A parameter that nobody declared would change nothing, silently.
    void check_changed() {
        for (const auto& [name, place] : changed_)
            if (std::ranges::find(policy_.parameters, name, &Parameter::name) ==
                policy_.parameters.end())
                in_.fail(place,
                         "there is no parameter of that name to change; to declare one, "
                         "write {\"value\": …, \"title\": …}");
    }

    void extend(const YamlPlace& at) {
        auto base = load_other(at, names_.parameters);
        if (!base) return;
        std::ranges::move(policy_.parameters, std::back_inserter(base->parameters));
        policy_ = std::move(*base);
        for (Rule& rule : policy_.rules)
            if (rule.origin.empty()) rule.origin = policy_.id;
    }

    void include(const YamlPlace& at) {
        auto other = load_other(at, {});
        if (!other) return;
        for (Rule& rule : other->rules) {
            if (rule.origin.empty()) rule.origin = other->id;
            rule.id = other->id + "/" + rule.id;
            policy_.rules.push_back(std::move(rule));
        }
    }

    std::optional<Policy> load_other(const YamlPlace& at, const Parameters& parameters) {
        const std::string name = in_.text(at);
        if (!ok()) return std::nullopt;
        if (depth_ >= kMaxChain) {
            in_.fail(at, "policies build on each other in a circle, or more than " +
                             std::to_string(kMaxChain) + " deep");
            return std::nullopt;
        }
        auto text = find_text(name, beside_);
        if (!text) {
            in_.fail(at, printable(text.error().file) + ": " + text.error().problem);
            return std::nullopt;
        }
        auto loaded = Loader(*text, parameters, depth_ + 1).load();
        if (loaded) return std::move(*loaded);
        foreign_ = loaded.error();
        // Our parameter, in their rule.
        if (foreign_->path.starts_with("parameters.") &&
            parameters.contains(foreign_->path.substr(sizeof "parameters." - 1)))
            foreign_->file = in_.file();
        return std::nullopt;
    }

    void override_rules(const YamlPlace& at) {
        for (const auto& [id, place] : in_.members(at)) {
            const auto rule = std::ranges::find(policy_.rules, id, &Rule::id);
            if (rule == policy_.rules.end()) {
                in_.fail(place, "there is no rule \"" + printable(id) + "\" to override");
                return;
            }
            read_override(in_, place, *rule);
        }
    }

    void add(const YamlPlace& at) {
        Rule rule = read_rule(in_, at, names_);
        if (!ok()) return;
        const auto same = std::ranges::find(policy_.rules, rule.id, &Rule::id);
        if (same == policy_.rules.end())
            policy_.rules.push_back(std::move(rule));
        else if (same->origin.empty())
            in_.fail(at, "there are two rules \"" + rule.id + "\"");
        else
            *same = std::move(rule);
    }

    YamlReader in_;
    const Text& text_;
    Parameters given_;
    int depth_;
    std::filesystem::path beside_;
    PolicyNames names_;
    Parameters changed_;
    Policy policy_;
    std::optional<FileFault> foreign_;  // of a file that this one builds on
};

}  // namespace

struct PolicyShelf::State {
    std::map<std::string, PolicyPtr, std::less<>> open;
};

PolicyShelf::PolicyShelf() : state_(std::make_unique<State>()) {}
PolicyShelf::~PolicyShelf() = default;
PolicyShelf::PolicyShelf(PolicyShelf&&) noexcept = default;
PolicyShelf& PolicyShelf::operator=(PolicyShelf&&) noexcept = default;

Result<PolicyPtr, FileFault> PolicyShelf::open(std::string_view name_or_file) {
    if (const auto found = state_->open.find(name_or_file); found != state_->open.end())
        return found->second;
    const auto text = find_text(name_or_file, {});
    if (!text) return text.error();
    auto policy = Loader(*text, {}, 0).load();
    if (!policy) return policy.error();
    auto shared = std::make_shared<const Policy>(std::move(*policy));
    state_->open.emplace(std::string(name_or_file), shared);
    return PolicyPtr(std::move(shared));
}

Result<PolicyPtr, FileFault> PolicyShelf::parse(std::string_view text, std::string_view file) {
    const Text own{std::string(text), std::string(file), false};
    auto policy = Loader(own, {}, 0).load();
    if (!policy) return policy.error();
    return PolicyPtr(std::make_shared<const Policy>(std::move(*policy)));
}

std::vector<std::string_view> PolicyShelf::names() {
    std::vector<std::string_view> out;
    for (const Embedded& file : policy_texts())
        out.push_back(id_of(file));
    return out;
}

std::string_view PolicyShelf::text(std::string_view name) {
    const Embedded* file = find_built_in(name);
    return file == nullptr ? std::string_view() : file->text;
}

}  // namespace tlsonar::audit
