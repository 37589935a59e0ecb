// Code points with their registry names.
#pragma once

#include "dissect/extension/extension.h"
#include "profile/record.h"

#include <vector>

namespace tlsonar::profile {

Code suite_code(std::uint16_t value);
Code group_code(std::uint16_t value);
Code scheme_code(std::uint16_t value);
Code extension_code(std::uint16_t value);
Code version_code(std::uint16_t value);
Code alert_code(std::uint8_t value);
Code point_format_code(std::uint8_t value);
Code compression_code(std::uint8_t value);
Code certificate_compression_code(std::uint16_t value);
Code ssl2_suite_code(std::uint32_t value);
Code hpke_kem_code(std::uint16_t value);
Code hpke_kdf_code(std::uint16_t value);
Code hpke_aead_code(std::uint16_t value);

using CodeOf16 = Code (*)(std::uint16_t);
using CodeOf8 = Code (*)(std::uint8_t);
// Append to `codes`.
void append(std::vector<Code>& codes, const dissect::CodeList& list, CodeOf16 code_of);
void append(std::vector<Code>& codes, Bytes list, CodeOf8 code_of);
void append(std::vector<Code>& codes, const dissect::ExtensionList& list);

}  // namespace tlsonar::profile
