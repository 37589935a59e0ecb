// The certificates, keys, requests, CRLs and OCSP responses in the octets of a file, whatever it is
// made of: PEM with any text around, DER, base64 without armour, PKCS #7, PKCS #12, in any mixture.
//
// A broken block costs itself and is a problem with its place. Private keys are opened to learn
// which public key they belong to and whether they are whole; what is secret is wiped and is in
// nothing that is given out.
#pragma once

#include "core/bytes.h"
#include "trust/certificate_ptr.h"
#include "trust/file/certificate_request.h"
#include "trust/finding/finding.h"
#include "trust/keys/subject_key.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tlsonar::trust {

enum class ObjectKind : std::uint8_t {
    certificate,
    private_key,
    public_key,
    request,
    crl,
    ocsp_response,
};
// "certificate", "private key" …
std::string_view object_kind_name(ObjectKind kind);

// Where in the file an object was found.
struct ObjectPlace {
    std::size_t offset = 0;  // of its first octet; of the container when it is inside one
    std::size_t line = 0;    // from 1; 0 in binary files
    // "PEM", "DER", "base64", "PKCS #7", "PKCS #12".
    std::string_view form;
};

struct FileObject {
    ObjectKind kind = ObjectKind::certificate;
    ObjectPlace place;
    CertificatePtr certificate;     // certificate, else null
    CertificateRequestPtr request;  // request, else null
    // Of everything that has one: certificate, keys, request. Null with CRLs, OCSP responses, and
    // private keys that could not be opened.
    SubjectKeyPtr key;
    std::vector<std::uint8_t> der;  // CRL and OCSP response only
    std::string friendly_name;      // PKCS #12; raw, as the file has it
    bool encrypted = false;         // private key: by a password, in the file or its container
    bool unopened = false;          // private key: that is all that is known of it
};

struct FileProblem {
    Finding finding;  // kinds "deploy.file-…"
    ObjectPlace place;
};

struct FileObjects {
    std::string name;
    std::vector<FileObject> objects;  // in the order of the file
    std::vector<FileProblem> problems;
};

struct ReadOptions {
    static constexpr std::size_t kMaxOctets = std::size_t{64} << 20;
    static constexpr std::size_t kMaxObjects = 200'000;
    static constexpr std::size_t kMaxProblems = 100;
    // Tried in order on everything encrypted; the empty password is tried always.
    std::span<const std::string> passwords;
    // Rounds of key derivation that all attempts of a file may take together: some seconds. What
    // would take more is told, not done.
    std::uint64_t max_rounds = 10'000'000;
};

// `name` is kept for the caller. Of more than kMaxOctets nothing is read, and that is a problem.
FileObjects read_objects(Bytes octets, std::string name, const ReadOptions& options = {});

}  // namespace tlsonar::trust
