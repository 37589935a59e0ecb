#include "trust/ct/log_list_private.h"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace tlsonar::trust {
namespace {

using nlohmann::json;

// Null when it is not there or of another type: nothing here throws.
const json* member(const json& object, const char* name, json::value_t type) {
    if (!object.is_object()) return nullptr;
    const auto at = object.find(name);
    return at != object.end() && at->type() == type ? &*at : nullptr;
}

std::string text(const json& object, const char* name) {
    const json* value = member(object, name, json::value_t::string);
    return value != nullptr ? value->get_ref<const std::string&>() : std::string();
}

// "state": { "usable": { "timestamp": … } }.
void read_state(const json& entry, CtLog& log) {
    const json* state = member(entry, "state", json::value_t::object);
    if (state == nullptr || state->empty()) return;
    log.state = read_log_state(state->begin().key());
    log.state_since = read_rfc3339(text(state->begin().value(), "timestamp"));
}

// False when the log cannot be used: its id is not the hash of its key.
bool read_log(const json& entry, CtLog& log, CertificateHasher& hasher) {
    log.key = decode_base64(text(entry, "key"));
    if (log.key.empty()) return false;
    log.id = hasher.sha256(as_bytes(log.key));
    if (!equal(as_bytes(decode_base64(text(entry, "log_id"))), log.id)) return false;
    log.description = text(entry, "description");
    log.url = text(entry, "url");
    if (log.url.empty()) log.url = text(entry, "submission_url");
    log.test = text(entry, "log_type") == "test";
    read_state(entry, log);
    if (const json* interval = member(entry, "temporal_interval", json::value_t::object)) {
        log.interval_start = read_rfc3339(text(*interval, "start_inclusive"));
        log.interval_end = read_rfc3339(text(*interval, "end_exclusive"));
    }
    return true;
}

void read_logs(const json& of, const char* name, CtLogFormat format, CertificateHasher& hasher,
               std::vector<CtLog>& logs) {
    const json* list = member(of, name, json::value_t::array);
    if (list == nullptr) return;
    for (const json& entry : *list) {
        CtLog log;
        if (logs.size() == CtLogList::kMaxLogs || !read_log(entry, log, hasher)) continue;
        log.format = format;
        log.operator_name = text(of, "name");
        logs.push_back(std::move(log));
    }
}

}  // namespace

Result<CtLogList, std::string> CtLogList::from_json(std::string_view octets) {
    if (octets.size() > kMaxJson) return std::string("the log list is too large");
    const json list = json::parse(octets, nullptr, false);
    const json* operators = member(list, "operators", json::value_t::array);
    if (operators == nullptr)
        return std::string("not a log list: a JSON object with \"operators\" is expected");
    std::vector<CtLog> logs;
    CertificateHasher hasher;
    for (const json& one : *operators) {
        read_logs(one, "logs", CtLogFormat::rfc6962, hasher, logs);
        read_logs(one, "tiled_logs", CtLogFormat::static_ct, hasher, logs);
    }
    if (logs.empty())
        return std::string("the log list holds no log whose id is the hash of its key");
    return CtLogList(std::move(logs), text(list, "log_list_timestamp").substr(0, 10));
}

}  // namespace tlsonar::trust
