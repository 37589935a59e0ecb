#include "reports/records/values.h"

#include "reports/format.h"

#include <algorithm>

namespace tlsonar::reports::records {
namespace {

constexpr std::uint32_t kTls13 = 0x0304;
constexpr std::uint32_t kSsl2 = 0x0002;

bool lost_nothing(const profile::Provenance& p) {
    return p.start_seen && p.missing[0] + p.missing[1] == 0 && p.snaplen_cut == 0 &&
           p.packets[0] > 0 && p.packets[1] > 0;
}

}  // namespace

Ends ends_of(const profile::Record& record) {
    const profile::Provenance& p = record.provenance;
    if (!p.client_opened && p.start_seen) return {p.server, p.client, true};
    return {p.client, p.server, false};
}

std::array<std::uint8_t, 32> FlowHash::of(const profile::Record& record) {
    const profile::Provenance& p = record.provenance;
    const Moment& begin = p.first.ordinal != 0 ? p.first : record.first;
    std::string text = "tcp";
    for (const profile::Peer* peer : {&p.client, &p.server})
        text += '|' + peer->address + '|' + std::to_string(peer->port);
    text += '|' + std::to_string(begin.at);
    return hasher_.sha256(as_bytes(text));
}

std::optional<bool> established(const profile::Record& record) {
    switch (record.outcome) {
        case profile::Outcome::completed:
            return true;
        case profile::Outcome::failed:
            return false;
        case profile::Outcome::unfinished:
            break;
    }
    const bool over = record.ending == "closed" || record.ending == "reset";
    if (over && lost_nothing(record.provenance)) return false;
    return std::nullopt;
}

std::optional<bool> resumed(const profile::Record& record) {
    if (!record.resumption) return std::nullopt;
    return *record.resumption != profile::Resumption::none;
}

const profile::Code* suite(const profile::Record& record) {
    const bool told = record.server.seen && record.version.value != kSsl2;
    return told ? &record.server.suite : nullptr;
}

const profile::Code* curve(const profile::Record& record) {
    const auto& group = record.server.group;
    if (!group) return nullptr;
    const bool finite_field = group->value >= 0x0100 && group->value <= 0x01FF;
    return finite_field && !is_tls13(record.version.value) ? nullptr : &*group;
}

std::string name_or_number(const profile::Code& code) {
    return code.name.empty() ? "unknown-" + std::to_string(code.value) : std::string(code.name);
}

std::vector<const profile::Certificate*> whole(const std::vector<profile::CertificateRef>& chain) {
    std::vector<const profile::Certificate*> out;
    for (const profile::CertificateRef& one : chain)
        if (!one->cut && !one->raw_public_key) out.push_back(one.get());
    return out;
}

const profile::Certificate* leaf(const std::vector<profile::CertificateRef>& chain) {
    if (chain.empty()) return nullptr;
    const profile::Certificate& first = *chain.front();
    return first.cut || first.raw_public_key ? nullptr : &first;
}

unsigned draft_of(std::uint32_t version) {
    return version >> 8 == 0x7F ? static_cast<unsigned>(version & 0xFFU) : 0;
}

bool is_tls13(std::uint32_t version) { return version == kTls13 || draft_of(version) != 0; }

std::string upper(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](char c) {
        return c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    return out;
}

std::string instant(std::int64_t seconds) {
    std::string out;
    append_seconds(out, seconds);
    out.pop_back();  // the Z
    return out;
}

Microseconds microseconds(Time at) {
    constexpr Time kMicrosecond = 1'000;
    Time seconds = at / kSecond;
    Time rest = at % kSecond;
    if (rest < 0) {
        --seconds;
        rest += kSecond;
    }
    return {seconds, static_cast<std::uint32_t>(rest / kMicrosecond)};
}

void append_six_digits(std::string& out, std::uint32_t value) {
    const std::string digits = std::to_string(value);
    constexpr std::size_t kDigits = 6;
    out.append(kDigits - std::min(kDigits, digits.size()), '0');
    out += digits;
}

}  // namespace tlsonar::reports::records
