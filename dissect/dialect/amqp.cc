#include "dissect/dialect/list.h"

namespace tlsonar::dissect {
namespace {

bool is_amqp(const Preamble& p) {
    // Protocol id 2 is TLS.
    constexpr std::string_view kHeader("AMQP\x02\x01\x00\x00", 8);
    return begins(p.client, kHeader) || begins(p.server, kHeader);
}

}  // namespace

const Dialect dialect::kAmqp = {"amqp", "AMQP 1.0 part 5 section 5.2", is_amqp};

}  // namespace tlsonar::dissect
