// channel_id under its first code point.
#include "dissect/extension/kind.h"

namespace tlsonar::dissect {

namespace extensions {
extern const ExtensionKind channel_id_old =
    make_kind<In<kCH | kSH, NoBody>>(30031, "channel_id_old", "draft-balfanz-tls-channelid-00");
}  // namespace extensions

}  // namespace tlsonar::dissect
