// What can be wrong with a capture file.
#pragma once

#include <cstdint>
#include <string>

namespace tlsonar::capture {

// Why a file could not be opened as a capture. The sentence names the file and needs no context;
// the file's name stands in it as the user gave it, so escape it before showing.
struct FileError {
    enum class Cause : std::uint8_t {
        missing,
        no_permission,
        directory,
        empty,
        not_a_capture,
        unsupported,  // a capture, but of a kind that is not read
        unreadable,   // the operating system refused for another reason
    };
    Cause cause = Cause::unreadable;
    std::string sentence;
};

// What was found wrong inside a file that could be opened. `offset` counts octets of the capture,
// that is after decompression.
struct Fault {
    std::uint64_t offset = 0;
    std::string sentence;  // names file, offset and what
};

}  // namespace tlsonar::capture
