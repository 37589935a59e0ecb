#include "dissect/dialect/list.h"

namespace tlsonar::dissect {
namespace {

bool is_irc(const Preamble& p) {
    const bool agreed = contains(p.server, " 670 ");
    const bool typical = has_line(p.client, "NICK") || has_line(p.client, "CAP") ||
                         contains(p.server, " CAP ") || contains(p.server, " NOTICE ");
    return agreed || (has_line(p.client, "STARTTLS") && typical);
}

}  // namespace

const Dialect dialect::kIrc = {"irc", "IRCv3 tls extension", is_irc};

}  // namespace tlsonar::dissect
