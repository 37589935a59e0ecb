// What path validation needs to know of a certificate beyond its summary, read strictly. Private to
// this room.
#pragma once

#include "core/bytes.h"
#include "trust/certificate_ptr.h"
#include "trust/name/constraints.h"
#include "trust/name/distinguished.h"
#include "trust/path/path_kinds.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tlsonar::trust {

// The extensions that are processed, so that they may be critical.
enum class PathExtension : std::uint8_t {
    authority_key_id,
    subject_key_id,
    key_usage,
    policies,
    policy_mappings,
    alt_name,
    issuer_alt_name,
    basic_constraints,
    name_constraints,
    policy_constraints,
    extended_key_usage,
    crl_distribution_points,
    freshest_crl,
    inhibit_any_policy,
    authority_info_access,
    subject_info_access,
    tls_feature,
    count,
};

struct PolicyMapping {
    std::string issuer;  // content octets of the identifiers
    std::string subject;
};

// Found in the certificate alone, whatever it is used for.
struct Defect {
    PathKind kind{};
    std::string found;
    bool doubt = false;  // makes it impossible to say, rather than wrong
};

struct PathFacts {
    using Hash = std::array<std::uint8_t, 32>;

    DistinguishedName subject;
    DistinguishedName issuer;
    std::string subject_key;  // of names as they are looked up
    std::string issuer_key;
    bool self_issued = false;
    Hash key_hash{};       // SHA-256 of the SubjectPublicKeyInfo
    std::string identity;  // the same for certificates of the same name and key

    std::array<bool, static_cast<std::size_t>(PathExtension::count)> present{};
    std::array<bool, static_cast<std::size_t>(PathExtension::count)> critical{};
    bool has(PathExtension e) const { return present[static_cast<std::size_t>(e)]; }
    bool is_critical(PathExtension e) const { return critical[static_cast<std::size_t>(e)]; }

    bool names_issuer_and_serial = false;  // in authorityKeyIdentifier: either of them
    std::optional<NameConstraints> constraints;
    std::vector<std::string> policies;  // content octets of the identifiers
    std::vector<PolicyMapping> mappings;
    std::optional<std::uint32_t> require_explicit_policy;
    std::optional<std::uint32_t> inhibit_policy_mapping;
    std::optional<std::uint32_t> inhibit_any_policy;

    std::vector<Defect> defects;
};

PathFacts read_path_facts(const Certificate& certificate, const PathFacts::Hash& key_hash);

// The names of a certificate that constraints may speak of. They point into the certificate, its
// facts and this.
struct ConstrainedNames {
    std::vector<ConstrainedName> names;
    std::deque<DistinguishedName> directories;
};
void collect_constrained_names(const Certificate& certificate, const PathFacts& facts,
                               ConstrainedNames& out);

// For the files that read facts.
// Which part of a certificate is not as RFC 5280 section 4.1 has it; empty: it is well formed.
std::string_view fault_of_structure(Bytes certificate);
// A point on its curve, two numbers of RSA, octets of the right count. Of kinds and curves that are
// not known here nothing is said.
bool is_key_well_formed(const Certificate& certificate);
void read_path_extensions(const Certificate& certificate, PathFacts& facts);
// The value of an otherName that is a SmtpUTF8Mailbox (RFC 9598); nothing when it is another.
// `malformed` is set when it is one, but not a well-formed one.
std::optional<std::string_view> smtp_utf8_mailbox(std::string_view other_name, bool& malformed);
// X.690: every item inside is complete, in its shortest form, and nothing is left over.
bool is_well_formed_der(Bytes octets);

}  // namespace tlsonar::trust
