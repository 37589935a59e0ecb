#include "audit/file/read_file.h"

#include <filesystem>
#include <fstream>

namespace tlsonar::audit {

std::optional<FileFault> read_file(std::string_view path, std::size_t most, std::size_t step,
                                   const std::function<void(std::string_view)>& on_piece) {
    const auto fault = [&](std::string problem) {
        return FileFault{std::string(path), 0, {}, std::move(problem)};
    };
    const std::filesystem::path file(path);
    std::error_code error;
    if (std::filesystem::is_directory(file, error)) return fault("is a folder, not a file");
    if (!std::filesystem::exists(file, error)) return fault("there is no such file");
    std::ifstream in(file, std::ios::binary);
    if (!in) return fault("can't be read; may you?");
    std::string piece(step, '\0');
    for (std::size_t total = 0; in;) {
        in.read(piece.data(), static_cast<std::streamsize>(step));
        const auto got = static_cast<std::size_t>(in.gcount());
        total += got;
        if (total > most) return fault("has more than " + std::to_string(most) + " octets");
        if (got != 0) on_piece(std::string_view(piece).substr(0, got));
    }
    return std::nullopt;
}

Result<FileText, FileFault> read_file(std::string_view path, std::size_t most) {
    constexpr std::size_t kStep = 1U << 16;
    FileText out;
    auto fault =
        read_file(path, most, kStep, [&out](std::string_view piece) { out.text += piece; });
    if (fault) return std::move(*fault);
    return out;
}

}  // namespace tlsonar::audit
