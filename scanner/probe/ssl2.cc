// SSLv2: all its cipher kinds come in one SERVER-HELLO.
#include "scanner/probe/probes.h"

namespace tlsonar::scanner {
namespace {

using profile::Fact;

constexpr std::string_view kSsl2Id = "ssl2";

Task<void> probe_ssl2(Survey& survey) {
    const std::vector<std::uint32_t> kinds = all_ssl2_kinds();
    const Asked asked = co_await survey.host().ask_ssl2(kinds, kSsl2Id);
    profile::AcceptedList& list = survey.suites(kSsl2);
    list.offered = static_cast<std::uint32_t>(kinds.size());
    if (asked.unknown()) {
        list.cause = asked.cause;
        survey.version(kSsl2, Fact::make_unknown({kSsl2Id, 0}, asked.cause));
        survey.host().unknown("SSLv2", asked.cause);
        co_return;
    }
    list.complete = true;
    list.cause.clear();
    if (asked.reply.kind != ReplyKind::ssl2) {
        survey.version(kSsl2, Fact::make_no(evidence(kSsl2Id, asked.reply), asked.cause));
        co_return;
    }
    survey.observe(asked.reply, kSsl2Id);
    // The server lists what both have; the client then takes one of them.
    list.decides = profile::Decides::client;
    for (const std::uint32_t kind : asked.reply.ssl2_kinds)
        if (!list.has(kind)) list.accepted.push_back({kind, evidence(kSsl2Id, asked.reply)});
}

}  // namespace

const ProbeKind probe::kSsl2Suites = {kSsl2Id, "SSLv2",   Stage::enumerate, Depth::enumeration,
                                      false,   probe_ssl2};

}  // namespace tlsonar::scanner
