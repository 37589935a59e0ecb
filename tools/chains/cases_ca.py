"""What makes an issuer an issuer: basic constraints, path length, key usage, versions, key ids."""

import der
from findings import (AKI_CRITICAL, AKI_MISSING, BC_NOT_CRITICAL, DUPLICATE_EXTENSION, EKU, EKU_ANY,
                      EKU_CRITICAL, EKU_EMPTY, EKU_MISSING, EMPTY_ISSUER, KEY_USAGE, LEAF_CERT_SIGN,
                      MALFORMED, MALFORMED_CERTIFICATE, NO_CA, PATH_LENGTH, ROOT_EKU, SERIAL, SKI_CRITICAL, SKI_MISSING,
                      TOO_DEEP, UNKNOWN_CRITICAL, VERSION)
from pki import (ANY_EKU, CERT_SIGN, CLIENT, CRL_SIGN, DIGITAL_SIGNATURE, Extension, HOST, SERVER,
                 alt_names, authority_key_id, basic_constraints, dns, ext_key_usage, ica, key_usage,
                 leaf, name, root, subject_key_id, unknown)
from suite import INVALID, VALID, case

BC, PATH, KU, EKUS = ("RFC 5280 section 6.1.4 (k)", "RFC 5280 section 6.1.4 (l), (m)",
                      "RFC 5280 section 6.1.4 (n)", "RFC 5280 section 4.2.1.12")


def one(title, text, expected, finding, citation, *, top=None, middle=None, end=None, **more):
    """root → intermediate → leaf with those changes."""
    first = root(**(top or {}))
    second = ica(first, **(middle or {}))
    case(title, text, [leaf(second, **(end or {})), second], [first], expected, finding, citation,
         **more)


def add():
    one("ca-plain", "Nothing is wrong: the chain that others change.", VALID, (), BC)
    one("ca-plain-private", "The same under the other profile.", VALID, (), BC, profile="rfc5280")
    add_basic_constraints()
    add_path_lengths()
    add_key_usage()
    add_extended_key_usage()
    add_versions()
    add_key_ids()
    add_extensions()


def add_basic_constraints():
    for profile in ("webpki", "rfc5280"):
        one(f"ca-without-basic-constraints-{profile}", "The intermediate has no basicConstraints.",
            INVALID, NO_CA, BC, middle={"bc": None}, profile=profile)
        one(f"ca-false-{profile}", "The intermediate's basicConstraints say that it is no CA.", INVALID,
            NO_CA, BC, middle={"bc": basic_constraints(False), "ku": key_usage(DIGITAL_SIGNATURE)},
            profile=profile)
        one(f"ca-false-with-cert-sign-{profile}", "keyCertSign, but no CA.", INVALID, NO_CA, BC,
            middle={"bc": basic_constraints(False)}, profile=profile)
    one("ca-basic-constraints-not-critical", "The intermediate's basicConstraints are not critical.",
        INVALID, BC_NOT_CRITICAL, "RFC 5280 section 4.2.1.9",
        middle={"bc": basic_constraints(critical=False)})
    one("ca-basic-constraints-malformed", "basicConstraints hold an INTEGER for the BOOLEAN.", INVALID,
        MALFORMED, "RFC 5280 section 4.2.1.9",
        middle={"bc": Extension("2.5.29.19", der.sequence(der.tlv(0x0C, b"yes")), True)})
    top, = [root()]
    fake = leaf(ica(top), host="evil.test", key_name="evil")
    middle = ica(top)
    victim = leaf(fake)
    case("ca-leaf-as-issuer", "A server's certificate issues another one.", [victim, fake, middle],
         [top], INVALID, NO_CA, BC)


