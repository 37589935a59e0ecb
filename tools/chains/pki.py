"""Certificates written field by field, with defaults that satisfy the Web PKI's rules; a case changes
what it is about."""

import hashlib

import der
from keys import key

TIME = "2026-06-01T12:00:00Z"  # at which cases are judged, unless they say otherwise
HOST = "www.example.com"
DAY_POLICY = "2.23.140.1.2.1"  # domain validated

SERVER, CLIENT, ANY_EKU = "1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2", "2.5.29.37.0"
DIGITAL_SIGNATURE, KEY_ENCIPHERMENT, CERT_SIGN, CRL_SIGN = 0, 2, 5, 6
ATTRIBUTES = {"CN": "2.5.4.3", "C": "2.5.4.6", "O": "2.5.4.10", "OU": "2.5.4.11",
              "L": "2.5.4.7", "email": "1.2.840.113549.1.9.1"}


class Extension:
    def __init__(self, kind, value, critical=False):
        self.kind, self.value, self.critical = kind, value, critical

    def encode(self):
        critical = [der.boolean(True)] if self.critical else []
        return der.sequence(der.oid(self.kind), *critical, der.octets(self.value))


def name(*attributes):
    """(type, text) or (type, text, encoder)…; a string is a CN below O=Chain Tests."""
    if len(attributes) == 1 and isinstance(attributes[0], str):
        attributes = (("C", "XX", der.printable), ("O", "Chain Tests"), ("CN", attributes[0]))
    rdns = []
    for kind, text, *encoder in attributes:
        default = der.ia5 if kind == "email" else der.printable if kind == "C" else der.utf8
        encode = encoder[0] if encoder else default
        rdns.append(der.set_of(der.sequence(der.oid(ATTRIBUTES[kind]), encode(text))))
    return der.sequence(*rdns)


# GeneralNames.
def dns(text):
    return der.implicit(2, text.encode("latin-1"))


def email(text):
    return der.implicit(1, text.encode("latin-1"))


def uri(text):
    return der.implicit(6, text.encode("latin-1"))


def ip(text):
    """"192.0.2.1", "2001:db8::1", with "/mask" for constraints; or octets."""
    if isinstance(text, bytes):
        return der.implicit(7, text)
    import ipaddress
    if "/" in text:
        network = ipaddress.ip_network(text)
        return der.implicit(7, network.network_address.packed + network.netmask.packed)
    return der.implicit(7, ipaddress.ip_address(text).packed)


def directory(encoded):
    return der.context(4, encoded)


def other_name(kind, value):
    return der.context(0, der.oid(kind), der.context(0, value))


# Extensions.
def basic_constraints(ca=True, path_length=None, critical=True):
    parts = [der.boolean(True)] if ca else []
    if path_length is not None:
        parts.append(der.integer(path_length))
    return Extension("2.5.29.19", der.sequence(*parts), critical)


def key_usage(*positions, critical=True):
    return Extension("2.5.29.15", der.named_bits(*positions), critical)


def ext_key_usage(*purposes, critical=False):
    return Extension("2.5.29.37", der.sequence(*map(der.oid, purposes)), critical)


def alt_names(*names, critical=False):
    return Extension("2.5.29.17", der.sequence(*names), critical)


def subject_key_id(value, critical=False):
    return Extension("2.5.29.14", der.octets(value), critical)


def authority_key_id(value=None, issuer=None, serial=None, critical=False):
    parts = [der.implicit(0, value)] if value is not None else []
    if issuer is not None:
        parts.append(der.context(1, directory(issuer)))
    if serial is not None:
        parts.append(der.implicit(2, der.integer(serial)[2:]))
    return Extension("2.5.29.35", der.sequence(*parts), critical)


def subtree(base, minimum=None, maximum=None):
    parts = [base]
    if minimum is not None:
        parts.append(der.implicit(0, der.integer(minimum)[2:]))
    if maximum is not None:
        parts.append(der.implicit(1, der.integer(maximum)[2:]))
    return der.sequence(*parts)


def name_constraints(permitted=(), excluded=(), critical=True):
    """GeneralNames, or subtrees made with subtree()."""
    def trees(tag, names):
        whole = [base if base[0] == 0x30 else subtree(base) for base in names]
        return [der.context(tag, *whole)] if whole else []
    return Extension("2.5.29.30", der.sequence(*trees(0, permitted), *trees(1, excluded)), critical)


def policies(*kinds, critical=False):
    return Extension("2.5.29.32", der.sequence(*(der.sequence(der.oid(k)) for k in kinds)), critical)


def policy_mappings(*pairs, critical=True):
    return Extension("2.5.29.33", der.sequence(
        *(der.sequence(der.oid(a), der.oid(b)) for a, b in pairs)), critical)


def policy_constraints(explicit=None, mapping=None, critical=True):
    parts = [der.implicit(tag, der.integer(skip)[2:])
             for tag, skip in ((0, explicit), (1, mapping)) if skip is not None]
    return Extension("2.5.29.36", der.sequence(*parts), critical)


