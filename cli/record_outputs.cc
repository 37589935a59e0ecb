#include "cli/record_outputs.h"

#include "reports/records/list.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

namespace tlsonar::cli {
namespace {

constexpr std::size_t kRecordBuffer = 256UL * 1024;  // written when so much has gathered

std::string why(const std::string& path, int error) {
    return "cannot write " + path + ": " + std::strerror(error);
}

// One name for what is one file, as far as names can tell: "a/../b" is "b".
std::filesystem::path plain(const std::string& path) {
    std::error_code error;
    const auto out = std::filesystem::weakly_canonical(path, error);
    return error ? std::filesystem::path(path).lexically_normal() : out;
}

}  // namespace

bool is_record_format(std::string_view name) {
    return reports::find_record_format(name) != nullptr;
}

std::string record_format_names() {
    std::string out;
    for (const reports::RecordFormat& format : reports::record_formats())
        out += (out.empty() ? "" : ", ") + std::string(format.name);
    return out;
}

RecordOutputs::~RecordOutputs() { close(); }

bool RecordOutputs::open(const std::vector<std::string>& format_equals_path) {
    for (const std::string& one : format_equals_path) {
        const std::size_t equals = std::min(one.find('='), one.size());
        const std::string path = one.substr(std::min(equals + 1, one.size()));
        if (!open_one(std::string_view(one).substr(0, equals), path)) return false;
    }
    return true;
}

bool RecordOutputs::open_one(std::string_view name, const std::string& path) {
    const std::string asked(name);
    const reports::RecordFormat* format = reports::find_record_format(name);
    if (format == nullptr) return fail("there is no format " + asked + " for handshakes");
    if (path.empty()) return fail("there is no file name after the format (-o " + asked + "=PATH)");
    if (!format->is_folder()) return open_log(format->logs.front().make(), path);
    if (path == "-")
        return fail(asked + " makes several files: name a folder (-o " + asked + "=DIR)");
    std::error_code error;
    std::filesystem::create_directories(path, error);
    if (error) return fail("cannot make the folder " + path + ": " + error.message());
    for (const reports::RecordLog& log : format->logs)
        if (!open_log(log.make(), (std::filesystem::path(path) / log.file).string())) return false;
    return true;
}

bool RecordOutputs::is_taken(const std::string& path) const {
    // Into one device (/dev/null) or pipe several may write.
    std::error_code error;
    if (std::filesystem::exists(path, error) && !std::filesystem::is_regular_file(path, error))
        return false;
    return std::any_of(logs_.begin(), logs_.end(),
                       [&](const Log& log) { return plain(log.path) == plain(path); });
}

bool RecordOutputs::open_log(std::unique_ptr<reports::RecordWriter> writer,
                             const std::string& path) {
    if (is_taken(path)) return fail("two formats would write to " + path);
    Log log{std::move(writer), path, nullptr, {}};
    log.file = path == "-" ? stdout : std::fopen(path.c_str(), "wb");
    if (log.file == nullptr) return fail(why(path, errno));
    log.writer->begin(log.waiting);
    logs_.push_back(std::move(log));
    return true;
}

void RecordOutputs::add(const profile::Record& record) {
    for (Log& log : logs_) {
        if (log.file == nullptr) continue;
        log.writer->add(log.waiting, record);
        if (log.waiting.size() >= kRecordBuffer) flush(log);
    }
}

bool RecordOutputs::close() {
    for (Log& log : logs_) {
        if (log.file == nullptr) continue;
        log.writer->end(log.waiting);
        flush(log);
        close_file(log);
    }
    logs_.clear();
    return fault_.empty();
}

// A log that cannot be written is given up; the others go on.
void RecordOutputs::flush(Log& log) {
    const std::size_t written = std::fwrite(log.waiting.data(), 1, log.waiting.size(), log.file);
    const bool whole = written == log.waiting.size() && std::fflush(log.file) == 0;
    log.waiting.clear();
    if (whole) return;
    fail(why(log.path, errno));
    close_file(log);
}

void RecordOutputs::close_file(Log& log) {
    std::FILE* file = std::exchange(log.file, nullptr);
    if (file == nullptr || file == stdout) return;
    if (std::fclose(file) != 0) fail(why(log.path, errno));
}

bool RecordOutputs::fail(std::string sentence) {
    if (fault_.empty()) fault_ = std::move(sentence);
    return false;
}

}  // namespace tlsonar::cli
