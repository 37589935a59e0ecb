#include "cli/save.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include <unistd.h>

namespace tlsonar::cli {
namespace {

std::string why(const std::string& path) {
    return "cannot write " + path + ": " + std::strerror(errno);
}

bool put(std::FILE* file, std::string_view content) {
    return std::fwrite(content.data(), 1, content.size(), file) == content.size() &&
           std::fflush(file) == 0;
}

}  // namespace

std::string save(const std::string& path, std::string_view content) {
    if (path.empty()) return "there is no file name after the format (-o FORMAT=FILE)";
    if (path == "-") return put(stdout, content) ? "" : why("standard output");
    std::error_code error;
    // Devices and pipes can't be replaced.
    const bool special =
        std::filesystem::exists(path, error) && !std::filesystem::is_regular_file(path, error);
    const std::string draft = special ? path : path + ".tmp" + std::to_string(::getpid());
    std::FILE* file = std::fopen(draft.c_str(), "wb");
    if (file == nullptr) return why(path);
    const bool written = put(file, content);
    const std::string trouble = written ? "" : why(path);
    const bool closed = std::fclose(file) == 0;
    if (special) return written && closed ? "" : why(path);
    if (written && closed && std::rename(draft.c_str(), path.c_str()) == 0) return {};
    std::string reason = trouble.empty() ? why(path) : trouble;
    std::remove(draft.c_str());
    return reason;
}

}  // namespace tlsonar::cli
