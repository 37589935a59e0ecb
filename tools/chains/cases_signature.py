"""Signatures, algorithms and keys (RFC 5280 section 6.1.3 (a)(1), RFC 4055, RFC 5480, RFC 8410)."""

import der
from findings import (ALGORITHM_MISMATCH, KEY_CURVE, KEY_KIND, KEY_SIZE, KEY_SIZE_ODD, SIGNATURE, UNSUPPORTED,
                      UNTRUSTED, WEAK_HASH)
from keys import key, pss_algorithm
from pki import HOST, ica, leaf, root
from suite import INCONCLUSIVE, INVALID, VALID, case

CITATION = "RFC 5280 section 6.1.3 (a)(1)"
SIZES = "CA/Browser Forum BR section 6.1.5"


def one(title, text, expected, finding, citation=CITATION, *, top=None, middle=None, end=None, **more):
    first = root(**(top or {}))
    second = ica(first, **(middle or {}))
    case(f"signature-{title}", text, [leaf(second, **(end or {})), second], [first], expected, finding,
         citation, **more)


def add():
    add_broken()
    add_keys()
    add_pss()
    add_unknown()


def add_broken():
    for profile in ("webpki", "rfc5280"):
        one(f"leaf-spoilt-{profile}", "A bit of the leaf's signature is wrong.", INVALID, SIGNATURE,
            end={"spoil": True}, profile=profile)
    one("intermediate-spoilt", "A bit of the intermediate's signature is wrong.", INVALID, SIGNATURE,
        middle={"spoil": True})
    one("root-spoilt", "A bit of the root's own signature is wrong: nobody checks it.", VALID, (),
        "RFC 5280 section 6.1", top={"spoil": True})
    one("by-another-key", "The leaf was signed by a key that is not the issuer's.", INVALID, SIGNATURE,
        end={"signer": key("stranger")})
    one("algorithms-differ", "The algorithm inside the certificate is not the one outside.", INVALID,
        ALGORITHM_MISMATCH, "RFC 5280 section 4.1.1.2",
        end={"inner_algorithm": key("leaf").algorithm("sha384")})
    one("algorithm-of-another-key", "An RSA algorithm with an ECDSA key.", INVALID, SIGNATURE,
        end={"algorithm": der.sequence(der.oid("1.2.840.113549.1.1.11"), der.null())})
    top, other = root(), root("Root", key_name="Other root")
    middle = ica(top)
    case("signature-root-of-that-name-other-key", "The store has a root of that name, with another key.",
         [leaf(middle), middle], [other], INVALID, SIGNATURE)
    stranger = root("Stranger")
    case("signature-untrusted-root", "The root that was sent is not in the store.",
         [leaf(middle), middle, top], [stranger], INVALID, UNTRUSTED, "RFC 5280 section 6.1")
    own = leaf(top, aki=None, issuer_name=leaf(top).subject, signer=key("leaf"))
    case("signature-self-signed-leaf", "A self-signed server certificate that is not in the store.",
         [own], [top], INVALID, UNTRUSTED, "RFC 5280 section 6.1")


