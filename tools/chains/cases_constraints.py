"""Name constraints (RFC 5280 section 4.2.1.10): each kind of name, within and without."""

import der
from findings import (NAME_UNREADABLE, NC_EXCLUDED, NC_IN_LEAF, NC_MALFORMED, NC_NOT_CRITICAL,
                      NC_NOT_PERMITTED, NC_UNSUPPORTED)
from pki import (Extension, HOST, alt_names, directory, dns, email, ica, ip, leaf, name,
                 name_constraints, other_name, root, subtree, uri)
from suite import INVALID, VALID, case

CITATION = "RFC 5280 section 4.2.1.10"
ORG = name(("C", "XX", der.printable), ("O", "Example"))


def one(title, text, expected, finding, constraints, names=(), subject=None, profile="rfc5280", **more):
    top = root()
    middle = ica(top, nc=constraints)
    end = leaf(middle, san=alt_names(dns(HOST), *names),
               subject=subject or name(("O", "Chain Tests")))
    case(f"constraints-{title}", text, [end, middle], [top], expected, finding, CITATION,
         profile=profile, **more)


# kind: constraint, names within, names without
KINDS = {
    "dns": (dns("example.org"), [dns("example.org"), dns("a.b.example.org"), dns("*.example.org")],
            [dns("example.net"), dns("badexample.org"), dns("org"), dns("*.example.net")]),
    "email-domain": (email("example.org"), [email("a@example.org"), email("A@EXAMPLE.ORG")],
                     [email("a@mail.example.org"), email("a@example.net")]),
    "email-below": (email(".example.org"), [email("a@mail.example.org")],
                    [email("a@example.org"), email("a@example.net")]),
    "email-mailbox": (email("a@example.org"), [email("a@example.org")],
                      [email("b@example.org"), email("A@example.org")]),
    "ipv4": (ip("192.0.2.0/24"), [ip("192.0.2.0"), ip("192.0.2.255")], [ip("192.0.3.0")]),
    "ipv6": (ip("2001:db8::/32"), [ip("2001:db8:ffff::1")], [ip("2001:db9::1")]),
    "uri-host": (uri("www.example.org"), [uri("https://www.example.org:8443/x")],
                 [uri("https://example.org/"), uri("https://a.www.example.org/"),
                  uri("https://www.example.org@evil.test/")]),
    "uri-below": (uri(".example.org"), [uri("https://a.example.org/")],
                  [uri("https://example.org/"), uri("https://example.net/")]),
    "directory": (directory(ORG),
                  [directory(ORG), directory(name(("C", "XX", der.printable), ("O", "Example"),
                                                  ("CN", "x")))],
                  [directory(name(("C", "XX", der.printable), ("O", "Other"))),
                   directory(name(("O", "Example")))]),
}


def add():
    for kind, (constraint, within, without) in KINDS.items():
        for number, inside in enumerate(within, 1):
            # The host itself must stay allowed beside constraints on DNS names.
            also = [dns("example.com")] if kind == "dns" else []
            one(f"{kind}-permitted-within-{number}", f"Name {number} within the permitted subtree.",
                VALID, (), name_constraints([constraint, *also] + (
                    [directory(name(("O", "Chain Tests")))] if kind == "directory" else [])), [inside])
            one(f"{kind}-excluded-within-{number}", f"Name {number} within the excluded subtree.",
                INVALID, NC_EXCLUDED, name_constraints((), [constraint]), [inside])
        for number, outside in enumerate(without, 1):
            also = [dns("example.com")] if kind == "dns" else []
            one(f"{kind}-permitted-without-{number}", f"Name {number} outside the permitted subtree.",
                INVALID, NC_NOT_PERMITTED, name_constraints([constraint, *also] + (
                    [directory(name(("O", "Chain Tests")))] if kind == "directory" else [])),
                [outside])
            one(f"{kind}-excluded-without-{number}", f"Name {number} outside the excluded subtree.",
                VALID, (), name_constraints((), [constraint]), [outside])
    add_special()
    add_malformed()
    add_subjects()
    add_towers()


