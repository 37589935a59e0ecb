#include "trust/certificate_parse.h"

#include <algorithm>

namespace tlsonar::trust {
namespace {

// RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER } (RFC 8017 A.1.1).
void read_rsa(CertificateParse& parse, const DerItem& key_octets, PublicKey& key) {
    CertificateWalk outer(parse, key_octets);
    DerItem item;
    if (!outer.expect(tag::sequence, item, "RSAPublicKey is not a SEQUENCE")) return;
    CertificateWalk walk(parse, item);
    if (!walk.expect(tag::integer, item, "modulus is not an INTEGER") || item.cut) return;
    key.bits = bit_width_of(item.content);
    key.rsa_modulus = content_range(item);
    if (!item.content.empty() && (item.content[0] & 0x80U) != 0)
        parse.problem("modulus is negative", item.start);
    if (!walk.expect(tag::integer, item, "publicExponent is not an INTEGER") || item.cut) return;
    key.rsa_exponent = unsigned_of(item.content).value_or(0);
}

// The size of the first INTEGER: p of Dss-Parms and of both kinds of DH parameters (RFC 3279).
void read_prime(CertificateParse& parse, const DerItem& parameters, PublicKey& key) {
    CertificateWalk walk(parse, parameters);
    DerItem prime;
    if (walk.next_if(tag::integer, prime) && !prime.cut) key.bits = bit_width_of(prime.content);
}

// SpecifiedECDomain (SEC 1 C.2): SEQUENCE { version, fieldID SEQUENCE { fieldType, parameters } …
// }.
void read_explicit_curve(CertificateParse& parse, const DerItem& parameters, PublicKey& key) {
    key.explicit_curve = true;
    CertificateWalk walk(parse, parameters);
    DerItem item;
    if (!walk.expect(tag::integer, item, "explicit curve without version")) return;
    if (!walk.expect(tag::sequence, item, "explicit curve without field")) return;
    CertificateWalk field(parse, item);
    DerItem type;
    if (!field.expect(tag::object_identifier, type, "field without type")) return;
    if (field.next_if(tag::integer, item) && !item.cut) {  // prime-field: p
        key.bits = bit_width_of(item.content);
    } else if (field.next_if(tag::sequence, item)) {  // characteristic-two-field: m first
        CertificateWalk two(parse, item);
        DerItem m;
        if (two.next_if(tag::integer, m) && !m.cut)
            key.bits = static_cast<std::uint32_t>(
                std::min<std::uint64_t>(unsigned_of(m.content).value_or(0), 0xFFFF));
    }
}

void read_ec(CertificateParse& parse, const DerItem& parameters, PublicKey& key) {
    if (parameters.is(tag::sequence)) return read_explicit_curve(parse, parameters, key);
    if (!parameters.is(tag::object_identifier) || parameters.cut) return;
    const ObjectId curve(parameters.content);
    key.curve = curve.label();
    if (curve.entry() == nullptr) return;
    key.bits = curve.entry()->bits;
    if (curve.entry()->key == KeyKind::sm2) key.kind = KeyKind::sm2;
}

void read_key_of_kind(CertificateParse& parse, const DerItem& parameters, const DerItem& octets,
                      PublicKey& key) {
    switch (key.kind) {
        case KeyKind::rsa:
        case KeyKind::rsa_pss:
            if (!octets.content.empty()) read_rsa(parse, octets, key);
            return;
        case KeyKind::dsa:
        case KeyKind::dh:
            return read_prime(parse, parameters, key);
        case KeyKind::ec:
            return read_ec(parse, parameters, key);
        default:
            return;
    }
}

// subjectPublicKey without its unused-bits octet, as an item of its own.
DerItem inside_bit_string(const DerItem& bits) {
    DerItem inner = bits;
    inner.header += 1;
    inner.content = bits.content.subspan(1);
    return inner;
}

// RSASSA-PSS-params (RFC 4055 section 3.1); what is left out has its default.
void read_pss_parameters(CertificateParse& parse, const DerItem& parameters,
                         SignatureAlgorithm& algorithm) {
    algorithm.hash = "SHA-1";
    algorithm.pss_salt = 20;
    if (!parameters.is(tag::sequence)) return;
    CertificateWalk walk(parse, parameters);
    DerItem field;
    while (walk.next(field)) {
        CertificateWalk inner(parse, field);
        DerItem item;
        if (field.is(tag::constructed(0)) && inner.next_if(tag::sequence, item)) {
            CertificateWalk identifier(parse, item);
            DerItem oid;
            if (!identifier.next_if(tag::object_identifier, oid) || oid.cut) continue;
            const OidEntry* hash = find_oid(oid.content);
            algorithm.hash = hash ? hash->hash : std::string_view();
        } else if (field.is(tag::constructed(2)) && inner.next_if(tag::integer, item)) {
            algorithm.pss_salt = static_cast<std::uint32_t>(
                std::min<std::uint64_t>(unsigned_of(item.content).value_or(0), 0xFFFF));
        }
    }
}

}  // namespace

void read_public_key(CertificateParse& parse, const DerItem& info, PublicKey& key) {
    key.info = range_of(info);
    CertificateWalk walk(parse, info);
    DerItem algorithm;
    if (!walk.expect(tag::sequence, algorithm, "algorithm is not a SEQUENCE")) return;
    CertificateWalk identifier(parse, algorithm);
    DerItem oid;
    if (!identifier.expect(tag::object_identifier, oid, "algorithm has no identifier") || oid.cut)
        return;
    key.algorithm = ObjectId(oid.content);
    if (const OidEntry* entry = key.algorithm.entry()) {
        key.kind = entry->key;
        key.bits = entry->bits;
        if (entry->key == KeyKind::ml_dsa || entry->key == KeyKind::slh_dsa ||
            entry->key == KeyKind::ml_kem)
            key.parameter_set = entry->short_name;
    }
    DerItem parameters;
    identifier.next(parameters);
    DerItem bits;
    if (!walk.expect(tag::bit_string, bits, "subjectPublicKey is not a BIT STRING")) bits = {};
    DerItem octets;
    if (!bits.content.empty()) {
        octets = inside_bit_string(bits);
        key.key = content_range(octets);
    }
    read_key_of_kind(parse, parameters, octets, key);
}

void read_signature_algorithm(CertificateParse& parse, const DerItem& sequence,
                              SignatureAlgorithm& algorithm) {
    algorithm.der = range_of(sequence);
    CertificateWalk walk(parse, sequence);
    DerItem oid;
    if (!walk.expect(tag::object_identifier, oid, "algorithm has no identifier") || oid.cut) return;
    algorithm.algorithm = ObjectId(oid.content);
    const OidEntry* entry = algorithm.algorithm.entry();
    if (entry == nullptr) return;
    algorithm.key = entry->key;
    algorithm.hash = entry->hash;
    DerItem parameters;
    if (entry->short_name != "RSASSA-PSS") return;
    walk.next(parameters);
    read_pss_parameters(parse, parameters, algorithm);
}

std::string SignatureAlgorithm::text() const {
    std::string out(algorithm.label());
    if (pss_salt != 0 || algorithm.short_name() == "RSASSA-PSS") {
        out += " with ";
        out += hash.empty() ? "unknown hash" : hash;
    }
    return out;
}

}  // namespace tlsonar::trust
