// A file that was built into the program (cmake/embed.cmake).
#pragma once

#include <string_view>

namespace tlsonar {

struct Embedded {
    std::string_view name;  // of the file, without its folder
    std::string_view text;
};

}  // namespace tlsonar
