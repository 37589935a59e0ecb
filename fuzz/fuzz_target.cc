// What the user writes and what name servers answer. The first octet chooses: 't' a target, 'l'
// lines of a target file with exclusions, 'd' a DNS message.
#include "scanner/resolve/dns_message.h"
#include "scanner/target/parse_target.h"
#include "scanner/target/target_source.h"

#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string>

namespace {

using namespace tlsonar;
using namespace tlsonar::scanner;

void require(bool holds) {
    if (!holds) std::abort();
}

// canonical() is read as the same target again.
void try_target(std::string_view text) {
    const auto spec = parse_target(text, {});
    if (!spec) {
        require(!spec.error().empty());
        return;
    }
    require(spec->size() > 0);
    for (const Count n : {Count{0}, spec->size() / 2, spec->size() - 1}) {
        const std::string once = canonical(spec->at(n));
        const auto again = parse_target(once, {});
        require(again && again->size() == 1 && canonical(again->at(0)) == once);
    }
}

// Before the first empty line exclusions, then targets. Nothing excluded comes, nothing comes
// twice.
void try_lines(const std::string& text) {
    constexpr int kMost = 50;
    const std::size_t end = std::min(text.find("\n\n"), text.size());
    std::istringstream never(text.substr(0, end));
    std::istringstream lines(text.substr(end));
    TargetSource source({});
    (void)source.exclusions().add_lines(never, "never");
    source.add_lines(lines, "lines", "");
    source.start();
    const Count count = source.count();
    std::unordered_set<std::string> seen;
    int steps = 0;
    for (; steps < kMost; ++steps) {
        const auto target = source.next();
        if (!target) break;
        require(!source.exclusions().excluded(*target));
        require(seen.insert(canonical(*target)).second);
    }
    require(static_cast<Count>(steps) <= count);
}

void try_message(Bytes message) {
    for (const DnsType type :
         {DnsType::a, DnsType::aaaa, DnsType::mx, DnsType::https, DnsType::caa}) {
        const auto answer = read_dns_answer(message, type);
        if (!answer) return;
        for (const auto& [begin, end] : answer->records)
            require(begin <= end && end <= message.size());
        (void)read_addresses(message, *answer);
        (void)read_mail_servers(message, *answer);
        (void)read_service_bindings(message, *answer);
        (void)read_caa(message, *answer);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const Bytes rest(data + 1, size - 1);
    switch (data[0]) {
        case 't':
            try_target(as_text(rest));
            break;
        case 'l':
            try_lines(std::string(as_text(rest)));
            break;
        case 'd':
            try_message(rest);
            break;
        default:
            break;
    }
    return 0;
}
