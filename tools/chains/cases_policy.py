"""Certificate policies (RFC 5280 section 6.1), private profile: public PKI does not use them so."""

from findings import POLICY_INVALID_MAPPING, POLICY_NONE, POLICY_NOT_CRITICAL, POLICY_TWICE, MALFORMED
from pki import (Extension, ica, inhibit_any_policy, leaf, policies, policy_constraints,
                 policy_mappings, root)
import der
from suite import INVALID, VALID, case

CITATION = "RFC 5280 section 6.1.5"
A, B, C, ANY = ("1.3.6.1.4.1.55555.10", "1.3.6.1.4.1.55555.11", "1.3.6.1.4.1.55555.12", "2.5.29.32.0")


def one(title, text, expected, middle, end, finding=POLICY_NONE, upper=None, citation=CITATION,
        profile="rfc5280", **more):
    top = root()
    issuers = [top]
    if upper is not None:
        issuers.append(ica(top, "Upper", **upper))
    issuers.append(ica(issuers[-1], **middle))
    case(f"policy-{title}", text, [leaf(issuers[-1], **end), *issuers[:0:-1]], [top], expected,
         () if expected == VALID else finding, citation, profile=profile, **more)


def add():
    p = policies
    explicit = {"explicit_policy": True}
    one("none-needed", "Different policies, and nobody asks for one.", VALID, {"policies": p(A)},
        {"policies": p(B)})
    one("explicit-same", "An explicit policy is asked for, and the path has one.", VALID,
        {"policies": p(A)}, {"policies": p(A)}, **explicit)
    one("explicit-different", "An explicit policy is asked for; the CA's is another.", INVALID,
        {"policies": p(A)}, {"policies": p(B)}, **explicit)
    one("explicit-none", "An explicit policy is asked for; the leaf has none.", INVALID,
        {"policies": p(A)}, {"policies": None}, **explicit)
    one("explicit-any-in-ca", "The CA may issue under any policy.", VALID, {"policies": p(ANY)},
        {"policies": p(B)}, **explicit)
    one("explicit-any-in-leaf", "The leaf stands under any policy of the CA's.", VALID,
        {"policies": p(A)}, {"policies": p(ANY)}, **explicit)
    one("acceptable", "The policy is among those that the user accepts.", VALID, {"policies": p(A, B)},
        {"policies": p(B)}, acceptable_policies=[B], **explicit)
    one("not-acceptable", "The policy is not among those that the user accepts.", INVALID,
        {"policies": p(A, B)}, {"policies": p(B)}, acceptable_policies=[A], **explicit)
    one("require-zero", "The CA requires an explicit policy from now on; the leaf has it.", VALID,
        {"policies": p(A), "policy_constraints": policy_constraints(0)}, {"policies": p(A)})
    one("require-zero-missing", "The CA requires an explicit policy from now on; there is none.", INVALID,
        {"policies": p(A), "policy_constraints": policy_constraints(0)}, {"policies": None})
    one("require-one-missing", "The CA requires one after another certificate; the leaf is first.",
        INVALID, {"policies": p(A), "policy_constraints": policy_constraints(1)}, {"policies": None},
        upper={"policies": p(A), "policy_constraints": policy_constraints(1)})
    one("require-five", "The requirement begins below the leaf.", VALID,
        {"policies": p(A), "policy_constraints": policy_constraints(5)}, {"policies": None})
    one("mapping", "The upper CA maps its policy to the lower's.", VALID, {"policies": p(B)},
        {"policies": p(B)}, upper={"policies": p(A), "mappings": policy_mappings((A, B))},
        acceptable_policies=[A], **explicit)
    one("mapping-else", "Without the mapping the lower CA's policy is nothing.", INVALID,
        {"policies": p(B)}, {"policies": p(B)}, upper={"policies": p(A)}, acceptable_policies=[A],
        **explicit)
    one("mapping-inhibited", "Mapping is inhibited by the CA itself for those below.", INVALID,
        {"policies": p(B), "mappings": policy_mappings((B, C))}, {"policies": p(C)},
        upper={"policies": p(B), "policy_constraints": policy_constraints(mapping=0)}, **explicit)
    one("mapping-inhibited-by-user", "Mapping is inhibited by the caller.", INVALID,
        {"policies": p(B)}, {"policies": p(B)},
        upper={"policies": p(A), "mappings": policy_mappings((A, B))}, inhibit_mapping=True, **explicit)
    one("mapping-from-any", "anyPolicy must not be mapped.", INVALID, {"policies": p(B)},
        {"policies": p(B)}, POLICY_INVALID_MAPPING,
        upper={"policies": p(ANY), "mappings": policy_mappings((ANY, B))},
        citation="RFC 5280 section 6.1.4 (a)")
    one("mapping-to-any", "Nothing must be mapped to anyPolicy.", INVALID, {"policies": p(B)},
        {"policies": p(B)}, POLICY_INVALID_MAPPING,
        upper={"policies": p(A), "mappings": policy_mappings((A, ANY))},
        citation="RFC 5280 section 6.1.4 (a)")
    one("any-inhibited", "anyPolicy of the leaf no longer counts.", INVALID,
        {"policies": p(A), "inhibit_any": inhibit_any_policy(0)}, {"policies": p(ANY)}, **explicit)
    one("any-inhibited-later", "anyPolicy is inhibited only further down.", VALID,
        {"policies": p(A), "inhibit_any": inhibit_any_policy(1)}, {"policies": p(ANY)}, **explicit)
    one("any-inhibited-by-user", "anyPolicy of the CA is inhibited by the caller.", INVALID,
        {"policies": p(ANY)}, {"policies": p(A)}, inhibit_any_policy=True, **explicit)
    one("constraints-not-critical", "policyConstraints must be critical.", INVALID,
        {"policies": p(A), "policy_constraints": policy_constraints(0, critical=False)},
        {"policies": p(A)}, POLICY_NOT_CRITICAL, citation="RFC 5280 section 4.2.1.11")
    one("constraints-empty", "policyConstraints without content.", INVALID,
        {"policies": p(A), "policy_constraints": Extension("2.5.29.36", der.sequence(), True)},
        {"policies": p(A)}, MALFORMED, citation="RFC 5280 section 4.2.1.11")
    one("twice", "The same policy twice in one extension.", INVALID, {"policies": p(A)},
        {"policies": p(A, A)}, POLICY_TWICE, citation="RFC 5280 section 4.2.1.4")
