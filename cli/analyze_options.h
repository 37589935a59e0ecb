// The flags of `tlsonar analyze`.
#pragma once

#include <memory>

namespace CLI {
class App;
}

namespace tlsonar::cli {

class AnalyzeCommand {
  public:
    explicit AnalyzeCommand(CLI::App& app);
    ~AnalyzeCommand();
    int run();

  private:
    struct Flags;
    std::unique_ptr<Flags> flags_;
};

}  // namespace tlsonar::cli
