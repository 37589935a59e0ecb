// tls_cert_with_extern_psk: certificates beside an external PSK.
#include "dissect/extension/kind.h"

namespace tlsonar::dissect {

namespace extensions {
extern const ExtensionKind tls_cert_with_extern_psk =
    make_kind<In<kCH | kSH, NoBody>>(33, "tls_cert_with_extern_psk", "RFC 8773");
}  // namespace extensions

}  // namespace tlsonar::dissect
