// What path validation finds. Private to this room: others meet the kinds in Finding::kind.
#pragma once

#include "trust/finding/finding.h"

#include <span>
#include <string_view>

namespace tlsonar::trust {

std::span<const FindingKind> path_kind_table();

// Places in the table, by name: a finding that is not in it does not compile.
enum class PathKind : std::uint8_t {
    // the chain as a whole
    missing_issuer,
    untrusted_root,
    budget_exhausted,
    too_deep,
    leaf_is_anchor,
    // signatures
    signature_wrong,
    signature_unsupported,
    signature_algorithm_weak,
    signature_algorithm_mismatch,
    // time
    expired,
    not_yet_valid,
    validity_unreadable,
    // the encoding
    malformed_certificate,
    malformed_extension,
    too_large,
    version,
    duplicate_extension,
    unknown_critical_extension,
    serial_number,
    empty_issuer,
    empty_subject,
    // issuers
    issuer_not_ca,
    basic_constraints_not_critical,
    path_length_exceeded,
    cert_sign_not_allowed,
    // key identifiers and other forms
    authority_key_id_missing,
    authority_key_id_critical,
    authority_key_id_form,
    subject_key_id_missing,
    subject_key_id_critical,
    authority_info_access_critical,
    policy_constraints_not_critical,
    // the leaf
    ca_as_leaf,
    leaf_signs_certificates,
    alt_name_missing,
    alt_name_criticality,
    alt_name_malformed,
    common_name_not_in_alt_names,
    // key usage
    key_usage_missing,
    extended_key_usage_missing,
    extended_key_usage_wrong,
    extended_key_usage_any,
    extended_key_usage_critical,
    extended_key_usage_on_root,
    // keys
    key_kind,
    key_size,
    key_size_odd,
    key_curve,
    key_exponent,
    key_malformed,
    // name constraints
    name_constraints_malformed,
    name_constraints_not_critical,
    name_constraints_in_leaf,
    name_excluded,
    name_not_permitted,
    name_constraint_unsupported,
    name_unreadable,
    // policies
    policy_required,
    policy_mapping_any,
    // revocation
    revoked,
    revocation_unknown,
    // the peer's name
    name_mismatch,
    name_wildcard_public_suffix,
    count,
};

const FindingKind* path_kind(PathKind kind);

}  // namespace tlsonar::trust
