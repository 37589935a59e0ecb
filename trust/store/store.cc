#include "trust/store/store.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <set>
#include <system_error>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

namespace tlsonar::trust {
namespace {

namespace fs = std::filesystem;

struct BioFree {
    void operator()(BIO* bio) const { BIO_free(bio); }
};
struct X509Free {
    void operator()(X509* certificate) const { X509_free(certificate); }
};
struct OpensslFree {
    void operator()(void* memory) const { OPENSSL_free(memory); }
};
template <class T>
using Owned = std::unique_ptr<T, OpensslFree>;

class StoreReader {
  public:
    explicit StoreReader(std::string name) { store_.name = std::move(name); }

    void read(Bytes octets, const std::string& origin) {
        if (octets.size() > TrustStore::kMaxOctets - read_) {
            note(origin, "too large, left out");
            return;
        }
        read_ += octets.size();
        if (as_text(octets).find("-----BEGIN ") == std::string_view::npos) {
            add(octets, origin, 1);
            return;
        }
        read_pem(octets, origin);
    }

    void note(const std::string& origin, const std::string& what) {
        if (store_.notes.size() < TrustStore::kMaxNotes)
            store_.notes.push_back(origin.empty() ? what : origin + ": " + what);
    }

    Result<TrustStore, StoreError> finish(std::string origin) {
        if (store_.certificates.empty())
            return StoreError{std::move(origin), "no certificate in it"};
        store_.origin = std::move(origin);
        return std::move(store_);
    }

  private:
    void read_pem(Bytes octets, const std::string& origin) {
        const std::unique_ptr<BIO, BioFree> bio(
            BIO_new_mem_buf(octets.data(), static_cast<int>(octets.size())));
        for (std::size_t block = 1;; ++block) {
            char* type = nullptr;
            char* header = nullptr;
            unsigned char* data = nullptr;
            long size = 0;
            ERR_clear_error();
            const int before = BIO_pending(bio.get());
            const bool read = PEM_read_bio(bio.get(), &type, &header, &data, &size) == 1;
            const Owned<char> own_type(type), own_header(header);
            const Owned<unsigned char> own_data(data);
            if (!read) {
                const bool end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
                ERR_clear_error();
                if (end || BIO_pending(bio.get()) >= before) return;
                note(origin, "block " + std::to_string(block) + " is broken, left out");
                continue;
            }
            const std::string_view kind = type;
            if (kind == "TRUSTED CERTIFICATE" && rejected(data, size)) {
                note(origin, "block " + std::to_string(block) + " is marked as not trusted");
            } else if (kind == "CERTIFICATE" || kind == "TRUSTED CERTIFICATE" ||
                       kind == "X509 CERTIFICATE") {
                add({data, static_cast<std::size_t>(size)}, origin, block);
            }
        }
    }

    // OpenSSL's own PEM kind carries what the certificate is trusted for.
    static bool rejected(const unsigned char* data, long size) {
        const std::unique_ptr<X509, X509Free> certificate(d2i_X509_AUX(nullptr, &data, size));
        return certificate &&
               X509_check_trust(certificate.get(), X509_TRUST_SSL_SERVER, 0) == X509_TRUST_REJECTED;
    }

    void add(Bytes der, const std::string& origin, std::size_t block) {
        CertificatePtr certificate = make_certificate(der, hasher_);
        if (!certificate->summary.complete) {
            note(origin, "block " + std::to_string(block) + " is no certificate, left out");
        } else if (store_.certificates.size() == TrustStore::kMaxCertificates) {
            note(origin, "too many certificates, left out");
        } else if (known_.insert(certificate->sha256).second) {
            store_.certificates.push_back(std::move(certificate));
        }
    }

    TrustStore store_;
    std::set<std::array<std::uint8_t, 32>> known_;
    std::size_t read_ = 0;
    CertificateHasher hasher_;
};

// Empty text and false when it cannot be read or is larger than a store may be.
bool read_file(const fs::path& path, std::string& octets) {
    std::error_code error;
    const auto size = fs::file_size(path, error);
    if (error || size > TrustStore::kMaxOctets) return false;
    std::ifstream file(path, std::ios::binary);
    if (!file) return false;
    octets.assign(std::istreambuf_iterator<char>(file), {});
    return !file.bad();
}

// Where distributions keep theirs. Ready-made bundles first: a folder costs a file each.
constexpr SystemStorePath kSystemStores[] = {
    {"/etc/ssl/certs/ca-certificates.crt", false, "Debian, Ubuntu, Arch, Gentoo, Alpine"},
    {"/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", false, "Fedora, RHEL"},
    {"/etc/pki/tls/certs/ca-bundle.crt", false, "older Fedora, RHEL"},
    {"/etc/ssl/ca-bundle.pem", false, "SUSE"},
    {"/var/lib/ca-certificates/ca-bundle.pem", false, "SUSE"},
    {"/etc/ssl/cert.pem", false, "Alpine, OpenBSD, FreeBSD, macOS"},
    {"/usr/local/share/certs/ca-root-nss.crt", false, "FreeBSD"},
    {"/etc/pki/tls/cacert.pem", false, "OpenELEC"},
    {"/etc/ssl/certs", true, "SUSE and others"},
    {"/etc/pki/tls/certs", true, "Fedora, RHEL"},
    {"/system/etc/security/cacerts", true, "Android"},
};

}  // namespace

Result<TrustStore, StoreError> read_store(std::string name, Bytes octets) {
    StoreReader reader(std::move(name));
    reader.read(octets, {});
    return reader.finish({});
}

Result<TrustStore, StoreError> load_store_file(std::string name, const std::string& path) {
    std::string octets;
    if (!read_file(path, octets)) return StoreError{path, "cannot be read"};
    StoreReader reader(std::move(name));
    reader.read(as_bytes(octets), path);
    return reader.finish(path);
}

Result<TrustStore, StoreError> load_store_folder(std::string name, const std::string& path) {
    std::vector<fs::path> files;
    std::error_code error;
    for (fs::directory_iterator at(path, error), end; !error && at != end; at.increment(error)) {
        if (files.size() == TrustStore::kMaxFiles) break;
        std::error_code ignored;
        if (at->is_regular_file(ignored)) files.push_back(at->path());
    }
    if (error) return StoreError{path, "cannot be read: " + error.message()};
    std::sort(files.begin(), files.end());
    StoreReader reader(std::move(name));
    for (const fs::path& file : files) {
        std::string octets;
        if (read_file(file, octets))
            reader.read(as_bytes(octets), file.string());
        else
            reader.note(file.string(), "cannot be read");
    }
    return reader.finish(path);
}

std::span<const SystemStorePath> system_store_paths() { return kSystemStores; }

Result<TrustStore, StoreError> load_system_store(const SystemStoreOptions& options) {
    if (!options.cert_file.empty()) return load_store_file("system", options.cert_file);
    // Of several folders the first that holds a certificate; OpenSSL would look into each.
    for (std::string_view rest = options.cert_dir; !rest.empty();) {
        const std::size_t colon = std::min(rest.find(':'), rest.size());
        Result<TrustStore, StoreError> store =
            load_store_folder("system", std::string(rest.substr(0, colon)));
        rest.remove_prefix(std::min(colon + 1, rest.size()));
        if (store || rest.empty()) return store;
    }
    for (const SystemStorePath& place : kSystemStores) {
        const std::string path(place.path);
        Result<TrustStore, StoreError> store =
            place.folder ? load_store_folder("system", path) : load_store_file("system", path);
        if (store) return store;
    }
    return StoreError{{}, "no trust store was found where systems keep theirs"};
}

}  // namespace tlsonar::trust
