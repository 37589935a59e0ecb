// SSLv2: all its cipher kinds come in one SERVER-HELLO.
#include "scanner/probe/probes.h"

namespace tlsonar::scanner {
namespace {

using profile::Fact;

constexpr std::string_view kId = "ssl2";

Task<void> run(Survey& survey) {
    const std::vector<std::uint32_t> kinds = all_ssl2_kinds();
    const Asked asked = co_await survey.host().ask_ssl2(kinds, kId);
    profile::AcceptedList& list = survey.suites(kSsl2);
    list.offered = static_cast<std::uint32_t>(kinds.size());
    if (asked.unknown()) {
        list.cause = asked.cause;
        survey.version(kSsl2, Fact::make_unknown({kId, 0}, asked.cause));
        survey.host().unknown("SSLv2", asked.cause);
        co_return;
    }
    list.complete = true;
    list.cause.clear();
    if (asked.reply.kind != ReplyKind::ssl2) {
        survey.version(kSsl2, Fact::make_no(evidence(kId, asked.reply), asked.cause));
        co_return;
    }
    survey.observe(asked.reply, kId);
    // The server lists what both have; the client then takes one of them.
    list.decides = profile::Decides::client;
    for (const std::uint32_t kind : asked.reply.ssl2_kinds)
        if (!list.has(kind)) list.accepted.push_back({kind, evidence(kId, asked.reply)});
}

}  // namespace

const ProbeKind probe::kSsl2Suites = {kId,   "SSLv2", Stage::enumerate, Depth::enumeration,
                                      false, run};

}  // namespace tlsonar::scanner
