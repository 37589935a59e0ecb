// Target: what the user asked to scan, one service at one name or address. Plain values; nothing is
// resolved yet.
#pragma once

#include "core/ip_address.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tlsonar::scanner {

enum class Transport : std::uint8_t { tcp, udp };

// A word that the user attached to a target, kept for reports: owner=payments.
struct Label {
    std::string key;
    std::string value;
    friend bool operator==(const Label&, const Label&) = default;
};

struct Target {
    // What is scanned: a DNS name in A-labels without the final dot, or empty when the user wrote
    // an address. With both it is the name at this address alone, and not resolved.
    std::string name;
    std::optional<IpAddress> address;
    std::uint16_t port = 443;
    Transport transport = Transport::tcp;
    // The dialog before TLS, as in scanner/dialog ("smtp", "postgres"); empty: TLS at once.
    std::string_view dialog;
    // For server_name, and for the certificate; nothing: the name (an address sends none).
    std::optional<std::string> sni;
    std::vector<Label> labels;
    std::string text;    // as the user wrote it
    std::string origin;  // "hosts.txt:17", "command line", "standard input", "MX of example.org"
    // Of the same origin, for SARIF and friends; 0 when there is none.
    std::string file;
    std::uint32_t line = 0;
    // Where it begins in its line and where what follows does, from 1, in UTF-16 code units as
    // SARIF counts; 0 when there is none.
    std::uint32_t column = 0, end_column = 0;
};

// "example.org:443", "smtp://mail.example.org:25", "[2001:db8::1]:443": the same for the same
// service, however it was written.
std::string canonical(const Target& target);

}  // namespace tlsonar::scanner
