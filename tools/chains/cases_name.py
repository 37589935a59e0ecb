"""Names of the leaf against the name that was asked for (RFC 9525, RFC 6125, RFC 5280 4.2.1.6)."""

from findings import NAME, PUBLIC_SUFFIX
from pki import alt_names, directory, dns, email, ica, ip, leaf, name, other_name, root, uri
import der
from suite import INVALID, VALID, case

MATCH, WILD, ADDRESS = "RFC 9525 section 6.3", "RFC 9525 section 6.3", "RFC 9525 section 6.2"

# case, what the SAN holds, the host asked for, verdict, citation, why
DNS = [
    ("exact", [dns("www.example.com")], "www.example.com", VALID, MATCH, "the same name"),
    ("case-of-the-host", [dns("www.example.com")], "WWW.Example.COM", VALID, MATCH,
     "ASCII letters compare without case"),
    ("case-of-the-san", [dns("WWW.example.com")], "www.example.com", VALID, MATCH,
     "ASCII letters compare without case"),
    ("host-with-trailing-dot", [dns("www.example.com")], "www.example.com.", VALID, MATCH,
     "the dot of an absolute name is no label"),
    ("second-of-three", [dns("a.example.com"), dns("www.example.com"), dns("b.example.com")],
     "www.example.com", VALID, MATCH, "any one of the names suffices"),
    ("other-host", [dns("mail.example.com")], "www.example.com", INVALID, MATCH, "another host"),
    ("parent", [dns("example.com")], "www.example.com", INVALID, MATCH,
     "a domain does not cover its subdomains"),
    ("child", [dns("www.example.com")], "example.com", INVALID, MATCH,
     "a subdomain does not cover its domain"),
    ("longer-by-a-prefix", [dns("www.example.com")], "evilwww.example.com", INVALID, MATCH,
     "ends alike, but is another label"),
    ("longer-by-a-suffix", [dns("www.example.com")], "www.example.com.evil.test", INVALID, MATCH,
     "begins alike, but is another domain"),
    ("nul-inside", [dns("www.example.com\0.evil.test")], "www.example.com", INVALID, MATCH,
     "a NUL octet does not end the name"),
    ("nul-at-the-end", [dns("www.example.com\0")], "www.example.com", INVALID, MATCH,
     "a NUL octet belongs to the name"),
    ("wildcard", [dns("*.example.com")], "www.example.com", VALID, WILD,
     "the wildcard stands for one label"),
    ("wildcard-for-an-a-label", [dns("*.example.com")], "xn--bcher-kva.example.com", VALID, WILD,
     "the label may be an A-label"),
    ("wildcard-case", [dns("*.EXAMPLE.com")], "www.example.com", VALID, WILD, "without case here, too"),
    ("wildcard-for-two-labels", [dns("*.example.com")], "a.b.example.com", INVALID, WILD,
     "the wildcard stands for exactly one label"),
    ("wildcard-for-no-label", [dns("*.example.com")], "example.com", INVALID, WILD,
     "the wildcard stands for exactly one label"),
    ("wildcard-with-a-prefix", [dns("w*.example.com")], "www.example.com", INVALID, WILD,
     "the wildcard must be the whole label"),
    ("wildcard-with-a-suffix", [dns("*w.example.com")], "www.example.com", INVALID, WILD,
     "the wildcard must be the whole label"),
    ("wildcard-inside-a-label", [dns("w*w.example.com")], "www.example.com", INVALID, WILD,
     "the wildcard must be the whole label"),
    ("wildcard-in-the-middle", [dns("www.*.com")], "www.example.com", INVALID, WILD,
     "the wildcard must be the leftmost label"),
    ("wildcard-twice", [dns("*.*.com")], "www.example.com", INVALID, WILD, "only one wildcard"),
    ("wildcard-doubled", [dns("**.example.com")], "www.example.com", INVALID, WILD,
     "two asterisks are no wildcard"),
    ("wildcard-alone", [dns("*")], "localhost", INVALID, WILD, "the wildcard needs a domain"),
    ("wildcard-over-a-tld", [dns("*.com")], "example.com", INVALID, "RFC 9525 section 7.1",
     "com is a public suffix"),
    ("wildcard-over-a-suffix", [dns("*.co.uk")], "example.co.uk", INVALID, "RFC 9525 section 7.1",
     "co.uk is a public suffix"),
    ("wildcard-over-a-private-suffix", [dns("*.github.io")], "example.github.io", INVALID,
     "RFC 9525 section 7.1", "github.io is a public suffix"),
    ("a-label-for-a-u-label", [dns("xn--bcher-kva.example.com")], "bücher.example.com", VALID, MATCH,
     "the host is turned into A-labels first"),
    ("wildcard-inside-an-a-label", [dns("xn--*-kva.example.com")], "xn--bcher-kva.example.com",
     INVALID, WILD, "the wildcard must be the whole label"),
    ("empty-label", [dns("www..example.com")], "www.example.com", INVALID, MATCH,
     "an empty label is no name"),
    ("leading-dot", [dns(".example.com")], "www.example.com", INVALID, MATCH,
     "only constraints may begin with a dot"),
    ("empty-name", [dns("")], "www.example.com", INVALID, "RFC 5280 section 4.2.1.6",
     "an empty dNSName"),
    ("space", [dns(" ")], "www.example.com", INVALID, "RFC 5280 section 4.2.1.6",
     "a dNSName of a space"),
    ("in-a-uri-only", [uri("https://www.example.com/")], "www.example.com", INVALID, MATCH,
     "a URI is no DNS-ID"),
    ("in-an-email-only", [email("web@www.example.com")], "www.example.com", INVALID, MATCH,
     "a mailbox is no DNS-ID"),
    ("in-a-directory-name-only", [directory(name(("CN", "www.example.com")))], "www.example.com",
     INVALID, MATCH, "a directory name is no DNS-ID"),
    ("in-an-other-name-only", [other_name("1.3.6.1.4.1.55555.2", der.utf8("www.example.com"))],
     "www.example.com", INVALID, MATCH, "an otherName is no DNS-ID"),
]
IP = [
    ("v4", [ip("192.0.2.1")], "192.0.2.1", VALID, "the same address"),
    ("v6", [ip("2001:db8::1")], "2001:db8::1", VALID, "the same address"),
    ("v6-otherwise-written", [ip("2001:db8::1")], "2001:0DB8:0:0:0:0:0:1", VALID,
     "addresses compare as octets"),
    ("beside-dns", [dns("www.example.com"), ip("192.0.2.1")], "192.0.2.1", VALID, "one of two names"),
    ("other", [ip("192.0.2.2")], "192.0.2.1", INVALID, "another address"),
    ("in-a-dns-name", [dns("192.0.2.1")], "192.0.2.1", INVALID, "an address goes into iPAddress"),
    ("by-a-wildcard", [dns("*.0.2.1")], "192.0.2.1", INVALID, "wildcards are for DNS names"),
    ("v4-mapped", [ip("::ffff:192.0.2.1")], "192.0.2.1", INVALID,
     "a mapped address is another address"),
    ("five-octets", [ip(b"\xc0\x00\x02\x01\x00")], "192.0.2.1", INVALID,
     "iPAddress has 4 or 16 octets"),
    ("network", [ip("192.0.2.0/24")], "192.0.2.1", INVALID, "a mask belongs into constraints"),
]


