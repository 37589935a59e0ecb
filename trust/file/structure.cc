#include "trust/der.h"
#include "trust/file/structure_private.h"

#include <array>
#include <cstddef>
#include <utility>

namespace tlsonar::trust {
namespace {

// The OIDs of PKCS #7's content types begin so (1.2.840.113549.1.7).
constexpr std::string_view kPkcs7("\x2a\x86\x48\x86\xf7\x0d\x01\x07", 8);

// The first children of a constructed item, and how many there are of them (at most kMost).
struct Children {
    static constexpr std::size_t kMost = 10;
    std::array<DerItem, kMost> item;
    std::size_t count = 0;

    explicit Children(const DerItem& parent) {
        // Prefix mode: what is cut off must be known for what it was.
        DerReader reader = DerReader::prefix(parent.content, parent.content_offset());
        while (count < kMost && reader.next(item[count]))
            ++count;
    }
    bool is(std::size_t i, std::uint8_t tag) const { return i < count && item[i].is(tag); }
    bool sequence_of(std::size_t i, std::uint8_t first) const {
        return is(i, tag::sequence) && !item[i].content.empty() && item[i].content[0] == first;
    }
};

// The first element of Certificate, CertificateList and CertificationRequest tells them apart.
Structure of_signed(const DerItem& first) {
    const Children tbs(first);
    if (tbs.is(0, tag::constructed(0))) return Structure::certificate;
    const std::size_t at = tbs.is(0, tag::integer) ? 1 : 0;
    // A time after algorithm and issuer: thisUpdate.
    if (tbs.sequence_of(at, tag::object_identifier)) {
        if (tbs.is(at + 2, tag::utc_time) || tbs.is(at + 2, tag::generalized_time))
            return Structure::crl;
        return at == 1 ? Structure::certificate : Structure::unknown;  // version 1
    }
    // A name (of SETs, or empty) and a key after the version.
    const bool name =
        tbs.sequence_of(1, tag::set) || (tbs.is(1, tag::sequence) && tbs.item[1].content.empty());
    return at == 1 && name ? Structure::request : Structure::unknown;
}

Structure of_numbered(const Children& outer) {
    if (outer.is(1, tag::sequence)) {
        const Children second(outer.item[1]);
        if (!second.is(0, tag::object_identifier)) return Structure::unknown;
        return starts_with(second.item[0].content, kPkcs7) ? Structure::pkcs12
                                                           : Structure::private_key;
    }
    if (outer.is(1, tag::octet_string)) return Structure::private_key;  // ECPrivateKey
    if (!outer.is(1, tag::integer)) return Structure::unknown;
    if (outer.count == 2) return Structure::rsa_public_key;
    return outer.count >= 6 ? Structure::private_key : Structure::unknown;
}

constexpr std::pair<std::string_view, Structure> kLabels[] = {
    {"CERTIFICATE", Structure::certificate},
    {"X509 CERTIFICATE", Structure::certificate},
    {"TRUSTED CERTIFICATE", Structure::certificate},
    {"CERTIFICATE REQUEST", Structure::request},
    {"NEW CERTIFICATE REQUEST", Structure::request},
    {"X509 CRL", Structure::crl},
    {"CRL", Structure::crl},
    {"OCSP RESPONSE", Structure::ocsp_response},
    {"PUBLIC KEY", Structure::public_key},
    {"RSA PUBLIC KEY", Structure::rsa_public_key},
    {"PRIVATE KEY", Structure::private_key},
    {"ANY PRIVATE KEY", Structure::private_key},
    {"RSA PRIVATE KEY", Structure::private_key},
    {"EC PRIVATE KEY", Structure::private_key},
    {"DSA PRIVATE KEY", Structure::private_key},
    {"ENCRYPTED PRIVATE KEY", Structure::encrypted_key},
    {"PKCS7", Structure::pkcs7},
    {"PKCS #7 SIGNED DATA", Structure::pkcs7},
    {"CMS", Structure::pkcs7},
    {"CERTIFICATE CHAIN", Structure::pkcs7},
    {"PKCS12", Structure::pkcs12},
    {"EC PARAMETERS", Structure::parameters},
    {"DH PARAMETERS", Structure::parameters},
    {"X9.42 DH PARAMETERS", Structure::parameters},
    {"DSA PARAMETERS", Structure::parameters},
    {"OPENSSH PRIVATE KEY", Structure::foreign},
    {"SSH2 ENCRYPTED PRIVATE KEY", Structure::foreign},
    {"PGP PUBLIC KEY BLOCK", Structure::foreign},
    {"PGP PRIVATE KEY BLOCK", Structure::foreign},
    {"PGP MESSAGE", Structure::foreign},
};

// PKCS #7 and #12 may be BER, with lengths that DerReader refuses.
Structure of_ber(Bytes octets) {
    if (octets.size() < 2 || octets[0] != tag::sequence) return Structure::unknown;
    const std::size_t header = octets[1] > 0x80 ? 2 + (octets[1] & 0x7FU) : 2;
    if (octets.size() <= header) return Structure::unknown;
    const Bytes content = octets.subspan(header);
    if (starts_with(content, "\x02\x01\x03\x30")) return Structure::pkcs12;
    if (starts_with(content, "\x06\x09") && starts_with(content.subspan(2), kPkcs7))
        return Structure::pkcs7;
    return Structure::unknown;
}

Structure of_der(Bytes der) {
    DerReader reader = DerReader::prefix(der);
    DerItem item;
    if (!reader.next(item) || !item.is(tag::sequence)) return Structure::unknown;
    const Children outer(item);
    if (outer.is(0, tag::enumerated)) return Structure::ocsp_response;
    if (outer.is(0, tag::integer)) return of_numbered(outer);
    if (outer.is(0, tag::object_identifier))
        return starts_with(outer.item[0].content, kPkcs7) ? Structure::pkcs7 : Structure::unknown;
    if (!outer.is(0, tag::sequence)) return Structure::unknown;
    if (!outer.sequence_of(0, tag::object_identifier)) return of_signed(outer.item[0]);
    if (outer.is(1, tag::bit_string)) return Structure::public_key;
    return outer.is(1, tag::octet_string) ? Structure::encrypted_key : Structure::unknown;
}

}  // namespace

Structure recognise(Bytes der) {
    const Structure structure = of_der(der);
    return structure == Structure::unknown ? of_ber(der) : structure;
}

Structure structure_of_label(std::string_view label) {
    for (const auto& [known, structure] : kLabels)
        if (label == known) return structure;
    return Structure::unknown;
}

std::string_view structure_name(Structure structure) {
    switch (structure) {
        case Structure::certificate:
            return "a certificate";
        case Structure::crl:
            return "a CRL";
        case Structure::request:
            return "a signing request";
        case Structure::ocsp_response:
            return "an OCSP response";
        case Structure::public_key:
        case Structure::rsa_public_key:
            return "a public key";
        case Structure::private_key:
            return "a private key";
        case Structure::encrypted_key:
            return "an encrypted private key";
        case Structure::pkcs7:
            return "PKCS #7";
        case Structure::pkcs12:
            return "PKCS #12";
        case Structure::parameters:
            return "parameters";
        case Structure::foreign:
            return "another format";
        case Structure::unknown:
            break;
    }
    return "nothing known";
}

}  // namespace tlsonar::trust