def inhibit_any_policy(skip, critical=True):
    return Extension("2.5.29.54", der.integer(skip), critical)


def ca_issuers(url):
    return Extension("1.3.6.1.5.5.7.1.1", der.sequence(
        der.sequence(der.oid("1.3.6.1.5.5.7.48.2"), uri(url))))


def must_staple():
    return Extension("1.3.6.1.5.5.7.1.24", der.sequence(der.integer(5)))


def unknown(critical):
    return Extension("1.3.6.1.4.1.55555.1", der.null(), critical)


class Certificate:
    def __init__(self, encoded, subject, own_key, serial):
        self.der, self.subject, self.key, self.serial = encoded, subject, own_key, serial


DEFAULT = object()


def certificate(subject, own_key, issuer=None, *, serial=None, version=3, not_before, not_after,
                extensions, digest=None, pss=None, algorithm=None, inner_algorithm=None,
                issuer_name=None, signer=None, spoil=False, spki=None, generalized=None,
                unique_ids=b"", raw_serial=None):
    """`issuer`: a Certificate, or None for self-signed. `signer`: a key that signs instead of the
    issuer's. `spoil` turns a bit of the signature round."""
    signer = signer or (issuer.key if issuer else own_key)
    subject = subject if isinstance(subject, bytes) else name(subject)
    issuer_name = issuer_name if issuer_name is not None else issuer.subject if issuer else subject
    if serial is None:
        # 128 bits from what the certificate says (at least 64 of them would do).
        said = subject + issuer_name + own_key.spki + not_before.encode() + not_after.encode() + \
            b"".join(e.encode() for e in extensions)
        serial = int.from_bytes(hashlib.sha256(said).digest()[:16], "big") >> 1
    algorithm = algorithm or signer.algorithm(digest, pss)
    tbs = der.sequence(
        der.context(0, der.integer(version - 1)) if version > 1 else b"",
        raw_serial if raw_serial is not None else der.integer(serial),
        inner_algorithm or algorithm, issuer_name,
        der.sequence(der.time(not_before, generalized), der.time(not_after, generalized)), subject,
        spki or own_key.spki, unique_ids,
        der.context(3, der.sequence(*(e.encode() for e in extensions))) if extensions else b"")
    signature = bytearray(signer.sign(tbs, digest, pss))
    if spoil:
        signature[-1] ^= 1
    return Certificate(der.sequence(tbs, algorithm, der.bits(bytes(signature))), subject, own_key,
                       serial)


def pick(defaults, changes):
    """Extensions by name: a change replaces one, None drops it, `extra` adds a list."""
    extra = changes.pop("extra", [])
    whole = dict(defaults)
    for what in list(changes):
        if what in whole or what in ("nc", "mappings", "policy_constraints", "inhibit_any"):
            whole[what] = changes.pop(what)
    return [extension for extension in whole.values() if extension is not None] + list(extra)


def default(changes, what, value):
    return changes.pop(what, value)


def root(subject="Root", kind="p256", **changes):
    own = key(default(changes, "key_name", str(subject)), kind)
    extensions = pick({"bc": basic_constraints(), "ku": key_usage(CERT_SIGN, CRL_SIGN),
                       "ski": subject_key_id(own.key_id), "aki": None, "eku": None,
                       "policies": None}, changes)
    changes.setdefault("not_before", "2020-01-01T00:00:00Z")
    changes.setdefault("not_after", "2040-01-01T00:00:00Z")
    return certificate(subject, own, None, extensions=extensions, **changes)


def ica(issuer, subject="Intermediate", kind="p256", **changes):
    own = key(default(changes, "key_name", str(subject)), kind)
    extensions = pick({"bc": basic_constraints(), "ku": key_usage(CERT_SIGN, CRL_SIGN),
                       "ski": subject_key_id(own.key_id),
                       "aki": authority_key_id(issuer.key.key_id),
                       "eku": ext_key_usage(SERVER, CLIENT),
                       "policies": policies(DAY_POLICY)}, changes)
    changes.setdefault("not_before", "2024-01-01T00:00:00Z")
    changes.setdefault("not_after", "2034-01-01T00:00:00Z")
    return certificate(subject, own, issuer, extensions=extensions, **changes)


def leaf(issuer, host=HOST, kind="p256", **changes):
    own = key(default(changes, "key_name", "leaf"), kind)
    extensions = pick({"bc": None, "ku": key_usage(DIGITAL_SIGNATURE),
                       "ski": subject_key_id(own.key_id),
                       "aki": authority_key_id(issuer.key.key_id),
                       "eku": ext_key_usage(SERVER), "san": alt_names(dns(host)),
                       "policies": policies(DAY_POLICY),
                       "aia": ca_issuers("http://ca.example/issuer.cer")}, changes)
    changes.setdefault("not_before", "2026-05-01T00:00:00Z")
    changes.setdefault("not_after", "2026-07-29T23:59:59Z")
    subject = default(changes, "subject", name(("CN", host)))
    return certificate(subject, own, issuer, extensions=extensions, **changes)
