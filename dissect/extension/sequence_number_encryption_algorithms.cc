// sequence_number_encryption_algorithms: DTLS 1.3 without encrypted sequence numbers. Shown as it
// is.
#include "dissect/extension/kind.h"

namespace tlsonar::dissect {

namespace extensions {
extern const ExtensionKind sequence_number_encryption_algorithms =
    make_kind<In<kCH | kHRR | kSH, OpaqueBody>>(
        60, "sequence_number_encryption_algorithms",
        "draft-pismenny-tls-dtls-plaintext-sequence-number-01");
}  // namespace extensions

}  // namespace tlsonar::dissect
