// Window: the view that file formats read through, over a mapped file or a feed.
//
//     octets of the capture   ......................[ahead                ]...........
//                                         offset() --^                    ^-- grows on demand
#pragma once

#include "capture/file/feed.h"
#include "core/bytes.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace tlsonar::capture {

class Window {
  public:
    Window() = default;
    Window(const Window&) = delete;
    Window& operator=(const Window&) = delete;
    virtual ~Window() = default;

    // What lies ahead: at least n octets, fewer only where the input ends. Valid until the next
    // call of ahead() or skip(), or as long as the window when stable().
    Bytes ahead(std::size_t n) {
        if (left() < n) more(n);
        return {at_, left()};
    }
    // Goes on by n octets of what ahead() gave.
    void pass(std::size_t n) {
        at_ += n;
        offset_ += n;
    }
    // Fetches into the cache what ahead() gave from `n` octets on: of the next packet, while this
    // one is read. Two lines, so that the headers of record, link, IP and TCP are there.
    void prefetch(std::size_t n) const {
        __builtin_prefetch(at_ + n);
        __builtin_prefetch(at_ + n + 64);
    }
    // Goes on by n octets without looking at them. False when the input ends before.
    bool skip(std::uint64_t n);

    std::uint64_t offset() const { return offset_; }
    bool stable() const { return stable_; }
    // Why the input ended too early; empty when it did not.
    virtual const std::string& trouble() const = 0;
    virtual std::uint64_t bytes_read() const = 0;
    virtual std::uint64_t bytes_total() const = 0;

  protected:
    std::size_t left() const { return static_cast<std::size_t>(end_ - at_); }
    virtual void more(std::size_t n) = 0;

    const std::uint8_t* at_ = nullptr;
    const std::uint8_t* end_ = nullptr;
    std::uint64_t offset_ = 0;
    bool stable_ = false;
};

// Maps a regular file; null when the system cannot.
std::unique_ptr<Window> map_file(Descriptor& fd, std::uint64_t size);
// `total`: octets of the file as stored, 0 when unknown.
std::unique_ptr<Window> stream_window(std::unique_ptr<Feed> feed, std::uint64_t total);

}  // namespace tlsonar::capture
