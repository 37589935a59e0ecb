#include "scanner/target/scheme.h"

#include <algorithm>

namespace tlsonar::scanner {
namespace {

// Ports: IANA's Service Name and Transport Protocol Port Number Registry. (xmpps: XEP-0368 has no
// port of its own; 5223 is what servers listen on. dtls: no port is anybody's.)
constexpr Scheme kSchemes[] = {
    {.name = "amqps", .port = 5671},
    {.name = "coaps", .port = 5684, .transport = Transport::udp},
    {.name = "dtls", .port = 443, .transport = Transport::udp},
    {.name = "ftps", .port = 990},
    {.name = "https", .port = 443, .has_paths = true},
    {.name = "imaps", .port = 993},
    {.name = "ircs", .port = 6697},
    {.name = "ldaps", .port = 636},
    {.name = "mqtts", .port = 8883},
    {.name = "nntps", .port = 563},
    {.name = "pop3s", .port = 995},
    {.name = "sips", .port = 5061},
    {.name = "smtps", .port = 465},
    {.name = "ssl", .port = 443},
    {.name = "tls", .port = 443},
    {.name = "wss", .port = 443, .has_paths = true},
    {.name = "xmpps", .port = 5223},
};

// Other names of dialogs.
struct Alias {
    std::string_view name;
    std::string_view dialog;
    std::uint16_t port;  // 0: the dialog's own
};
constexpr Alias kAliases[] = {
    {"postgresql", "postgres", 0},
    {"submission", "smtp", 587},  // RFC 6409
    {"xmpp-client", "xmpp", 0},
};

constexpr std::size_t kMaxName = 32;

}  // namespace

std::optional<Scheme> find_scheme(std::string_view name) {
    if (name.size() > kMaxName) return std::nullopt;
    std::string lower(name);
    for (char& c : lower)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    for (const Scheme& scheme : kSchemes)
        if (scheme.name == lower) return scheme;
    std::uint16_t port = 0;
    for (const Alias& alias : kAliases)
        if (alias.name == lower) {
            lower = alias.dialog;
            port = alias.port;
        }
    const DialogKind* kind = find_dialog(lower);
    if (kind == nullptr) return std::nullopt;
    return Scheme{.name = kind->name, .port = port != 0 ? port : kind->port, .dialog = kind->name};
}

std::string known_schemes() {
    std::vector<std::string_view> names;
    for (const Scheme& scheme : kSchemes)
        names.push_back(scheme.name);
    for (const DialogKind* kind : dialog_kinds())
        names.push_back(kind->name);
    std::sort(names.begin(), names.end());
    std::string out;
    for (const auto name : names)
        out += (out.empty() ? "" : ", ") + std::string(name);
    return out;
}

const DialogKind* dialog_of_port(std::uint16_t port) {
    if (port == 587) return find_dialog("smtp");
    for (const DialogKind* kind : dialog_kinds())
        if (kind->port == port) return kind;
    return nullptr;
}

}  // namespace tlsonar::scanner
