// Reply: what a server answered to one hello, read from the transcript. Owns all it holds.
#pragma once

#include "core/bytes.h"
#include "dissect/session/handshake.h"
#include "profile/certificate_cache.h"
#include "profile/record.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tlsonar::scanner {

// How a connection ended for us.
enum class End : std::uint8_t {
    done,         // we had what we wanted and left
    eof,          // the server closed
    reset,        // RST
    timeout,      // it kept silent, or took longer than a connection may take
    refused,      // nothing listens there
    unreachable,  // no route, no address family, or the network says no
    dialog,       // the plaintext dialog before TLS was refused
    local,        // our own machine: no descriptors, no ports
    too_much,     // more octets than any handshake needs
};

enum class ReplyKind : std::uint8_t {
    none,          // not one octet of TLS: `end` says how it went
    server_hello,  // SSLv3 … TLS 1.3
    retry,         // HelloRetryRequest
    ssl2,          // SERVER-HELLO of SSLv2
    alert,         // an alert before any ServerHello
    not_tls,       // octets that are no TLS; `heard` holds the first of them
};

struct Reply {
    ReplyKind kind = ReplyKind::none;
    End end = End::done;
    bool opened = false;     // there was a connection
    bool asked = false;      // and our hello went out on it
    bool temporary = false;  // the dialog's refusal may pass
    std::string trouble;     // of the network or the dialog: a sentence
    std::string heard;       // not_tls: at most 64 octets, raw

    // Of the ServerHello or HelloRetryRequest.
    std::uint16_t version = 0;
    std::uint16_t suite = 0;
    std::uint8_t compression = 0;
    std::uint16_t group = 0;                // of key_share, or of ServerKeyExchange; 0: not told
    std::uint16_t retry_group = 0;          // what a HelloRetryRequest before had asked for
    bool retried = false;                   // a HelloRetryRequest came first
    std::vector<std::uint16_t> extensions;  // of ServerHello
    std::vector<std::uint16_t> encrypted_extensions;  // of EncryptedExtensions
    std::string session_id;
    std::string random;
    bool downgrade_sentinel = false;
    std::optional<std::string> alpn;
    std::vector<std::string> npn;
    std::optional<std::uint16_t> record_size_limit;
    std::vector<std::uint8_t> ech_configs;  // ECHConfigList of EncryptedExtensions, as it came

    // Of the messages after it, as far as they could be read.
    bool flight_read = false;  // up to ServerHelloDone, or Finished in TLS 1.3
    std::uint16_t scheme = 0;  // that signed ServerKeyExchange or CertificateVerify
    std::vector<std::uint8_t> dh_p, dh_g, dh_public;
    std::vector<std::uint8_t> ec_public;
    bool explicit_curve = false;
    std::uint32_t export_rsa_bits = 0;
    std::vector<profile::CertificateRef> chain;
    std::uint16_t certificate_compression = 0;
    std::vector<std::uint8_t> delegated_credential;  // of the leaf's entry, as it came
    std::string staple;
    std::vector<std::string> scts;
    bool client_certificate_asked = false;
    std::vector<std::string> authorities;  // DER of the names
    std::vector<std::uint16_t> client_schemes;

    // SSLv2.
    std::vector<std::uint32_t> ssl2_kinds;

    // DTLS.
    bool cookie_asked = false;     // a HelloVerifyRequest came first
    std::uint32_t sent_again = 0;  // how often a hello of ours was, because nothing came

    std::optional<std::uint8_t> alert;  // description
    bool alert_warning = false;         // its level

    std::uint32_t connection = 0;  // its number in the scan of the endpoint

    bool has(std::uint16_t extension) const;
    // The server said something in TLS: what it said is an answer.
    bool spoke() const { return kind != ReplyKind::none && kind != ReplyKind::not_tls; }
    bool accepted() const {
        return kind == ReplyKind::server_hello || kind == ReplyKind::retry ||
               kind == ReplyKind::ssl2;
    }
};

// For notes and causes: "ServerHello TLS 1.2", "alert handshake_failure", "reset".
std::string outcome_text(const Reply& reply);
std::string_view end_text(End end);
std::string alert_text(std::uint8_t alert);  // "alert handshake_failure"

// Reads what the server said; `end` and `connection` are the caller's. `cache` keeps certificates.
Reply read_reply(const dissect::Handshake& handshake, profile::CertificateCache& cache);

}  // namespace tlsonar::scanner