def add_path_lengths():
    def tower(title, text, expected, lengths, top_length=None, self_issued=(), **more):
        """Intermediates from the root down, with their path lengths; None: none."""
        first = root(bc=basic_constraints(path_length=top_length))
        issuers = [first]
        for depth, length in enumerate(lengths):
            changes = {"bc": basic_constraints(path_length=length)}
            if depth in self_issued:
                issuers.append(ica(issuers[-1], issuers[-1].subject, key_name=f"self {depth}",
                                   **changes))
            else:
                issuers.append(ica(issuers[-1], f"Intermediate {depth}", **changes))
        case(f"path-length-{title}", text, [leaf(issuers[-1]), *issuers[:0:-1]], [first], expected,
             () if expected == VALID else PATH_LENGTH, PATH, **more)
    tower("zero-above-leaf", "pathLen 0 right above the leaf.", VALID, [0])
    tower("zero-above-ca", "pathLen 0 above another CA.", INVALID, [0, None])
    tower("zero-above-ca-private", "pathLen 0 above another CA.", INVALID, [0, None],
          profile="rfc5280")
    tower("one-above-one", "pathLen 1 above one more CA.", VALID, [1, 0])
    tower("one-above-two", "pathLen 1 above two more CAs.", INVALID, [1, None, None])
    tower("may-not-grow", "A later, larger pathLen does not lift the earlier one.", INVALID,
          [1, 5, None])
    tower("may-be-larger-below", "A later, larger pathLen is harmless while the earlier one holds.",
          VALID, [1, 5])
    tower("zero-at-the-root", "The root's pathLen 0 above a CA.", INVALID, [None], top_length=0)
    tower("one-at-the-root", "The root's pathLen 1 above one CA.", VALID, [None], top_length=1)
    tower("self-issued-does-not-count", "A self-issued CA (key rollover) below pathLen 0.", VALID,
          [0, None], self_issued=(1,), profile="rfc5280")
    tower("self-issued-then-ca", "A self-issued CA and another CA below pathLen 0.", INVALID,
          [0, None, None], self_issued=(1,), profile="rfc5280")
    tower("depth-ten", "Ten intermediates without limits.", VALID, [None] * 10)
    tower("depth-at-most-two", "Two intermediates, two allowed by the caller.", VALID, [None, None],
          max_depth=2)
    first = root()
    one_, two = ica(first, "Intermediate 0"), None
    two = ica(one_, "Intermediate 1")
    case("path-length-depth-over-the-limit", "Two intermediates, one allowed by the caller.",
         [leaf(two), two, one_], [first], INVALID, TOO_DEEP, "RFC 4158 section 5.1", max_depth=1)
    one("path-length-of-a-leaf", "pathLen of a leaf that is no CA means nothing for the path above.",
        VALID, (), PATH, end={"bc": basic_constraints(False)})
    one("path-length-negative", "pathLen -1.", INVALID, MALFORMED, "RFC 5280 section 4.2.1.9",
        middle={"bc": basic_constraints(path_length=-1)})


def add_key_usage():
    for profile in ("webpki", "rfc5280"):
        one(f"key-usage-no-cert-sign-{profile}", "The intermediate may sign CRLs only.", INVALID,
            KEY_USAGE, KU, middle={"ku": key_usage(CRL_SIGN)}, profile=profile)
        one(f"key-usage-only-signatures-{profile}", "The intermediate may sign data only.", INVALID,
            KEY_USAGE, KU, middle={"ku": key_usage(DIGITAL_SIGNATURE)}, profile=profile)
    one("key-usage-absent-in-ca-private", "A CA without keyUsage may do everything.", VALID, (), KU,
        middle={"ku": None}, profile="rfc5280")
    one("key-usage-cert-sign-only-private", "A CA that signs certificates and no CRLs.", VALID, (), KU,
        middle={"ku": key_usage(CERT_SIGN)}, profile="rfc5280")
    one("key-usage-leaf-cert-sign", "A leaf that is no CA has keyCertSign.", INVALID, LEAF_CERT_SIGN,
        "RFC 5280 section 4.2.1.3", end={"ku": key_usage(DIGITAL_SIGNATURE, CERT_SIGN)})
    one("key-usage-absent-in-leaf", "A leaf without keyUsage.", VALID, (), "RFC 5280 section 4.2.1.3",
        end={"ku": None})


