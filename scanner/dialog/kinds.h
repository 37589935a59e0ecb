// The catalogue's entries: one file for each protocol, one line in list.cc.
#pragma once

#include "scanner/dialog/dialog.h"

#include <memory>
#include <type_traits>

namespace tlsonar::scanner {

extern const DialogKind kAmqp;
extern const DialogKind kFtp;
extern const DialogKind kImap;
extern const DialogKind kIrc;
extern const DialogKind kLdap;
extern const DialogKind kLmtp;
extern const DialogKind kMssql;
extern const DialogKind kMysql;
extern const DialogKind kNntp;
extern const DialogKind kPop3;
extern const DialogKind kPostgres;
extern const DialogKind kRdp;
extern const DialogKind kSieve;
extern const DialogKind kSmtp;
extern const DialogKind kTelnet;
extern const DialogKind kXmpp;
extern const DialogKind kXmppServer;

// A kind's make() for a dialog that is made of options, or of nothing.
template <class Kind>
std::unique_ptr<Dialog> make_dialog(const DialogOptions& options) {
    if constexpr (std::is_constructible_v<Kind, const DialogOptions&>)
        return std::make_unique<Kind>(options);
    else
        return std::make_unique<Kind>();
}

}  // namespace tlsonar::scanner
