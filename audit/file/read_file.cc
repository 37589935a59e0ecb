#include "audit/file/read_file.h"

#include <filesystem>
#include <fstream>

namespace tlsonar::audit {

Result<FileText, FileFault> read_file(std::string_view path, std::size_t most) {
    const auto fault = [&](std::string problem) {
        return FileFault{std::string(path), 0, {}, std::move(problem)};
    };
    const std::filesystem::path file(path);
    std::error_code error;
    if (std::filesystem::is_directory(file, error)) return fault("is a folder, not a file");
    if (!std::filesystem::exists(file, error)) return fault("there is no such file");
    std::ifstream in(file, std::ios::binary);
    if (!in) return fault("can't be read; may you?");
    FileText out;
    constexpr std::size_t kStep = 1U << 16;
    // All at once; what grows meanwhile is read too. (Pipes have no size.)
    if (const auto size = std::filesystem::file_size(file, error); !error && size <= most)
        out.text.reserve(static_cast<std::size_t>(size) + kStep);
    while (in && out.text.size() <= most) {
        const std::size_t before = out.text.size();
        out.text.resize(before + kStep);
        in.read(out.text.data() + before, kStep);
        out.text.resize(before + static_cast<std::size_t>(in.gcount()));
    }
    if (out.text.size() > most) return fault("has more than " + std::to_string(most) + " octets");
    return out;
}

}  // namespace tlsonar::audit
