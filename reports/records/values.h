// What the logs of several tools tell alike of a record. Private to this folder.
#pragma once

#include "profile/record.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tlsonar::reports::records {

// Who opened the connection. Where its start was not seen, the TLS client counts as that.
struct Ends {
    const profile::Peer& opener;
    const profile::Peer& other;
    bool flipped = false;  // the TLS server opened it
};
Ends ends_of(const profile::Record& record);

// The connection as octets without meaning: the same for all its handshakes, in every run over the
// same packets, and another for another connection.
class FlowHash {
  public:
    std::array<std::uint8_t, 32> of(const profile::Record& record);

  private:
    trust::CertificateHasher hasher_;
};

// Nothing where losses, or the end of the capture, hide how it went on.
std::optional<bool> established(const profile::Record& record);
std::optional<bool> resumed(const profile::Record& record);
// The suite that the server chose; null when not seen. (SSLv2 has none in ServerHello.)
const profile::Code* suite(const profile::Record& record);
// The group of the key exchange where tools speak of a curve: all groups of TLS 1.3, but no
// finite-field group before (RFC 7919 uses their numbers there, too); null when there is none.
const profile::Code* curve(const profile::Record& record);

// "TLS_AES_128_GCM_SHA256"; of code points without a name "unknown-4660", as Zeek says.
std::string name_or_number(const profile::Code& code);

// Those that were captured whole, the leaf first; a raw public key is none.
std::vector<const profile::Certificate*> whole(const std::vector<profile::CertificateRef>& chain);
// The first of the chain; null when it is not whole.
const profile::Certificate* leaf(const std::vector<profile::CertificateRef>& chain);

// TLS 1.3 and its drafts; 0 for versions that are no draft.
bool is_tls13(std::uint32_t version);
unsigned draft_of(std::uint32_t version);

// Letters of hexadecimal digits in upper case, others as they are.
std::string upper(std::string_view text);
// "…T02:17:30" in UTC.
std::string instant(std::int64_t seconds);
// Whole seconds since 1970 and the microseconds after them, both never cut towards zero.
struct Microseconds {
    std::int64_t seconds = 0;
    std::uint32_t rest = 0;
};
Microseconds microseconds(Time at);
// Six digits.
void append_six_digits(std::string& out, std::uint32_t value);

}  // namespace tlsonar::reports::records
