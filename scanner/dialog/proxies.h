// The dialogs of proxies: what follows after `ready` goes to options.name and options.port. A proxy
// is no entry of the catalogue: it stands before any of them.
#pragma once

#include "scanner/dialog/dialog.h"

#include <memory>

namespace tlsonar::scanner {

// Their trouble() begins with "the proxy", and temporary() is also true where the proxy could not
// reach the target: that is the target's trouble, and nothing is known of its TLS.

// CONNECT of HTTP (RFC 9110 section 9.3.6), with Basic authentication (RFC 7617) where
// options.user is not empty.
std::unique_ptr<Dialog> make_http_connect(const DialogOptions& options);

// SOCKS5 (RFC 1928), with user and password (RFC 1929) where options.user is not empty. An
// options.name that is an IP address is sent as one, anything else as a name for the proxy to
// resolve.
std::unique_ptr<Dialog> make_socks5(const DialogOptions& options);

}  // namespace tlsonar::scanner
