// extended_main_secret (RFC 7627 calls it extended_master_secret): keys depend on the whole
// handshake.
#include "dissect/extension/kind.h"

namespace tlsonar::dissect {

namespace extensions {
extern const ExtensionKind extended_main_secret =
    make_kind<In<kCH | kSH, NoBody>>(23, "extended_main_secret", "RFC 7627");
}  // namespace extensions

}  // namespace tlsonar::dissect
