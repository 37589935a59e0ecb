// password_salt: the salt of the password's verifier.
#include "dissect/extension/kind.h"

namespace tlsonar::dissect {
namespace {

struct PasswordSalt {
    Bytes salt;
};
void read(Reader& reader, PasswordSalt& value) { value.salt = reader.vector16(); }
void write(Writer& writer, const PasswordSalt& value) { writer.vector16(value.salt); }
void describe(const PasswordSalt& value, FieldSink& sink) { sink.hex("salt", value.salt); }

}  // namespace

namespace extensions {
extern const ExtensionKind password_salt =
    make_kind<In<kCH | kSH | kHRR, PasswordSalt>>(31, "password_salt", "RFC 8492 section 4.4");
}  // namespace extensions

}  // namespace tlsonar::dissect
