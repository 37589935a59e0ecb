// The object identifiers we know by name, as a constant table. One line adds one; the DER and the
// lookup table are computed by the compiler. Private to this room.
#pragma once

#include "trust/oid.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tlsonar::trust::oid_table {

struct Row {
    std::string_view dotted;
    std::string_view name;
    std::string_view short_name = "";
    KeyKind key = KeyKind::unknown;
    std::string_view hash = "";
    std::uint16_t bits = 0;
};

// clang-format off
inline constexpr Row kRows[] = {
    // Attribute types: X.520, RFC 4514 section 3, RFC 4519, CA/Browser Forum EV Guidelines
    {"2.5.4.3", "id-at-commonName", "CN"},
    {"2.5.4.4", "id-at-surname", "SN"},
    {"2.5.4.5", "id-at-serialNumber", "serialNumber"},
    {"2.5.4.6", "id-at-countryName", "C"},
    {"2.5.4.7", "id-at-localityName", "L"},
    {"2.5.4.8", "id-at-stateOrProvinceName", "ST"},
    {"2.5.4.9", "id-at-streetAddress", "street"},
    {"2.5.4.10", "id-at-organizationName", "O"},
    {"2.5.4.11", "id-at-organizationalUnitName", "OU"},
    {"2.5.4.12", "id-at-title", "title"},
    {"2.5.4.13", "id-at-description", "description"},
    {"2.5.4.15", "id-at-businessCategory", "businessCategory"},
    {"2.5.4.16", "id-at-postalAddress", "postalAddress"},
    {"2.5.4.17", "id-at-postalCode", "postalCode"},
    {"2.5.4.18", "id-at-postOfficeBox", "postOfficeBox"},
    {"2.5.4.20", "id-at-telephoneNumber", "telephoneNumber"},
    {"2.5.4.41", "id-at-name", "name"},
    {"2.5.4.42", "id-at-givenName", "GN"},
    {"2.5.4.43", "id-at-initials", "initials"},
    {"2.5.4.44", "id-at-generationQualifier", "generationQualifier"},
    {"2.5.4.45", "id-at-x500UniqueIdentifier", "x500UniqueIdentifier"},
    {"2.5.4.46", "id-at-dnQualifier", "dnQualifier"},
    {"2.5.4.65", "id-at-pseudonym", "pseudonym"},
    {"2.5.4.97", "id-at-organizationIdentifier", "organizationIdentifier"},
    {"0.9.2342.19200300.100.1.1", "id-uid", "UID"},
    {"0.9.2342.19200300.100.1.3", "id-mail", "mail"},
    {"0.9.2342.19200300.100.1.25", "id-domainComponent", "DC"},
    {"1.2.840.113549.1.9.1", "id-emailAddress", "emailAddress"},
    {"1.2.840.113549.1.9.2", "id-unstructuredName", "unstructuredName"},
    {"1.2.840.113549.1.9.8", "id-unstructuredAddress", "unstructuredAddress"},
    {"1.3.6.1.4.1.311.60.2.1.1", "jurisdictionOfIncorporationLocalityName", "jurisdictionL"},
    {"1.3.6.1.4.1.311.60.2.1.2", "jurisdictionOfIncorporationStateOrProvinceName", "jurisdictionST"},
    {"1.3.6.1.4.1.311.60.2.1.3", "jurisdictionOfIncorporationCountryName", "jurisdictionC"},
    // Public keys: RFC 3279, 4055, 5480, 8410, 9881 (ML-DSA), 9909 (SLH-DSA), 9935 (ML-KEM)
    {"1.2.840.113549.1.1.1", "rsaEncryption", "", KeyKind::rsa},
    {"1.2.840.113549.1.1.7", "id-RSAES-OAEP", "", KeyKind::rsa},
    {"1.2.840.113549.1.1.10", "id-RSASSA-PSS", "RSASSA-PSS", KeyKind::rsa_pss},
    {"2.5.8.1.1", "id-ea-rsa", "", KeyKind::rsa},
    {"1.2.840.10040.4.1", "id-dsa", "", KeyKind::dsa},
    {"1.2.840.113549.1.3.1", "dhKeyAgreement", "", KeyKind::dh},
    {"1.2.840.10046.2.1", "dhpublicnumber", "", KeyKind::dh},
    {"1.2.840.10045.2.1", "id-ecPublicKey", "", KeyKind::ec},
    {"1.3.132.1.12", "id-ecDH", "", KeyKind::ec},
    {"1.3.101.110", "id-X25519", "", KeyKind::x25519, "", 256},
    {"1.3.101.111", "id-X448", "", KeyKind::x448, "", 448},
    {"1.3.101.112", "id-Ed25519", "Ed25519", KeyKind::ed25519, "", 256},
    {"1.3.101.113", "id-Ed448", "Ed448", KeyKind::ed448, "", 456},
    {"2.16.840.1.101.3.4.3.17", "id-ml-dsa-44", "ML-DSA-44", KeyKind::ml_dsa},
    {"2.16.840.1.101.3.4.3.18", "id-ml-dsa-65", "ML-DSA-65", KeyKind::ml_dsa},
    {"2.16.840.1.101.3.4.3.19", "id-ml-dsa-87", "ML-DSA-87", KeyKind::ml_dsa},
    {"2.16.840.1.101.3.4.3.20", "id-slh-dsa-sha2-128s", "SLH-DSA-SHA2-128s", KeyKind::slh_dsa},
    {"2.16.840.1.101.3.4.3.21", "id-slh-dsa-sha2-128f", "SLH-DSA-SHA2-128f", KeyKind::slh_dsa},
    {"2.16.840.1.101.3.4.3.22", "id-slh-dsa-sha2-192s", "SLH-DSA-SHA2-192s", KeyKind::slh_dsa},
    {"2.16.840.1.101.3.4.3.23", "id-slh-dsa-sha2-192f", "SLH-DSA-SHA2-192f", KeyKind::slh_dsa},
    {"2.16.840.1.101.3.4.3.24", "id-slh-dsa-sha2-256s", "SLH-DSA-SHA2-256s", KeyKind::slh_dsa},
    {"2.16.840.1.101.3.4.3.25", "id-slh-dsa-sha2-256f", "SLH-DSA-SHA2-256f", KeyKind::slh_dsa},
    {"2.16.840.1.101.3.4.3.26", "id-slh-dsa-shake-128s", "SLH-DSA-SHAKE-128s", KeyKind::slh_dsa},
    {"2.16.840.1.101.3.4.3.27", "id-slh-dsa-shake-128f", "SLH-DSA-SHAKE-128f", KeyKind::slh_dsa},
    {"2.16.840.1.101.3.4.3.28", "id-slh-dsa-shake-192s", "SLH-DSA-SHAKE-192s", KeyKind::slh_dsa},
    {"2.16.840.1.101.3.4.3.29", "id-slh-dsa-shake-192f", "SLH-DSA-SHAKE-192f", KeyKind::slh_dsa},
    {"2.16.840.1.101.3.4.3.30", "id-slh-dsa-shake-256s", "SLH-DSA-SHAKE-256s", KeyKind::slh_dsa},
    {"2.16.840.1.101.3.4.3.31", "id-slh-dsa-shake-256f", "SLH-DSA-SHAKE-256f", KeyKind::slh_dsa},
    {"2.16.840.1.101.3.4.3.32", "id-hash-ml-dsa-44-with-sha512", "HashML-DSA-44", KeyKind::ml_dsa, "SHA-512"},
    {"2.16.840.1.101.3.4.3.33", "id-hash-ml-dsa-65-with-sha512", "HashML-DSA-65", KeyKind::ml_dsa, "SHA-512"},
    {"2.16.840.1.101.3.4.3.34", "id-hash-ml-dsa-87-with-sha512", "HashML-DSA-87", KeyKind::ml_dsa, "SHA-512"},
    {"2.16.840.1.101.3.4.4.1", "id-alg-ml-kem-512", "ML-KEM-512", KeyKind::ml_kem},
    {"2.16.840.1.101.3.4.4.2", "id-alg-ml-kem-768", "ML-KEM-768", KeyKind::ml_kem},
    {"2.16.840.1.101.3.4.4.3", "id-alg-ml-kem-1024", "ML-KEM-1024", KeyKind::ml_kem},
    {"1.2.643.2.2.19", "id-GostR3410-2001", "", KeyKind::gost, "", 256},
    {"1.2.643.7.1.1.1.1", "id-tc26-gost3410-12-256", "", KeyKind::gost, "", 256},
    {"1.2.643.7.1.1.1.2", "id-tc26-gost3410-12-512", "", KeyKind::gost, "", 512},
    // Signature algorithms: RFC 3279, 4055, 5758, 8692, 9215; SHA-3 from the NIST register
    {"1.2.840.113549.1.1.2", "md2WithRSAEncryption", "", KeyKind::rsa, "MD2"},
    {"1.2.840.113549.1.1.3", "md4WithRSAEncryption", "", KeyKind::rsa, "MD4"},
    {"1.2.840.113549.1.1.4", "md5WithRSAEncryption", "", KeyKind::rsa, "MD5"},
    {"1.2.840.113549.1.1.5", "sha1WithRSAEncryption", "", KeyKind::rsa, "SHA-1"},
    {"1.2.840.113549.1.1.11", "sha256WithRSAEncryption", "", KeyKind::rsa, "SHA-256"},
    {"1.2.840.113549.1.1.12", "sha384WithRSAEncryption", "", KeyKind::rsa, "SHA-384"},
    {"1.2.840.113549.1.1.13", "sha512WithRSAEncryption", "", KeyKind::rsa, "SHA-512"},
    {"1.2.840.113549.1.1.14", "sha224WithRSAEncryption", "", KeyKind::rsa, "SHA-224"},
    {"1.2.840.113549.1.1.15", "sha512-224WithRSAEncryption", "", KeyKind::rsa, "SHA-512/224"},
    {"1.2.840.113549.1.1.16", "sha512-256WithRSAEncryption", "", KeyKind::rsa, "SHA-512/256"},
    {"1.3.14.3.2.29", "sha1WithRSASignature", "", KeyKind::rsa, "SHA-1"},
    {"1.3.14.3.2.3", "md5WithRSA", "", KeyKind::rsa, "MD5"},
    {"1.3.14.3.2.27", "dsaWithSHA1", "", KeyKind::dsa, "SHA-1"},
    {"1.3.36.3.3.1.2", "ripemd160WithRSA", "", KeyKind::rsa, "RIPEMD-160"},
    {"1.2.840.10040.4.3", "id-dsa-with-sha1", "", KeyKind::dsa, "SHA-1"},
    {"1.2.840.10045.4.1", "ecdsa-with-SHA1", "", KeyKind::ec, "SHA-1"},
    {"1.2.840.10045.4.3.1", "ecdsa-with-SHA224", "", KeyKind::ec, "SHA-224"},
    {"1.2.840.10045.4.3.2", "ecdsa-with-SHA256", "", KeyKind::ec, "SHA-256"},
    {"1.2.840.10045.4.3.3", "ecdsa-with-SHA384", "", KeyKind::ec, "SHA-384"},
    {"1.2.840.10045.4.3.4", "ecdsa-with-SHA512", "", KeyKind::ec, "SHA-512"},
    {"2.16.840.1.101.3.4.3.1", "id-dsa-with-sha224", "", KeyKind::dsa, "SHA-224"},
    {"2.16.840.1.101.3.4.3.2", "id-dsa-with-sha256", "", KeyKind::dsa, "SHA-256"},
    {"2.16.840.1.101.3.4.3.3", "id-dsa-with-sha384", "", KeyKind::dsa, "SHA-384"},
    {"2.16.840.1.101.3.4.3.4", "id-dsa-with-sha512", "", KeyKind::dsa, "SHA-512"},
    {"2.16.840.1.101.3.4.3.5", "id-dsa-with-sha3-224", "", KeyKind::dsa, "SHA3-224"},
    {"2.16.840.1.101.3.4.3.6", "id-dsa-with-sha3-256", "", KeyKind::dsa, "SHA3-256"},
    {"2.16.840.1.101.3.4.3.7", "id-dsa-with-sha3-384", "", KeyKind::dsa, "SHA3-384"},
    {"2.16.840.1.101.3.4.3.8", "id-dsa-with-sha3-512", "", KeyKind::dsa, "SHA3-512"},
    {"2.16.840.1.101.3.4.3.9", "id-ecdsa-with-sha3-224", "", KeyKind::ec, "SHA3-224"},
    {"2.16.840.1.101.3.4.3.10", "id-ecdsa-with-sha3-256", "", KeyKind::ec, "SHA3-256"},
    {"2.16.840.1.101.3.4.3.11", "id-ecdsa-with-sha3-384", "", KeyKind::ec, "SHA3-384"},
    {"2.16.840.1.101.3.4.3.12", "id-ecdsa-with-sha3-512", "", KeyKind::ec, "SHA3-512"},
    {"2.16.840.1.101.3.4.3.13", "id-rsassa-pkcs1-v1_5-with-sha3-224", "", KeyKind::rsa, "SHA3-224"},
    {"2.16.840.1.101.3.4.3.14", "id-rsassa-pkcs1-v1_5-with-sha3-256", "", KeyKind::rsa, "SHA3-256"},
    {"2.16.840.1.101.3.4.3.15", "id-rsassa-pkcs1-v1_5-with-sha3-384", "", KeyKind::rsa, "SHA3-384"},
    {"2.16.840.1.101.3.4.3.16", "id-rsassa-pkcs1-v1_5-with-sha3-512", "", KeyKind::rsa, "SHA3-512"},
    {"1.3.6.1.5.5.7.6.30", "id-RSASSA-PSS-SHAKE128", "", KeyKind::rsa_pss, "SHAKE128"},
    {"1.3.6.1.5.5.7.6.31", "id-RSASSA-PSS-SHAKE256", "", KeyKind::rsa_pss, "SHAKE256"},
    {"1.3.6.1.5.5.7.6.32", "id-ecdsa-with-shake128", "", KeyKind::ec, "SHAKE128"},
    {"1.3.6.1.5.5.7.6.33", "id-ecdsa-with-shake256", "", KeyKind::ec, "SHAKE256"},
    {"1.2.156.10197.1.501", "sm2sign-with-sm3", "", KeyKind::sm2, "SM3"},
    {"1.2.643.2.2.3", "id-GostR3411-94-with-GostR3410-2001", "", KeyKind::gost, "GOST R 34.11-94"},
    {"1.2.643.7.1.1.3.2", "id-tc26-signwithdigest-gost3410-12-256", "", KeyKind::gost, "Streebog-256"},
    {"1.2.643.7.1.1.3.3", "id-tc26-signwithdigest-gost3410-12-512", "", KeyKind::gost, "Streebog-512"},
    // Curves: SEC 2, RFC 5480, RFC 5639
    {"1.2.840.10045.3.1.1", "secp192r1", "secp192r1", KeyKind::ec, "", 192},
    {"1.2.840.10045.3.1.7", "secp256r1", "secp256r1", KeyKind::ec, "", 256},
    {"1.3.132.0.1", "sect163k1", "sect163k1", KeyKind::ec, "", 163},
    {"1.3.132.0.15", "sect163r2", "sect163r2", KeyKind::ec, "", 163},
    {"1.3.132.0.33", "secp224r1", "secp224r1", KeyKind::ec, "", 224},
    {"1.3.132.0.26", "sect233k1", "sect233k1", KeyKind::ec, "", 233},
    {"1.3.132.0.27", "sect233r1", "sect233r1", KeyKind::ec, "", 233},
    {"1.3.132.0.16", "sect283k1", "sect283k1", KeyKind::ec, "", 283},
    {"1.3.132.0.17", "sect283r1", "sect283r1", KeyKind::ec, "", 283},
    {"1.3.132.0.34", "secp384r1", "secp384r1", KeyKind::ec, "", 384},
    {"1.3.132.0.36", "sect409k1", "sect409k1", KeyKind::ec, "", 409},
    {"1.3.132.0.37", "sect409r1", "sect409r1", KeyKind::ec, "", 409},
    {"1.3.132.0.35", "secp521r1", "secp521r1", KeyKind::ec, "", 521},
    {"1.3.132.0.38", "sect571k1", "sect571k1", KeyKind::ec, "", 571},
    {"1.3.132.0.39", "sect571r1", "sect571r1", KeyKind::ec, "", 571},
    {"1.3.132.0.10", "secp256k1", "secp256k1", KeyKind::ec, "", 256},
    {"1.3.132.0.8", "secp160r1", "secp160r1", KeyKind::ec, "", 160},
    {"1.3.132.0.9", "secp160k1", "secp160k1", KeyKind::ec, "", 160},
    {"1.3.132.0.30", "secp160r2", "secp160r2", KeyKind::ec, "", 160},
    {"1.3.132.0.31", "secp192k1", "secp192k1", KeyKind::ec, "", 192},
    {"1.3.132.0.32", "secp224k1", "secp224k1", KeyKind::ec, "", 224},
    {"1.3.36.3.3.2.8.1.1.1", "brainpoolP160r1", "brainpoolP160r1", KeyKind::ec, "", 160},
    {"1.3.36.3.3.2.8.1.1.2", "brainpoolP160t1", "brainpoolP160t1", KeyKind::ec, "", 160},
    {"1.3.36.3.3.2.8.1.1.3", "brainpoolP192r1", "brainpoolP192r1", KeyKind::ec, "", 192},
    {"1.3.36.3.3.2.8.1.1.4", "brainpoolP192t1", "brainpoolP192t1", KeyKind::ec, "", 192},
    {"1.3.36.3.3.2.8.1.1.5", "brainpoolP224r1", "brainpoolP224r1", KeyKind::ec, "", 224},
    {"1.3.36.3.3.2.8.1.1.6", "brainpoolP224t1", "brainpoolP224t1", KeyKind::ec, "", 224},
    {"1.3.36.3.3.2.8.1.1.7", "brainpoolP256r1", "brainpoolP256r1", KeyKind::ec, "", 256},
    {"1.3.36.3.3.2.8.1.1.8", "brainpoolP256t1", "brainpoolP256t1", KeyKind::ec, "", 256},
    {"1.3.36.3.3.2.8.1.1.9", "brainpoolP320r1", "brainpoolP320r1", KeyKind::ec, "", 320},
    {"1.3.36.3.3.2.8.1.1.10", "brainpoolP320t1", "brainpoolP320t1", KeyKind::ec, "", 320},
    {"1.3.36.3.3.2.8.1.1.11", "brainpoolP384r1", "brainpoolP384r1", KeyKind::ec, "", 384},
    {"1.3.36.3.3.2.8.1.1.12", "brainpoolP384t1", "brainpoolP384t1", KeyKind::ec, "", 384},
    {"1.3.36.3.3.2.8.1.1.13", "brainpoolP512r1", "brainpoolP512r1", KeyKind::ec, "", 512},
    {"1.3.36.3.3.2.8.1.1.14", "brainpoolP512t1", "brainpoolP512t1", KeyKind::ec, "", 512},
    {"1.2.156.10197.1.301", "curveSM2", "curveSM2", KeyKind::sm2, "", 256},
    {"1.2.840.10045.1.1", "prime-field"},
    {"1.2.840.10045.1.2", "characteristic-two-field"},
    // Hashes and mask generation, in the parameters of RSASSA-PSS (RFC 4055)
    {"1.2.840.113549.1.1.8", "id-mgf1"},
    {"1.2.840.113549.2.5", "md5", "", KeyKind::unknown, "MD5"},
    {"1.3.14.3.2.26", "id-sha1", "", KeyKind::unknown, "SHA-1"},
    {"2.16.840.1.101.3.4.2.4", "id-sha224", "", KeyKind::unknown, "SHA-224"},
    {"2.16.840.1.101.3.4.2.1", "id-sha256", "", KeyKind::unknown, "SHA-256"},
    {"2.16.840.1.101.3.4.2.2", "id-sha384", "", KeyKind::unknown, "SHA-384"},
    {"2.16.840.1.101.3.4.2.3", "id-sha512", "", KeyKind::unknown, "SHA-512"},
    {"2.16.840.1.101.3.4.2.5", "id-sha512-224", "", KeyKind::unknown, "SHA-512/224"},
    {"2.16.840.1.101.3.4.2.6", "id-sha512-256", "", KeyKind::unknown, "SHA-512/256"},
    {"2.16.840.1.101.3.4.2.7", "id-sha3-224", "", KeyKind::unknown, "SHA3-224"},
    {"2.16.840.1.101.3.4.2.8", "id-sha3-256", "", KeyKind::unknown, "SHA3-256"},
    {"2.16.840.1.101.3.4.2.9", "id-sha3-384", "", KeyKind::unknown, "SHA3-384"},
    {"2.16.840.1.101.3.4.2.10", "id-sha3-512", "", KeyKind::unknown, "SHA3-512"},
    // Extensions: RFC 5280 section 4.2, RFC 6962, RFC 7633 and others
    {"2.5.29.9", "id-ce-subjectDirectoryAttributes", "subjectDirectoryAttributes"},
    {"2.5.29.14", "id-ce-subjectKeyIdentifier", "subjectKeyIdentifier"},
    {"2.5.29.15", "id-ce-keyUsage", "keyUsage"},
    {"2.5.29.16", "id-ce-privateKeyUsagePeriod", "privateKeyUsagePeriod"},
    {"2.5.29.17", "id-ce-subjectAltName", "subjectAltName"},
    {"2.5.29.18", "id-ce-issuerAltName", "issuerAltName"},
    {"2.5.29.19", "id-ce-basicConstraints", "basicConstraints"},
    {"2.5.29.30", "id-ce-nameConstraints", "nameConstraints"},
    {"2.5.29.31", "id-ce-cRLDistributionPoints", "cRLDistributionPoints"},
    {"2.5.29.32", "id-ce-certificatePolicies", "certificatePolicies"},
    {"2.5.29.33", "id-ce-policyMappings", "policyMappings"},
    {"2.5.29.35", "id-ce-authorityKeyIdentifier", "authorityKeyIdentifier"},
    {"2.5.29.36", "id-ce-policyConstraints", "policyConstraints"},
    {"2.5.29.37", "id-ce-extKeyUsage", "extKeyUsage"},
    {"2.5.29.46", "id-ce-freshestCRL", "freshestCRL"},
    {"2.5.29.54", "id-ce-inhibitAnyPolicy", "inhibitAnyPolicy"},
    {"1.3.6.1.5.5.7.1.1", "id-pe-authorityInfoAccess", "authorityInfoAccess"},
    {"1.3.6.1.5.5.7.1.3", "id-pe-qcStatements", "qcStatements"},
    {"1.3.6.1.5.5.7.1.7", "id-pe-ipAddrBlocks", "ipAddrBlocks"},
    {"1.3.6.1.5.5.7.1.8", "id-pe-autonomousSysIds", "autonomousSysIds"},
    {"1.3.6.1.5.5.7.1.11", "id-pe-subjectInfoAccess", "subjectInfoAccess"},
    {"1.3.6.1.5.5.7.1.12", "id-pe-logotype", "logotype"},
    {"1.3.6.1.5.5.7.1.24", "id-pe-tlsfeature", "tlsFeature"},
    {"1.3.6.1.5.5.7.1.31", "id-pe-acmeIdentifier", "acmeIdentifier"},
    {"1.3.6.1.5.5.7.48.1.5", "id-pkix-ocsp-nocheck", "ocspNoCheck"},
    {"1.3.6.1.4.1.11129.2.4.2", "embeddedSCTList", "sctList"},
    {"1.3.6.1.4.1.11129.2.4.3", "ctPoison", "ctPoison"},
    {"1.3.6.1.4.1.11129.2.4.4", "ctPrecertificateSigning", "ctPrecertificateSigning"},
    {"2.16.840.1.113730.1.1", "netscape-cert-type", "nsCertType"},
    {"2.16.840.1.113730.1.13", "netscape-comment", "nsComment"},
    {"1.3.6.1.4.1.311.20.2", "microsoft-certificate-template-name", "msTemplateName"},
    {"1.3.6.1.4.1.311.21.1", "microsoft-ca-version", "msCaVersion"},
    {"1.3.6.1.4.1.311.21.7", "microsoft-certificate-template", "msTemplate"},
    {"1.3.6.1.4.1.311.21.10", "microsoft-application-policies", "msApplicationPolicies"},
    {"1.3.6.1.4.1.44363.44", "delegationUsage", "delegationUsage"},
    {"2.23.140.3.1", "cabfOrganizationIdentifier", "cabfOrganizationIdentifier"},
    // Extended key usages: RFC 5280 section 4.2.1.12 and others
    {"2.5.29.37.0", "anyExtendedKeyUsage", "anyExtendedKeyUsage"},
    {"1.3.6.1.5.5.7.3.1", "id-kp-serverAuth", "serverAuth"},
    {"1.3.6.1.5.5.7.3.2", "id-kp-clientAuth", "clientAuth"},
    {"1.3.6.1.5.5.7.3.3", "id-kp-codeSigning", "codeSigning"},
    {"1.3.6.1.5.5.7.3.4", "id-kp-emailProtection", "emailProtection"},
    {"1.3.6.1.5.5.7.3.5", "id-kp-ipsecEndSystem", "ipsecEndSystem"},
    {"1.3.6.1.5.5.7.3.6", "id-kp-ipsecTunnel", "ipsecTunnel"},
    {"1.3.6.1.5.5.7.3.7", "id-kp-ipsecUser", "ipsecUser"},
    {"1.3.6.1.5.5.7.3.8", "id-kp-timeStamping", "timeStamping"},
    {"1.3.6.1.5.5.7.3.9", "id-kp-OCSPSigning", "OCSPSigning"},
    {"1.3.6.1.5.5.7.3.17", "id-kp-ipsecIKE", "ipsecIKE"},
    {"1.3.6.1.5.2.3.4", "id-pkinit-KPClientAuth", "pkinitClientAuth"},
    {"1.3.6.1.5.2.3.5", "id-pkinit-KPKdc", "pkinitKdc"},
    {"1.3.6.1.4.1.311.20.2.2", "microsoft-smartcard-logon", "msSmartcardLogon"},
    {"1.3.6.1.4.1.311.10.3.3", "microsoft-server-gated-crypto", "msSGC"},
    {"2.16.840.1.113730.4.1", "netscape-server-gated-crypto", "nsSGC"},
    // Access methods, policies, other names: RFC 5280, CA/Browser Forum
    {"1.3.6.1.5.5.7.48.1", "id-ad-ocsp", "ocsp"},
    {"1.3.6.1.5.5.7.48.2", "id-ad-caIssuers", "caIssuers"},
    {"1.3.6.1.5.5.7.2.1", "id-qt-cps", "cps"},
    {"1.3.6.1.5.5.7.2.2", "id-qt-unotice", "unotice"},
    {"2.5.29.32.0", "anyPolicy", "anyPolicy"},
    {"2.23.140.1.1", "ev-guidelines", "extended-validation"},
    {"2.23.140.1.2.1", "domain-validated", "domain-validated"},
    {"2.23.140.1.2.2", "organization-validated", "organization-validated"},
    {"2.23.140.1.2.3", "individual-validated", "individual-validated"},
    {"1.3.6.1.4.1.311.20.2.3", "microsoft-userPrincipalName", "UPN"},
    {"1.3.6.1.5.5.7.8.9", "id-on-SmtpUTF8Mailbox", "SmtpUTF8Mailbox"},
    {"1.3.6.1.5.5.7.8.7", "id-on-dnsSRV", "SRVName"},
    {"1.3.6.1.5.2.2", "id-pkinit-san", "KRB5PrincipalName"},
};
// clang-format on

