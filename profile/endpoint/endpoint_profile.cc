#include "profile/endpoint/endpoint_profile.h"

#include <algorithm>
#include <cstdio>

namespace tlsonar::profile {
namespace {

template <class List>
auto find_version(const List& lists, std::uint16_t version) -> decltype(lists.data()) {
    for (const auto& list : lists)
        if (list.version == version) return &list;
    return nullptr;
}

const NamedFact* find_named(const std::vector<NamedFact>& facts, std::string_view name) {
    for (const NamedFact& fact : facts)
        if (fact.name == name) return &fact;
    return nullptr;
}

}  // namespace

std::string_view name_of(Answer answer) {
    constexpr std::string_view kNames[] = {"unknown", "yes", "no"};
    return kNames[static_cast<std::size_t>(answer)];
}

std::string version_title(std::uint16_t version) {
    switch (version) {
        case 0x0002:
            return "SSLv2";
        case 0x0300:
            return "SSLv3";
        case 0x0301:
            return "TLS 1.0";
        case 0x0302:
            return "TLS 1.1";
        case 0x0303:
            return "TLS 1.2";
        case 0x0304:
            return "TLS 1.3";
        case 0xFEFF:
            return "DTLS 1.0";
        case 0xFEFD:
            return "DTLS 1.2";
        case 0xFEFC:
            return "DTLS 1.3";
        default:
            break;
    }
    char text[16];
    std::snprintf(text, sizeof text, "version 0x%04x", version);
    return text;
}

std::string_view name_of(Decides decides) {
    constexpr std::string_view kNames[] = {"unknown", "server", "client"};
    return kNames[static_cast<std::size_t>(decides)];
}

std::string_view name_of(EndpointState state) {
    constexpr std::string_view kNames[] = {"complete", "incomplete", "failed"};
    return kNames[static_cast<std::size_t>(state)];
}

bool AcceptedList::has(std::uint32_t code) const {
    return std::any_of(accepted.begin(), accepted.end(),
                       [&](const Accepted& entry) { return entry.code == code; });
}

Fact EndpointProfile::supports(std::uint16_t version) const {
    const VersionFact* found = find_version(versions, version);
    return found != nullptr ? found->supported : Fact{};
}

const AcceptedList* EndpointProfile::suites_of(std::uint16_t version) const {
    return find_version(suites, version);
}
const AcceptedList* EndpointProfile::groups_of(std::uint16_t version) const {
    return find_version(groups, version);
}
const NamedFact* EndpointProfile::extension(std::string_view wanted) const {
    return find_named(extensions, wanted);
}
const NamedFact* EndpointProfile::session(std::string_view wanted) const {
    return find_named(sessions, wanted);
}

}  // namespace tlsonar::profile
