#include "scanner/target/target.h"

#include "scanner/target/scheme.h"

namespace tlsonar::scanner {
namespace {

// What canonical() puts before the host: nothing where the port alone says the same.
std::string prefix(const Target& target) {
    if (target.transport == Transport::udp) return "dtls://";
    if (!target.dialog.empty()) return std::string(target.dialog) + "://";
    return dialog_of_port(target.port) != nullptr ? "tls://" : "";
}

}  // namespace

std::string canonical(const Target& target) {
    std::string out = prefix(target);
    if (target.name.empty() && target.address)
        out += to_text(Endpoint{*target.address, target.port});
    else
        out += target.name + ":" + std::to_string(target.port);
    if (target.sni && *target.sni != target.name) out += "/sni=" + *target.sni;
    return out;
}

}  // namespace tlsonar::scanner
