// Lane: what a tracker keeps of one sender: where it is on the way from octets to messages.
#pragma once

#include "core/moment.h"
#include "dissect/session/message_stream.h"
#include "dissect/session/record_stream.h"
#include "dissect/session/unwrapper.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace tlsonar::dissect {

struct Lane {
    enum class Mode : std::uint8_t {
        searching,  // TLS may begin in what comes
        records,
        ssl2,  // SSLv2 messages
        dead,  // nothing that may still come matters
    };

    Mode mode = Mode::searching;
    bool lost_step = false;  // searching after octets were lost in the middle of records
    bool had_gap = false;
    bool switched = false;       // sent ChangeCipherSpec (TLS 1.2 and before): all is protected
    bool switching = false;      // ... in the handshake being made: a Finished must follow
    bool seen = false;           // any octet at all
    bool gap_noted = false;      // missing octets are told once a handshake
    std::uint64_t offset = 0;    // octets of the stream so far, with gaps
    std::uint64_t tls_from = 0;  // where TLS began
    std::uint64_t protected_octets = 0;  // after the handshake was done
    std::vector<std::uint8_t> preamble;  // octets searched so far; after TLS began, those before it
    std::size_t searched = 0;            // of the preamble
    std::uint64_t search_total = 0;      // octets searched in all
    std::unique_ptr<Unwrapper> wrapper;  // the protocol that wraps the records
    RecordStream records;
    MessageStream messages;
    Moment last;

    std::size_t footprint() const {
        return preamble.capacity() + records.footprint() + messages.footprint();
    }
};

}  // namespace tlsonar::dissect
