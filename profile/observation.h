// Observation: a handshake and where it was seen. What capture and scanner produce alike.
#pragma once

#include "core/moment.h"
#include "dissect/session/handshake.h"

#include <cstdint>
#include <string>

namespace tlsonar::profile {

// One end of the connection.
struct Peer {
    std::string address;  // as text, RFC 5952 for IPv6
    std::uint16_t port = 0;
};

// Where a handshake comes from. Moments with ordinal 0 were not seen. The two ends are named by
// what they did in TLS: client and server, whoever opened the connection.
struct Provenance {
    std::string file;  // of the capture, as the user named it; may hold any octets
    Peer client;
    Peer server;
    bool client_opened = true;  // the TLS client also opened the TCP connection
    bool start_seen = false;    // of the TCP connection
    Moment syn;
    Moment syn_ack;
    Moment ack;
    Moment first;  // first and last packet of the flow so far
    Moment last;
    // Of the whole flow so far: [0] by the TLS client, [1] by the server.
    std::uint64_t packets[2] = {};
    std::uint64_t octets[2] = {};
    std::uint64_t missing[2] = {};
    std::uint64_t out_of_order = 0;
    std::uint64_t retransmitted = 0;
    std::uint64_t conflicting_retransmissions = 0;
    std::uint64_t bad_checksums = 0;
    std::uint64_t snaplen_cut = 0;
    bool reset = false;
};

struct Observation {
    dissect::Handshake handshake;
    Provenance provenance;
};

}  // namespace tlsonar::profile
