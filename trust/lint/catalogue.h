// The themes of the catalogue: one line each here and in lint_findings.cc. Private to this folder.
#pragma once

#include "trust/lint/lint.h"

#include <span>

namespace tlsonar::trust {

std::span<const Lint> lifetime_lints();
std::span<const Lint> dns_lints();
std::span<const Lint> san_lints();
std::span<const Lint> subject_lints();
std::span<const Lint> key_lints();
std::span<const Lint> signature_lints();
std::span<const Lint> usage_lints();
std::span<const Lint> revocation_lints();
std::span<const Lint> extension_lints();
std::span<const Lint> structure_lints();
std::span<const Lint> ct_lints();
std::span<const Lint> profile_lints();
std::span<const Lint> format_lints();
std::span<const Lint> ev_lints();

}  // namespace tlsonar::trust
