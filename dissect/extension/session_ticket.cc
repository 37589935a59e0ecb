// session_ticket: a ticket, or nothing where the sender only says that it knows them. The vector
// has no length of its own: RFC 5077 section 3.2 follows what implementations did.
#include "dissect/extension/kind.h"

namespace tlsonar::dissect {

namespace extensions {
extern const ExtensionKind session_ticket =
    make_kind<In<kCH | kSH, OpaqueBody>>(35, "session_ticket", "RFC 5077 section 3.2");
}  // namespace extensions

}  // namespace tlsonar::dissect
