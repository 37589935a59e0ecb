"""The shape of what was sent, and paths of which only some work (RFC 4158)."""

from findings import EXPIRED, MISSING, NC_NOT_PERMITTED, UNTRUSTED
from keys import key
from pki import (CLIENT, CRL_SIGN, HOST, TIME, authority_key_id, basic_constraints, dns,
                 ext_key_usage, ica, key_usage, leaf, name_constraints, root, unknown)
from suite import INVALID, VALID, case

SEARCH = "RFC 4158 section 2"
PAST = "2026-01-01T00:00:00Z"


def add():
    add_shapes()
    add_defects()
    add_same_name()
    add_loops()
    add_mazes()


def add_shapes():
    top = root()
    upper = ica(top, "Upper")
    middle = ica(upper)
    end = leaf(middle)
    other = ica(root("Elsewhere"), "Stranger")
    ended = ica(top, "Old", not_after=PAST)
    for title, text, chain, expected, finding, more in (
            ("complete", "Leaf, intermediates.", [end, middle, upper], VALID, (), {}),
            ("with-root", "The root was sent, too.", [end, middle, upper, top], VALID, (), {}),
            ("reversed", "Intermediates in the wrong order.", [end, upper, middle], VALID, (), {}),
            ("duplicates", "Certificates sent twice.", [end, middle, middle, upper, end, upper], VALID,
             (), {}),
            ("superfluous", "An unrelated and an expired intermediate were sent, too.",
             [end, other, middle, ended, upper], VALID, (), {}),
            ("missing-lower", "The leaf's issuer is missing.", [end, upper], INVALID, MISSING, {}),
            ("missing-upper", "The intermediate's issuer is missing.", [end, middle], INVALID, MISSING,
             {}),
            ("missing-all", "Only the leaf was sent.", [end], INVALID, MISSING, {}),
            ("missing-lower-in-pool", "The leaf's issuer comes from the pool.", [end, upper], VALID, (),
             {"pool": [middle]}),
            ("missing-all-in-pool", "All intermediates come from the pool.", [end], VALID, (),
             {"pool": [upper, middle]})):
        case(f"shape-{title}", text, chain, [top], expected, finding, SEARCH, **more)
    direct = leaf(top)
    case("shape-directly-below-root", "The root issues the leaf itself.", [direct], [top], VALID, (),
         SEARCH, profile="rfc5280")
    case("shape-no-roots", "The store has another root only.", [end, middle, upper], [root("Elsewhere")],
         INVALID, MISSING, SEARCH)
    case("shape-many-superfluous", "Sixty unrelated intermediates were sent, too.",
         [end, *(ica(root("Elsewhere"), f"Stranger {i}") for i in range(60)), middle, upper], [top],
         VALID, (), SEARCH)


# What may be wrong with one of two certificates of the same CA (same subject, same key).
DEFECTS = {
    "expired": {"not_after": PAST},
    "not-yet-valid": {"not_before": "2027-01-01T00:00:00Z"},
    "no-ca": {"bc": basic_constraints(False)},
    "no-basic-constraints": {"bc": None},
    "no-cert-sign": {"ku": key_usage(CRL_SIGN)},
    "other-purpose": {"eku": ext_key_usage(CLIENT)},
    "constrained-away": {"nc": name_constraints([dns("example.org")])},
    "excluded": {"nc": name_constraints((), [dns("example.com")])},
    "unknown-critical": {"extra": [unknown(True)]},
    "spoilt": {"spoil": True},
    "version-1": {"version": 1, "bc": None, "ku": None, "ski": None, "aki": None, "eku": None,
                  "policies": None},
    "negative-serial": {"serial": -5},
    "no-key-id": {"ski": None},
}


def add_defects():
    import findings
    for defect, changes in DEFECTS.items():
        top = root()
        good, bad = ica(top), ica(top, **dict(changes))
        end = leaf(good)
        finding = findings.OF_DEFECT[defect]
        case(f"cross-{defect}-first", f"Two certificates of one CA; the first is {defect}.",
             [end, bad, good], [top], VALID, (), SEARCH)
        case(f"cross-{defect}-last", f"Two certificates of one CA; the last is {defect}.",
             [end, good, bad], [top], VALID, (), SEARCH)
        case(f"cross-{defect}-only", f"The only certificate of the CA is {defect}.", [end, bad], [top],
             INVALID, finding, SEARCH)
        # One level up: the choice must be taken back after the lower CA was taken.
        upper, spoilt = ica(top, "Upper"), ica(top, "Upper", **dict(changes))
        middle = ica(upper)
        case(f"cross-{defect}-above", f"Two certificates of the upper CA; the first is {defect}.",
             [leaf(middle), middle, spoilt, upper], [top], VALID, (), SEARCH)
    # The upper CA forbids another CA below one of its certificates.
    top = root()
    upper, short = ica(top, "Upper"), ica(top, "Upper", bc=basic_constraints(path_length=0))
    middle = ica(upper)
    for order in ((short, upper), (upper, short)):
        case(f"cross-path-length-{'first' if order[0] is short else 'last'}",
             "One of two certificates of the upper CA has pathLen 0.", [leaf(middle), middle, *order],
             [top], VALID, (), SEARCH)


