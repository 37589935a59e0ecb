// Many endpoints at once, on several threads. Private to this folder.
#pragma once

#include "audit/subject/subject.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tlsonar::audit {

inline constexpr std::string_view kBlank = " \t\r\n";

// The objects of a document, apart from it.
struct Pieces {
    std::vector<std::string_view> objects;  // into the text
    std::string rest;                       // the text without them
    bool whole = true;                      // the list ends as it should
    std::size_t lines = 0;                  // of lines_of: ends of lines
};

// Lines of NDJSON; blank ones are left out, and counted. Nothing is checked.
Pieces lines_of(std::string_view text);
// The elements of the member `list` of a JSON object, as far as they go; nothing when there is
// none.
std::optional<Pieces> elements_of(std::string_view text, std::string_view list);

// Reads endpoints on several threads, each with a tree and a shelf of its own that serve the next
// call, too.
class EndpointReaders {
  public:
    EndpointReaders(std::int64_t now, unsigned threads);
    ~EndpointReaders();

    // Appends one subject for each object, in their order, when each is a sound tlsonar.endpoint/1
    // (or tells of a run); false and nothing otherwise: who reads them one after the other tells
    // what is wrong. The result does not depend on the number of threads.
    bool read(const std::vector<std::string_view>& objects, std::vector<Subject>& out);

  private:
    class Reader;
    std::vector<std::unique_ptr<Reader>> readers_;
};

}  // namespace tlsonar::audit
