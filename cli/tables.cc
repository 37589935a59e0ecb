#include "cli/tables.h"

#include "core/bytes.h"

#include <cerrno>
#include <cstring>
#include <memory>

namespace tlsonar::cli {
namespace {

using Octets = std::vector<std::uint8_t>;

Result<Octets, std::string> read_table(const std::string& path, std::size_t most) {
    errno = 0;
    auto octets = read_file(path, most);
    if (!octets) return "cannot read " + path + ": " + std::strerror(errno);
    return *std::move(octets);
}

// A table of lines.
template <class Table>
Result<Table, std::string> load_lines(const std::string& path) {
    if (path.empty()) return Table::built_in();
    const auto octets = read_table(path, trust::ProgrammeTable::kMaxText);
    if (!octets) return octets.error();
    auto table = Table::parse(as_text(Bytes(*octets)));
    if (!table) return path + ":" + std::to_string(table.error().line) + ": " + table.error().what;
    return std::move(table).value();
}

}  // namespace

std::optional<Octets> read_stream(std::FILE* file, std::size_t most) {
    Octets out;
    std::uint8_t buffer[65536];
    while (out.size() <= most) {
        const std::size_t n = std::fread(buffer, 1, sizeof buffer, file);
        out.insert(out.end(), buffer, buffer + n);
        if (n < sizeof buffer) break;
    }
    if (std::ferror(file) != 0) return std::nullopt;
    return out;
}

std::optional<Octets> read_file(const std::string& path, std::size_t most) {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"),
                                                               std::fclose);
    if (!file) return std::nullopt;
    return read_stream(file.get(), most);
}

Result<trust::ProgrammeTable, std::string> load_programmes(const std::string& path) {
    return load_lines<trust::ProgrammeTable>(path);
}

Result<trust::OneCrl, std::string> load_one_crl(const std::string& path) {
    return load_lines<trust::OneCrl>(path);
}

Result<trust::CtLogList, std::string> load_ct_logs(const std::string& path) {
    if (path.empty()) return trust::CtLogList::builtin();
    const auto octets = read_table(path, trust::CtLogList::kMaxJson);
    if (!octets) return octets.error();
    auto list = trust::CtLogList::from_json(as_text(Bytes(*octets)));
    if (!list) return path + ": " + list.error();
    return std::move(list).value();
}

Result<trust::KeyBlocklist, std::string> load_blocklist(const std::string& path) {
    const auto octets = read_table(path, trust::KeyBlocklist::kMaxOctets);
    if (!octets) return octets.error();
    auto list = trust::KeyBlocklist::read(*octets);
    if (!list) return path + " is no blocklist: sorted blocks of 16 octets are wanted";
    return *std::move(list);
}

}  // namespace tlsonar::cli
