// post_handshake_auth: the client can authenticate after the handshake.
#include "dissect/extension/kind.h"

namespace tlsonar::dissect {

namespace extensions {
extern const ExtensionKind post_handshake_auth =
    make_kind<In<kCH, NoBody>>(49, "post_handshake_auth", "RFC 9846 section 4.2.6");
}  // namespace extensions

}  // namespace tlsonar::dissect
