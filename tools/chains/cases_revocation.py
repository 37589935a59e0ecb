"""CRLs and OCSP responses beside a chain (RFC 5280 section 6.3, RFC 6960 section 3.2)."""

import hashlib

import der
import findings as f
from keys import key
from pki import (CERT_SIGN, CRL_SIGN, DIGITAL_SIGNATURE, Extension, TIME, ext_key_usage, ica, key_usage,
                 leaf, must_staple, root, authority_key_id, unknown)
from suite import INVALID, VALID, case

CRLS, OCSP = "RFC 5280 section 6.3.3", "RFC 6960 section 3.2"
YESTERDAY, TOMORROW = "2026-05-31T12:00:00Z", "2026-06-02T12:00:00Z"
LONG_AGO, SOON = "2026-05-01T12:00:00Z", "2026-06-01T13:00:00Z"
OCSP_SIGNING = "1.3.6.1.5.5.7.3.9"
GOOD, REVOKED, UNKNOWN = "good", "revoked", "unknown"


def crl(issuer, revoked=(), *, this=YESTERDAY, following=TOMORROW, number=7, extra=(), signer=None,
        spoil=False, name=None, reason=None):
    """`revoked`: certificates."""
    signer = signer or issuer.key
    entries = [der.sequence(der.integer(each.serial), der.time(LONG_AGO), *(
        [der.sequence(Extension("2.5.29.21", der.tlv(0x0A, bytes([reason]))).encode())]
        if reason is not None else [])) for each in revoked]
    extensions = [authority_key_id(signer.key_id)] if signer is issuer.key else []
    if number is not None:
        extensions.append(Extension("2.5.29.20", der.integer(number)))
    extensions += extra
    tbs = der.sequence(
        der.integer(1), signer.algorithm(), name or issuer.subject, der.time(this),
        der.time(following) if following else b"", der.sequence(*entries) if entries else b"",
        der.context(0, der.sequence(*(e.encode() for e in extensions))))
    signature = bytearray(signer.sign(tbs))
    if spoil:
        signature[-1] ^= 1
    return der.sequence(tbs, signer.algorithm(), der.bits(bytes(signature)))


def moment(text):
    return der.time(text, generalized=True)


def ocsp(certificate, issuer, status=GOOD, *, this=YESTERDAY, following=TOMORROW, signer=None,
         by=None, spoil=False, extra=(), also=(), certificates=(), outcome=0):
    """`signer`: a Certificate that signs (the issuer if none); `also`: further statuses."""
    if outcome:
        return der.sequence(der.tlv(0x0A, bytes([outcome])))
    signer = signer or issuer
    sha1 = der.sequence(der.oid("1.3.14.3.2.26"), der.null())
    identifier = der.sequence(sha1, der.octets(hashlib.sha1(issuer.subject).digest()),
                              der.octets(issuer.key.key_id), der.integer(certificate.serial))
    states = {GOOD: der.implicit(0, b""), UNKNOWN: der.implicit(2, b""),
              REVOKED: der.context(1, moment(LONG_AGO), der.context(0, der.tlv(0x0A, b"\1")))}
    singles = [der.sequence(identifier, states[each], moment(this),
                            der.context(0, moment(following)) if following else b"")
               for each in (status, *also)]
    data = der.sequence(
        der.context(2, der.octets(by or signer.key.key_id)), moment(this), der.sequence(*singles),
        der.context(1, der.sequence(*(e.encode() for e in extra))) if extra else b"")
    signature = bytearray(signer.key.sign(data))
    if spoil:
        signature[-1] ^= 1
    sent = der.context(0, der.sequence(*(each.der for each in certificates))) if certificates else b""
    basic = der.sequence(data, signer.key.algorithm(), der.bits(bytes(signature)), sent)
    return der.sequence(der.tlv(0x0A, b"\0"), der.context(0, der.sequence(
        der.oid("1.3.6.1.5.5.7.48.1.1"), der.octets(basic))))


