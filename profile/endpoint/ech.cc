#include "profile/endpoint/ech.h"

#include "core/text.h"
#include "dissect/extension/ech_config.h"
#include "profile/endpoint/endpoint_profile.h"

#include <algorithm>

namespace tlsonar::profile {
namespace {

EchConfig read_config(const dissect::EchConfig& raw) {
    EchConfig out;
    out.version = raw.version;
    out.octets = dissect::encode(raw);
    if (raw.version != dissect::kEchVersion) return out;
    const auto contents = dissect::decode<dissect::EchConfigContents>(raw.contents);
    if (!contents.ok()) return out;
    out.readable = true;
    out.config_id = contents->config_id;
    out.kem = contents->kem_id;
    for (const dissect::CodePair& suite : contents->cipher_suites)
        out.suites.push_back({suite.first, suite.second});
    out.maximum_name_length = contents->maximum_name_length;
    out.public_name = as_text(contents->public_name);
    return out;
}

// Of all HTTPS records together.
EchConfigs published(const ServiceRecords& records) {
    EchConfigs out;
    for (const ServiceRecord& record : records.records)
        if (record.ech)
            out.configs.insert(out.configs.end(), record.ech->configs.begin(),
                               record.ech->configs.end());
    return out;
}

bool share_one(const EchConfigs& a, const EchConfigs& b) {
    return std::any_of(a.configs.begin(), a.configs.end(), [&](const EchConfig& one) {
        return std::any_of(b.configs.begin(), b.configs.end(),
                           [&](const EchConfig& other) { return one.octets == other.octets; });
    });
}

}  // namespace

EchConfigs read_ech_configs(Bytes list) {
    EchConfigs out;
    const auto read = dissect::decode<dissect::EchConfigList>(list);
    out.malformed = !read.ok();
    if (out.malformed) return out;
    for (const dissect::EchConfig& raw : read->configs) {
        if (out.configs.size() >= EchConfigs::kMost) break;
        out.configs.push_back(read_config(raw));
    }
    out.malformed = out.configs.empty();
    return out;
}

std::string ech_configs_text(const EchConfigs& list) {
    constexpr std::size_t kMost = 4, kMostColumns = 64;
    std::string text;
    for (std::size_t i = 0; i < list.configs.size() && i < kMost; ++i) {
        const EchConfig& config = list.configs[i];
        if (i > 0) text += ", ";
        text += config.readable ? std::to_string(config.config_id) + " (" +
                                      fit(printable(config.public_name), kMostColumns) + ")"
                                : "one that can't be read";
    }
    if (list.configs.size() > kMost)
        text += " and " + std::to_string(list.configs.size() - kMost) + " more";
    return text;
}

Fact ech_agreement(const EndpointProfile& profile) {
    const EchFacts& server = profile.ech;
    const ServiceRecords& dns = profile.service_records;
    const Evidence from = server.retry.evidence;
    if (server.retry.answer == Answer::unknown) return Fact::make_unknown(from, server.retry.cause);
    if (dns.found.answer == Answer::unknown)
        return Fact::make_unknown(dns.found.evidence, dns.found.cause);
    const EchConfigs listed = published(dns);
    if (listed.configs.empty() && server.retry.no())
        return Fact::make_unknown(from, "neither the DNS nor the server has ECH");
    if (listed.configs.empty())
        return Fact::make_no(from, "the server gives " + ech_configs_text(server.configs) +
                                       ", and the DNS publishes none");
    if (server.retry.no())
        return Fact::make_no(
            from, "the DNS publishes " + ech_configs_text(listed) + ", and the server gives none");
    if (share_one(listed, server.configs)) return Fact::make_yes(from);
    return Fact::make_no(from, "the DNS publishes " + ech_configs_text(listed) +
                                   ", and the server gives " + ech_configs_text(server.configs));
}

}  // namespace tlsonar::profile
