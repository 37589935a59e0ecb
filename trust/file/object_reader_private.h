// What the files that read objects share. Private to this folder.
#pragma once

#include "trust/file/file_kinds_private.h"
#include "trust/file/read_objects.h"
#include "trust/file/structure_private.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace tlsonar::trust {

// A reading in progress.
class ObjectReader {
  public:
    ObjectReader(FileObjects& out, const ReadOptions& options);
    ~ObjectReader();

    void read_file(Bytes octets);

    // What the containers call back.
    void add(FileObject object);
    void problem(const FindingKind* kind, const ObjectPlace& place, std::string found = {},
                 std::string expected = {});
    void add_certificate(Bytes der, const ObjectPlace& place, std::string friendly_name = {});
    void add_crl(Bytes der, const ObjectPlace& place);
    // An opened private key (any DER form); `encrypted`: it had been.
    void add_private_key(Bytes der, const ObjectPlace& place, bool encrypted,
                         std::string friendly_name = {});
    void add_unopened_key(const ObjectPlace& place, std::string friendly_name = {});
    const ReadOptions& options() const { return options_; }
    // May that many rounds of key derivation be spent? Tells when not.
    bool may_derive(std::uint64_t rounds, const ObjectPlace& place);

    // The library context with the algorithms of old files, made when it is first needed.
    struct Library;
    Library& library();

    // One DER structure. `label`: of the PEM block, else unknown.
    void read_structure(Bytes der, const ObjectPlace& place, Structure label);

  private:
    void read_text(std::string_view text);
    bool read_bare_base64(std::string_view text);
    void read_der_sequence(Bytes octets);
    void read_block(std::string_view body, Structure label, std::string_view label_text,
                    const ObjectPlace& place);
    void read_by_structure(Structure structure, Bytes der, const ObjectPlace& place);

    FileObjects& out_;
    const ReadOptions& options_;
    CertificateHasher hasher_;
    std::unique_ptr<Library> library_;
    std::uint64_t rounds_left_;
};

// pkcs7.cc
void read_pkcs7(ObjectReader& reader, Bytes der, const ObjectPlace& place);
// pkcs12.cc
void read_pkcs12(ObjectReader& reader, Bytes der, const ObjectPlace& place);
// encrypted_key.cc: EncryptedPrivateKeyInfo, and PEM with the headers of RFC 1421.
void read_encrypted_key(ObjectReader& reader, Bytes der, const ObjectPlace& place);
void read_rfc1421_key(ObjectReader& reader, std::string_view headers, Bytes ciphertext,
                      const ObjectPlace& place);
// The rounds that the AlgorithmIdentifier of a password-based encryption wants.
std::uint64_t derivation_rounds(Bytes algorithm);

// private_key.cc: the public half of a private key; null when the library cannot read it.
struct OpenedKey {
    SubjectKeyPtr key;
    std::string contradiction;  // what does not fit together; empty when all does
};
OpenedKey open_private_key(Bytes der);

}  // namespace tlsonar::trust
