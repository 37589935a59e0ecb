#include "scanner/resolve/dns_message.h"

#include "core/reader.h"

#include <algorithm>

namespace tlsonar::scanner {
namespace {

constexpr std::size_t kHeader = 12;
constexpr std::size_t kMaxName = 255;  // octets on the wire, RFC 1035 section 2.3.4
constexpr std::uint16_t kInternet = 1;

void append_label(std::string& out, Bytes label) {
    if (!out.empty()) out += '.';
    for (const std::uint8_t octet : label) {
        const char c = static_cast<char>(octet >= 'A' && octet <= 'Z' ? octet + 32 : octet);
        const bool plain =
            (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '*';
        if (plain) {
            out += c;
        } else {
            out += '\\';
            for (const unsigned digit : {octet / 100U, octet / 10U % 10, octet % 10U})
                out += static_cast<char>('0' + digit);
        }
    }
}

struct Record {
    std::string owner;
    std::uint16_t type = 0;
    std::size_t begin = 0;
    std::size_t end = 0;
};

// A resource record at `at`; of another class than the Internet's it has type 0.
bool read_record(Bytes message, std::size_t& at, Record& record) {
    auto owner = read_dns_name(message, at);
    constexpr std::size_t kFixed = 10;
    if (!owner || message.size() - at < kFixed) return false;
    Reader reader(message.subspan(at, kFixed));
    record.owner = std::move(*owner);
    record.type = reader.u16();
    if (reader.u16() != kInternet) record.type = 0;
    reader.skip(4);  // TTL: a run is short
    const std::size_t length = reader.u16();
    record.begin = at + kFixed;
    if (message.size() - record.begin < length) return false;
    at = record.end = record.begin + length;
    return true;
}

// Follows CNAMEs from answer.name as long as there are any. Servers put them in any order.
bool follow_aliases(Bytes message, const std::vector<Record>& records, DnsAnswer& answer) {
    for (std::size_t hops = 0; hops <= DnsAnswer::kMaxAliases; ++hops) {
        const auto alias = std::find_if(records.begin(), records.end(), [&](const Record& r) {
            return r.type == static_cast<std::uint16_t>(DnsType::cname) && r.owner == answer.name;
        });
        if (alias == records.end()) return true;
        std::size_t at = alias->begin;
        auto next = read_dns_name(message, at);
        if (!next || at != alias->end) return false;
        answer.name = std::move(*next);
    }
    return false;
}

}  // namespace

std::optional<std::string> read_dns_name(Bytes message, std::size_t& at) {
    std::string name;
    std::size_t here = at;
    std::size_t run = at;  // where the labels begin that were read since the last pointer
    std::size_t octets = 1;
    bool jumped = false;
    while (here < message.size()) {
        const std::uint8_t length = message[here];
        if (length == 0) {
            if (!jumped) at = here + 1;
            return name;
        }
        if ((length & 0xc0) == 0xc0) {
            if (message.size() - here < 2) return std::nullopt;
            const std::size_t to = load_be16(message.data() + here) & 0x3fffU;
            if (to >= run) return std::nullopt;  // backwards only, each time further: so it ends
            if (!jumped) at = here + 2;
            jumped = true;
            here = run = to;
            continue;
        }
        octets += 1U + length;
        if (length > 63 || octets > kMaxName || message.size() - here <= length)
            return std::nullopt;
        append_label(name, message.subspan(here + 1, length));
        here += 1U + length;
    }
    return std::nullopt;
}

Result<DnsAnswer, std::string_view> read_dns_answer(Bytes message, DnsType type) {
    if (message.size() < kHeader) return std::string_view("it has no header");
    Reader header(message.first(kHeader));
    header.skip(2);
    const std::uint16_t flags = header.u16();
    const std::uint16_t questions = header.u16();
    const std::uint16_t count = header.u16();
    if ((flags & 0x8000) == 0) return std::string_view("it is a question");
    if (questions != 1) return std::string_view("it does not repeat the question");
    DnsAnswer answer;
    answer.rcode = flags & 0x0f;
    answer.truncated = (flags & 0x0200) != 0;
    std::size_t at = kHeader;
    auto asked = read_dns_name(message, at);
    if (!asked || message.size() - at < 4) return std::string_view("its question is malformed");
    at += 4;
    answer.asked = answer.name = std::move(*asked);
    if (count > DnsAnswer::kMaxRecords) return std::string_view("it has too many records");
    std::vector<Record> records;
    for (std::uint16_t i = 0; i < count; ++i) {
        Record record;
        if (!read_record(message, at, record)) {
            if (answer.truncated) break;
            return std::string_view("a record is malformed");
        }
        records.push_back(std::move(record));
    }
    if (!follow_aliases(message, records, answer))
        return std::string_view("its aliases (CNAME) are malformed or have no end");
    for (const Record& record : records)
        if (record.type == static_cast<std::uint16_t>(type) && record.owner == answer.name)
            answer.records.emplace_back(record.begin, record.end);
    return answer;
}

}  // namespace tlsonar::scanner