def add_keys():
    kinds = [("p256", "sha256", VALID), ("p384", "sha384", VALID), ("p521", "sha512", None),
             ("rsa2048", "sha256", VALID), ("rsa3072", "sha384", VALID), ("rsa2048", "sha512", VALID),
             ("ed25519", None, INVALID), ("ed448", None, INVALID), ("p224", "sha256", INVALID),
             ("p192", "sha256", INVALID), ("k256", "sha256", INVALID), ("rsa1024", "sha256", INVALID)]
    for kind, digest, public in kinds:
        tag = kind + (f"-{digest}" if digest and (kind, digest) == ("rsa2048", "sha512") else "")
        finding = (KEY_SIZE if kind == "rsa1024" else KEY_KIND if kind.startswith("ed") else
                   KEY_CURVE)
        if public:
            one(f"leaf-key-{tag}", f"A public leaf with a key of {kind}.", public,
                () if public == VALID else finding, SIZES, end={"kind": kind, "key_name": "a"})
            one(f"ca-key-{tag}", f"A public intermediate with a key of {kind}.", public,
                () if public == VALID else finding, SIZES, middle={"kind": kind, "key_name": "b"},
                end={"digest": digest})
        if kind not in ("rsa1024", "p192"):
            one(f"ca-key-{tag}-private", f"A private intermediate with a key of {kind}.", VALID, (),
                middle={"kind": kind, "key_name": "b"}, end={"digest": digest}, profile="rfc5280")
    one("ca-key-dsa-private", "A private intermediate with a DSA key.", VALID, (), "RFC 3279 section 2.3.2",
        middle={"kind": "dsa2048", "key_name": "b"}, profile="rfc5280")
    one("ca-key-dsa", "A public intermediate with a DSA key.", INVALID, KEY_KIND, SIZES,
        middle={"kind": "dsa2048", "key_name": "b"})
    one("leaf-key-rsa-odd-size", "A public leaf with an RSA key of 2,050 bits.", INVALID, KEY_SIZE_ODD,
        SIZES, end={"kind": "rsa2050", "key_name": "a"})
    for digest in ("md5", "sha1"):
        one(f"leaf-signed-with-{digest}", f"The leaf's signature is over {digest}.", INVALID, WEAK_HASH,
            "CA/Browser Forum BR section 7.1.3.2", middle={"kind": "rsa2048", "key_name": "b"},
            end={"digest": digest})
    one("intermediate-signed-with-sha1", "The intermediate's signature is over SHA-1.", INVALID,
        WEAK_HASH, "CA/Browser Forum BR section 7.1.3.2", top={"kind": "rsa2048", "key_name": "b"},
        middle={"digest": "sha1"})
    one("root-signed-with-sha1", "The root's own signature is over SHA-1: nobody checks it.", VALID, (),
        "CA/Browser Forum BR section 7.1.3.2", top={"kind": "rsa2048", "key_name": "b",
                                                   "digest": "sha1"})
    p256 = key("leaf")
    explicit = der.sequence(der.sequence(der.oid("1.2.840.10045.2.1"), der.sequence(
        der.integer(1), der.sequence(der.oid("1.2.840.10045.1.1"), der.integer(2**256 - 2**224 + 2**192 + 2**96 - 1)),
        der.sequence(
            der.octets(bytes.fromhex("ffffffff00000001000000000000000000000000fffffffffffffffffffffffc")),
            der.octets(bytes.fromhex("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b"))),
        der.octets(bytes.fromhex("046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
                                 "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5")),
        der.integer(0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551),
        der.integer(1))), der.bits(p256.key_octets()))
    one("leaf-key-explicit-curve", "P-256 with its parameters spelled out.", INVALID, KEY_CURVE,
        "RFC 5480 section 2.1.1", end={"spki": explicit})


def add_pss():
    rsa = {"kind": "rsa2048", "key_name": "b"}
    for digest, salt in (("sha256", 32), ("sha384", 48), ("sha512", 64)):
        one(f"pss-{digest}", f"RSASSA-PSS with {digest}.", VALID, (), "RFC 4055 section 3.1",
            middle=rsa, end={"pss": {"digest": digest, "salt": salt}})
    one("pss-wrong-salt-length", "RSASSA-PSS parameters that name another salt length than was used.",
        INVALID, SIGNATURE, "RFC 4055 section 3.1", middle=rsa,
        end={"pss": {"digest": "sha256", "salt": 32}, "algorithm": pss_algorithm("sha256", 40)},
        profile="rfc5280")
    one("pss-hashes-differ-private", "RSASSA-PSS with SHA-256 and a mask of SHA-1.", VALID, (),
        "RFC 4055 section 3.1", middle=rsa, end={"pss": {"digest": "sha256", "salt": 32, "mgf": "sha1"}},
        profile="rfc5280")
    one("pss-short-salt-private", "RSASSA-PSS with a salt of 20 octets.", VALID, (),
        "RFC 4055 section 3.1", middle=rsa, end={"pss": {"digest": "sha256", "salt": 20}},
        profile="rfc5280")
    one("pss-sha1", "RSASSA-PSS with SHA-1, the default of the parameters.", INVALID, WEAK_HASH,
        "CA/Browser Forum BR section 7.1.3.2.1", middle=rsa, end={"pss": {"digest": "sha1", "salt": 20}})
    one("pss-spoilt", "A bit of an RSASSA-PSS signature is wrong.", INVALID, SIGNATURE,
        "RFC 4055 section 3.1", middle=rsa, end={"pss": {"digest": "sha256", "salt": 32}, "spoil": True})


def add_unknown():
    for title, kind in (("ml-dsa-65", "2.16.840.1.101.3.4.3.18"), ("nobody-knows", "1.3.6.1.4.1.55555.20")):
        one(f"{title}", "A signature that the library cannot check: no verdict, neither yes nor no.",
            INCONCLUSIVE, UNSUPPORTED, "RFC 9881 section 3" if "ml" in title else CITATION,
            end={"algorithm": der.sequence(der.oid(kind))}, profile="rfc5280",
            middle={"spki": der.sequence(der.sequence(der.oid(kind)), der.bits(b"\x55" * 1952))})
