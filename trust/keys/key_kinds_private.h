// The kinds of findings on keys. Private to this room.
#pragma once

#include "trust/finding/finding.h"

#include <cstddef>
#include <string_view>

namespace tlsonar::trust {

inline constexpr FindingKind kKeyKinds[] = {
    {"key.dh-deprecated", Severity::medium, "A static Diffie-Hellman key",
     "Certificates with Diffie-Hellman keys are read by hardly any client, offer no forward "
     "secrecy "
     "and no way to prove possession of the key.",
     "Use an ECDSA or RSA key.", "RFC 5246 appendix A.5; CA/B BR 6.1.1.3"},
    {"key.dsa-deprecated", Severity::medium, "A DSA key",
     "DSA is gone from TLS 1.3, from browsers and from FIPS 186-5; clients of today refuse it, and "
     "one bad random number in a signature gives the key away.",
     "Use an ECDSA or RSA key.", "RFC 8446 section 4.2.3; FIPS 186-5; CA/B BR 6.1.5"},
    {"key.ec-binary-curve", Severity::high, "A curve over a binary field",
     "Curves over binary fields (sect…) are deprecated, and clients do not support them.",
     "Use secp256r1 or secp384r1.", "NIST SP 800-186 section 3.3; RFC 8422 section 5.1.1"},
    {"key.ec-compressed-point", Severity::low, "The public point is not in uncompressed form",
     "TLS knows only the uncompressed form for keys of these curves; many clients refuse another "
     "one in a certificate.",
     "Create the key with the uncompressed form (OpenSSL's default).",
     "RFC 5480 section 2.2; RFC 8422 section 5.1.2"},
    {"key.ec-custom-curve", Severity::critical,
     "The curve's parameters are those of no known curve",
     "Whoever chooses the parameters may know the private key or have weakened the curve; clients "
     "that accept them could be deceived by look-alikes of genuine CAs (CVE-2020-0601).",
     "Create a new key on secp256r1 or secp384r1.", "RFC 5480 section 2.1.1; CVE-2020-0601"},
    {"key.ec-explicit-parameters", Severity::high, "The curve is spelled out instead of named",
     "Certificates must name their curve. Explicit parameters are refused by browsers and most "
     "libraries, and have been the way around checks of CAs (CVE-2020-0601).",
     "Convert or create the key with a named curve (openssl ec -param_enc named_curve).",
     "RFC 5480 section 2.1.1"},
    {"key.ec-invalid-point", Severity::critical, "The public key is no point of its curve",
     "The key is damaged or was made to attack: no signature can be verified with it, and "
     "calculating with it may leak secrets.",
     "Create a new key.", "SEC 1 section 3.2.2; RFC 8422 section 5.4"},
    {"key.ec-small", Severity::high, "The curve is too small",
     "A curve of fewer than 224 bits gives less than 112 bits of security.",
     "Use secp256r1 or secp384r1.", "NIST SP 800-57 part 1 section 5.6.1; CA/B BR 6.1.5"},
    {"key.ec-unusual-curve", Severity::medium, "A curve that public CAs may not certify",
     "Only secp256r1, secp384r1 and secp521r1 may be in publicly trusted certificates; clients "
     "commonly support no others.",
     "Use secp256r1 or secp384r1, unless all clients are known to have this curve.",
     "CA/B BR 6.1.5; Mozilla Root Store Policy section 5.1"},
    {"key.invalid-size", Severity::critical, "The public key has the wrong length",
     "Keys of this algorithm have one length, and this is another: the key is damaged, and no "
     "signature can be verified with it.",
     "Create a new key.", "RFC 8410 section 3; RFC 9881; RFC 9909; RFC 9935"},
    {"key.known-example", Severity::critical, "The private key is printed in a public document",
     "This is an example key of a standard. Everybody has its private half and can be whoever "
     "uses it.",
     "Create a new key, and revoke certificates of this one.", "CA/B BR 6.1.1.3 and 4.9.1.1"},
    {"key.known-private", Severity::critical, "The private key is publicly known",
     "The key is on the list of compromised keys that was given: it was published, comes with a "
     "product, or was made by software with foreseeable random numbers (such as Debian's OpenSSL "
     "of "
     "2006 to 2008).",
     "Create a new key on a sound system, and revoke certificates of this one.",
     "CVE-2008-0166; CA/B BR 6.1.1.3 and 4.9.1.1"},
    {"key.pq-unverifiable", Severity::info, "A post-quantum key",
     "Named and measured, not more: neither this program nor most clients can verify signatures of "
     "this algorithm yet.",
     "Offer a certificate with an ECDSA or RSA key beside it.", "RFC 9881; RFC 9909; RFC 9935"},
    {"key.private-inconsistent", Severity::critical, "The private key contradicts itself",
     "Its parts do not belong together: it was damaged or put together wrongly. Signatures made "
     "with it fail, and faulty RSA signatures can give the key away.",
     "Restore the key from a backup, or create a new one.", "RFC 8017 section 3.2"},
    {"key.reused", Severity::medium, "The same key is used more than once",
     "Several different certificates or requests of this run have one key. Whoever gets hold of it "
     "once has all of them, and it lives on through renewals.",
     "Give every service a key of its own, and a new one at each renewal.",
     "NIST SP 800-57 part 1 section 5.2"},
    {"key.rsa-below-1024", Severity::critical, "An RSA key of fewer than 1024 bits",
     "It can be factored with rented computers: 512 bits in hours, 768 bits by a research team in "
     "2009.",
     "Create a key of 2048 bits or more.", "NIST SP 800-131A; CA/B BR 6.1.5"},
    {"key.rsa-below-2048", Severity::high, "An RSA key of fewer than 2048 bits",
     "Public CAs have not certified such keys since 2014, and clients of today refuse them; 1024 "
     "bits are in reach of well-funded attackers.",
     "Create a key of 2048 bits or more.", "NIST SP 800-131A; CA/B BR 6.1.5"},
    {"key.rsa-close-primes", Severity::critical, "The primes are close to each other",
     "Fermat's method factors the modulus at once; everybody can calculate the private key "
     "(as with printers of Canon and Fujifilm in 2022).",
     "Update what made the key, create a new one, and revoke certificates of this one.",
     "CVE-2022-26320; FIPS 186-5 appendix A.1.3; CA/B BR 6.1.1.3"},
    {"key.rsa-exponent-even", Severity::critical, "The public exponent is even",
     "There is no private exponent to it: no such key can work.", "Create a new key.",
     "RFC 8017 section 3.1; CA/B BR 6.1.6"},
    {"key.rsa-exponent-large", Severity::low, "The public exponent is very large",
     "It is beyond the range that public CAs certify (to 2^256); many clients refuse it, and each "
     "verification costs them as much as a signature.",
     "Create a key with the exponent 65537.", "FIPS 186-5 section 5.1; CA/B BR 6.1.6"},
    {"key.rsa-exponent-not-below-modulus", Severity::high,
     "The public exponent is not smaller than the modulus",
     "The key is invalid: either its parts were swapped or damaged, or it was made to waste the "
     "time of those who verify with it.",
     "Create a key with the exponent 65537.", "RFC 8017 section 3.1"},
    {"key.rsa-exponent-one", Severity::critical, "The public exponent is 1 or less",
     "Encryption and signature change nothing: everybody can sign with this key.",
     "Create a key with the exponent 65537.", "RFC 8017 section 3.1; CA/B BR 6.1.6"},
    {"key.rsa-exponent-small", Severity::low, "The public exponent is small",
     "Allowed from 3 on, but software that checks paddings carelessly can be deceived with such "
     "keys (Bleichenbacher 2006); the recommended range begins at 65537.",
     "Create the next key with the exponent 65537.",
     "CA/B BR 6.1.6; CVE-2006-4339; FIPS 186-5 section 5.1"},
    {"key.rsa-modulus-prime", Severity::critical, "The modulus is a prime",
     "It has no two factors to keep secret: everybody can calculate the private key.",
     "Create a new key.", "RFC 8017 section 3.1"},
    {"key.rsa-odd-size", Severity::medium, "The size of the modulus is no multiple of 8",
     "Public CAs may not certify it and some libraries calculate wrongly with it.",
     "Create a key of 2048, 3072 or 4096 bits.", "CA/B BR 6.1.5"},
    {"key.rsa-pattern", Severity::high, "The modulus is not random",
     "It holds a run of repeated octets or far more zeros than ones: the primes came from a broken "
     "random source and can most likely be calculated.",
     "Create a new key on a sound system, and revoke certificates of this one.",
     "CA/B BR 6.1.1.3; badkeys.info (pattern, rsapoly)"},
    {"key.rsa-roca", Severity::critical, "The key was made by a chip with the ROCA weakness",
     "Its modulus carries the mark of Infineon's RSALib (smart cards, TPMs, tokens until 2017): "
     "keys "
     "to 2048 bits can be factored at a price of some ten thousand dollars, of 1024 for under a "
     "hundred.",
     "Update the device or create the key elsewhere; revoke certificates of this one.",
     "CVE-2017-15361; CA/B BR 6.1.1.3"},
    {"key.rsa-small-factor", Severity::critical, "The modulus has a small prime factor",
     "Real keys have none. Mostly the modulus was damaged in copying and the key is useless; if it "
     "works, everybody can calculate its private half.",
     "Compare with the original, or create a new key.",
     "NIST SP 800-89 section 5.3.3; CA/B BR 6.1.6"},
    {"key.rsa-small-private-exponent", Severity::critical, "The private exponent is small",
     "Wiener's attack calculates it from the public key at once. Mostly public and private "
     "exponent "
     "were swapped.",
     "Create a key with the exponent 65537.", "M. Wiener 1990; FIPS 186-5 appendix A.1.1"},
    {"key.rsa-too-large", Severity::low, "The key is too large to be calculated with",
     "Clients refuse RSA keys of this size (commonly beyond 8192 or 16384 bits), since they could "
     "stop a machine. This program did not look into it either.",
     "Use an RSA key of 4096 bits at most, or an ECDSA key.", "CVE-2023-3446"},
    {"key.rsa-vanity", Severity::low, "Part of the modulus was chosen",
     "The bits of the upper half are uneven, those of the lower are not: somebody put a picture or "
     "a text into the modulus. If nothing more than half of it is chosen, the key is not known to "
     "be "
     "weaker.",
     "Create a new key, unless this one is yours and made on purpose.",
     "badkeys.info (rsabias); A. Lenstra 1998"},
    {"key.shared-prime", Severity::critical, "The key shares a prime with another key",
     "Both were made with the same random numbers, and one greatest common divisor opens both. "
     "Everybody who sees both keys has their private halves.",
     "Create new keys on systems with a sound random source, and revoke certificates of these.",
     "N. Heninger et al. 2012 (factorable.net); CA/B BR 6.1.1.3"},
    {"key.small-prime", Severity::high, "The prime of the DSA or Diffie-Hellman group is too small",
     "A group of fewer than 2048 bits gives less than 112 bits of security; 1024 bits are in reach "
     "of well-funded attackers, for all users of the group at once.",
     "Use an ECDSA or RSA key.", "NIST SP 800-131A; weakdh.org"},
    {"key.unreadable", Severity::high, "The public key cannot be read",
     "The structure is damaged or is none that its algorithm has. Nothing can be verified with it.",
     "Create the key anew.", "RFC 5280 section 4.1.2.7"},
    {"key.weak-point", Severity::critical,
     "The public key is a point of small order or none at all",
     "With such a key, signatures can be valid for any message, and agreed secrets are known to "
     "everybody.",
     "Create a new key.", "RFC 8032 section 5.1.3; RFC 7748 section 6.1"},
};

// A typo does not compile.
consteval const FindingKind* key_kind(std::string_view id) {
    for (const FindingKind& kind : kKeyKinds)
        if (kind.id == id) return &kind;
    throw "no such kind";
}

}  // namespace tlsonar::trust
