// Trust stores: sets of root certificates with a name, from the system, from files and folders.
#pragma once

#include "core/bytes.h"
#include "core/result.h"
#include "trust/certificate_ptr.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tlsonar::trust {

struct TrustStore {
    std::string name;    // "system", or what the user called it
    std::string origin;  // path of the file or folder; empty when read from memory
    std::vector<CertificatePtr> certificates;  // each once
    std::vector<std::string> notes;            // what was left out, and why; at most kMaxNotes

    static constexpr std::size_t kMaxCertificates = 16'384;
    static constexpr std::size_t kMaxOctets = std::size_t{64} << 20;
    static constexpr std::size_t kMaxNotes = 16;
    static constexpr std::size_t kMaxFiles = 16'384;  // of a folder
};

struct StoreError {
    std::string path;
    std::string what;
};

// PEM ("CERTIFICATE", "TRUSTED CERTIFICATE", "X509 CERTIFICATE", text between them) or the DER of
// one certificate. A store without certificates is an error, a broken block among others a note.
Result<TrustStore, StoreError> read_store(std::string name, Bytes octets);
Result<TrustStore, StoreError> load_store_file(std::string name, const std::string& path);
// All regular files in the folder (not below), in the order of their names.
Result<TrustStore, StoreError> load_store_folder(std::string name, const std::string& path);

// Where systems keep theirs; the first that can be read and holds certificates is the store.
struct SystemStorePath {
    std::string_view path;
    bool folder = false;
    std::string_view systems;
};
std::span<const SystemStorePath> system_store_paths();

struct SystemStoreOptions {
    // What SSL_CERT_FILE and SSL_CERT_DIR say (this room reads no environment); empty when unset.
    // Either of them replaces the system's. Folders are separated by ':'.
    std::string cert_file;
    std::string cert_dir;
};
Result<TrustStore, StoreError> load_system_store(const SystemStoreOptions& options = {});

}  // namespace tlsonar::trust
