#include "profile/codes.h"

#include "dissect/registry/cipher_suite.h"
#include "dissect/registry/named_group.h"
#include "dissect/registry/names.gen.h"
#include "dissect/registry/signature_scheme.h"
#include "dissect/registry/ssl2_cipher.h"

namespace tlsonar::profile {
namespace {

Code make(std::uint16_t value, std::string_view name) {
    return {value, name, dissect::is_grease(value)};
}

}  // namespace

Code suite_code(std::uint16_t value) { return make(value, dissect::cipher_suite_name(value)); }
Code group_code(std::uint16_t value) { return make(value, dissect::named_group_name(value)); }
Code scheme_code(std::uint16_t value) { return make(value, dissect::signature_scheme_name(value)); }
Code version_code(std::uint16_t value) { return make(value, dissect::version_name(value)); }
Code alert_code(std::uint8_t value) {
    return {value, dissect::alert_description_name(value), false};
}

Code extension_code(std::uint16_t value) {
    const dissect::ExtensionKind* kind = dissect::find_extension(value);
    return make(value, kind == nullptr ? std::string_view() : kind->name);
}

Code point_format_code(std::uint8_t value) {
    return {value, dissect::ec_point_format_name(value), false};
}

Code compression_code(std::uint8_t value) {
    return {value, dissect::compression_method_name(value), false};
}

Code certificate_compression_code(std::uint16_t value) {
    return make(value, dissect::certificate_compression_algorithm_name(value));
}

Code hpke_kem_code(std::uint16_t value) { return make(value, dissect::hpke_kem_name(value)); }
Code hpke_kdf_code(std::uint16_t value) { return make(value, dissect::hpke_kdf_name(value)); }
Code hpke_aead_code(std::uint16_t value) { return make(value, dissect::hpke_aead_name(value)); }

Code ssl2_suite_code(std::uint32_t value) {
    // An SSLv2 CLIENT-HELLO that offers TLS lists TLS suites with a leading zero octet.
    if (value < 0x10000) return suite_code(static_cast<std::uint16_t>(value));
    return {value, dissect::ssl2_cipher_name(value), false};
}

void append(std::vector<Code>& codes, const dissect::CodeList& list, CodeOf16 code_of) {
    for (std::size_t i = 0; i < list.size(); ++i)
        codes.push_back(code_of(list[i]));
}

void append(std::vector<Code>& codes, Bytes list, CodeOf8 code_of) {
    for (const std::uint8_t value : list)
        codes.push_back(code_of(value));
}

void append(std::vector<Code>& codes, const dissect::ExtensionList& list) {
    for (const dissect::Extension& extension : list)
        codes.push_back(extension_code(extension.type));
}

}  // namespace tlsonar::profile
