// The logs of Certificate Transparency: a built-in table, or Google's log list (version 3).
#pragma once

#include "core/result.h"
#include "trust/ct/sct.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tlsonar::trust {

enum class CtLogState : std::uint8_t {
    unknown,  // the list does not say
    pending,
    qualified,
    usable,
    read_only,
    retired,
    rejected,
};
std::string_view ct_log_state_name(CtLogState state);

enum class CtLogFormat : std::uint8_t { rfc6962, static_ct };
std::string_view ct_log_format_name(CtLogFormat format);

struct CtLog {
    LogId id{};
    std::string key;  // DER of SubjectPublicKeyInfo
    std::string description;
    std::string operator_name;
    std::string url;
    CtLogFormat format = CtLogFormat::rfc6962;
    CtLogState state = CtLogState::unknown;
    std::optional<std::int64_t> state_since;
    // notAfter of the certificates it takes: [start, end).
    std::optional<std::int64_t> interval_start;
    std::optional<std::int64_t> interval_end;
    bool test = false;  // its SCTs mean nothing for anybody's policy

    // The state at a time: before `state_since`, a log that is usable or later was on its way, and
    // one that is read-only or retired was usable.
    CtLogState state_at(std::int64_t time) const;
};

// Immutable.
class CtLogList {
  public:
    // The table in this program; date() is the day its facts are of.
    static CtLogList builtin();
    // log_list.json and all_logs_list.json of https://www.gstatic.com/ct/log_list/v3/. The error is
    // a sentence.
    static Result<CtLogList, std::string> from_json(std::string_view json);
    static constexpr std::size_t kMaxJson = 32UL * 1024 * 1024;
    static constexpr std::size_t kMaxLogs = 10'000;

    explicit CtLogList(std::vector<CtLog> logs, std::string date);
    const CtLog* find(const LogId& id) const;
    const std::vector<CtLog>& logs() const { return logs_; }
    const std::string& date() const { return date_; }

  private:
    std::vector<CtLog> logs_;  // sorted by id
    std::string date_;
};

}  // namespace tlsonar::trust
