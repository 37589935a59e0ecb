// How people write targets:
//
//   example.org  example.org:8443  example.org:443,8443,9000-9010  bücher.example
//   192.0.2.1:443  2001:db8::1  [2001:db8::1]:443  fe80::1%eth0
//   192.0.2.0/24:443  192.0.2.1-20  192.0.2.1-192.0.3.9  2001:db8::/112  [2001:db8::/112]:443
//   https://example.org/any/path  imaps://mail.example.org  dtls://192.0.2.1:5684
//   smtp://mail.example.org  mail.example.org:2525/starttls=smtp  192.0.2.1/sni=example.org
//
// Without a scheme a port that belongs to a dialog (25, 143 …) brings it; tls:// and
// /starttls=none say that TLS begins at once.
#pragma once

#include "core/result.h"
#include "scanner/target/address_range.h"
#include "scanner/target/target.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tlsonar::scanner {

struct PortRange {
    std::uint16_t first = 443;
    std::uint16_t last = 443;
    friend bool operator==(const PortRange&, const PortRange&) = default;
};

// "443,8443,9000-9010" → ascending, without overlaps. The error is a sentence.
Result<std::vector<PortRange>, std::string> parse_ports(std::string_view text);

// What holds where a target says nothing of it.
struct TargetDefaults {
    std::vector<PortRange> ports = {PortRange{}};  // as parse_ports() gives them, not empty
    // The dialog's name; "none": TLS at once on any port; nothing: as the port says.
    std::optional<std::string> dialog;
    std::optional<std::string> sni;  // see Target::sni
};

// One text of the user's: hosts times ports, in short.
struct TargetSpec {
    static constexpr std::size_t kMaxText = 4096;
    static constexpr unsigned kMaxHostBits = 64;  // a network of more addresses is refused

    std::string name;  // A-labels; empty when there are addresses
    std::optional<AddressRange> addresses;
    std::vector<PortRange> ports;
    Transport transport = Transport::tcp;
    bool dialog_by_port = true;
    std::string_view dialog;
    std::optional<std::string> sni;
    bool port_written = false;  // not taken from a scheme or the defaults

    Count hosts() const { return addresses ? addresses->size() : 1; }
    std::uint32_t port_count() const;
    Count size() const { return hosts() * port_count(); }
    // All ports of the first host, then of the next. `text`, `labels` and where it comes from are
    // for the caller to fill in.
    Target at(Count n) const;
};

// Pure. The error says what is wrong, without the text: "port 99999 is not between 1 and 65535".
Result<TargetSpec, std::string> parse_target(std::string_view text, const TargetDefaults& defaults);

// A host alone as people write it (name, address, network, range): fills name or addresses.
// Nothing when all is well, or what is wrong.
std::optional<std::string> parse_host(std::string_view text, TargetSpec& spec);

}  // namespace tlsonar::scanner
