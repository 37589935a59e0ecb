// encrypted_client_certificates: client certificates after ChangeCipherSpec.
#include "dissect/extension/kind.h"

namespace tlsonar::dissect {

namespace extensions {
extern const ExtensionKind encrypted_client_certificates = make_kind<In<kCH | kSH, NoBody>>(
    13180, "encrypted_client_certificates", "draft-agl-tls-encryptedclientcerts-00");
}  // namespace extensions

}  // namespace tlsonar::dissect
