#include "capture/file/source.h"

#include "capture/file/format.h"
#include "core/text.h"

#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tlsonar::capture {
namespace {

using Cause = FileError::Cause;

// Kinds of files that people mistake for a capture, or captures in formats that are not read.
struct Stranger {
    std::string_view begin;
    const char* what;
};
using namespace std::string_view_literals;
constexpr Stranger kStrangers[] = {
    {"snoop\0\0\0"sv, "a Sun snoop capture"},
    {"RTSS"sv, "a Network Monitor 1 capture"},
    {"GMBU"sv, "a Network Monitor 2 capture"},
    {"TRSNIFF data"sv, "a Sniffer capture"},
    {"\xfd"
     "7zXZ\0"sv,
     "compressed with xz"},
    {"BZh"sv, "compressed with bzip2"},
    {"\x04\x22\x4d\x18"sv, "compressed with lz4"},
    {"PK\x03\x04"sv, "a zip archive"},
};

FileError system_error(const std::string& name, int error) {
    if (error == ENOENT || error == ENOTDIR) return {Cause::missing, name + " does not exist"};
    if (error == EACCES || error == EPERM)
        return {Cause::no_permission, name + " may not be read: permission denied"};
    return {Cause::unreadable, name + " cannot be read: " + std::generic_category().message(error)};
}

FileError not_recognised(const std::string& name, Bytes begin, const std::string& trouble) {
    if (!trouble.empty()) return {Cause::unreadable, name + " cannot be read: " + trouble};
    if (begin.empty()) return {Cause::empty, name + " is empty"};
    for (const Stranger& stranger : kStrangers) {
        if (!starts_with(begin, stranger.begin)) continue;
        return {Cause::unsupported, name + " is not supported: it is " + stranger.what};
    }
    if (begin.size() > kMagicLength) begin = begin.first(kMagicLength);
    return {Cause::not_a_capture,
            name + " is not a pcap or pcapng file: begins with " + hex(begin)};
}

// A file that can be mapped: regular, not empty, and not read in part by somebody else before us.
bool mappable(int fd, const struct stat& status) {
    return S_ISREG(status.st_mode) && status.st_size > 0 && ::lseek(fd, 0, SEEK_CUR) == 0;
}

std::size_t read_begin(int fd, std::uint8_t* out, std::size_t n) {
    std::size_t have = 0;
    while (have < n) {
        const ssize_t got = ::read(fd, out + have, n - have);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) break;
        have += static_cast<std::size_t>(got);
    }
    return have;
}

// The plain capture inside the file: mapped, streamed, or streamed through a decompressor.
Result<std::unique_ptr<Window>, FileError> open_window(Descriptor fd, const std::string& name) {
    struct stat status {};
    if (::fstat(fd.get(), &status) != 0) return system_error(name, errno);
    if (S_ISDIR(status.st_mode)) return FileError{Cause::directory, name + " is a directory"};
    const std::uint64_t total =
        S_ISREG(status.st_mode) ? static_cast<std::uint64_t>(status.st_size) : 0;
    const bool map = mappable(fd.get(), status);
    std::uint8_t magic[kMagicLength];
    const Bytes begin(magic, read_begin(fd.get(), magic, sizeof magic));
    const Compression* compression = find_compression(begin);
    if (map && compression == nullptr) {
        std::unique_ptr<Window> window = map_file(fd, total);
        if (window) return window;
    }
    std::unique_ptr<Feed> feed = descriptor_feed(std::move(fd), begin);
    if (compression != nullptr) feed = compression->open(std::move(feed));
    return stream_window(std::move(feed), total);
}

int open_descriptor(const std::string& path) {
    if (path == "-") return ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0);
    return ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
}

}  // namespace

Opened PacketSource::open(const std::string& path, SourceOptions options) {
    const std::string name = path == "-" ? "standard input" : path;
    const int fd = open_descriptor(path);
    if (fd < 0) return system_error(name, errno);
    auto window = open_window(Descriptor(fd), name);
    if (!window) return window.error();
    const Bytes begin = (*window)->ahead(kMagicLength);
    const Format* format = find_format(begin);
    if (format == nullptr) return not_recognised(name, begin, (*window)->trouble());
    return format->open({std::move(*window), name, std::move(options)});
}

}  // namespace tlsonar::capture
