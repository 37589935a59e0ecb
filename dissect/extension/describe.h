// A list of extensions, described for a reader.
#pragma once

#include "core/fields.h"
#include "dissect/extension/extension.h"

namespace tlsonar::dissect {

// Writes a list "extensions" with one object for each: its type; its fields in "value" when it is
// well-formed, else why not in "malformed" and its octets in "data". A last extension that is cut
// appears with what is there and the length it declared in "declared_length".
void describe_extensions(const ExtensionList& extensions, ExtensionPlace place, FieldSink& sink);

}  // namespace tlsonar::dissect
