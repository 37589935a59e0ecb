// Streams cut into TCP segments with right checksums, in whatever order.
#pragma once

#include "capture/segment.h"
#include "tests/property/conversation.h"

#include <array>
#include <functional>

namespace tlsonar::property {

class Segmenter {
  public:
    using Send = std::function<void(const capture::Segment&)>;
    explicit Segmenter(Send send) : send_(std::move(send)) {}

    void open();
    // All of a turn, in segments that together hold it at least once.
    void say(Sender from, const Octets& octets, const Disorder& disorder, Random& random);
    void close();

  private:
    void send(Sender from, std::uint32_t sequence, Bytes payload, std::uint8_t flags);

    Send send_;
    std::array<std::uint32_t, 2> next_{0xFFFFFF00U, 1000};  // the first wraps soon
    std::uint64_t ordinal_ = 0;
};

}  // namespace tlsonar::property
