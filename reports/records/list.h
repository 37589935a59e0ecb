// The catalogue of logs for other tools: each line made of one handshake. To add one: a file with
// its writer, a line in list.cc, a golden file.
#pragma once

#include "reports/records/writer.h"

#include <memory>
#include <span>
#include <string_view>

namespace tlsonar::reports {

struct RecordLog {
    std::string_view file;  // its name in the folder; empty when the format is this one file
    std::unique_ptr<RecordWriter> (*make)() = nullptr;
};

struct RecordFormat {
    std::string_view name;  // of -o: "zeek-tsv"
    std::string_view description;
    std::span<const RecordLog> logs;

    // Its logs go into a folder.
    bool is_folder() const { return !logs.front().file.empty(); }
};

// Sorted by name.
std::span<const RecordFormat> record_formats();
// Null when there is none.
const RecordFormat* find_record_format(std::string_view name);

}  // namespace tlsonar::reports
