// TLMSP: list of middleboxes. Shown as it is: the structure is ETSI's and nobody sends it.
#include "dissect/extension/kind.h"

namespace tlsonar::dissect {

namespace extensions {
extern const ExtensionKind tlmsp =
    make_kind<In<kCH | kSH, OpaqueBody>>(36, "TLMSP", "ETSI TS 103 523-2");
}  // namespace extensions

}  // namespace tlsonar::dissect
