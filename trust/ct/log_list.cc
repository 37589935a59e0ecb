#include "trust/ct/log_list.h"

#include "trust/certificate_parse.h"
#include "trust/ct/log_list_private.h"
#include "trust/ct/log_table_private.h"

#include <algorithm>

#include <openssl/evp.h>

namespace tlsonar::trust {

std::string decode_base64(std::string_view text) {
    if (text.empty() || text.size() % 4 != 0 || text.size() > 16'384) return {};
    std::string out(text.size() / 4 * 3, '\0');
    const int n = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                  reinterpret_cast<const unsigned char*>(text.data()),
                                  static_cast<int>(text.size()));
    if (n < 0) return {};
    std::size_t padding = 0;
    while (padding < 2 && text[text.size() - 1 - padding] == '=')
        ++padding;
    out.resize(static_cast<std::size_t>(n) - padding);
    return out;
}

// "2026-01-01T00:00:00Z", also with a fraction, which is dropped.
std::optional<std::int64_t> read_rfc3339(std::string_view text) {
    if (text.size() < 20 || text[4] != '-' || text[7] != '-' || text[10] != 'T' ||
        text[13] != ':' || text[16] != ':' || text.back() != 'Z' ||
        (text.size() > 20 && text[19] != '.'))
        return std::nullopt;
    std::string digits;
    for (const std::size_t at : {0U, 5U, 8U, 11U, 14U, 17U})
        digits += text.substr(at, at == 0 ? 4 : 2);
    digits += 'Z';
    bool der_form = true;
    return read_time(tag::generalized_time, as_bytes(digits), der_form);
}

CtLogState read_log_state(std::string_view name) {
    static constexpr std::pair<std::string_view, CtLogState> kNames[] = {
        {"pending", CtLogState::pending}, {"qualified", CtLogState::qualified},
        {"usable", CtLogState::usable},   {"readonly", CtLogState::read_only},
        {"retired", CtLogState::retired}, {"rejected", CtLogState::rejected},
    };
    for (const auto& [known, state] : kNames)
        if (known == name) return state;
    return CtLogState::unknown;
}

CtLogList::CtLogList(std::vector<CtLog> logs, std::string date)
    : logs_(std::move(logs)), date_(std::move(date)) {
    std::stable_sort(logs_.begin(), logs_.end(),
                     [](const CtLog& a, const CtLog& b) { return a.id < b.id; });
}

const CtLog* CtLogList::find(const LogId& id) const {
    const auto at =
        std::lower_bound(logs_.begin(), logs_.end(), id,
                         [](const CtLog& log, const LogId& want) { return log.id < want; });
    return at != logs_.end() && at->id == id ? &*at : nullptr;
}

CtLogList CtLogList::builtin() {
    std::vector<CtLog> logs;
    CertificateHasher hasher;
    for (const ct_table::Row& row : ct_table::rows()) {
        CtLog& log = logs.emplace_back();
        log.key = decode_base64(row.key);
        log.id = hasher.sha256(as_bytes(log.key));
        log.description = row.description;
        log.operator_name = row.operator_name;
        log.url = row.url;
        log.format = row.format == "static-ct" ? CtLogFormat::static_ct : CtLogFormat::rfc6962;
        log.state = read_log_state(row.state);
        log.state_since = read_rfc3339(row.since);
        log.interval_start = read_rfc3339(row.start);
        log.interval_end = read_rfc3339(row.end);
        log.test = row.type != "prod";
    }
    return CtLogList(std::move(logs), std::string(ct_table::date()));
}

CtLogState CtLog::state_at(std::int64_t time) const {
    if (!state_since || time >= *state_since) return state;
    switch (state) {
        case CtLogState::read_only:
        case CtLogState::retired:
            return CtLogState::usable;
        case CtLogState::qualified:
        case CtLogState::usable:
            // Qualified some weeks before, pending before that: the list has only the last step.
        case CtLogState::rejected:
            // Most were accepted once, others never.
            return CtLogState::unknown;
        default:
            return state;
    }
}

std::string_view ct_log_state_name(CtLogState state) {
    switch (state) {
        case CtLogState::pending:
            return "pending";
        case CtLogState::qualified:
            return "qualified";
        case CtLogState::usable:
            return "usable";
        case CtLogState::read_only:
            return "read-only";
        case CtLogState::retired:
            return "retired";
        case CtLogState::rejected:
            return "rejected";
        case CtLogState::unknown:
            break;
    }
    return "unknown";
}

std::string_view ct_log_format_name(CtLogFormat format) {
    return format == CtLogFormat::static_ct ? "static-ct" : "rfc6962";
}

}  // namespace tlsonar::trust