def add_same_name():
    top = root()
    right, wrong = ica(top), ica(top, key_name="wrong")
    vague = leaf(right, aki=authority_key_id(b"\3" * 20))
    for title, order in (("wrong-first", [wrong, right]), ("right-first", [right, wrong])):
        case(f"same-name-{title}", "Two CAs of one name with different keys; the leaf names the key.",
             [leaf(right), *order], [top], VALID, (), SEARCH)
        case(f"same-name-{title}-unnamed-private", "Two CAs of one name with different keys; the "
             "leaf's key identifier is neither's.", [vague, *order], [top], VALID, (), SEARCH, profile="rfc5280")
    lying = leaf(right, aki=authority_key_id(wrong.key.key_id))
    case("same-name-lying-key-id-private", "The leaf's key identifier names the wrong one of them.",
         [lying, wrong, right], [top], VALID, (), SEARCH, profile="rfc5280")
    many = [ica(top, key_name=f"wrong {i}") for i in range(30)]
    case("same-name-thirty", "Thirty CAs of one name, only the last has the key.",
         [leaf(right), *many, right], [top], VALID, (), SEARCH)
    old, new = root(not_after=PAST), root(key_name="new root")
    crossed = ica(new, "Root", key_name="Root")
    middle = ica(old)
    case("root-expired-crossed-by-new", "The old root has expired; a new one of the same name has "
         "cross-signed its key.", [leaf(middle), middle, crossed], [old, new], VALID, (), SEARCH)
    case("root-expired-alone", "The old root has expired, and nobody has cross-signed its key.",
         [leaf(middle), middle], [old, new], INVALID, EXPIRED, SEARCH,
         any_path=True)
    fresh, elder = root("Young root"), root("Elder root", not_after=PAST)
    bridge = ica(elder, "Young root", key_name="Young root", not_after="2030-01-01T00:00:00Z")
    middle = ica(fresh)
    case("root-crossed-by-expired", "The server still sends the cross-sign by a root that has expired; "
         "the young root is trusted itself.", [leaf(middle), middle, bridge], [elder, fresh], VALID, (),
         SEARCH)
    case("root-crossed-by-expired-unknown", "The client knows only the root that has expired.",
         [leaf(middle), middle, bridge], [elder], INVALID, EXPIRED, SEARCH)
    stale = ica(elder, "Young root", key_name="Young root", not_after=PAST)
    case("root-cross-sign-expired", "The cross-sign has expired; the young root is trusted itself.",
         [leaf(middle), middle, stale], [fresh], VALID, (), SEARCH)


def add_loops():
    first = root()
    one, two = ica(first, "One"), ica(first, "Two")
    one_by_two, two_by_one = ica(two, "One", key_name="One"), ica(one, "Two", key_name="Two")
    end = leaf(one)
    case("loop-without-root", "Two CAs have issued each other, and no root either of them.",
         [end, one_by_two, two_by_one], [first], INVALID, MISSING, SEARCH)
    case("loop-with-a-way-out", "Two CAs have issued each other; a root has issued one.",
         [end, one_by_two, two_by_one, two], [first], VALID, (), SEARCH)
    selfish = root("One")
    case("loop-self-signed", "The issuer's self-signed certificate is not trusted; the one by the root "
         "is sent after it.", [end, selfish, one], [first], VALID, (), SEARCH)
    case("loop-self-signed-only", "The issuer is self-signed and not trusted.", [end, selfish], [first],
         INVALID, UNTRUSTED, SEARCH)
    ring = [root(f"Ring {i}") for i in range(8)]
    links = [ica(ring[(i + 1) % 8], f"Ring {i}", key_name=f"Ring {i}") for i in range(8)]
    case("loop-of-eight", "Eight CAs in a ring, no root.", [leaf(links[0]), *links], [first], INVALID,
         MISSING, SEARCH)


def add_mazes():
    """Every level has several certificates of its CA; only one combination reaches the root."""
    for levels, width in ((2, 3), (3, 3), (4, 2)):
        top, elsewhere = root(), root("Elsewhere")
        path = [top]
        for level in range(levels):
            path.append(ica(path[-1], f"Level {level}"))
        dead = []
        for level in range(levels):
            for copy in range(width - 1):
                # Each dead end is a certificate of the same CA by somebody unknown or by a CA
                # above that is unknown itself.
                above = elsewhere if level == 0 else ica(elsewhere, f"Nowhere {copy}")
                dead.append(ica(above, f"Level {level}", key_name=f"Level {level}"))
        case(f"maze-{levels}-levels-{width}-ways", "Several certificates of each CA, one way out.",
             [leaf(path[-1]), *dead, *path[:0:-1]], [top], VALID, (), SEARCH)
        case(f"maze-{levels}-levels-{width}-ways-closed", "Several certificates of each CA, no way out.",
             [leaf(path[-1]), *dead, *path[:1:-1]], [top], INVALID, MISSING, SEARCH)
    # Constraints meet only on one of two crossings, and purposes on the other.
    top = root()
    upper_nc = ica(top, "Upper", nc=name_constraints([dns("example.org")]))
    upper_eku = ica(top, "Upper", eku=ext_key_usage(CLIENT))
    upper = ica(top, "Upper")
    lower_bad = ica(upper, "Lower", not_after=PAST)
    lower = ica(upper, "Lower")
    end = leaf(lower)
    for number, order in enumerate(([upper_nc, upper_eku, upper], [upper, upper_nc, upper_eku],
                                    [upper_eku, upper, upper_nc]), 1):
        case(f"maze-crossing-{number}", "Three certificates of the upper CA and two of the lower; one "
             "pair works.", [end, lower_bad, lower, *order], [top], VALID, (), SEARCH)
    case("maze-crossing-closed", "The same without the pair that works.",
         [end, lower_bad, lower, upper_nc, upper_eku], [top], INVALID,
         NC_NOT_PERMITTED, SEARCH)