inline constexpr std::size_t kCount = sizeof(kRows) / sizeof(kRows[0]);

// The longest of the table in DER is shorter.
struct Encoded {
    std::array<char, 15> octets{};
    std::uint8_t size = 0;
};

// X.690 section 8.19.
consteval Encoded encode(std::string_view dotted) {
    Encoded out;
    std::uint64_t arc = 0;
    std::uint64_t first = 0;
    int number = 0;
    for (std::size_t i = 0; i <= dotted.size(); ++i) {
        if (i < dotted.size() && dotted[i] != '.') {
            arc = arc * 10 + static_cast<std::uint64_t>(dotted[i] - '0');
            continue;
        }
        if (number == 0) {
            first = arc * 40;
        } else {
            if (number == 1) arc += first;
            int shift = 0;
            while ((arc >> shift) >= 0x80)
                shift += 7;
            for (; shift >= 0; shift -= 7)
                out.octets[out.size++] =
                    static_cast<char>(((arc >> shift) & 0x7F) | (shift != 0 ? 0x80U : 0U));
        }
        ++number;
        arc = 0;
    }
    return out;
}

consteval std::array<Encoded, kCount> encode_all() {
    std::array<Encoded, kCount> all{};
    for (std::size_t i = 0; i < kCount; ++i)
        all[i] = encode(kRows[i].dotted);
    return all;
}
inline constexpr std::array<Encoded, kCount> kEncoded = encode_all();