def add_special():
    one("dns-excluded-by-wildcard", "A wildcard that covers an excluded name.", INVALID, NC_EXCLUDED,
        name_constraints((), [dns("mail.example.org")]), [dns("*.example.org")])
    one("dns-permitted-narrower-than-wildcard", "A wildcard that covers more than is permitted.",
        INVALID, NC_NOT_PERMITTED, name_constraints([dns("mail.example.org"), dns("example.com")]),
        [dns("*.example.org")])
    one("dns-excluded-empty", "An empty dNSName excludes every host.", INVALID, NC_EXCLUDED,
        name_constraints((), [dns("")]))
    one("dns-permitted-empty", "An empty dNSName permits every host.", VALID, (),
        name_constraints([dns("")]))
    one("dns-case", "DNS constraints compare without case.", VALID, (),
        name_constraints([dns("EXAMPLE.com")]))
    one("permitted-and-excluded", "Within both: excluded wins.", INVALID, NC_EXCLUDED,
        name_constraints([dns("example.com")], [dns("www.example.com")]))
    one("other-kind", "Constraints on addresses leave hosts alone.", VALID, (),
        name_constraints([ip("192.0.2.0/24")]))
    one("ip-version-other", "A constraint on IPv4 leaves no room for an IPv6 address.", INVALID,
        NC_NOT_PERMITTED, name_constraints([ip("192.0.2.0/24")]), [ip("2001:db8::1")])
    one("uri-with-address", "A URI whose host is an address cannot be held against a constraint.",
        INVALID, NAME_UNREADABLE, name_constraints([uri("example.org")]), [uri("https://192.0.2.1/")])
    one("uri-without-authority", "A URI without host cannot be held against a constraint.", INVALID,
        NAME_UNREADABLE, name_constraints([uri("example.org")]), [uri("urn:example:org")])
    same = other_name("1.3.6.1.4.1.55555.3", der.utf8("x"))
    one("other-name-excluded", "An otherName of an excluded kind that nobody can compare.", INVALID,
        NC_UNSUPPORTED, name_constraints((), [same]), [same])
    one("other-name-absent", "An excluded otherName, and a leaf without any.", VALID, (),
        name_constraints((), [same]))
    one("not-critical-private", "nameConstraints that are not critical.", INVALID, NC_NOT_CRITICAL,
        name_constraints([dns("example.com")], critical=False))
    one("not-critical-public", "nameConstraints that are not critical: the BRs allow it.", VALID, (),
        name_constraints([dns("example.com")], critical=False), profile="webpki")
    one("not-critical-still-hold", "nameConstraints that are not critical hold all the same.", INVALID,
        NC_NOT_PERMITTED, name_constraints([dns("example.org")], critical=False), profile="webpki")


def add_malformed():
    encode = lambda *parts: Extension("2.5.29.30", der.sequence(*parts), True)
    for title, text, extension in (
            ("empty", "nameConstraints without any subtree.", encode()),
            ("empty-lists", "Both lists are there, and empty.", encode(der.context(0), der.context(1))),
            ("ip-five-octets", "An iPAddress of five octets.",
             name_constraints([ip(b"\xc0\0\2\0\xff")])),
            ("ip-without-mask", "An iPAddress without mask.", name_constraints((), [ip("192.0.2.1")])),
            ("ip-mask-with-holes", "A mask whose ones are not together.",
             name_constraints([ip(b"\xc0\0\2\0\xff\0\xff\0")])),
            ("minimum", "minimum other than 0.",
             name_constraints([subtree(dns("example.com"), minimum=1)])),
            ("maximum", "maximum is there.",
             name_constraints([subtree(dns("example.com"), minimum=None, maximum=3)])),
            ("dns-leading-dot", "A dNSName that begins with a dot.",
             name_constraints([dns(".example.com")])),
            ("dns-wildcard", "A dNSName with a wildcard.", name_constraints([dns("*.example.com")])),
            ("trailing-octets", "Octets after the SEQUENCE.",
             Extension("2.5.29.30", name_constraints([dns("example.com")]).value + b"\5\0", True))):
        names = [ip("192.0.2.1")] if title.startswith("ip") else []
        one(f"malformed-{title}", text, INVALID, NC_MALFORMED, extension, names)
    top = root()
    for critical in (True, False):
        middle = ica(top)
        end = leaf(middle, nc=name_constraints([dns("example.com")], critical=critical))
        case(f"constraints-in-leaf-{'critical' if critical else 'plain'}", "nameConstraints in a leaf.",
             [end, middle], [top], INVALID, NC_IN_LEAF, CITATION)


