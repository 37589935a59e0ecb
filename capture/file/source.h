// PacketSource: the packets of one capture, in the order of the file.
#pragma once

#include "capture/file/error.h"
#include "capture/file/packet.h"
#include "core/bytes.h"
#include "core/result.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tlsonar::capture {

// A record that claims more captured octets than this is taken for damage. (Packet sockets give at
// most 256 KiB; the largest segment that Linux lets a network card cut up is 512 KiB.)
inline constexpr std::uint32_t kMaxPacket = 1024 * 1024;
// The same for a block of a pcapng file, which may carry a key log.
inline constexpr std::uint32_t kMaxBlock = 16 * 1024 * 1024;
// Interfaces of one pcapng section; later ones, and their packets, are skipped.
inline constexpr std::size_t kMaxInterfaces = 65536;
// Notes kept word for word; the rest is only counted.
inline constexpr std::size_t kMaxNotes = 16;

struct SourceOptions {
    // TLS key log lines (a decryption secrets block), called from within next(). Lent for the call.
    std::function<void(Bytes)> on_key_log;
};

class PacketSource {
  public:
    // A pcap or pcapng file, plain or compressed with gzip or zstd, told apart by content. "-" is
    // standard input. A plain regular file is mapped, and its packets are stable.
    static Result<std::unique_ptr<PacketSource>, FileError> open(const std::string& path,
                                                                 SourceOptions options = {});

    PacketSource() = default;
    PacketSource(const PacketSource&) = delete;
    PacketSource& operator=(const PacketSource&) = delete;
    virtual ~PacketSource() = default;

    // False at the end; then fault() says whether the end came too early.
    virtual bool next(Packet& packet) = 0;

    // Whether on_key_log may be called: whoever wants nothing else need not read other formats.
    virtual bool may_hold_key_logs() const { return false; }

    // What ended the reading before the proper end of the file.
    const std::optional<Fault>& fault() const { return fault_; }
    // What was skipped on the way: the first kMaxNotes of note_count().
    const std::vector<Fault>& notes() const { return notes_; }
    std::uint64_t note_count() const { return note_count_; }

    // Progress in octets of the file as it is stored (compressed); a total of 0 is unknown.
    virtual std::uint64_t bytes_read() const = 0;
    virtual std::uint64_t bytes_total() const = 0;

  protected:
    std::optional<Fault> fault_;
    std::vector<Fault> notes_;
    std::uint64_t note_count_ = 0;
};

}  // namespace tlsonar::capture