def add_extended_key_usage():
    one("eku-leaf-client-for-server", "The leaf is for clients.", INVALID, EKU, EKUS,
        end={"eku": ext_key_usage(CLIENT)})
    one("eku-leaf-client-for-client", "The leaf is for clients, and a client uses it.", VALID, (), EKUS,
        end={"eku": ext_key_usage(CLIENT)}, purpose="client", profile="rfc5280")
    one("eku-leaf-server-for-client", "The leaf is for servers, and a client uses it.", INVALID, EKU,
        EKUS, purpose="client", profile="rfc5280")
    one("eku-leaf-both", "The leaf is for both.", VALID, (), EKUS,
        end={"eku": ext_key_usage(SERVER, CLIENT)})
    one("eku-any-purpose", "The leaf is for clients, and nobody asks what for.", VALID, (), EKUS,
        end={"eku": ext_key_usage(CLIENT)}, purpose="any", profile="rfc5280")
    for title, which in (("intermediate", "middle"),):
        one(f"eku-{title}-client-only", "The intermediate is for clients only: purposes nest.", INVALID,
            EKU, "CA/Browser Forum BR section 7.1.2.10.6", **{which: {"eku": ext_key_usage(CLIENT)}})
        one(f"eku-{title}-absent-private", "The intermediate says nothing of purposes.", VALID, (), EKUS,
            profile="rfc5280", **{which: {"eku": None}})
        one(f"eku-{title}-any-private", "The intermediate is for any purpose.", VALID, (), EKUS,
            profile="rfc5280", **{which: {"eku": ext_key_usage(ANY_EKU)}})
    one("eku-leaf-any", "anyExtendedKeyUsage on a public leaf.", INVALID, EKU_ANY,
        "CA/Browser Forum BR section 7.1.2.7.10", end={"eku": ext_key_usage(ANY_EKU)})
    one("eku-leaf-any-private", "anyExtendedKeyUsage on a private leaf.", VALID, (), EKUS,
        end={"eku": ext_key_usage(ANY_EKU)}, profile="rfc5280")
    one("eku-leaf-absent", "A public leaf without extKeyUsage.", INVALID, EKU_MISSING,
        "CA/Browser Forum BR section 7.1.2.7.10", end={"eku": None})
    one("eku-leaf-absent-private", "A private leaf without extKeyUsage.", VALID, (), EKUS,
        end={"eku": None}, profile="rfc5280")
    one("eku-leaf-critical", "A critical extKeyUsage on a public leaf.", INVALID, EKU_CRITICAL,
        "CA/Browser Forum BR section 7.1.2.7.6", end={"eku": ext_key_usage(SERVER, critical=True)})
    one("eku-leaf-critical-private", "A critical extKeyUsage on a private leaf.", VALID, (), EKUS,
        end={"eku": ext_key_usage(SERVER, critical=True)}, profile="rfc5280")
    one("eku-leaf-empty", "extKeyUsage without a purpose.", INVALID, EKU_EMPTY, EKUS,
        end={"eku": ext_key_usage()})
    one("eku-root", "A public root with extKeyUsage.", INVALID, ROOT_EKU,
        "CA/Browser Forum BR section 7.1.2.1.2", top={"eku": ext_key_usage(SERVER)})
    # Two levels: what the upper one forbids the lower one cannot give back.
    first = root()
    upper = ica(first, "Upper", eku=ext_key_usage(CLIENT))
    lower = ica(upper, "Lower")
    case("eku-upper-client-only", "The upper of two intermediates is for clients only.",
         [leaf(lower), lower, upper], [first], INVALID, EKU, "CA/Browser Forum BR section 7.1.2.10.6")


def add_versions():
    one("version-1-intermediate", "An intermediate of version 1: no basicConstraints.", INVALID, NO_CA,
        BC, middle={"version": 1, "bc": None, "ku": None, "ski": None, "aki": None, "eku": None,
                    "policies": None})
    one("version-1-intermediate-private", "The same in a private PKI.", INVALID, NO_CA, BC,
        middle={"version": 1, "bc": None, "ku": None, "ski": None, "aki": None, "eku": None,
                "policies": None}, profile="rfc5280")
    one("version-1-leaf", "A public leaf of version 1.", INVALID, VERSION,
        "CA/Browser Forum BR section 7.1.1", end={
            "version": 1, "ku": None, "ski": None, "aki": None, "eku": None, "san": None,
            "policies": None, "extra": [], "aia": None})
    one("version-2-with-extensions", "Extensions in version 2.", INVALID, VERSION,
        "RFC 5280 section 4.1.2.9", end={"version": 2})
    one("version-4", "Version 4 does not exist.", INVALID, VERSION, "RFC 5280 section 4.1.2.1",
        end={"version": 4})
    one("serial-20-octets", "The longest serial number.", VALID, (), "RFC 5280 section 4.1.2.2",
        end={"serial": (1 << 158) + 5})
    for profile in ("webpki", "rfc5280"):
        one(f"serial-21-octets-{profile}", "A serial number of 21 octets.", INVALID, SERIAL,
            "RFC 5280 section 4.1.2.2", end={"serial": (1 << 166) + 5}, profile=profile)
        one(f"serial-zero-{profile}", "Serial number 0.", INVALID, SERIAL, "RFC 5280 section 4.1.2.2",
            end={"serial": 0}, profile=profile)
        one(f"serial-negative-{profile}", "A negative serial number.", INVALID, SERIAL,
            "RFC 5280 section 4.1.2.2", end={"serial": -77777777777}, profile=profile)
    one("serial-padded", "A serial number with a needless zero octet (not DER).", INVALID,
        MALFORMED_CERTIFICATE, "X.690 section 8.3.2", end={"raw_serial": der.tlv(0x02, b"\0\x12\x34\x56\x78\x9a\xbc\xde")})


