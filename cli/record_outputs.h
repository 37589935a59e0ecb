// RecordOutputs: the logs for other tools that `analyze -o FORMAT=PATH` asks for.
#pragma once

#include "profile/record.h"
#include "reports/records/writer.h"

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tlsonar::cli {

bool is_record_format(std::string_view name);
// "ecs, eve, zeek, zeek-tsv"
std::string record_format_names();

class RecordOutputs {
  public:
    RecordOutputs() = default;
    RecordOutputs(const RecordOutputs&) = delete;
    RecordOutputs& operator=(const RecordOutputs&) = delete;
    ~RecordOutputs();

    // Each "ecs=FILE" ("-": standard output) or "zeek=FOLDER", which is made when it is not there.
    // What was in the files is lost. False when one cannot be written: fault() says why.
    bool open(const std::vector<std::string>& format_equals_path);
    // In the order of the numbers, which are set. Costs nothing when nothing is asked for.
    void add(const profile::Record& record);
    // False when something could not be written, now or before.
    bool close();

    bool empty() const { return logs_.empty(); }
    // A sentence; may hold octets of file names that are not printable.
    const std::string& fault() const { return fault_; }

  private:
    struct Log {
        std::unique_ptr<reports::RecordWriter> writer;
        std::string path;
        std::FILE* file = nullptr;
        std::string waiting;
    };

    bool open_one(std::string_view format, const std::string& path);
    bool open_log(std::unique_ptr<reports::RecordWriter> writer, const std::string& path);
    bool is_taken(const std::string& path) const;
    void flush(Log& log);
    void close_file(Log& log);
    bool fail(std::string sentence);

    std::vector<Log> logs_;
    std::string fault_;
};

}  // namespace tlsonar::cli
