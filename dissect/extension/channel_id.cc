// channel_id: a key of the client that lasts beyond the connection.
#include "dissect/extension/kind.h"

namespace tlsonar::dissect {

namespace extensions {
extern const ExtensionKind channel_id =
    make_kind<In<kCH | kSH, NoBody>>(30032, "channel_id", "draft-balfanz-tls-channelid-01");
}  // namespace extensions

}  // namespace tlsonar::dissect
