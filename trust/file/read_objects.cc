#include "trust/file/read_objects.h"

#include "trust/der.h"
#include "trust/file/library_private.h"
#include "trust/file/object_reader_private.h"
#include "trust/file/pem_private.h"
#include "trust/keys/key_kinds_private.h"

#include <algorithm>
#include <utility>

namespace tlsonar::trust {
namespace {

constexpr std::string_view kJavaKeyStore("\xfe\xed\xfe\xed", 4);
constexpr std::string_view kJavaCryptoKeyStore("\xce\xce\xce\xce", 4);

// Files of some Windows programs: UTF-16 with a byte order mark. What matters in them is ASCII.
std::optional<SecretOctets> narrow_utf16(Bytes octets) {
    if (octets.size() < 2) return std::nullopt;
    const bool little = octets[0] == 0xFF && octets[1] == 0xFE;
    if (!little && !(octets[0] == 0xFE && octets[1] == 0xFF)) return std::nullopt;
    if (octets.size() >= 4 && starts_with(octets, kJavaKeyStore)) return std::nullopt;
    SecretOctets out;
    out.reserve(octets.size() / 2);
    for (std::size_t i = 2; i + 1 < octets.size(); i += 2) {
        const std::uint8_t high = octets[little ? i + 1 : i];
        out.push_back(high == 0 ? octets[little ? i : i + 1] : std::uint8_t{'?'});
    }
    return out;
}

// A SEQUENCE, and not the digit 0 at the beginning of a text.
bool looks_like_der(Bytes octets) {
    if (octets.size() < 2 || octets[0] != tag::sequence) return false;
    return octets[1] >= 0x80 || recognise(octets) != Structure::unknown;
}

bool is_public(Structure s) { return s == Structure::public_key || s == Structure::rsa_public_key; }
bool is_private(Structure s) {
    return s == Structure::private_key || s == Structure::encrypted_key;
}
bool agree(Structure a, Structure b) {
    return a == b || (is_public(a) && is_public(b)) || (is_private(a) && is_private(b));
}

}  // namespace

std::string_view object_kind_name(ObjectKind kind) {
    switch (kind) {
        case ObjectKind::certificate:
            return "certificate";
        case ObjectKind::private_key:
            return "private key";
        case ObjectKind::public_key:
            return "public key";
        case ObjectKind::request:
            return "certificate request";
        case ObjectKind::crl:
            return "CRL";
        case ObjectKind::ocsp_response:
            return "OCSP response";
    }
    return "object";
}

ObjectReader::ObjectReader(FileObjects& out, const ReadOptions& options)
    : out_(out), options_(options), rounds_left_(options.max_rounds) {}
ObjectReader::~ObjectReader() = default;

ObjectReader::Library& ObjectReader::library() {
    if (!library_) library_ = std::make_unique<Library>();
    return *library_;
}

bool ObjectReader::may_derive(std::uint64_t rounds, const ObjectPlace& place) {
    if (rounds > rounds_left_) {
        problem(file_kind("deploy.file-slow-password"), place,
                rounds == UINT64_MAX ? "unknown" : std::to_string(rounds) + " rounds",
                "at most " + std::to_string(options_.max_rounds) + " for all passwords together");
        return false;
    }
    rounds_left_ -= rounds;
    return true;
}

void ObjectReader::problem(const FindingKind* kind, const ObjectPlace& place, std::string found,
                           std::string expected) {
    if (out_.problems.size() < ReadOptions::kMaxProblems)
        out_.problems.push_back(
            {{kind, Finding::kNoCertificate, std::move(found), std::move(expected)}, place});
}

void ObjectReader::add(FileObject object) {
    if (out_.objects.size() < ReadOptions::kMaxObjects)
        out_.objects.push_back(std::move(object));
    else if (out_.problems.empty() ||
             out_.problems.back().finding.kind != file_kind("deploy.file-too-large"))
        problem(file_kind("deploy.file-too-large"), object.place, "more objects than are read",
                std::to_string(ReadOptions::kMaxObjects));
}

void ObjectReader::add_certificate(Bytes der, const ObjectPlace& place, std::string friendly_name) {
    FileObject object;
    object.kind = ObjectKind::certificate;
    object.place = place;
    object.friendly_name = std::move(friendly_name);
    object.certificate = make_certificate(der, hasher_);
    const CertificateSummary& summary = object.certificate->summary;
    object.key = make_subject_key(object.certificate->bytes(summary.public_key.info));
    if (!summary.complete)
        problem(
            file_kind("deploy.file-broken-block"), place,
            "a certificate: " +
                std::string(summary.problems.empty() ? "incomplete" : summary.problems[0].what));
    add(std::move(object));
}

void ObjectReader::add_crl(Bytes der, const ObjectPlace& place) {
    FileObject object;
    object.kind = ObjectKind::crl;
    object.place = place;
    object.der.assign(der.begin(), der.end());
    add(std::move(object));
}

void ObjectReader::add_unopened_key(const ObjectPlace& place, std::string friendly_name) {
    FileObject object;
    object.kind = ObjectKind::private_key;
    object.place = place;
    object.friendly_name = std::move(friendly_name);
    object.encrypted = true;
    object.unopened = true;
    add(std::move(object));
}

void ObjectReader::add_private_key(Bytes der, const ObjectPlace& place, bool encrypted,
                                   std::string friendly_name) {
    OpenedKey opened = open_private_key(der);
    FileObject object;
    object.kind = ObjectKind::private_key;
    object.place = place;
    object.friendly_name = std::move(friendly_name);
    object.encrypted = encrypted;
    object.key = std::move(opened.key);
    object.unopened = object.key == nullptr;
    if (object.unopened)
        problem(file_kind("deploy.file-key-unsupported"), place,
                std::to_string(der.size()) + " octets");
    if (!opened.contradiction.empty())
        problem(key_kind("key.private-inconsistent"), place, std::move(opened.contradiction));
    add(std::move(object));
}

void ObjectReader::read_by_structure(Structure structure, Bytes der, const ObjectPlace& place) {
    FileObject object;
    object.place = place;
    switch (structure) {
        case Structure::certificate:
            return add_certificate(der, place);
        case Structure::crl:
            return add_crl(der, place);
        case Structure::ocsp_response:
            object.kind = ObjectKind::ocsp_response;
            object.der.assign(der.begin(), der.end());
            return add(std::move(object));
        case Structure::request:
            object.kind = ObjectKind::request;
            object.request = make_certificate_request(der);
            object.key = object.request->key;
            return add(std::move(object));
        case Structure::public_key:
        case Structure::rsa_public_key:
            object.kind = ObjectKind::public_key;
            object.key = structure == Structure::public_key ? make_subject_key(der)
                                                            : make_rsa_subject_key(der);
            return add(std::move(object));
        case Structure::private_key:
            return add_private_key(der, place, false);
        case Structure::encrypted_key:
            return read_encrypted_key(*this, der, place);
        case Structure::pkcs7:
            return read_pkcs7(*this, der, place);
        case Structure::pkcs12:
            return read_pkcs12(*this, der, place);
        case Structure::parameters:
        case Structure::foreign:
        case Structure::unknown:
            return;
    }
}

void ObjectReader::read_structure(Bytes der, const ObjectPlace& place, Structure label) {
    if (label == Structure::parameters) return;
    const Structure structure = recognise(der);
    if (structure == Structure::unknown)
        return problem(file_kind("deploy.file-broken-block"), place,
                       std::to_string(der.size()) + " octets of nothing known",
                       label == Structure::unknown ? "" : std::string(structure_name(label)));
    if (label != Structure::unknown && !agree(structure, label))
        problem(file_kind("deploy.file-label-wrong"), place, std::string(structure_name(structure)),
                std::string(structure_name(label)));
    ObjectPlace inside = place;
    if (structure == Structure::pkcs7) inside.form = "PKCS #7";
    if (structure == Structure::pkcs12) inside.form = "PKCS #12";
    read_by_structure(structure, der, inside);
}

void ObjectReader::read_block(std::string_view body, Structure label, std::string_view label_text,
                              const ObjectPlace& place) {
    if (label == Structure::foreign || (label == Structure::unknown && label_text.empty()))
        return problem(file_kind("deploy.file-unsupported-format"), place, std::string(label_text));
    const std::string_view headers = take_pem_headers(body);
    const auto octets = decode_base64(body);
    if (!octets)
        return problem(file_kind("deploy.file-broken-block"), place, "no base64 inside",
                       std::string(label_text));
    if (headers.find("ENCRYPTED") != std::string_view::npos)
        return read_rfc1421_key(*this, headers, octets->bytes(), place);
    // A label that nobody knows is no fault of what it is on.
    if (label == Structure::unknown && recognise(octets->bytes()) == Structure::unknown)
        return problem(file_kind("deploy.file-unsupported-format"), place, std::string(label_text));
    read_structure(octets->bytes(), place, label);
}

void ObjectReader::read_text(std::string_view text) {
    PemScanner scanner(text);
    bool any = false;
    while (const auto block = scanner.next()) {
        any = true;
        const ObjectPlace place{block->offset, block->line, "PEM"};
        if (!block->trouble.empty())
            problem(file_kind("deploy.file-broken-block"), place, std::string(block->trouble),
                    "END " + std::string(block->label));
        else
            read_block(block->body, structure_of_label(block->label), block->label, place);
    }
    if (any || read_bare_base64(text)) return;
    problem(file_kind("deploy.file-nothing-found"), {0, 1, "text"},
            std::to_string(text.size()) + " octets");
}

bool ObjectReader::read_bare_base64(std::string_view text) {
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);  // UTF-8's byte order mark
    const auto octets = decode_base64(text);
    if (!octets || recognise(octets->bytes()) == Structure::unknown) return false;
    read_structure(octets->bytes(), {0, 1, "base64"}, Structure::unknown);
    return true;
}