def add():
    top = root()
    middle = ica(top)
    # The whole time of the leaf: one that lasts long enough to need a status.
    end = leaf(middle)
    other = leaf(middle, host="other.example.com", key_name="other")
    upper = crl(top)

    def listed(title, text, expected, finding, crls, strict=True, **more):
        case(f"crl-{title}", text, more.pop("chain", [end, middle]), [top], expected, finding, CRLS,
             crls=crls, revocation=True, require_status=strict, **more)
    listed("good", "Neither certificate is on its issuer's CRL.", VALID, (), [upper, crl(middle)])
    listed("another-revoked", "Another certificate of the issuer is on it.", VALID, (),
           [upper, crl(middle, [other])])
    listed("leaf-revoked", "The leaf is on its issuer's CRL.", INVALID, f.REVOKED,
           [upper, crl(middle, [end])])
    listed("leaf-on-hold", "The leaf is on hold.", INVALID, f.ON_HOLD,
           [upper, crl(middle, [end], reason=6)])
    listed("intermediate-revoked", "The intermediate is on the root's CRL.", INVALID, f.REVOKED,
           [crl(top, [middle]), crl(middle)])
    listed("serial-of-another-issuer", "The leaf's serial number is on the root's CRL.", VALID, (),
           [crl(top, [end]), crl(middle)])
    listed("missing", "There is no CRL, and a status is wanted.", INVALID, f.STATUS_UNKNOWN, [upper])
    listed("missing-tolerated", "There is no CRL, and none is wanted.", VALID, (), [upper],
           strict=False)
    for title, text, finding, changes in (
            ("stale", "The CRL has passed its nextUpdate.", f.CRL_EXPIRED,
             {"this": LONG_AGO, "following": YESTERDAY}),
            ("future", "The CRL is from tomorrow.", f.CRL_FUTURE,
             {"this": TOMORROW, "following": "2026-06-09T12:00:00Z"}),
            ("spoilt", "A bit of the CRL's signature is wrong.", f.CRL_SIGNATURE, {"spoil": True}),
            ("by-a-stranger", "The CRL was signed by another key.", f.CRL_SIGNATURE,
             {"signer": key("stranger")}),
            ("unknown-critical", "A critical extension of the CRL that nobody knows.",
             f.CRL_CRITICAL, {"extra": [unknown(True)]}),
            ("without-number", "The CRL has no number.", f.CRL_NUMBER, {"number": None})):
        listed(title, f"{text} A status is wanted.", INVALID, finding, [upper, crl(middle, **changes)])
    # What does not count for good does not count for revoked either, and nothing is claimed.
    listed("spoilt-tolerated", "The leaf is on a CRL whose signature is wrong; no status is wanted.",
           VALID, (), [upper, crl(middle, [end], spoil=True)], strict=False)
    mute = ica(top, ku=key_usage(CERT_SIGN))
    listed("issuer-without-crl-sign", "The issuer may not sign CRLs. A status is wanted.", INVALID,
           f.CRL_KEY_USAGE, [upper, crl(mute)], chain=[leaf(mute), mute], profile="rfc5280")
    twins = [ica(top), ica(top, "Other intermediate")]
    listed("cross-revoked-first", "One of two certificates of the issuer is revoked, the other is not.",
           VALID, (), [crl(top, [middle]), crl(middle)],
           chain=[end, middle, ica(top, serial=4711 << 70)])
    listed("cross-revoked-both", "Both certificates of the issuer are revoked.", INVALID, f.REVOKED,
           [crl(top, [middle, twin := ica(top, serial=4711 << 70)]), crl(middle)],
           chain=[end, middle, twin])

    responder = leaf(middle, host="ocsp.example.com", key_name="responder", san=None, aia=None,
                     eku=ext_key_usage(OCSP_SIGNING), extra=[
                         Extension("1.3.6.1.5.5.7.48.1.5", der.null())])
    not_one = leaf(middle, host="ocsp.example.com", key_name="responder")
    foreign = leaf(top, host="ocsp.example.com", key_name="responder", san=None, aia=None,
                   eku=ext_key_usage(OCSP_SIGNING))
    ended = leaf(middle, host="ocsp.example.com", key_name="responder", san=None, aia=None,
                 eku=ext_key_usage(OCSP_SIGNING), not_after=YESTERDAY)

    def answered(title, text, expected, finding, response, strict=True, **more):
        case(f"ocsp-{title}", text, more.pop("chain", [end, middle]), [top], expected, finding, OCSP,
             crls=[upper], ocsp=response, revocation=True, require_status=strict, **more)
    answered("good", "The issuer says good.", VALID, (), ocsp(end, middle))
    answered("revoked", "The issuer says revoked.", INVALID, f.REVOKED, ocsp(end, middle, REVOKED))
    answered("good-and-revoked", "Two answers for one certificate: the worse counts.", INVALID,
             f.REVOKED, ocsp(end, middle, GOOD, also=[REVOKED]))
    answered("delegated", "A responder whom the issuer has named says good.", VALID, (),
             ocsp(end, middle, signer=responder, certificates=[responder]))
    answered("delegated-revoked", "A responder whom the issuer has named says revoked.", INVALID,
             f.REVOKED, ocsp(end, middle, REVOKED, signer=responder, certificates=[responder]))
    for title, text, finding, response in (
            ("unknown", "The issuer does not know the certificate.", f.STATUS_UNKNOWN,
             ocsp(end, middle, UNKNOWN)),
            ("try-later", "The responder says: try later.", f.STATUS_UNKNOWN,
             ocsp(end, middle, outcome=3)),
            ("stale", "The answer has passed its nextUpdate.", f.OCSP_EXPIRED,
             ocsp(end, middle, this=LONG_AGO, following=YESTERDAY)),
            ("future", "The answer is from tomorrow.", f.OCSP_FUTURE,
             ocsp(end, middle, this=TOMORROW, following="2026-06-09T12:00:00Z")),
            ("spoilt", "A bit of the answer's signature is wrong.", f.OCSP_SIGNATURE,
             ocsp(end, middle, spoil=True)),
            ("other-certificate", "The answer is for another certificate.", f.STATUS_UNKNOWN,
             ocsp(other, middle)),
            ("delegate-without-purpose", "The signer's certificate is not for OCSP.", f.OCSP_SIGNER,
             ocsp(end, middle, signer=not_one, certificates=[not_one])),
            ("delegate-of-another-ca", "The signer was named by another CA.", f.OCSP_SIGNER,
             ocsp(end, middle, signer=foreign, certificates=[foreign])),
            ("delegate-expired", "The signer's certificate has expired.", f.OCSP_SIGNER_EXPIRED,
             ocsp(end, middle, signer=ended, certificates=[ended])),
            ("unknown-critical", "A critical extension of the answer that nobody knows.",
             f.OCSP_CRITICAL, ocsp(end, middle, extra=[unknown(True)]))):
        answered(title, f"{text} A status is wanted.", INVALID, finding, response)
    must = leaf(middle, extra=[must_staple()])
    for title, text, finding, response in (
            ("must-staple", "The leaf asks for a staple, and there is one.", (), ocsp(must, middle)),
            ("must-staple-absent", "The leaf asks for a staple, and there is none. Its path is valid.",
             f.MUST_STAPLE, None)):
        case(f"ocsp-{title}", text, [must, middle], [top], VALID, finding, "RFC 7633 section 4.2.3",
             ocsp=response, handshake=True)
    answered("unknown-tolerated", "The issuer does not know the certificate; no status is wanted.",
             VALID, (), ocsp(end, middle, UNKNOWN), strict=False)
