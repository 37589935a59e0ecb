// RFC 6960 section 3.2: one certificate against the OCSP responses at hand.
#include "trust/name/distinguished.h"
#include "trust/revocation/judge_private.h"
#include "trust/revocation/reading_private.h"

#include <algorithm>

#include <openssl/evp.h>

namespace tlsonar::trust {

// The answers that counted; the worst decides.
struct RevocationCase::OcspVote {
    bool good = false;
    bool unknown = false;
    bool matched = false;  // some answer was for this certificate, whatever came of it
};

namespace {

// Content of the BIT STRING in a SubjectPublicKeyInfo, which KeyHash is taken of.
Bytes key_bits(Bytes public_key) {
    CertificateSummary scratch;
    CertificateParse parse(scratch);
    DerItem info;
    PublicKey key;
    if (!only_item(public_key, tag::sequence, info)) return {};
    read_public_key(parse, info, key);
    return key.key.of(public_key);
}

bool has_extension(const CertificateSummary& summary, std::string_view dotted) {
    return std::any_of(
        summary.extensions.begin(), summary.extensions.end(),
        [dotted](const CertificateExtension& e) { return e.type.dotted() == dotted; });
}

// Empty when the library has no such hash.
std::string hash_of(std::string_view name, Bytes octets) {
    struct Row {
        std::string_view name;
        const EVP_MD* (*get)();
    };
    static constexpr Row kHashes[] = {{"SHA-1", EVP_sha1},
                                      {"SHA-256", EVP_sha256},
                                      {"SHA-384", EVP_sha384},
                                      {"SHA-512", EVP_sha512}};
    for (const Row& row : kHashes) {
        if (row.name != name) continue;
        unsigned char digest[EVP_MAX_MD_SIZE];
        unsigned size = 0;
        if (EVP_Digest(octets.data(), octets.size(), digest, &size, row.get(), nullptr) != 1)
            return {};
        return std::string(as_text(Bytes(digest, size)));
    }
    return {};
}

template <std::size_t N>
bool is_hash(const std::string& octets, const std::array<std::uint8_t, N>& hash) {
    return equal(as_bytes(octets), hash);
}

bool names_responder(const OcspResponse& response, Bytes name, Bytes public_key,
                     CertificateHasher& hasher) {
    if (!response.responder_name.empty()) return same_name(as_bytes(response.responder_name), name);
    return is_hash(response.responder_key_hash, hasher.sha1(key_bits(public_key)));
}

}  // namespace

void RevocationCase::judge_by_ocsp() {
    OcspVote vote;
    const Bytes serial = certificate_.bytes(certificate_.summary.serial_octets);
    const auto places = state_.answers.find(std::string(as_text(shortest_integer(serial))));
    if (places != state_.answers.end()) {
        // A copy: judging a responder may bring more material.
        const std::vector<std::size_t> mine = places->second;
        for (const std::size_t place : mine) {
            const OcspMaterial material = state_.responses[place];
            judge_response(material, vote);
            if (out_.status == RevocationAnswer::Status::revoked) return;
        }
    }
    if (vote.unknown) {
        // Somebody who should know does not: what another answer said counts no more.
        note(kind("revocation.ocsp-unknown"));
        out_.source = RevocationSource::none;
        out_.this_update.reset();
        out_.next_update.reset();
    } else if (vote.good) {
        out_.status = RevocationAnswer::Status::good;
    } else if (!vote.matched && query_.index == 0 && state_.depth == 0) {
        explain_unanswered();
    }
}

// Of a leaf without any answer: responses that are for nobody in its path were meant for it.
void RevocationCase::explain_unanswered() {
    if (state_.responses.size() > RevocationState::kFewResponses) return;
    const auto in_path = [this](const OcspSingle& single) {
        const Bytes serial = shortest_integer(as_bytes(single.serial));
        return std::any_of(query_.path.begin(), query_.path.end(), [&](const CertificatePtr& c) {
            return c->sha256 != certificate_.sha256 &&
                   equal(serial, shortest_integer(c->bytes(c->summary.serial_octets)));
        });
    };
    for (const OcspMaterial& material : state_.responses) {
        const OcspResponse& response = *material.response;
        if (response.status != OcspResponseStatus::successful &&
            response.status != OcspResponseStatus::unread)
            note(kind("revocation.ocsp-error-response"),
                 std::string(ocsp_response_status_name(response.status)));
        else if (!response.complete)
            note(kind("revocation.ocsp-malformed"),
                 response.problems.empty() ? "" : std::string(response.problems.front().what));
        else if (std::none_of(response.singles.begin(), response.singles.end(), in_path))
            note(kind("revocation.ocsp-no-match"));
    }
}

// CertID: by SHA-1 (RFC 6960) or one of SHA-2 (RFC 5019bis, RFC 9654).
bool RevocationCase::matches(const OcspSingle& single) {
    const Bytes serial = certificate_.bytes(certificate_.summary.serial_octets);
    if (!equal(shortest_integer(as_bytes(single.serial)), shortest_integer(serial))) return false;
    const Bytes issuer = certificate_.bytes(certificate_.summary.issuer.der);
    const Bytes key = key_bits(query_.issuer_public_key);
    const auto is_made_of = [&](const std::string& hash, Bytes what) {
        const std::string made = hash_of(single.hash, what);
        return !made.empty() && made == hash;
    };
    return is_made_of(single.key_hash, key) && (is_made_of(single.name_hash, issuer) ||
                                                is_made_of(single.name_hash, query_.issuer_name));
}

void RevocationCase::judge_response(const OcspMaterial& material, OcspVote& vote) {
    const OcspResponse& response = *material.response;
    if (response.status != OcspResponseStatus::successful || !response.complete || !response.basic)
        return;
    std::vector<const OcspSingle*> mine;
    for (const OcspSingle& single : response.singles)
        if (matches(single)) mine.push_back(&single);
    if (mine.empty()) return;
    vote.matched = true;
    if (!response.unknown_critical.empty())
        return note(kind("revocation.ocsp-critical-extension"), response.unknown_critical);
    for (const OcspSingle* single : mine)
        if (!single->unknown_critical.empty())
            return note(kind("revocation.ocsp-critical-extension"), single->unknown_critical);
    if (is_forgeable(response.signature))
        return note(kind("revocation.ocsp-signature-weak"), response.signature.text());
    if (!authorised(response)) return;
    const auto source = material.stapled ? RevocationSource::staple : RevocationSource::ocsp;
    for (const OcspSingle* single : mine) {
        const bool in_time = judge_window(response, *single);
        if (single->status == OcspCertStatus::revoked) {
            const auto reason = single->reason.value_or(CrlReason::unspecified);
            // As with CRLs: only a hold can end.
            const bool lasting = reason != CrlReason::certificate_hold &&
                                 single->revoked_at.value_or(query_.time + 1) <= query_.time;
            if (in_time || lasting)
                return revoked(source, reason, single->revoked_at, single->this_update,
                               single->next_update);
        } else if (in_time && single->status == OcspCertStatus::unknown) {
            vote.unknown = true;
        } else if (in_time) {
            vote.good = true;
            out_.source = source;
            out_.this_update = single->this_update;
            out_.next_update = single->next_update;
        }
    }
}

bool RevocationCase::judge_window(const OcspResponse& response, const OcspSingle& single) {
    const std::int64_t now = query_.time;
    const std::int64_t skew = state_.options.skew;
    const CertificateSummary& summary = certificate_.summary;
    const std::int64_t produced = *response.produced_at;
    const bool archived =
        single.archive_cutoff && summary.not_after && *single.archive_cutoff <= *summary.not_after;
    if ((summary.not_before && produced < *summary.not_before - skew) ||
        (summary.not_after && produced > *summary.not_after + skew && !archived)) {
        note(kind("revocation.ocsp-produced-outside-lifetime"), time_text(produced));
        return false;
    }
    const std::int64_t since = *single.this_update;
    if (since > now + skew || produced > now + skew) {
        note(kind("revocation.ocsp-not-yet-valid"), time_text(std::max(since, produced)),
             time_text(now));
        return false;
    }
    if (single.next_update && (*single.next_update < now || *single.next_update < since)) {
        note(kind("revocation.ocsp-expired"), time_text(*single.next_update), time_text(now));
        return false;
    }
    const RevocationOptions& options = state_.options;
    if ((!single.next_update && now - since > options.max_age_without_next_update + skew) ||
        (options.max_ocsp_age != 0 && now - since > options.max_ocsp_age + skew)) {
        note(kind("revocation.ocsp-too-old"), time_text(since), time_text(now));
        return false;
    }
    return true;
}

// Signed by the issuer, or by somebody whom it authorised.
bool RevocationCase::authorised(const OcspResponse& response) {
    const auto signed_by = [&](Bytes key, const Sha256& key_hash) {
        return state_.check(&response, response.bytes(response.signature.der), key_hash, key,
                            response.bytes(response.tbs), response.bytes(response.signature_value));
    };
    bool named = false;
    bool unsupported = false;
    if (names_responder(response, query_.issuer_name, query_.issuer_public_key, state_.hasher)) {
        named = true;
        const SignatureCheck check = signed_by(query_.issuer_public_key, issuer_key_hash_);
        if (check == SignatureCheck::valid) return true;
        unsupported = check == SignatureCheck::unsupported;
    }
    for (const CertificatePtr& delegate : response.certificates) {
        const Bytes key = delegate->bytes(delegate->summary.public_key.info);
        if (!names_responder(response, delegate->bytes(delegate->summary.subject.der), key,
                             state_.hasher))
            continue;
        named = true;
        const SignatureCheck check = signed_by(key, query_.cache->hash(key));
        if (check == SignatureCheck::valid) return delegate_authorised(response, *delegate);
        unsupported = unsupported || check == SignatureCheck::unsupported;
    }
    if (!named)
        note(kind("revocation.ocsp-responder-missing"));
    else if (unsupported)
        note(kind("revocation.ocsp-signature-unsupported"), response.signature.text());
    else
        note(kind("revocation.ocsp-signature-wrong"));
    return false;
}

bool RevocationCase::delegate_authorised(const OcspResponse& response,
                                         const Certificate& delegate) {
    const CertificateSummary& summary = delegate.summary;
    const auto& usages = summary.extended_key_usage;
    const bool may_sign =
        std::any_of(usages.begin(), usages.end(),
                    [](const ObjectId& usage) { return usage.dotted() == kOcspSigning; }) &&
        (!summary.key_usage ||
         (*summary.key_usage & (key_usage_digital_signature | key_usage_non_repudiation)) != 0);
    if (!summary.complete || summary.signature_mismatch || !may_sign ||
        has_unknown_critical(summary) ||
        !same_name(delegate.bytes(summary.issuer.der), query_.issuer_name) ||
        query_.cache->check(delegate, query_.issuer_public_key, issuer_key_hash_) !=
            SignatureCheck::valid) {
        note(kind("revocation.ocsp-responder-unauthorised"), summary.subject.rfc4514());
        return false;
    }
    // A response may be looked at long after: the responder must have been valid when it signed.
    const std::int64_t at = std::min(query_.time, *response.produced_at);
    if (!summary.not_before || !summary.not_after ||
        at < *summary.not_before - state_.options.skew || query_.time > *summary.not_after) {
        note(kind("revocation.ocsp-responder-expired"), summary.not_after_text);
        return false;
    }
    if (has_extension(summary, kNoCheck) || state_.depth >= RevocationOptions::kMaxDepth)
        return true;
    // Only CRLs are asked about a responder; when there are none, its short life must do.
    RevocationStatus status;
    RevocationQuery query = query_;
    std::vector<CertificatePtr> path = {std::make_shared<Certificate>(delegate)};
    for (std::size_t i = query_.index + 1; i < query_.path.size(); ++i)
        path.push_back(query_.path[i]);
    query.path = path;
    query.index = 0;
    ++state_.depth;
    RevocationCase(judge_, state_, query, status).judge_by_crls();
    --state_.depth;
    if (status.status != RevocationAnswer::Status::revoked) return true;
    note(kind("revocation.ocsp-responder-revoked"), summary.subject.rfc4514());
    return false;
}

}  // namespace tlsonar::trust
