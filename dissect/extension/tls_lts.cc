// tls_lts: the long-term support profile of TLS 1.2.
#include "dissect/extension/kind.h"

namespace tlsonar::dissect {

namespace extensions {
extern const ExtensionKind tls_lts =
    make_kind<In<kCH | kSH, NoBody>>(26, "tls_lts", "draft-gutmann-tls-lts");
}  // namespace extensions

}  // namespace tlsonar::dissect
