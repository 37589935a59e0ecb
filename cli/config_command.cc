// tlsonar config print: the settings that hold, and who says so.
#include "cli/command.h"
#include "cli/config.h"
#include "core/text.h"

#include <algorithm>
#include <cstdio>
#include <map>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace tlsonar::cli {
namespace {

class ConfigCommand final : public Command {
  public:
    explicit ConfigCommand(CLI::App& app)
        : app_(app),
          command_(app.add_subcommand("config", "Settings of tlsonar.yaml and the environment.")) {
        command_->require_subcommand(1);
        command_->add_subcommand("print", "The settings that hold, as YAML, and who says so")
            ->add_option("FILE", files_, "Instead of the nearest tlsonar.yaml");
    }
    bool chosen() const override { return command_->parsed(); }
    int run() override;

  private:
    int print(const std::string& file);

    CLI::App& app_;
    CLI::App* command_;
    std::vector<std::string> files_;
};

// A JSON string is a YAML string.
std::string quoted(const std::string& text) {
    std::string out = "\"";
    append_json(out, text);
    return out + "\"";
}

int ConfigCommand::run() {
    if (files_.empty()) return print({});
    int code = kFine;
    for (const std::string& file : files_)
        code = std::max(code, print(file));
    return code;
}

int ConfigCommand::print(const std::string& file) {
    const auto config = load_config(app_, file);
    if (!config) {
        std::fprintf(stderr, "tlsonar: %s\n", config.error().c_str());
        return kUsage;
    }
    std::map<std::string, std::vector<const Configured*>> by_command;
    for (const Configured& setting : config->settings)
        by_command[setting.command].push_back(&setting);
    std::string out =
        "# " +
        (config->file.empty() ? "no tlsonar.yaml from here upwards" : printable(config->file)) +
        "\n";
    for (const auto& [command, settings] : by_command) {
        out += command + ":\n";
        for (const Configured* setting : settings) {
            out += "  " + setting->name + ": [";
            for (const std::string& value : setting->values)
                out += (out.ends_with('[') ? "" : ", ") + quoted(value);
            out += "]  # " + printable(setting->source) + "\n";
        }
    }
    std::fwrite(out.data(), 1, out.size(), stdout);
    return kFine;
}

}  // namespace

std::unique_ptr<Command> make_config_command(CLI::App& app) {
    return std::make_unique<ConfigCommand>(app);
}

}  // namespace tlsonar::cli
