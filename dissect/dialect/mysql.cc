#include "dissect/dialect/list.h"

namespace tlsonar::dissect {
namespace {

bool is_mysql(const Preamble& p) {
    // Greeting: Int24 length, sequence 0, protocol version 10. Request: 32 octets, sequence 1.
    const bool greeting = p.server.size() > 5 && p.server[3] == 0 && p.server[4] == 10;
    const bool request =
        p.client.size() == 36 && begins(p.client, std::string_view("\x20\0\0\x01", 4));
    return request || (greeting && p.client.empty());
}

}  // namespace

const Dialect dialect::kMysql = {"mysql", "MySQL protocol, SSLRequest", is_mysql};

}  // namespace tlsonar::dissect
