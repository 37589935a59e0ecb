#include "cli/config.h"

#include "audit/file/read_file.h"
#include "audit/file/settings.h"
#include "core/text.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>

#include <CLI/CLI.hpp>

namespace tlsonar::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kName = "tlsonar.yaml";
constexpr std::size_t kMostOfConfiguration = 1U << 20;

// Their values are files: in tlsonar.yaml they are meant from its own folder.
constexpr auto kPaths = std::to_array<std::string_view>(
    {"waivers", "baseline", "exclude", "hosts", "cert", "key", "intermediates", "ct-logs",
     "programmes", "onecrl", "blocklist", "keylog", "password-file", "files"});

fs::path find_upwards() {
    std::error_code error;
    std::error_code not_there;
    for (fs::path folder = fs::current_path(error); !error; folder = folder.parent_path()) {
        if (fs::is_regular_file(folder / kName, not_there)) return folder / kName;
        if (folder == folder.parent_path()) break;
    }
    return {};
}

// --help and the like are no settings.
bool is_setting(const CLI::Option& option) {
    if (option.get_positional()) return true;
    return !option.get_lnames().empty() && option.get_lnames().front() != "help";
}

std::string name_of(const CLI::Option& option) {
    if (!option.get_positional()) return option.get_lnames().front();
    return option.get_name() == "TARGET" ? "targets" : "files";
}

CLI::Option* find_option(CLI::App& command, const std::string& name) {
    for (CLI::Option* option : command.get_options())
        if (is_setting(*option) && name_of(*option) == name) return option;
    return nullptr;
}

std::vector<CLI::App*> commands_of(CLI::App& app) {
    return app.get_subcommands([](const CLI::App* command) {
        return command->get_subcommands([](const CLI::App*) { return true; }).empty();
    });
}

std::string environment_name(std::string_view name) {
    std::string out = "TLSONAR_";
    for (const char c : name)
        out += c == '-' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    return out;
}

std::string from_folder(const fs::path& folder, const std::string& value) {
    const bool list = value.starts_with('@');  // of targets
    const fs::path path(list ? value.substr(1) : value);
    if (path.empty() || path.is_absolute() || value == "-") return value;
    return (list ? "@" : "") + (folder / path).lexically_normal().string();
}

// The folder as the working directory sees it, where it is that or lies in it: reports name files
// in a tree, not on a machine.
fs::path seen_from_here(const fs::path& folder) {
    std::error_code error;
    const fs::path seen = folder.lexically_relative(fs::current_path(error));
    if (error || seen.empty() || *seen.begin() == "..") return folder;
    return seen == "." ? fs::path() : seen;
}

std::vector<std::string> resolved(const fs::path& folder, const audit::Setting& setting) {
    std::vector<std::string> out = setting.values;
    const bool paths = std::ranges::find(kPaths, setting.name) != kPaths.end();
    for (std::string& value : out)
        if (paths || (setting.name == "targets" && value.starts_with('@')))
            value = from_folder(folder, value);
    return out;
}

// A policy may be the name of one that is built in.
void resolve_policies(const fs::path& folder, std::vector<std::string>& values) {
    for (std::string& value : values)
        if (value.find('/') != std::string::npos || value.ends_with(".json") ||
            value.ends_with(".yaml"))
            value = from_folder(folder, value);
}

class Loader {
  public:
    explicit Loader(CLI::App& app) : app_(app) {}

    Result<Config, std::string> load(const fs::path& file) {
        config_.file = file.string();
        if (!file.empty()) read(file);
        if (problem_.empty()) read_environment();
        if (!problem_.empty()) return problem_;
        return std::move(config_);
    }

  private:
    void read(const fs::path& file) {
        const auto text = audit::read_file(file.string(), kMostOfConfiguration);
        if (!text) {
            problem_ = text.error().sentence();
            return;
        }
        std::vector<std::string> sections;
        for (const CLI::App* command : commands_of(app_))
            sections.push_back(command->get_name());
        const auto settings = audit::read_settings(text->text, file.string(), sections);
        if (!settings) {
            problem_ = settings.error().sentence();
            return;
        }
        // Sections after the top, so that they are the ones that count.
        for (const bool sectioned : {false, true})
            for (const audit::Setting& setting : *settings)
                if (setting.section.empty() != sectioned) add(file, setting);
    }

