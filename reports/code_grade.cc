#include "reports/code_grade.h"

#include <algorithm>

namespace tlsonar::reports {
namespace {

// Takes the worst, and gathers the reasons.
class Judge {
  public:
    void when(bool holds, Grade grade, std::string_view why) {
        if (!holds) return;
        out_.grade = std::min(out_.grade, grade);
        if (!out_.why.empty()) out_.why += ", ";
        out_.why += why;
    }
    Graded done() && { return std::move(out_); }

  private:
    Graded out_{Grade::strong, {}};
};

}  // namespace

std::string_view name_of(Grade grade) {
    constexpr std::string_view kNames[] = {"broken", "weak", "fair", "strong", "unknown"};
    return kNames[static_cast<std::size_t>(grade)];
}

Graded grade_of(const SuiteFacts& suite) {
    if (!suite.known) return {};
    Judge judge;
    judge.when(!suite.encrypts, Grade::broken, "no encryption");
    judge.when(!suite.authenticates, Grade::broken, "no authentication");
    judge.when(suite.export_grade, Grade::broken, "export");
    judge.when(suite.rc4, Grade::broken, "RC4");
    const bool short_key = suite.encrypts && suite.strength < 80 && !suite.rc4;
    judge.when(short_key && !suite.export_grade, Grade::broken,
               std::to_string(suite.strength) + "-bit key");
    judge.when(suite.block_bits == 64 && !short_key, Grade::weak, "64-bit blocks");
    judge.when(suite.encrypts && suite.md5 && !suite.rc4 && !suite.export_grade, Grade::weak,
               "MD5");
    const bool broken = !suite.encrypts || suite.export_grade || suite.rc4 || short_key;
    judge.when(suite.block_bits > 64 && !broken, Grade::fair, "CBC");
    judge.when(suite.short_tag, Grade::fair, "8-octet tag");
    // Where nothing is secret anyway, later is no worse.
    judge.when(!suite.forward_secrecy && !broken, Grade::fair, "no forward secrecy");
    return std::move(judge).done();
}

Graded grade_of(const GroupFacts& group) {
    if (!group.known) return {};
    Judge judge;
    const bool small = group.finite_field ? group.bits < 2048 : group.bits < 224;
    judge.when(small && !group.post_quantum, Grade::weak, std::to_string(group.bits) + " bits");
    judge.when(!small && group.recommended == "discouraged", Grade::fair, "discouraged");
    return std::move(judge).done();
}

Graded grade_of(const SchemeFacts& scheme) {
    if (!scheme.known) return {};
    Judge judge;
    judge.when(scheme.weak_hash, Grade::weak, scheme.hash == "md5" ? "MD5" : "SHA-1");
    return std::move(judge).done();
}

Graded grade_of_prime(std::uint32_t bits, bool well_known, bool standard) {
    Judge judge;
    judge.when(bits < 1024, Grade::broken, "can be computed by anybody");
    judge.when(bits >= 1024 && bits < 2048, Grade::weak, "too short");
    judge.when(bits < 2048 && well_known && !standard, Grade::weak, "shared by many servers");
    return std::move(judge).done();
}

Graded grade_of_version(std::uint16_t version) {
    switch (version) {
        case 0x0002:
        case 0x0300:
            return {Grade::broken, "broken"};
        case 0x0301:
        case 0x0302:
        case 0xFEFF:
            return {Grade::weak, "obsolete"};
        default:
            return {Grade::strong, {}};
    }
}

std::uint16_t rank_of_version(std::uint16_t version) {
    constexpr std::uint16_t kDtls10 = 0xFEFF;  // RFC 4347: the complement of 1.0, made of TLS 1.1
    constexpr std::uint16_t kTls11 = 0x0302;
    if (version < 0xFE00) return version;
    return static_cast<std::uint16_t>(version == kDtls10 ? kTls11 : kTls11 - 1 + kDtls10 - version);
}

}  // namespace tlsonar::reports
