#include "scanner/dialog/kinds.h"

#include <algorithm>

namespace tlsonar::scanner {
namespace {

// Ascending by name.
constexpr const DialogKind* kKinds[] = {
    &kAmqp, &kFtp,      &kImap, &kIrc,   &kLdap, &kLmtp,   &kMssql, &kMysql,      &kNntp,
    &kPop3, &kPostgres, &kRdp,  &kSieve, &kSmtp, &kTelnet, &kXmpp,  &kXmppServer,
};

}  // namespace

std::span<const DialogKind* const> dialog_kinds() { return kKinds; }

const DialogKind* find_dialog(std::string_view name) {
    const auto* const found = std::find_if(std::begin(kKinds), std::end(kKinds),
                                           [&](const DialogKind* k) { return k->name == name; });
    return found == std::end(kKinds) ? nullptr : *found;
}

}  // namespace tlsonar::scanner
