// RFC 5280 section 6.3.3: one certificate against the CRLs at hand. The letters are its steps.
#include "trust/name/distinguished.h"
#include "trust/revocation/judge_private.h"
#include "trust/revocation/reading_private.h"

#include <algorithm>

namespace tlsonar::trust {
namespace {

constexpr int kIdCeDistributionPoints = 31;
constexpr int kIdCeIssuingDistributionPoint = 28;

// Extension id-ce `number`; empty when it has none.
Bytes extension_value(const std::vector<CertificateExtension>& extensions, Bytes der, int number) {
    const std::string dotted = "2.5.29." + std::to_string(number);
    for (const CertificateExtension& extension : extensions)
        if (extension.type.dotted() == dotted) return extension.value.of(der);
    return {};
}

std::uint16_t interim_reasons(const Crl& crl, const DistributionPoint& point) {
    std::uint16_t reasons = kAllReasons;
    if (crl.scope && crl.scope->only_some_reasons) reasons &= *crl.scope->only_some_reasons;
    if (point.reasons) reasons &= *point.reasons;
    return reasons;
}

std::string describe(const Crl& crl) {
    std::string out = crl.issuer.rfc4514();
    if (crl.number) out += ", number " + crl.number->hex();
    return out;
}

bool same_scope(const Crl& a, const Crl& b) {
    return equal(extension_value(a.extensions, a.der, kIdCeIssuingDistributionPoint),
                 extension_value(b.extensions, b.der, kIdCeIssuingDistributionPoint)) &&
           a.authority_key_id == b.authority_key_id;
}

}  // namespace

void RevocationCase::judge_by_crls() {
    const Bytes issuer = certificate_.bytes(certificate_.summary.issuer.der);
    const Bytes value =
        extension_value(certificate_.summary.extensions, certificate_.der, kIdCeDistributionPoints);
    DistributionPoints own;
    if (value.data() != nullptr) own = read_distribution_points(value);
    if (own.malformed) note(kind("revocation.distribution-points-malformed"));
    // "… assuming a distribution point with both the reasons and the cRLIssuer fields omitted and a
    // distribution point name of the certificate issuer."
    DistributionPoint implied;
    implied.name =
        DistributionPointName{{{GeneralName::Kind::directory, std::string(as_text(issuer))}}, {}};
    own.points.push_back(std::move(implied));
    for (const DistributionPoint& point : own.points) {
        if (reasons_ == kAllReasons || out_.status == RevocationAnswer::Status::revoked) break;
        judge_point(point);
    }
    if (out_.status == RevocationAnswer::Status::revoked) return;
    if (reasons_ == kAllReasons) {
        if (out_.source == RevocationSource::none) out_.source = RevocationSource::crl;
        out_.status = RevocationAnswer::Status::good;
    } else if (reasons_ != 0) {
        note(kind("revocation.crl-reasons-incomplete"));
    }
}

void RevocationCase::judge_point(const DistributionPoint& point) {
    std::vector<std::string> issuers;
    if (point.crl_issuer.empty())
        issuers.push_back(name_key(certificate_.bytes(certificate_.summary.issuer.der)));
    for (const GeneralName& name : point.crl_issuer)
        if (name.kind == GeneralName::Kind::directory)
            issuers.push_back(name_key(as_bytes(name.octets)));
    for (const std::string& issuer : issuers) {
        const auto found = state_.complete.find(issuer);
        if (found == state_.complete.end()) {
            const auto deltas = state_.deltas.find(issuer);
            if (deltas != state_.deltas.end())
                note(kind("revocation.delta-crl-without-base"), describe(*deltas->second.front()));
            continue;
        }
        // A copy: judging a signer may bring more material.
        const std::vector<CrlPtr> crls = found->second;
        for (const CrlPtr& crl : crls) {
            if (out_.status == RevocationAnswer::Status::revoked) return;
            if (reasons_ == kAllReasons && !is_as_new(*crl)) return;
            judge_crl(*crl, point);
        }
    }
}

// Of lists of the same second none is the newer: what either of them says counts.
bool RevocationCase::is_as_new(const Crl& crl) const {
    return counted_ && crl.this_update && *crl.this_update >= *counted_;
}

void RevocationCase::judge_crl(const Crl& crl, const DistributionPoint& point) {
    if (!readable(crl)) return;
    if (!in_scope(crl, point)) return note(kind("revocation.crl-scope-mismatch"), describe(crl));
    const std::uint16_t reasons = interim_reasons(crl, point);  // (d)
    const bool covered = (reasons & static_cast<std::uint16_t>(~unsigned{reasons_})) == 0;
    if (covered && (reasons == 0 || !is_as_new(crl))) return;  // (e)
    Signer signer;
    if (!find_signer(crl, signer)) return;  // (f), (g)
    const Crl* delta =
        state_.options.use_deltas ? usable_delta(crl, signer.key_hash, signer.key) : nullptr;
    conclude(crl, delta, reasons);
}

bool RevocationCase::readable(const Crl& crl) {
    if (!crl.complete) {
        const bool said = !crl.problems.empty();
        note(kind("revocation.crl-malformed"),
             describe(crl) + (said ? ": " + std::string(crl.problems.front().what) : ""));
        return false;
    }
    if (crl.signature_mismatch) {
        note(kind("revocation.crl-algorithm-mismatch"), describe(crl));
        return false;
    }
    if (is_forgeable(crl.signature)) {
        note(kind("revocation.crl-signature-weak"), crl.signature.text());
        return false;
    }
    return true;
}

// What a critical extension says that nobody here understands may widen the list or narrow it. So
// nothing follows from a certificate's absence; what is listed is taken for revoked (X.509
// section 9.4.1).
bool RevocationCase::understood(const Crl& crl) {
    if (!crl.unknown_critical.empty()) {
        note(kind("revocation.crl-critical-extension"), crl.unknown_critical);
        return false;
    }
    if (!crl.unknown_critical_entry.empty()) {
        note(kind("revocation.crl-critical-entry-extension"), crl.unknown_critical_entry);
        return false;
    }
    return true;
}

// (b)
bool RevocationCase::in_scope(const Crl& crl, const DistributionPoint& point) {
    if (!in_scope_by_name(crl, point)) return false;
    if (!crl.scope) return true;
    const bool ca = certificate_.summary.is_ca();
    return !(crl.scope->only_user_certificates && ca) &&
           !(crl.scope->only_ca_certificates && !ca) && !crl.scope->only_attribute_certificates;
}

bool RevocationCase::in_scope_by_name(const Crl& crl, const DistributionPoint& point) {
    const Bytes crl_issuer = crl.bytes(crl.issuer.der);
    const Bytes issuer = certificate_.bytes(certificate_.summary.issuer.der);
    if (point.crl_issuer.empty()) {
        if (!same_name(crl_issuer, issuer)) return false;
    } else if (!crl.is_indirect() || !has_directory_name(point.crl_issuer, crl_issuer)) {
        return false;
    }
    if (!crl.scope || !crl.scope->name) return true;
    const auto covered = crl.scope->name->resolved(crl_issuer);
    if (!point.name) return share_a_name(covered, point.crl_issuer);
    return share_a_name(covered,
                        point.name->resolved(point.crl_issuer.empty() ? issuer : crl_issuer));
}

// (c), (h): the newest delta list that can be combined with the complete one.
const Crl* RevocationCase::usable_delta(const Crl& base, const Sha256& key_hash, Bytes key) {
    const auto found = state_.deltas.find(name_key(base.bytes(base.issuer.der)));
    if (found == state_.deltas.end()) return nullptr;
    for (const CrlPtr& delta : found->second) {
        if (!delta->complete || !same_scope(base, *delta)) continue;
        if (!base.number || !delta->number || *base.number < *delta->delta_base) {
            note(kind("revocation.delta-crl-without-base"), describe(*delta),
                 "a complete CRL of at least number " + delta->delta_base->hex());
            continue;
        }
        if (!(*base.number < *delta->number)) continue;
        const bool in_time = delta->this_update && delta->next_update &&
                             *delta->this_update <= query_.time + state_.options.skew &&
                             query_.time <= *delta->next_update;
        if (!in_time || !delta->unknown_critical.empty() ||
            !delta->unknown_critical_entry.empty() || delta->signature_mismatch ||
            is_forgeable(delta->signature) ||
            state_.check(delta.get(), delta->bytes(delta->signature.der), key_hash, key,
                         delta->bytes(delta->tbs),
                         delta->bytes(delta->signature_value)) != SignatureCheck::valid) {
            note(kind("revocation.delta-crl-unusable"), describe(*delta));
            continue;
        }
        return delta.get();
    }
    return nullptr;
}

// Whether absence from the list means anything at that time. A current delta list keeps an older
// complete list fresh (RFC 5280 section 6.3.3 (a) (1)).
bool RevocationCase::fresh(const Crl& crl, const Crl* delta) {
    const std::int64_t now = query_.time;
    if (*crl.this_update > now + state_.options.skew) {
        note(kind("revocation.crl-not-yet-valid"), time_text(*crl.this_update), time_text(now));
        return false;
    }
    if (delta != nullptr) return true;
    if (!crl.next_update) {
        if (now - *crl.this_update <= state_.options.max_age_without_next_update) return true;
        note(kind("revocation.crl-without-next-update"), time_text(*crl.this_update));
        return false;
    }
    if (now <= *crl.next_update) return true;
    note(kind("revocation.crl-expired"), time_text(*crl.next_update), time_text(now));
    return false;
}

// (i) … (l)
void RevocationCase::conclude(const Crl& crl, const Crl* delta, std::uint16_t reasons) {
    const Bytes serial = certificate_.bytes(certificate_.summary.serial_octets);
    const Bytes issuer = certificate_.bytes(certificate_.summary.issuer.der);
    const Crl* said_by = delta;
    std::optional<CrlEntry> entry;
    if (delta != nullptr) entry = delta->find(serial, issuer);
    if (!entry) {
        said_by = &crl;
        entry = crl.find(serial, issuer);
    }
    const bool is_fresh = fresh(crl, delta);
    // "Removed" is for delta lists (RFC 5280 section 5.3.1); on a complete one it is no excuse for
    // being there.
    const bool removed = entry && said_by == delta && entry->reason == CrlReason::remove_from_crl;
    if (entry && !removed) {
        // Except for a hold, revocation is for ever: a list that has expired still proves it, and
        // one that came later proves what had happened before.
        const bool lasting = entry->reason != CrlReason::certificate_hold;
        const bool later = *crl.this_update > query_.time + state_.options.skew;
        if (is_fresh ||
            (lasting && (!later || entry->revoked_at.value_or(query_.time + 1) <= query_.time)))
            revoked(RevocationSource::crl, entry->reason, entry->revoked_at, said_by->this_update,
                    said_by->next_update);
        return;
    }
    if (!understood(crl)) return;
    if (state_.options.require_crl_number && !crl.number)
        return note(kind("revocation.crl-number-missing"), describe(crl));
    if (state_.options.require_crl_number && crl.number_critical)
        return note(kind("revocation.crl-number-critical"), describe(crl));
    if (!is_fresh) return;
    reasons_ |= reasons;
    counted_ = std::max(counted_.value_or(*crl.this_update), *crl.this_update);
    if (out_.source == RevocationSource::none) {
        const Crl& newest = delta != nullptr ? *delta : crl;
        out_.this_update = newest.this_update;
        out_.next_update = newest.next_update;
    }
}

}  // namespace tlsonar::trust
