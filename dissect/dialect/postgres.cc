#include "dissect/dialect/list.h"

namespace tlsonar::dissect {
namespace {

bool is_postgres(const Preamble& p) {
    // Int32 8, Int32 80877103; the answer is the one octet S.
    constexpr std::string_view kRequest("\x00\x00\x00\x08\x04\xd2\x16\x2f", 8);
    return begins(p.client, kRequest) || (p.client.empty() && p.server == "S");
}

}  // namespace

const Dialect dialect::kPostgres = {"postgres", "PostgreSQL protocol, SSLRequest", is_postgres};

}  // namespace tlsonar::dissect
