// TLMSP_delegate. Shown as it is.
#include "dissect/extension/kind.h"

namespace tlsonar::dissect {

namespace extensions {
extern const ExtensionKind tlmsp_delegate =
    make_kind<In<kCH | kSH, OpaqueBody>>(38, "TLMSP_delegate", "ETSI TS 103 523-2");
}  // namespace extensions

}  // namespace tlsonar::dissect
