// Certificates for tests: from PEM files, here and (when it is there) in a folder beside the
// project.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

namespace tlsonar::trust::test {

using Der = std::vector<std::uint8_t>;

// DER of every certificate in a PEM file, whether or not it parses.
inline std::vector<Der> read_pem(const std::filesystem::path& file) {
    std::vector<Der> all;
    BIO* bio = BIO_new_file(file.c_str(), "r");
    if (bio == nullptr) return all;
    char* name = nullptr;
    char* header = nullptr;
    unsigned char* data = nullptr;
    long size = 0;
    while (PEM_read_bio(bio, &name, &header, &data, &size) == 1) {
        const std::string type = name;
        if (type == "CERTIFICATE" || type == "TRUSTED CERTIFICATE" || type == "X509 CERTIFICATE")
            all.emplace_back(data, data + size);
        OPENSSL_free(name);
        OPENSSL_free(header);
        OPENSSL_free(data);
    }
    BIO_free(bio);
    return all;
}

inline Der own(const std::string& name) {
    const auto all =
        read_pem(std::filesystem::path(TLSONAR_SOURCE_DIR) / "tests/trust/data" / (name + ".pem"));
    return all.empty() ? Der() : all[0];
}

// All certificates below a folder, in a stable order; PEM and plain DER.
inline std::vector<std::pair<std::string, Der>> below(const std::filesystem::path& folder) {
    std::vector<std::pair<std::string, Der>> all;
    std::error_code error;
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder, error))
        if (entry.is_regular_file()) files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    for (const auto& file : files) {
        if (file.extension() != ".pem" && file.extension() != ".crt" && file.extension() != ".cer")
            continue;
        for (Der& der : read_pem(file))
            all.emplace_back(file.filename().string(), std::move(der));
    }
    return all;
}

// Test data that is not part of the project: named by TLSONAR_SHARED, or beside it.
inline std::filesystem::path shared_folder() {
    if (const char* named = std::getenv("TLSONAR_SHARED")) return named;
    return std::filesystem::path(TLSONAR_SOURCE_DIR) / "../shared";
}

}  // namespace tlsonar::trust::test
