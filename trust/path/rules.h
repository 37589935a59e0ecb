// What is asked of one certificate, by the place it has in a path. Private to this room.
#pragma once

#include "trust/path/facts.h"
#include "trust/path/remark.h"
#include "trust/path/validate.h"

namespace tlsonar::trust {

enum class Role : std::uint8_t { leaf, issuer, anchor };

struct RuleContext {
    const Certificate& certificate;
    const PathFacts& facts;
    Role role;
    bool examined;  // TrustAnchor::examined
    const ValidationOptions& options;
    Remarks& out;

    const CertificateSummary& summary() const { return certificate.summary; }
    bool is_webpki() const { return options.profile == Profile::webpki; }
    bool key_ids_matter() const { return is_webpki() || options.key_ids_required; }
    bool is_leaf() const { return role == Role::leaf; }
    bool is_anchor() const { return role == Role::anchor; }
    void fail(PathKind kind, std::string found = {}, std::string expected = {}) const {
        out.fail(kind, 0, std::move(found), std::move(expected));
    }
    void note(PathKind kind, std::string found = {}, std::string expected = {}) const {
        out.add(kind, Effect::note, 0, std::move(found), std::move(expected));
    }
};

// All rules for that role. The remarks' certificate is 0: the caller knows its place.
Remarks judge_alone(const Certificate& certificate, const PathFacts& facts, Role role,
                    bool examined, const ValidationOptions& options);

// The parts, each in a file of its own.
void judge_form(const RuleContext& context);       // rules.cc
void judge_as_issuer(const RuleContext& context);  // rules_issuer.cc
void judge_as_leaf(const RuleContext& context);    // rules_leaf.cc
void judge_key(const RuleContext& context);        // rules_key.cc
void judge_signature_algorithm(const RuleContext& context);

bool has_purpose(const CertificateSummary& certificate, Purpose purpose);
std::string usages_text(const CertificateSummary& certificate);
std::string_view purpose_text(Purpose purpose);

}  // namespace tlsonar::trust