def add_subjects():
    example = lambda *more: name(("C", "XX", der.printable), ("O", "Example"), *more)
    permitted = name_constraints([directory(ORG)])
    for title, text, expected, subject in (
            ("within", "The subject lies within.", VALID, example(("CN", "x"))),
            ("without", "The subject lies without.", INVALID, name(("O", "Other"))),
            ("case-and-spaces", "Case and runs of spaces make no difference.", VALID,
             name(("C", "xx", der.printable), ("O", "  EXAMPLE "))),
            ("string-type", "Neither does the type of string.", VALID,
             name(("C", "XX", der.utf8), ("O", "Example", der.printable))),
            ("empty", "An empty subject is under no constraint.", VALID, name()),
            ("order", "The order of the RDNs matters.", INVALID,
             name(("O", "Example"), ("C", "XX", der.printable)))):
        top = root()
        middle = ica(top, nc=permitted)
        san = alt_names(dns(HOST), critical=title == "empty")
        case(f"constraints-subject-{title}", text, [leaf(middle, subject=subject, san=san), middle],
             [top], expected, () if expected == VALID else NC_NOT_PERMITTED, CITATION,
             profile="rfc5280")
    for title, address, expected in (("within", "a@example.org", VALID),
                                     ("without", "a@example.net", INVALID)):
        one(f"subject-email-{title}", "The subject's emailAddress counts while the subjectAltName has "
            "no mailbox.", expected, () if expected == VALID else NC_NOT_PERMITTED,
            name_constraints([email("example.org")]),
            subject=name(("O", "Chain Tests"), ("email", address)))


def add_towers():
    def two(title, text, expected, upper, lower, names=(), finding=NC_NOT_PERMITTED, top=None, **low):
        first = root(**({"nc": top} if top else {}))
        one_ = ica(first, "Upper", **({"nc": upper} if upper else {}))
        other = ica(one_, low.pop("subject", "Lower"), **({"nc": lower} if lower else {}), **low)
        end = leaf(other, san=alt_names(dns(HOST), *names))
        case(f"constraints-{title}", text, [end, other, one_], [first], expected,
             () if expected == VALID else finding, CITATION, profile="rfc5280")
    com, www, org = dns("example.com"), dns("www.example.com"), dns("example.org")
    two("narrowed", "The lower CA narrows what the upper permits.", VALID, name_constraints([com]),
        name_constraints([www]))
    two("narrowed-too-far", "The lower CA narrows it too far.", INVALID, name_constraints([com]),
        name_constraints([dns("mail.example.com")]))
    two("widened", "The lower CA cannot widen what the upper permits.", INVALID,
        name_constraints([org]), name_constraints([com]))
    two("united-exclusions", "Exclusions of both add up.", INVALID, name_constraints((), [org]),
        name_constraints((), [www]), finding=NC_EXCLUDED)
    two("of-the-root", "The root's constraints hold as well.", INVALID, None, None,
        top=name_constraints([org]))
    two("of-the-root-met", "The root's constraints are met.", VALID, None, None,
        top=name_constraints([com]))
    two("on-an-intermediate", "Constraints hold for intermediates, too: their subject.", INVALID,
        name_constraints([directory(ORG)]), None)
    first = root()
    upper = ica(first, "Upper", nc=name_constraints([directory(ORG)]))
    rolled = ica(upper, "Upper", key_name="rolled")
    end = leaf(rolled, subject=name(("C", "XX", der.printable), ("O", "Example"), ("CN", HOST)))
    case("constraints-self-issued-exempt", "A self-issued CA is exempt from its own constraints.",
         [end, rolled, upper], [first], VALID, (), "RFC 5280 section 6.1.3 (b)", profile="rfc5280")
