// What baselines, SARIF and GitLab remember a deviation by.
#pragma once

#include "audit/verdict/verdict.h"

#include <memory>
#include <string>
#include <string_view>

namespace tlsonar::audit {

// Makes many: it keeps what OpenSSL would otherwise look up for each. Of one thread.
class Fingerprinter {
  public:
    Fingerprinter();
    ~Fingerprinter();
    Fingerprinter(const Fingerprinter&) = delete;
    Fingerprinter& operator=(const Fingerprinter&) = delete;

    // Lower-case digits. Depends on policy, rule, Subject::stable_id, fact and aspect; not on
    // address, time, order or wording.
    Fingerprint of(std::string_view policy, std::string_view rule, const Subject& subject,
                   const Deviation& deviation);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

// SHA-256 as lower-case hexadecimal.
std::string sha256_hex(std::string_view octets);

}  // namespace tlsonar::audit
