// Whole handshakes, as the probes of sessions, renegotiation, client certificates and HTTP share
// them: one connection tells all of these as much as it can.
#pragma once

#include "scanner/probe/survey.h"
#include "scanner/talk/openssl_talk.h"

#include <optional>
#include <string>
#include <string_view>

namespace tlsonar::scanner {

// One whole handshake with what followed, or why there is none.
struct FullTalk {
    OpenSslResult result;
    Reply reply;
    std::uint32_t connection = 0;
    // The server said it, or kept silent in the same way again and again while the control worked.
    bool certain = false;
    // How it was refused, or why it is not known.
    std::string cause;

    bool completed() const { return result.completed; }
    bool refused() const { return certain && !result.completed; }
    profile::Evidence evidence(std::string_view probe) const { return {probe, connection}; }
};

// For that version alone, with all that this server was seen to accept.
OpenSslOptions full_options(Survey& survey, std::uint16_t version);

// Makes the handshake; what met silence is looked into as Host does with hellos.
Task<FullTalk> talk_in_full(Survey& survey, const OpenSslOptions& options, std::string_view probe);

// Whether the server did all that this talk was made for: what is not settled is tried again.
bool is_settled(const FullTalk& talk, const OpenSslOptions& options);

// How it went: "completed TLS 1.3", "alert certificate_required".
std::string outcome_text(const FullTalk& talk);

// Records with a TLS 1.3 ClientHello that offers the session with psk_ke alone and no key share
// (RFC 9846 section 4.2.9). Empty when the session is none of TLS 1.3.
Octets psk_only_hello(const SavedSession& session, const std::string& sni, Draw& draw);

}  // namespace tlsonar::scanner
