// GitLab's code quality report: an array of findings, each pinned to a line of a file.
// https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
#include "reports/formats/digest.h"
#include "reports/formats/failures.h"
#include "reports/formats/visible.h"
#include "reports/formats/writers.h"
#include "reports/json_writer.h"

namespace tlsonar::reports::writers {
namespace {

constexpr std::size_t kMostOfPath = 1000;

std::string_view severity(trust::Severity severity) {
    switch (severity) {
        case trust::Severity::info:
            return "info";
        case trust::Severity::low:
            return "minor";
        case trust::Severity::medium:
            return "major";
        case trust::Severity::high:
            return "critical";
        case trust::Severity::critical:
            return "blocker";
    }
    return "info";
}

void write_place(JsonWriter& json, const audit::Subject& subject, const FormatOptions& options) {
    json.begin_object("location");
    json.string("path",
                visible(repository_path(subject.file.empty() ? options.document : subject.file),
                        kMostOfPath));
    json.begin_object("lines");
    json.number("begin", subject.line == 0 ? 1 : subject.line);
    json.end_object();
    json.end_object();
}

// Of what recurs GitLab would show one.
std::string fingerprint(const audit::Deviation& deviation, std::size_t number) {
    std::string out = deviation.fingerprint.text();
    return number == 1 ? out : digest(out + '|' + std::to_string(number));
}

void write_failure(JsonWriter& json, const Failure& failure, std::size_t number,
                   const FormatOptions& options) {
    const audit::Subject& subject = failure.subject();
    json.begin_object();
    json.string("description", visible(subject.id) + ": " + visible(failure.rule().title) + ": " +
                                   failure_text(*failure.deviation));
    json.string("check_name", visible(rule_name(*failure.policy, failure.rule())));
    json.plain("fingerprint", fingerprint(*failure.deviation, number));
    json.plain("severity", severity(failure.rule().severity));
    write_place(json, subject, options);
    json.end_object();
}

// Else a run that reached nobody would look like one that found nothing.
void write_not_reached(JsonWriter& json, const audit::Subject& subject,
                       const FormatOptions& options) {
    json.begin_object();
    json.string("description", visible(subject.id) + ": not reached: " + visible(subject.trouble));
    json.plain("check_name", "tlsonar/reached");
    json.plain("fingerprint", digest("tlsonar/reached|" + subject.id));
    json.plain("severity", severity(trust::Severity::medium));
    write_place(json, subject, options);
    json.end_object();
}

}  // namespace

std::string gitlab(const audit::Report& report, const FormatOptions& options) {
    std::string out;
    {
        JsonWriter json(out);
        json.begin_array();
        Recurrences recurrences;
        for (const Failure& failure : failures(report, false))
            write_failure(json, failure, recurrences.number(*failure.deviation), options);
        for (const audit::Assessed& assessed : report.subjects)
            if (!assessed.subject.reached()) write_not_reached(json, assessed.subject, options);
        json.end_array();
    }
    return out += '\n';
}

}  // namespace tlsonar::reports::writers