def add_key_ids():
    AKI, SKI = "RFC 5280 section 4.2.1.1", "RFC 5280 section 4.2.1.2"
    one("aki-leaf-absent", "The leaf has no authorityKeyIdentifier.", INVALID, AKI_MISSING, AKI,
        end={"aki": None})
    one("aki-intermediate-absent", "The intermediate has no authorityKeyIdentifier.", INVALID,
        AKI_MISSING, AKI, middle={"aki": None})
    one("aki-root-absent", "A self-signed root needs no authorityKeyIdentifier.", VALID, (), AKI)
    one("aki-critical", "A critical authorityKeyIdentifier.", INVALID, AKI_CRITICAL, AKI,
        end={"aki": authority_key_id(b"\1" * 20, critical=True)})
    one("ski-intermediate-absent", "The intermediate has no subjectKeyIdentifier.", INVALID,
        SKI_MISSING, SKI, middle={"ski": None})
    one("ski-root-absent", "The root has no subjectKeyIdentifier.", INVALID, SKI_MISSING, SKI,
        top={"ski": None})
    one("ski-leaf-absent", "A leaf without subjectKeyIdentifier.", VALID, (), SKI, end={"ski": None})
    one("ski-critical", "A critical subjectKeyIdentifier.", INVALID, SKI_CRITICAL, SKI,
        end={"ski": subject_key_id(b"\1" * 20, critical=True)})
    one("aki-names-another-key-private", "The leaf's key identifier is not the issuer's; it is a hint, "
        "and the signature holds.", VALID, (), AKI, end={"aki": authority_key_id(b"\2" * 20)},
        profile="rfc5280")
    first = root()
    middle = ica(first)
    case("aki-issuer-and-serial-private", "The leaf names its issuer's issuer and serial number.",
         [leaf(middle, aki=authority_key_id(middle.key.key_id, first.subject, middle.serial)), middle],
         [first], VALID, (), AKI, profile="rfc5280")
    one("issuer-empty", "The leaf's issuer is an empty name.", INVALID, EMPTY_ISSUER,
        "RFC 5280 section 4.1.2.4", middle={"subject": name(), "key_name": "nameless"})


def add_extensions():
    CRITICAL = "RFC 5280 section 4.2"
    for which, changes in (("leaf", "end"), ("intermediate", "middle"), ("root", "top")):
        one(f"extension-unknown-critical-{which}", f"A critical extension of the {which} that nobody "
            "knows.", INVALID, UNKNOWN_CRITICAL, CRITICAL, **{changes: {"extra": [unknown(True)]}})
        one(f"extension-unknown-{which}", f"An extension of the {which} that nobody knows, not "
            "critical.", VALID, (), CRITICAL, **{changes: {"extra": [unknown(False)]}})
    one("extension-twice", "The same extension twice.", INVALID, DUPLICATE_EXTENSION, CRITICAL,
        end={"extra": [alt_names(dns(HOST))]})
    one("extension-poison", "A precertificate is no certificate: its poison is critical.", INVALID,
        UNKNOWN_CRITICAL, "RFC 6962 section 3.1",
        end={"extra": [Extension("1.3.6.1.4.1.11129.2.4.3", der.null(), True)]})
    one("extension-san-malformed", "subjectAltName is an OCTET STRING.", INVALID, MALFORMED,
        "RFC 5280 section 4.2.1.6", end={"san": Extension("2.5.29.17", der.octets(b"x"))})
    one("extension-trailing-octets", "Octets after the keyUsage's BIT STRING.", INVALID, MALFORMED,
        "RFC 5280 section 4.2", end={"ku": Extension("2.5.29.15", der.named_bits(0) + b"\5\0", True)})
