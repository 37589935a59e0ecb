// What the first contacts over TCP and UDP have in common.
#pragma once

#include "scanner/engine/host.h"

#include <string>

namespace tlsonar::scanner {

// With no control a connection that could not even be made says all there is to say.
bool hopeless(const Asked& asked);

// Why there is no TLS, for people.
std::string trouble_of(const Asked& asked, bool udp);

}  // namespace tlsonar::scanner
