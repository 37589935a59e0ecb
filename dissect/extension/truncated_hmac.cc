// truncated_hmac: a MAC of 80 bits in the record layer.
#include "dissect/extension/kind.h"

namespace tlsonar::dissect {

namespace extensions {
extern const ExtensionKind truncated_hmac =
    make_kind<In<kCH | kSH, NoBody>>(4, "truncated_hmac", "RFC 6066 section 7");
}  // namespace extensions

}  // namespace tlsonar::dissect
