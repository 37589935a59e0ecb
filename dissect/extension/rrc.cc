// rrc: return routability checks of DTLS.
#include "dissect/extension/kind.h"

namespace tlsonar::dissect {

namespace extensions {
extern const ExtensionKind rrc = make_kind<In<kCH | kSH, NoBody>>(61, "rrc", "RFC 9853");
}  // namespace extensions

}  // namespace tlsonar::dissect
