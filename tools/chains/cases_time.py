"""Validity (RFC 5280 sections 4.1.2.5 and 6.1.3 (a)(2)): both ends count."""

from findings import EXPIRED, NOT_YET
from pki import ica, leaf, root
from suite import INVALID, VALID, case

CITATION = "RFC 5280 section 6.1.3 (a)(2)"
BEFORE, AT, AFTER = "2026-06-01T11:59:59Z", "2026-06-01T12:00:00Z", "2026-06-01T12:00:01Z"


def with_times(which, **times):
    top = root(**(times if which == "root" else {}))
    middle = ica(top, **(times if which == "intermediate" else {}))
    # A public leaf may not last longer than 200 days.
    return [leaf(middle, **(times if which == "leaf" else {})), middle], [top]


def add():
    for which in ("leaf", "intermediate", "root"):
        start = {"leaf": "2026-05-01T00:00:00Z"}.get(which, "2021-01-01T00:00:00Z")
        end = {"leaf": "2026-07-01T00:00:00Z"}.get(which, "2036-01-01T00:00:00Z")
        for name, times, expected, finding, text in (
                ("expired", {"not_before": start, "not_after": BEFORE}, INVALID, EXPIRED,
                 "expired a second ago"),
                ("ends-now", {"not_before": start, "not_after": AT}, VALID, (), "is in its last second"),
                ("not-yet", {"not_before": AFTER, "not_after": end}, INVALID, NOT_YET,
                 "begins in a second"),
                ("begins-now", {"not_before": AT, "not_after": end}, VALID, (),
                 "is in its first second")):
            chain, roots = with_times(which, **times)
            case(f"time-{which}-{name}", f"The {which} {text}.", chain, roots, expected, finding,
                 CITATION)
    chain, roots = with_times("leaf", not_before=AFTER, not_after=BEFORE)
    case("time-leaf-ends-before-it-begins", "notAfter lies before notBefore.", chain, roots, INVALID,
         [EXPIRED], CITATION)
    chain, roots = with_times("root", not_after="2060-01-01T00:00:00Z")
    case("time-root-generalized-time", "The root lasts beyond 2049: its notAfter is a "
         "GeneralizedTime.", chain, roots, VALID, (), "RFC 5280 section 4.1.2.5")
    chain, roots = with_times("root", not_before="2020-01-01T00:00:00Z",
                              not_after="9999-12-31T23:59:59Z")
    case("time-root-without-end", "The root's notAfter says that it has no end.", chain, roots, VALID,
         (), "RFC 5280 section 4.1.2.5", profile="rfc5280")
    top = root()
    middle = ica(top, not_after="2026-06-01T11:59:59Z")
    fresh = ica(top)
    case("time-expired-intermediate-beside-a-fresh-one", "The server sends the expired certificate of "
         "an intermediate; the fresh one, same key, is in the client's pool.",
         [leaf(middle), middle], [top], VALID, (), "RFC 4158 section 2.3", pool=[fresh])
