// Intake: subjects from the documents that scan, analyze and check write.
#pragma once

#include "audit/subject/subject.h"
#include "core/moment.h"
#include "core/result.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tlsonar::audit {

struct IntakeFault {
    std::string file;
    std::uint64_t line = 0;  // of NDJSON; 0 otherwise
    std::string problem;     // "is no JSON (octet 17)", "has no schema that tlsonar knows"
    std::string sentence() const;
};

class Intake {
  public:
    // `now` decides what has expired (cert.leaf.time_valid), in whatever year the facts were
    // gathered. The result is the same whatever the number of threads.
    explicit Intake(Time now, unsigned threads = 1);
    ~Intake();
    Intake(const Intake&) = delete;
    Intake& operator=(const Intake&) = delete;

    // A whole document: tlsonar.scan/1, analysis/1, check/1, or NDJSON lines of tlsonar.endpoint/1
    // and tlsonar.handshake/1, told apart by their "schema". What was read before a fault stays.
    Status<IntakeFault> read(std::string_view text, std::string_view file);
    // Whether a text that begins so consists of lines of NDJSON: its first line is a whole object.
    static bool has_lines(std::string_view beginning);
    // Whole lines of NDJSON; `line` of them were before, and it goes on.
    Status<IntakeFault> read_lines(std::string_view text, std::string_view file,
                                   std::uint64_t& line);
    // One object: a line of NDJSON.
    Status<IntakeFault> read_line(std::string_view json, std::string_view file, std::uint64_t line);

    // In order of appearance; endpoints of captures last, by id. Empties the intake.
    std::vector<Subject> take();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace tlsonar::audit