def chain(names, **changes):
    top = root()
    middle = ica(top)
    changes.setdefault("subject", name(("O", "Chain Tests")))
    return [leaf(middle, san=alt_names(*names), **changes), middle], [top]


def add():
    for title, names, host, expected, citation, why in DNS:
        certificates, roots = chain(names)
        case(f"name-dns-{title}", f"Asked for {host}: {why}.", certificates, roots, expected,
             () if expected == VALID else PUBLIC_SUFFIX if "public suffix" in why else NAME,
             citation, host=host)
    for title, names, host, expected, why in IP:
        certificates, roots = chain(names)
        case(f"name-ip-{title}", f"Asked for {host}: {why}.", certificates, roots, expected,
             () if expected == VALID else NAME, ADDRESS, host=host)
    add_subjects()


def add_subjects():
    from findings import SAN_CRITICAL, SAN_EMPTY, SAN_NOT_CRITICAL, CN_NOT_IN_SAN
    www, nothing = name(("CN", "www.example.com")), name()
    top = root()
    middle = ica(top)
    for title, changes, profile, expected, finding, citation, text in (
            ("cn-only", {"subject": www, "san": None}, "webpki", INVALID, NAME,
             "RFC 9525 section 2", "The name stands in the subject's CN alone."),
            ("cn-only-private", {"subject": www, "san": None}, "rfc5280", INVALID, NAME,
             "RFC 9525 section 2", "The name stands in the subject's CN alone; private PKI."),
            ("cn-right-san-wrong", {"subject": www, "san": alt_names(dns("mail.example.com"))},
             "rfc5280", INVALID, NAME, "RFC 9525 section 2",
             "CN would match, the subjectAltName does not."),
            ("cn-not-in-san", {"subject": name(("CN", "mail.example.com"))}, "webpki", INVALID,
             CN_NOT_IN_SAN, "CA/Browser Forum BR section 7.1.4.3",
             "A CN that is none of the subjectAltName's values."),
            ("cn-not-in-san-private", {"subject": name(("CN", "mail.example.com"))}, "rfc5280", VALID,
             (), "RFC 5280 section 4.2.1.6", "A CN of its own is fine in a private PKI."),
            ("san-critical-empty-subject", {"subject": nothing, "san": alt_names(
                dns("www.example.com"), critical=True)}, "webpki", VALID, (),
             "RFC 5280 section 4.2.1.6", "An empty subject and a critical subjectAltName."),
            ("san-not-critical-empty-subject", {"subject": nothing}, "webpki", INVALID,
             SAN_NOT_CRITICAL, "RFC 5280 section 4.2.1.6",
             "With an empty subject the subjectAltName must be critical."),
            ("san-critical-with-subject", {"subject": www, "san": alt_names(
                dns("www.example.com"), critical=True)}, "webpki", INVALID, SAN_CRITICAL,
             "CA/Browser Forum BR section 7.1.2.7.12",
             "A critical subjectAltName beside a subject."),
            ("san-critical-with-subject-private", {"subject": www, "san": alt_names(
                dns("www.example.com"), critical=True)}, "rfc5280", VALID, (),
             "RFC 5280 section 4.2.1.6", "The same in a private PKI, where it is only discouraged."),
            ("san-empty", {"subject": name(("O", "Chain Tests")), "san": alt_names()}, "webpki",
             INVALID, SAN_EMPTY, "RFC 5280 section 4.2.1.6",
             "A subjectAltName without any name.")):
        case(f"name-{title}", text, [leaf(middle, **changes), middle], [top], expected, finding,
             citation, profile=profile)
