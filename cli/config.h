// tlsonar.yaml and TLSONAR_…: what flags are unless they are given.
//
// Names are those of the long flags, without dashes. At the top they hold for every command that
// has such a flag, in a section (scan, analyze …) for that command. `targets` (`files`) stand for
// what a command takes without a flag. Flags beat the environment (TLSONAR_FAIL_ON), which beats
// the file. The file is the nearest one from the working directory upwards.
#pragma once

#include "core/result.h"

#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace tlsonar::cli {

// What an option of a command is, and who says so.
struct Configured {
    std::string command;
    std::string name;
    std::vector<std::string> values;
    std::string source;  // "tlsonar.yaml:3", "TLSONAR_FAIL_ON"
    bool positional = false;
};

struct Config {
    std::string file;  // empty when there is none
    std::vector<Configured> settings;
};

// The sentence says what is wrong. `file` as --config gave it; empty: look for it, "none": no file.
Result<Config, std::string> load_config(CLI::App& app, const std::string& file);

// The arguments with what is configured and not given among them. `positionals`: also those.
std::vector<std::string> with_config(CLI::App& app, const Config& config,
                                     std::vector<std::string> arguments, bool positionals);

// What --config says, taken out of the arguments.
std::string take_config_flag(std::vector<std::string>& arguments);

}  // namespace tlsonar::cli
