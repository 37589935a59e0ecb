// A name server's answer (RFC 1035 section 4): hostile octets like any peer's. Only what answers
// the question is taken, following aliases (CNAME) inside the message.
#pragma once

#include "core/bytes.h"
#include "core/ip_address.h"
#include "core/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tlsonar::scanner {

enum class DnsType : std::uint16_t { a = 1, cname = 5, mx = 15, aaaa = 28, https = 65, caa = 257 };

struct DnsAnswer {
    static constexpr std::size_t kMaxRecords = 1024;  // of a message, of any type
    static constexpr std::size_t kMaxAliases = 16;
    static constexpr std::uint8_t kNoError = 0;
    static constexpr std::uint8_t kNoSuchName = 3;

    std::uint8_t rcode = kNoError;
    bool truncated = false;
    std::string asked;  // the name of the question
    std::string name;   // where its aliases end
    // RDATA of the records that answer, as octets of the message; beginning and end.
    std::vector<std::pair<std::size_t, std::size_t>> records;
};

// The error is a literal: what is wrong with the message.
Result<DnsAnswer, std::string_view> read_dns_answer(Bytes message, DnsType type);

// Names as text: lower case, no final dot, "" for the root; octets that host names do not have as
// \DDD (RFC 4343 section 2.1). `at` moves behind the name. Nothing when it is malformed.
std::optional<std::string> read_dns_name(Bytes message, std::size_t& at);

// Records of one kind; those that are malformed are only counted.
template <class T>
struct DnsRecords {
    std::vector<T> records;
    std::size_t malformed = 0;
};

// A and AAAA, as the length says; without doubles, as they came. ::ffff:192.0.2.1 is 192.0.2.1.
DnsRecords<IpAddress> read_addresses(Bytes message, const DnsAnswer& answer);

// RFC 5321 section 5.1.
struct MailServer {
    std::uint16_t preference = 0;
    std::string name;  // "" stands for the root: the domain takes no mail (RFC 7505)
    friend auto operator<=>(const MailServer&, const MailServer&) = default;
};
// By preference, then by name.
DnsRecords<MailServer> read_mail_servers(Bytes message, const DnsAnswer& answer);

// An HTTPS record (RFC 9460).
struct ServiceBinding {
    std::uint16_t priority = 0;  // 0: AliasMode, `target` is another name of the whole service
    std::string target;          // "" : the record's owner itself
    std::vector<std::uint16_t> mandatory;
    std::vector<std::string> alpn;  // any octets
    bool no_default_alpn = false;
    std::optional<std::uint16_t> port;
    std::vector<std::uint8_t> ech;  // an ECHConfigList, as it came
    std::vector<IpAddress> ipv4_hints;
    std::vector<IpAddress> ipv6_hints;
    std::vector<std::uint16_t> other_keys;  // SvcParamKeys that are not known here
};
// By priority.
DnsRecords<ServiceBinding> read_service_bindings(Bytes message, const DnsAnswer& answer);

// RFC 8659.
struct CaaRecord {
    std::uint8_t flags = 0;
    std::string tag;    // lower case
    std::string value;  // any octets
    bool critical() const { return (flags & 0x80) != 0; }
    friend auto operator<=>(const CaaRecord&, const CaaRecord&) = default;
};
DnsRecords<CaaRecord> read_caa(Bytes message, const DnsAnswer& answer);

}  // namespace tlsonar::scanner
