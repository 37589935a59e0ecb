// TLMSP_proxying. Shown as it is.
#include "dissect/extension/kind.h"

namespace tlsonar::dissect {

namespace extensions {
extern const ExtensionKind tlmsp_proxying =
    make_kind<In<kCH | kSH, OpaqueBody>>(37, "TLMSP_proxying", "ETSI TS 103 523-2");
}  // namespace extensions

}  // namespace tlsonar::dissect
