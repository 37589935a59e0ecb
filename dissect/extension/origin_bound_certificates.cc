// origin_bound_certificates: the predecessor of channel_id.
#include "dissect/extension/kind.h"

namespace tlsonar::dissect {

namespace extensions {
extern const ExtensionKind origin_bound_certificates = make_kind<In<kCH | kSH, NoBody>>(
    13175, "origin_bound_certificates", "draft-balfanz-tls-obc-00");
}  // namespace extensions

}  // namespace tlsonar::dissect
