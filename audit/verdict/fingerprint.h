// What baselines, SARIF and GitLab remember a deviation by.
#pragma once

#include "audit/verdict/verdict.h"

#include <string>
#include <string_view>

namespace tlsonar::audit {

// 32 lower-case hexadecimal digits. Depends on policy, rule, Subject::stable_id, fact and aspect;
// not on address, time, order or wording.
std::string fingerprint(std::string_view policy, std::string_view rule, const Subject& subject,
                        const Deviation& deviation);

// SHA-256 as lower-case hexadecimal.
std::string sha256_hex(std::string_view octets);

}  // namespace tlsonar::audit
