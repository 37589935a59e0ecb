#include "reports/verdict_json.h"

#include "reports/certificate_json.h"
#include "reports/ct_json.h"
#include "reports/finding_json.h"

namespace tlsonar::reports {
namespace {

void write_staple(JsonWriter& json, const trust::RevocationStatus& staple) {
    json.begin_object("staple");
    json.plain("status", trust::revocation_status_name(staple.status));
    if (staple.reason) json.plain("reason", trust::crl_reason_name(*staple.reason));
    if (staple.revoked_at) write_instant(json, "revoked_at", *staple.revoked_at);
    if (staple.this_update) write_instant(json, "this_update", *staple.this_update);
    if (staple.next_update) write_instant(json, "next_update", *staple.next_update);
    json.end_object();
}

void write_verdict(JsonWriter& json, const trust::ChainVerdict& verdict) {
    json.begin_object();
    json.plain("verdict", trust::verdict_name(verdict.verdict));
    json.string("store", verdict.store);
    json.begin_array("path");
    for (const std::string& subject : verdict.path)
        json.string(subject);
    json.end_array();
    if (verdict.verdict == trust::Verdict::valid)
        write_instant(json, "earliest_expiry", verdict.earliest_expiry);
    if (verdict.publicly_trusted) json.boolean("publicly_trusted", true);
    if (verdict.staple) write_staple(json, *verdict.staple);
    if (verdict.ct) write_ct(json, *verdict.ct);
    write_findings(json, "findings", verdict.path_findings);
    write_findings(json, "chain_findings", verdict.chain_findings);
    json.end_object();
}

}  // namespace

void VerdictJson::append(JsonWriter& json, std::string_view name,
                         const trust::ChainVerdictPtr& verdict) {
    if (!verdict) return;
    auto kept = kept_.find(verdict.get());
    if (kept == kept_.end()) {
        if (kept_.size() >= kMaxKept) kept_.clear();
        Kept fresh{verdict, {}};
        {
            JsonWriter own(fresh.text);
            write_verdict(own, *verdict);
        }
        kept = kept_.emplace(verdict.get(), std::move(fresh)).first;
    }
    json.raw(name, kept->second.text);
}

}  // namespace tlsonar::reports
