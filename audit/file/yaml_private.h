// Reading YAML (and JSON, which is YAML) that a person wrote, with the place of every mistake.
// Private to this room: yaml-cpp stays out of its headers.
//
// The first fault sticks: whoever reads goes straight on and looks at ok() once at the end.
#pragma once

#include "audit/file/fault.h"
#include "core/result.h"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <yaml-cpp/yaml.h>

namespace tlsonar::audit {

struct YamlPlace {
    YAML::Node node;
    std::string path;
};

class YamlReader {
  public:
    // Files of people are small; a bomb of aliases is not read to its end.
    static constexpr std::size_t kMaxOctets = 8U << 20;
    static constexpr std::size_t kMaxPlaces = 1'000'000;

    explicit YamlReader(std::string file) : file_(std::move(file)) {}

    // The whole document; an empty place after a fault.
    YamlPlace parse(std::string_view text);

    bool ok() const { return !fault_; }
    const FileFault& fault() const { return *fault_; }
    const std::string& file() const { return file_; }
    void fail(const YamlPlace& at, std::string problem);

    // False and a fault when it is no map, or has a member that is not among `allowed`.
    bool map(const YamlPlace& at, std::span<const std::string_view> allowed);
    bool is_map(const YamlPlace& at);
    // Members in the order of the file.
    std::vector<std::pair<std::string, YamlPlace>> members(const YamlPlace& at);
    std::vector<YamlPlace> elements(const YamlPlace& at);

    std::optional<YamlPlace> find(const YamlPlace& at, std::string_view member);
    // With a fault when there is none.
    YamlPlace need(const YamlPlace& at, std::string_view member);

    std::string text(const YamlPlace& at);
    bool boolean(const YamlPlace& at);
    std::int64_t number(const YamlPlace& at);
    std::vector<std::string> texts(const YamlPlace& at);

    // The same of a member; the default (or a fault where it is needed) when it is missing.
    std::string text(const YamlPlace& at, std::string_view member, bool needed);
    bool boolean(const YamlPlace& at, std::string_view member, bool otherwise);

    static bool is_quoted(const YamlPlace& at);
    static std::uint32_t line(const YamlPlace& at);

  private:
    YamlPlace counted(const YAML::Node& node, std::string path);

    std::string file_;
    std::optional<FileFault> fault_;
    std::size_t places_ = 0;
};

// "expected one of a, b, c; found \"d\"".
std::string expected_one_of(std::span<const std::string_view> names, std::string_view found);

}  // namespace tlsonar::audit
