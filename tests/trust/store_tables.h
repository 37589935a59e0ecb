// The built-in table, and a small one of one root, for the tests of stores.
#pragma once

#include "core/text.h"
#include "tests/trust/certificate_files.h"
#include "trust/store/programmes.h"

#include <algorithm>
#include <string>

#include <openssl/evp.h>

namespace tlsonar::trust::test {

inline const ProgrammeTable& table() {
    static const ProgrammeTable built_in = ProgrammeTable::built_in();
    return built_in;
}

inline const Anchor* anchor_named(std::string_view common_name) {
    for (const Anchor& anchor : table().anchors())
        if (anchor.certificate->summary.common_name() == common_name) return &anchor;
    return nullptr;
}

inline std::size_t programme(std::string_view id) { return table().find_programme(id).value(); }

inline std::string base64(Bytes octets) {
    std::string text((octets.size() + 2) / 3 * 4 + 1, '\0');
    text.resize(
        static_cast<std::size_t>(EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                                 octets.data(), static_cast<int>(octets.size()))));
    return text;
}

// To be spoilt.
inline std::string small_table(const Anchor& anchor) {
    const Certificate& certificate = *anchor.certificate;
    return "tlsonar-programmes\t1\ndate\t2026-01-02\n# a remark\n\n"
           "programme\tours\tOur own\t-\t-\t-\tmembers\n"
           "root\t" +
           hex(certificate.sha256) + "\tours\t" + base64(certificate.der) + "\n";
}

}  // namespace tlsonar::trust::test
