// client_certificate_url: the client may send URLs in place of its certificates.
#include "dissect/extension/kind.h"

namespace tlsonar::dissect {

namespace extensions {
extern const ExtensionKind client_certificate_url =
    make_kind<In<kCH | kSH, NoBody>>(2, "client_certificate_url", "RFC 6066 section 5");
}  // namespace extensions

}  // namespace tlsonar::dissect
