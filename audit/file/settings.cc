#include "audit/file/settings.h"

#include "audit/file/yaml_private.h"

#include <algorithm>
#include <set>

namespace tlsonar::audit {
namespace {

Setting read_setting(YamlReader& in, std::string section, std::string name, const YamlPlace& at) {
    Setting out{std::move(section), std::move(name), {}, YamlReader::line(at)};
    if (in.ok() && at.node.IsSequence())
        out.values = in.texts(at);
    else
        out.values.push_back(in.text(at));
    return out;
}

}  // namespace

Result<std::vector<Setting>, FileFault> read_settings(std::string_view text, std::string_view file,
                                                      std::span<const std::string> sections) {
    YamlReader in{std::string(file)};
    const YamlPlace root = in.parse(text);
    std::vector<Setting> out;
    // A file of comments only is empty.
    if (in.ok() && root.node.IsNull()) return out;
    std::set<std::pair<std::string, std::string>> seen;
    const auto add = [&](const std::string& section, const std::string& name,
                         const YamlPlace& place) {
        if (!seen.emplace(section, name).second) in.fail(place, "is there twice");
        out.push_back(read_setting(in, section, name, place));
    };
    for (const auto& [name, place] : in.members(root)) {
        if (std::ranges::find(sections, name) == sections.end()) {
            add({}, name, place);
            continue;
        }
        if (in.ok() && place.node.IsNull()) continue;
        for (const auto& [inner, inner_place] : in.members(place))
            add(name, inner, inner_place);
    }
    if (!in.ok()) return in.fault();
    return out;
}

}  // namespace tlsonar::audit
