// encrypt_then_mac: CBC records are encrypted first and authenticated then.
#include "dissect/extension/kind.h"

namespace tlsonar::dissect {

namespace extensions {
extern const ExtensionKind encrypt_then_mac =
    make_kind<In<kCH | kSH, NoBody>>(22, "encrypt_then_mac", "RFC 7366");
}  // namespace extensions

}  // namespace tlsonar::dissect
