#include "cli/output.h"

#include "cli/progress.h"
#include "reports/terminal/ladder.h"
#include "reports/terminal/summary_text.h"
#include "reports/terminal/table.h"

#include <unistd.h>

namespace tlsonar::cli {
namespace {

using Format = AnalyzeOptions::Format;

// Written when so much has gathered.
constexpr std::size_t kBuffer = 256U * 1024;

}  // namespace

Output::Output(const AnalyzeOptions& options, std::FILE* file, Progress* progress)
    : options_(options),
      file_(file),
      progress_(progress),
      interactive_(isatty(fileno(file)) != 0) {}

void Output::begin() {
    if (options_.format == Format::json)
        write(
            "{\"schema\":\"tlsonar.analysis/"
            "1\",\"tool\":{\"name\":\"tlsonar\",\"version\":\"" TLSONAR_VERSION
            "\"},\"handshakes\":[");
}

void Output::add(Finding&& finding) {
    ++number_;
    if (finding.record)
        add_record(*finding.record);
    else
        add_json(finding.json);
    // A reader of a pipe waits for lines, a person too; a file does not.
    if (interactive_ || buffer_.size() >= kBuffer) flush();
}

void Output::add_json(std::string_view json) {
    if (options_.show && *options_.show != number_) return;
    if (options_.format == Format::json) buffer_ += number_ > 1 && !options_.show ? ",\n" : "\n";
    reports::append_numbered(buffer_, json, number_);
    if (options_.format == Format::ndjson) buffer_ += '\n';
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
        buffer_ += "\n],\"summary\":";
        reports::append_summary_json(buffer_, summary);
        buffer_ += "}\n";
    } else if (options_.format != Format::ndjson && !options_.quiet) {
        if (header_written_) buffer_ += '\n';
        buffer_ += reports::summary_text(summary, options_.style);
    }
    flush();
    if (std::fflush(file_) != 0) ok_ = false;
}

void Output::write(std::string_view text) {
    buffer_ += text;
    if (buffer_.size() >= kBuffer) flush();
}

void Output::flush() {
    if (buffer_.empty()) return;
    if (progress_ != nullptr) progress_->clear();
    if (std::fwrite(buffer_.data(), 1, buffer_.size(), file_) != buffer_.size()) ok_ = false;
    if (interactive_ && std::fflush(file_) != 0) ok_ = false;
    buffer_.clear();
}

}  // namespace tlsonar::cli
