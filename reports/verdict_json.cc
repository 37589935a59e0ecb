#include "reports/verdict_json.h"

#include "reports/certificate_json.h"
#include "reports/finding_json.h"

namespace tlsonar::reports {
namespace {

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
