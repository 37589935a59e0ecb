"""Keys made from their names, so that a second run of the generator writes the same octets. RSA and
DSA keys, which cannot be made that way in a moment, lie in keys/. None of them protects anything."""

import functools
import hashlib
import pathlib

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, padding, rsa

import der

FOLDER = pathlib.Path(__file__).resolve().parent / "keys"
CURVES = {"p256": ec.SECP256R1(), "p384": ec.SECP384R1(), "p521": ec.SECP521R1(),
          "p224": ec.SECP224R1(), "p192": ec.SECP192R1(), "k256": ec.SECP256K1()}
HASHES = {"md5": hashes.MD5(), "sha1": hashes.SHA1(), "sha224": hashes.SHA224(),
          "sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}
HASH_OIDS = {"sha1": "1.3.14.3.2.26", "sha256": "2.16.840.1.101.3.4.2.1",
             "sha384": "2.16.840.1.101.3.4.2.2", "sha512": "2.16.840.1.101.3.4.2.3"}
RSA_OIDS = {"md5": "1.2.840.113549.1.1.4", "sha1": "1.2.840.113549.1.1.5",
            "sha224": "1.2.840.113549.1.1.14", "sha256": "1.2.840.113549.1.1.11",
            "sha384": "1.2.840.113549.1.1.12", "sha512": "1.2.840.113549.1.1.13"}
ECDSA_OIDS = {"sha1": "1.2.840.10045.4.1", "sha224": "1.2.840.10045.4.3.1",
              "sha256": "1.2.840.10045.4.3.2", "sha384": "1.2.840.10045.4.3.3",
              "sha512": "1.2.840.10045.4.3.4"}


class Key:
    """A private key. `kind`: a curve, ed25519, ed448, rsaBITS or dsa."""

    def __init__(self, name, kind):
        self.name, self.kind, self.private = name, kind, private_key(name, kind)
        self.spki = self.private.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
        self.key_id = hashlib.sha1(self.key_octets()).digest()

    def key_octets(self):
        """Content of subjectPublicKey: RFC 5280 section 4.2.1.2 (1) hashes that."""
        public, encoding, form = (self.private.public_key(), serialization.Encoding,
                                  serialization.PublicFormat)
        if self.kind in CURVES:
            return public.public_bytes(encoding.X962, form.UncompressedPoint)
        if self.kind.startswith("ed"):
            return public.public_bytes(encoding.Raw, form.Raw)
        if self.kind.startswith("rsa"):
            return public.public_bytes(encoding.DER, form.PKCS1)
        return der.integer(public.public_numbers().y)

    def algorithm(self, digest=None, pss=None):
        """AlgorithmIdentifier of the signatures this key makes."""
        if self.kind in CURVES:
            return der.sequence(der.oid(ECDSA_OIDS[digest or "sha256"]))
        if self.kind == "ed25519":
            return der.sequence(der.oid("1.3.101.112"))
        if self.kind == "ed448":
            return der.sequence(der.oid("1.3.101.113"))
        if self.kind.startswith("dsa"):
            return der.sequence(der.oid("2.16.840.1.101.3.4.3.2"))
        if pss is not None:
            return pss_algorithm(**pss)
        return der.sequence(der.oid(RSA_OIDS[digest or "sha256"]), der.null())

    def sign(self, message, digest=None, pss=None):
        digest = HASHES[digest or "sha256"]
        if self.kind in CURVES:
            return self.private.sign(message, ec.ECDSA(digest, deterministic_signing=True))
        if self.kind.startswith("ed"):
            return self.private.sign(message)
        if self.kind.startswith("dsa"):
            return dsa_signature(self.private, message)
        if pss is not None:
            return pss_signature(self.private, message, **pss)
        return self.private.sign(message, padding.PKCS1v15(), digest)


# Both would be random, and every run of the generator another.
def pss_signature(private, message, digest, salt, mgf=None):
    """RFC 8017 section 9.1.1 with a salt of zeros."""
    private = private.private_numbers()
    modulus = private.public_numbers.n
    mask_hash = hashlib.new(mgf or digest)
    hashed = hashlib.new(digest, b"\0" * 8 + hashlib.new(digest, message).digest() + b"\0" * salt)
    size = (modulus.bit_length() + 6) // 8
    block = (b"\x01" + b"\0" * salt).rjust(size - hashed.digest_size - 1, b"\0")
    mask = b""
    for counter in range(len(block) // mask_hash.digest_size + 1):
        mask += hashlib.new(mask_hash.name, hashed.digest() + counter.to_bytes(4, "big")).digest()
    masked = bytearray(a ^ b for a, b in zip(block, mask))
    masked[0] &= 0xFF >> 8 * size - modulus.bit_length() + 1
    encoded = int.from_bytes(bytes(masked) + hashed.digest() + b"\xbc", "big")
    return pow(encoded, private.d, modulus).to_bytes((modulus.bit_length() + 7) // 8, "big")


def dsa_signature(private, message):
    """FIPS 186-4 section 4.6, the secret number from key and message."""
    numbers = private.private_numbers()
    group = numbers.public_numbers.parameter_numbers
    hashed = hashlib.sha256(message).digest()
    k = int.from_bytes(hashlib.sha512(numbers.x.to_bytes(64, "big") + hashed).digest(), "big") % group.q
    r = pow(group.g, k, group.p) % group.q
    s = pow(k, -1, group.q) * (int.from_bytes(hashed, "big") + numbers.x * r) % group.q
    return der.sequence(der.integer(r), der.integer(s))


def pss_algorithm(digest, salt, mgf=None, trailer=None):
    """RFC 4055 section 3.1; defaults (SHA-1, 20, 1) are left out as DER wants."""
    mgf = mgf or digest
    parts = []
    if digest != "sha1":
        parts.append(der.context(0, der.sequence(der.oid(HASH_OIDS[digest]), der.null())))
    if mgf != "sha1":
        parts.append(der.context(1, der.sequence(der.oid("1.2.840.113549.1.1.8"), der.sequence(
            der.oid(HASH_OIDS[mgf]), der.null()))))
    if salt != 20:
        parts.append(der.context(2, der.integer(salt)))
    if trailer is not None:
        parts.append(der.context(3, der.integer(trailer)))
    return der.sequence(der.oid("1.2.840.113549.1.1.10"), der.sequence(*parts))


def private_key(name, kind):
    seed = hashlib.sha512(f"{kind} {name}".encode()).digest()
    if kind in CURVES:
        return ec.derive_private_key(int.from_bytes(seed[:16], "big") + 1, CURVES[kind])
    if kind == "ed25519":
        return ed25519.Ed25519PrivateKey.from_private_bytes(seed[:32])
    if kind == "ed448":
        return ed448.Ed448PrivateKey.from_private_bytes(seed[:57])
    return stored_key(f"{kind}-{name}")


def stored_key(name):
    path = FOLDER / f"{name}.pem"
    if not path.exists():
        kind, bits = name.split("-")[0][:3], int(name.split("-")[0][3:])
        made = (rsa.generate_private_key(65537, bits) if kind == "rsa" else
                dsa.generate_private_key(bits))
        FOLDER.mkdir(exist_ok=True)
        path.write_bytes(made.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption()))
    # Sizes that no one should use are wanted here.
    return serialization.load_pem_private_key(path.read_bytes(), None)


@functools.cache
def key(name, kind="p256"):
    return Key(name, kind)