    void add(const fs::path& file, const audit::Setting& setting) {
        bool known = false;
        const std::string place = file.string() + ":" + std::to_string(setting.line);
        for (CLI::App* command : commands_of(app_)) {
            if (!setting.section.empty() && command->get_name() != setting.section) continue;
            CLI::Option* option = find_option(*command, setting.name);
            if (option == nullptr) continue;
            known = true;
            std::vector<std::string> values = resolved(seen_from_here(file.parent_path()), setting);
            if (setting.name == "policy") resolve_policies(file.parent_path(), values);
            set({command->get_name(), setting.name, std::move(values), place,
                 option->get_positional()});
        }
        if (known || !problem_.empty()) return;
        problem_ = printable(place) + ": there is no setting \"" + printable(setting.name) + "\"" +
                   (setting.section.empty() ? "" : " of " + setting.section) +
                   "; names are those of flags (tlsonar scan --help), and sections those of "
                   "commands";
    }

    void read_environment() {
        for (CLI::App* command : commands_of(app_))
            for (const CLI::Option* option : command->get_options()) {
                if (!is_setting(*option) || option->get_positional()) continue;
                const std::string name = name_of(*option);
                const std::string variable = environment_name(name);
                const char* value = std::getenv(variable.c_str());
                if (value != nullptr && *value != '\0')
                    set({command->get_name(), name, {value}, variable, false});
            }
    }

    // The last one counts.
    void set(Configured configured) {
        std::erase_if(config_.settings, [&](const Configured& other) {
            return other.command == configured.command && other.name == configured.name;
        });
        config_.settings.push_back(std::move(configured));
    }

    CLI::App& app_;
    Config config_;
    std::string problem_;
};

bool is_given(const CLI::Option& option, const std::vector<std::string>& arguments) {
    return std::ranges::any_of(arguments, [&](const std::string& argument) {
        for (const std::string& name : option.get_lnames())
            if (argument == "--" + name || argument.starts_with("--" + name + "=")) return true;
        for (const std::string& name : option.get_snames())
            if (argument.starts_with("-" + name) && !argument.starts_with("--")) return true;
        return false;
    });
}

}  // namespace

Result<Config, std::string> load_config(CLI::App& app, const std::string& file) {
    if (file == "none") return Loader(app).load({});
    return Loader(app).load(file.empty() ? find_upwards() : fs::path(file));
}

std::vector<std::string> with_config(CLI::App& app, const Config& config,
                                     std::vector<std::string> arguments, bool positionals) {
    const auto commands = commands_of(app);
    const auto at = std::ranges::find_if(arguments, [&](const std::string& argument) {
        return std::ranges::any_of(commands,
                                   [&](const CLI::App* c) { return c->get_name() == argument; });
    });
    if (at == arguments.end()) return arguments;
    CLI::App& command = *app.get_subcommand(*at);
    std::vector<std::string> before;
    std::vector<std::string> behind;
    for (const Configured& setting : config.settings) {
        if (setting.command != command.get_name()) continue;
        const CLI::Option& option = *find_option(command, setting.name);
        if (setting.positional) {
            if (positionals)
                behind.insert(behind.end(), setting.values.begin(), setting.values.end());
            continue;
        }
        if (is_given(option, arguments)) continue;
        const bool flag = option.get_expected_max() == 0 || option.get_type_size() == 0;
        for (const std::string& value : setting.values)
            before.push_back("--" + setting.name + (flag && value == "true" ? "" : "=" + value));
    }
    arguments.insert(at + 1, before.begin(), before.end());
    arguments.insert(arguments.end(), behind.begin(), behind.end());
    return arguments;
}

std::string take_config_flag(std::vector<std::string>& arguments) {
    constexpr std::string_view kFlag = "--config";
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::string argument = arguments[i];
        const auto here = arguments.begin() + static_cast<std::ptrdiff_t>(i);
        if (argument == kFlag && i + 1 < arguments.size()) {
            std::string file = arguments[i + 1];
            arguments.erase(here, here + 2);
            return file;
        }
        if (argument.starts_with(std::string(kFlag) + "=")) {
            arguments.erase(here);
            return argument.substr(kFlag.size() + 1);
        }
    }
    return {};
}

}  // namespace tlsonar::cli