consteval std::array<OidEntry, kCount> build() {
    std::array<OidEntry, kCount> all{};
    for (std::size_t i = 0; i < kCount; ++i) {
        const Row& row = kRows[i];
        all[i] = {{kEncoded[i].octets.data(), kEncoded[i].size},
                  row.dotted,
                  row.name,
                  row.short_name,
                  row.key,
                  row.hash,
                  row.bits,
                  static_cast<std::uint16_t>(i)};
    }
    return all;
}
inline constexpr std::array<OidEntry, kCount> kEntries = build();

// The place of an identifier that must be in the table.
consteval std::size_t index_of(std::string_view dotted) {
    for (std::size_t i = 0; i < kCount; ++i)
        if (kRows[i].dotted == dotted) return i;
    throw "not in the table";
}

// Open addressing over the last octets, where identifiers differ.
inline constexpr std::size_t kSlots = 1024;
inline constexpr std::uint16_t kFree = 0xFFFF;
constexpr std::size_t slot_of(std::string_view der) {
    std::size_t h = der.size() * 0x9E37U;
    for (std::size_t i = der.size() > 4 ? der.size() - 4 : 0; i < der.size(); ++i)
        h = h * 31 + static_cast<unsigned char>(der[i]);
    return (h ^ (h >> 10)) % kSlots;
}

consteval std::array<std::uint16_t, kSlots> build_slots() {
    std::array<std::uint16_t, kSlots> slots{};
    slots.fill(kFree);
    for (std::size_t i = 0; i < kCount; ++i) {
        std::size_t at = slot_of(kEntries[i].der);
        while (slots[at] != kFree)
            at = (at + 1) % kSlots;
        slots[at] = static_cast<std::uint16_t>(i);
    }
    return slots;
}
inline constexpr std::array<std::uint16_t, kSlots> kSlotTable = build_slots();

}  // namespace tlsonar::trust::oid_table
