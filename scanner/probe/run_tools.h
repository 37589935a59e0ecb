// RunTools: what the probes of one endpoint may use of the run that it is part of.
#pragma once

#include "scanner/resolve/resolver.h"

#include <string>

namespace tlsonar::scanner {

class TicketBook;

struct RunTools {
    Resolver* resolver = nullptr;   // null: no name is looked up
    std::string no_lookup;          // why; also where the DNS does not lead to this endpoint
    TicketBook* tickets = nullptr;  // null: sessions stay with their endpoint
};

}  // namespace tlsonar::scanner
