// Where TLS begins in a stream of octets, found by content alone.
#pragma once

#include "core/bytes.h"

#include <cstddef>
#include <cstdint>

namespace tlsonar::dissect {

enum class Hello : std::uint8_t {
    none,
    tls_client,   // a record that begins a ClientHello
    tls_server,   // a record that begins a ServerHello
    ssl2_client,  // an SSLv2 CLIENT-HELLO (it may offer TLS)
    ssl2_server,  // an SSLv2 SERVER-HELLO
    alert,        // a plaintext alert record
    tds,          // a TDS packet (MS-SQL), which wraps the records of the handshake
    openvpn,      // an OpenVPN packet over TCP, which wraps the records
    more,         // it may be one of these: more octets will tell
};

// What begins at the first octet. `at_start`: it is the first octet of the sender's stream, where
// a TLS record is so likely that short evidence is enough.
Hello hello_at(Bytes octets, bool at_start);

// The first octet in [from, octets.size()) where TLS records may begin in the middle of a stream
// (the capture began later, or lost octets): a record header with fitting content, or followed by
// another header. octets.size() when there is none.
std::size_t find_record(Bytes octets, std::size_t from);

}  // namespace tlsonar::dissect
