// What stands before "://" in a target, and what a port says when nothing stands there.
#pragma once

#include "scanner/dialog/dialog.h"
#include "scanner/target/target.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tlsonar::scanner {

struct Scheme {
    std::string_view name;
    std::uint16_t port = 0;  // where there is none in the target
    Transport transport = Transport::tcp;
    std::string_view dialog = {};  // empty: TLS at once
    bool has_paths = false;        // it is HTTP's: what follows the authority is a path
};

// Schemes of TLS at once (https, imaps …), and every dialog of scanner/dialog by its name. Letter
// case does not matter.
std::optional<Scheme> find_scheme(std::string_view name);

// "amqps, coaps, …": for people who wrote another one.
std::string known_schemes();

// The dialog that servers on this port are known to speak; null where it is TLS at once.
const DialogKind* dialog_of_port(std::uint16_t port);

}  // namespace tlsonar::scanner
