// IP in IP (RFC 2003), IPv6 in IPv4 (RFC 4213), anything in IPv6 (RFC 2473).
#include "capture/tunnel/tunnels.h"

namespace tlsonar::capture {

Carried unwrap_ip_in_ip(Bytes payload) { return carries_ip(payload); }

}  // namespace tlsonar::capture
