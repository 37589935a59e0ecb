#include "reports/ct_json.h"

#include "reports/certificate_json.h"
#include "reports/finding_json.h"

namespace tlsonar::reports {

constexpr std::uint64_t kEndOf9999 = 253'402'300'799;

void write_ct(JsonWriter& json, const trust::CtReport& ct) {
    json.begin_object("ct");
    json.plain("compliance", trust::ct_compliance_name(ct.compliance));
    json.number("counted", ct.counted);
    json.number("wanted", ct.wanted);
    json.number("operators", ct.operators);
    json.begin_array("scts");
    for (const trust::SctReport& sct : ct.scts) {
        json.begin_object();
        json.hex("log_id", sct.sct.log_id);
        if (sct.log != nullptr) {
            json.string("log", sct.log->description);
            json.string("operator", sct.log->operator_name);
        }
        json.plain("origin", trust::sct_origin_name(sct.origin));
        json.plain("state", trust::ct_log_state_name(sct.state));
        // What lies beyond is no date of RFC 3339 (and no log's).
        if (const std::uint64_t made = sct.sct.timestamp / 1000; made <= kEndOf9999)
            write_instant(json, "timestamp", static_cast<std::int64_t>(made));
        json.plain("signature", sct.signature == trust::SignatureCheck::valid   ? "valid"
                                : sct.signature == trust::SignatureCheck::wrong ? "wrong"
                                                                                : "unsupported");
        json.boolean("counts", sct.counts);
        json.end_object();
    }
    json.end_array();
    write_findings(json, "findings", ct.findings);
    json.end_object();
}

}  // namespace tlsonar::reports
