// TLS_FALLBACK_SCSV (RFC 7507): who says that it fell back to an older version is told when that
// was not necessary.
#include "scanner/probe/probes.h"

namespace tlsonar::scanner {
namespace {

using profile::Fact;

constexpr std::string_view kFallbackId = "fallback";
constexpr std::string_view kFallbackFact = "fallback_scsv";
constexpr std::uint16_t kFallback = 0x5600;
constexpr std::uint8_t kInappropriateFallback = 86;

Fact conclude(const Asked& asked) {
    const profile::Evidence from = evidence(kFallbackId, asked.reply);
    if (asked.unknown()) return Fact::make_unknown(from, asked.cause);
    if (asked.accepted()) return Fact::make_no(from, "the handshake goes on");
    if (asked.reply.alert == kInappropriateFallback) return Fact::make_yes(from);
    return Fact::make_unknown(
        from, "the server refuses such hellos, but not for that reason: " + asked.cause);
}

Task<void> probe_fallback(Survey& survey) {
    if (survey.profile().udp) co_return;
    const std::uint16_t newest = survey.newest();
    const std::uint16_t version = newest > kSsl3 ? survey.newest(newest - 1) : std::uint16_t{0};
    if (version == 0) {
        survey.extension(
            kFallbackFact,
            Fact::make_unknown({kFallbackId, 0}, "one version only: nothing to fall back to"));
        co_return;
    }
    HelloRecipe recipe = survey.accepted_hello(version);
    if (recipe.suites.size() >= kMostSuites) recipe.suites.pop_back();
    recipe.suites.push_back(kFallback);
    const Asked asked = co_await survey.host().ask(recipe, kFallbackId);
    if (asked.accepted()) survey.observe(asked.reply, kFallbackId);
    if (asked.unknown()) survey.host().unknown("TLS_FALLBACK_SCSV", asked.cause);
    survey.extension(kFallbackFact, conclude(asked));
}

}  // namespace

const ProbeKind probe::kFallback = {kFallbackId,   "protection against fallback",
                                    Stage::detail, Depth::standard,
                                    false,         probe_fallback};

}  // namespace tlsonar::scanner
