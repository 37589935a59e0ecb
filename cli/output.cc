#include "cli/output.h"

#include "cli/progress.h"
#include "reports/terminal/ladder.h"
#include "reports/terminal/summary_text.h"
#include "reports/terminal/table.h"

#include <cerrno>
#include <utility>

#include <unistd.h>

namespace tlsonar::cli {
namespace {

using Format = AnalyzeOptions::Format;

// Written when so much has gathered, or so many records: two parts each, and the system takes 1024
// at once.
constexpr std::size_t kBuffer = 256UL * 1024;
constexpr std::size_t kRecords = 256;

iovec part(std::string_view text) { return {const_cast<char*>(text.data()), text.size()}; }

}  // namespace

Output::Output(const AnalyzeOptions& options, std::FILE* file, Progress* progress)
    : options_(options),
      file_(fileno(file)),
      progress_(progress),
      interactive_(isatty(fileno(file)) != 0) {}

void Output::begin() {
    if (options_.format == Format::json)
        buffer_ +=
            "{\"schema\":\"tlsonar.analysis/"
            "1\",\"tool\":{\"name\":\"tlsonar\",\"version\":\"" TLSONAR_VERSION
            "\"},\"handshakes\":[";
}

void Output::add(Finding&& finding) {
    ++number_;
    if (options_.writes_json())
        add_json(std::move(finding.json));
    else
        add_record(*finding.record);
    // A reader of a pipe waits for lines, a person too; a file does not.
    if (interactive_ || buffer_.size() + waiting_ >= kBuffer || records_.size() >= kRecords)
        flush();
}

void Output::add_json(std::string&& json) {
    if (options_.show && *options_.show != number_) return;
    if (heads_.size() == records_.size()) heads_.emplace_back();
    std::string& head = heads_[records_.size()];
    head.clear();
    if (options_.format == Format::json) head += number_ > 1 && !options_.show ? ",\n" : "\n";
    reports::append_number(head, number_);
    if (options_.format == Format::ndjson) json += '\n';
    waiting_ += json.size();
    records_.push_back(std::move(json));
}

void Output::add_record(profile::Record& record) {
    record.number = number_;
    if (options_.show || options_.format == Format::ladders) {
        if (options_.show && *options_.show != number_) return;
        if (header_written_) buffer_ += '\n';
        header_written_ = true;
        buffer_ += reports::ladder(record, options_.style);
        return;
    }
    const reports::HandshakeTable table(options_.style);
    if (!header_written_) buffer_ += table.header();
    header_written_ = true;
    buffer_ += table.line(record);
}

void Output::end(const reports::Summary& summary) {
    if (options_.format == Format::json) {
        flush();
        buffer_ += "\n],\"summary\":";
        reports::append_summary_json(buffer_, summary);
        buffer_ += "}\n";
    } else if (options_.format != Format::ndjson && !options_.quiet) {
        if (header_written_) buffer_ += '\n';
        buffer_ += reports::summary_text(summary, options_.style);
    }
    flush();
}

void Output::flush() {
    if (buffer_.empty() && records_.empty()) return;
    if (progress_ != nullptr) progress_->clear();
    std::vector<iovec> parts;
    parts.reserve(1 + 2 * records_.size());
    if (!buffer_.empty()) parts.push_back(part(buffer_));
    for (std::size_t i = 0; i < records_.size(); ++i) {
        parts.push_back(part(heads_[i]));
        parts.push_back(part(reports::after_number(records_[i])));
    }
    write_all(std::move(parts));
    buffer_.clear();
    records_.clear();
    waiting_ = 0;
}

void Output::write_all(std::vector<iovec> parts) {
    for (std::size_t next = 0; next < parts.size() && ok_;) {
        const ssize_t n = writev(file_, &parts[next], static_cast<int>(parts.size() - next));
        if (n <= 0) {
            ok_ = n < 0 && errno == EINTR;
            continue;
        }
        // The system may take less than all.
        auto taken = static_cast<std::size_t>(n);
        for (; next < parts.size() && taken >= parts[next].iov_len; ++next)
            taken -= parts[next].iov_len;
        if (taken == 0) continue;
        parts[next].iov_base = static_cast<char*>(parts[next].iov_base) + taken;
        parts[next].iov_len -= taken;
    }
}

}  // namespace tlsonar::cli
