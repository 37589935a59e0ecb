// What peers, networks and captures do that the standards do not foresee. An anomaly is a finding,
// never a reason to stop: the observer records it and reads on.
#pragma once

#include "core/moment.h"

#include <cstdint>
#include <string_view>

namespace tlsonar::dissect {

enum class Role : std::uint8_t { client = 0, server = 1 };
inline Role other(Role r) { return r == Role::client ? Role::server : Role::client; }
inline std::string_view name_of(Role r) { return r == Role::client ? "client" : "server"; }

struct AnomalyKind {
    std::string_view id;       // stable, lower_snake_case
    std::string_view meaning;  // one plain sentence
};

// Where an anomaly was met. `offset` counts the octets of that sender's stream from its start
// (or from where the capture began), so it does not depend on how the stream was cut.
struct Anomaly {
    const AnomalyKind* kind = nullptr;
    Role sender = Role::client;
    std::uint64_t offset = 0;
    Moment when;
    std::uint64_t value = 0;  // what was met: a type, a length; 0 when there is nothing to say
};

namespace anomaly {
extern const AnomalyKind kUnexpectedMessage;
extern const AnomalyKind kUnknownMessage;
extern const AnomalyKind kUndecodableMessage;
extern const AnomalyKind kUndecodableExtension;
extern const AnomalyKind kDuplicateExtension;
extern const AnomalyKind kMisplacedExtension;
extern const AnomalyKind kBrokenExtensionList;
extern const AnomalyKind kRecordOverflow;
extern const AnomalyKind kEmptyRecord;
extern const AnomalyKind kNotARecord;
extern const AnomalyKind kInterleavedRecord;
extern const AnomalyKind kBadAlert;
extern const AnomalyKind kBadChangeCipherSpec;
extern const AnomalyKind kMessageTooLong;
extern const AnomalyKind kHandshakeTooLong;
extern const AnomalyKind kMissingOctets;
extern const AnomalyKind kUnopenedRecord;
extern const AnomalyKind kHeartbeatOverread;
extern const AnomalyKind kPlaintextAnswer;
extern const AnomalyKind kTooManyMessages;
extern const AnomalyKind kUnofferedSuite;
extern const AnomalyKind kUnofferedVersion;
}  // namespace anomaly

}  // namespace tlsonar::dissect
