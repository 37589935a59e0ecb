#include "core/reader.h"
#include "scanner/resolve/dns_message.h"

#include <algorithm>

namespace tlsonar::scanner {
namespace {

// Runs `read` over every record's RDATA; it gives nothing for a malformed one.
template <class T, class Read>
DnsRecords<T> read_each(Bytes message, const DnsAnswer& answer, Read read) {
    DnsRecords<T> out;
    for (const auto& [begin, end] : answer.records) {
        if (std::optional<T> record = read(message.first(end), begin))
            out.records.push_back(std::move(*record));
        else
            ++out.malformed;
    }
    return out;
}

std::optional<IpAddress> address_of(Bytes octets) {
    if (octets.size() != 4 && octets.size() != 16) return std::nullopt;
    IpAddress address;
    address.v6 = octets.size() == 16;
    std::copy(octets.begin(), octets.end(), address.octets.begin());
    return unmapped(address);
}

// ipv4hint, ipv6hint: at least one address of that size.
bool read_hints(Bytes value, std::size_t size, std::vector<IpAddress>& hints) {
    if (value.empty() || value.size() % size != 0) return false;
    for (; !value.empty(); value = value.subspan(size))
        hints.push_back(*address_of(value.first(size)));
    return true;
}

bool read_alpn(Bytes value, std::vector<std::string>& alpn) {
    Reader reader(value);
    while (reader.more()) {
        alpn.emplace_back(as_text(reader.vector8()));
        if (alpn.back().empty()) return false;
    }
    return reader.done() && !alpn.empty();
}

bool read_mandatory(Bytes value, std::vector<std::uint16_t>& keys) {
    Reader reader(value);
    while (reader.more())
        keys.push_back(reader.u16());
    return reader.done() && !keys.empty();
}

// SvcParams, RFC 9460 sections 7 and 8.
bool read_parameter(std::uint16_t key, Bytes value, ServiceBinding& binding) {
    switch (key) {
        case 0:
            return read_mandatory(value, binding.mandatory);
        case 1:
            return read_alpn(value, binding.alpn);
        case 2:
            binding.no_default_alpn = true;
            return value.empty();
        case 3:
            if (value.size() != 2) return false;
            binding.port = load_be16(value.data());
            return true;
        case 4:
            return read_hints(value, 4, binding.ipv4_hints);
        case 5:
            binding.ech.assign(value.begin(), value.end());
            return true;
        case 6:
            return read_hints(value, 16, binding.ipv6_hints);
        default:
            binding.other_keys.push_back(key);
            return true;
    }
}

std::optional<ServiceBinding> read_binding(Bytes message, std::size_t at) {
    if (message.size() - at < 2) return std::nullopt;
    ServiceBinding binding;
    binding.priority = load_be16(message.data() + at);
    at += 2;
    auto target = read_dns_name(message, at);
    if (!target) return std::nullopt;
    binding.target = std::move(*target);
    Reader reader(message.subspan(at));
    // Section 2.2: keys come in strictly increasing order.
    for (int last = -1; reader.more();) {
        const std::uint16_t key = reader.u16();
        const Bytes value = reader.vector16();
        if (reader.failed() || key <= last || !read_parameter(key, value, binding))
            return std::nullopt;
        last = key;
    }
    return binding;
}

}  // namespace

DnsRecords<IpAddress> read_addresses(Bytes message, const DnsAnswer& answer) {
    auto out = read_each<IpAddress>(message, answer, [](Bytes octets, std::size_t at) {
        return address_of(octets.subspan(at));
    });
    std::vector<IpAddress> unique;
    for (const IpAddress& address : out.records)
        if (std::find(unique.begin(), unique.end(), address) == unique.end())
            unique.push_back(address);
    out.records = std::move(unique);
    return out;
}

DnsRecords<MailServer> read_mail_servers(Bytes message, const DnsAnswer& answer) {
    auto out = read_each<MailServer>(message, answer,
                                     [](Bytes octets, std::size_t at) -> std::optional<MailServer> {
                                         if (octets.size() - at < 3) return std::nullopt;
                                         MailServer server;
                                         server.preference = load_be16(octets.data() + at);
                                         at += 2;
                                         auto name = read_dns_name(octets, at);
                                         if (!name || at != octets.size()) return std::nullopt;
                                         server.name = std::move(*name);
                                         return server;
                                     });
    std::sort(out.records.begin(), out.records.end());
    const auto end = std::unique(out.records.begin(), out.records.end());
    out.records.erase(end, out.records.end());
    return out;
}

DnsRecords<ServiceBinding> read_service_bindings(Bytes message, const DnsAnswer& answer) {
    auto out = read_each<ServiceBinding>(message, answer, read_binding);
    std::stable_sort(out.records.begin(), out.records.end(),
                     [](const auto& a, const auto& b) { return a.priority < b.priority; });
    return out;
}

DnsRecords<CaaRecord> read_caa(Bytes message, const DnsAnswer& answer) {
    auto out = read_each<CaaRecord>(message, answer,
                                    [](Bytes octets, std::size_t at) -> std::optional<CaaRecord> {
                                        Reader reader(octets.subspan(at));
                                        CaaRecord record;
                                        record.flags = reader.u8();
                                        record.tag = as_text(reader.vector8());
                                        record.value = as_text(reader.rest());
                                        if (reader.failed() || record.tag.empty())
                                            return std::nullopt;
                                        for (char& c : record.tag)
                                            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
                                        return record;
                                    });
    std::sort(out.records.begin(), out.records.end());
    return out;
}

}  // namespace tlsonar::scanner
