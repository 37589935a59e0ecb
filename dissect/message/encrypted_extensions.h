// EncryptedExtensions: what the server answers that the key exchange does not need.
#pragma once

#include "core/fields.h"
#include "dissect/codec.h"
#include "dissect/extension/extension.h"

namespace tlsonar::dissect {

// RFC 9846 section 4.3.1. Borrows.
struct EncryptedExtensions {
    ExtensionList extensions;
};
void read(Reader& reader, EncryptedExtensions& value);
void write(Writer& writer, const EncryptedExtensions& value);
std::string_view refuse(const EncryptedExtensions& value);
void describe(const EncryptedExtensions& value, FieldSink& sink);

}  // namespace tlsonar::dissect
