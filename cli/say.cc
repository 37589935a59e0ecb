#include "cli/say.h"

#include "core/text.h"

#include <cstdio>

namespace tlsonar::cli {

bool complain(const std::string& sentence) {
    std::fprintf(stderr, "tlsonar: %s\n", printable(sentence).c_str());
    return false;
}

void put(const std::string& text) { std::fwrite(text.data(), 1, text.size(), stdout); }

}  // namespace tlsonar::cli