void ObjectReader::read_der_sequence(Bytes octets) {
    DerReader reader = DerReader::prefix(octets);
    DerItem item;
    while (reader.more()) {
        const std::size_t offset = reader.offset();
        const ObjectPlace place{offset, 0, "DER"};
        const Bytes rest = octets.subspan(offset);
        // BER's indefinite length: it ends where the library says, so nothing may follow.
        if (rest.size() > 1 && rest[0] == tag::sequence && rest[1] == 0x80)
            return read_structure(rest, place, Structure::unknown);
        if (rest[0] != tag::sequence || !reader.next(item)) {
            const bool blank = std::all_of(rest.begin(), rest.end(), [](std::uint8_t c) {
                return c == '\n' || c == '\r' || c == ' ' || c == 0;
            });
            if (!blank)
                problem(file_kind("deploy.file-broken-block"), place,
                        std::to_string(rest.size()) + " octets that are no DER");
            return;
        }
        read_structure(item.whole(), place, Structure::unknown);
    }
}

void ObjectReader::read_file(Bytes octets) {
    if (octets.size() > ReadOptions::kMaxOctets)
        return problem(file_kind("deploy.file-too-large"), {},
                       std::to_string(octets.size()) + " octets",
                       std::to_string(ReadOptions::kMaxOctets) + " octets");
    if (starts_with(octets, kJavaKeyStore) || starts_with(octets, kJavaCryptoKeyStore))
        return problem(file_kind("deploy.file-unsupported-format"), {0, 0, "Java key store"},
                       "a Java key store (JKS or JCEKS)");
    if (looks_like_der(octets)) return read_der_sequence(octets);
    if (const auto narrowed = narrow_utf16(octets)) return read_text(as_text(narrowed->bytes()));
    read_text(as_text(octets));
}

FileObjects read_objects(Bytes octets, std::string name, const ReadOptions& options) {
    FileObjects out;
    out.name = std::move(name);
    ObjectReader(out, options).read_file(octets);
    return out;
}

}  // namespace tlsonar::trust
