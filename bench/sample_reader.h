// Reads the connections of a recorded sample: what each side sent, in which order.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace bench {

// A segment as it was sent. Offload made some of them longer than any MTU.
struct Sent {
    int from = 0;  // 0: the client
    std::uint8_t flags = 0;
    std::vector<std::uint8_t> payload;
};

struct Conversation {
    bool v6 = false;
    std::uint16_t server_port = 0;
    std::vector<Sent> segments;  // from the SYN on
};

// Those with a SYN. Retransmissions and what is not TCP are left out.
std::vector<Conversation> read_sample(const std::string& path);

}  // namespace bench
