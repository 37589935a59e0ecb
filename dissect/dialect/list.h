// All dialects, one line each.
#pragma once

#include "dissect/dialect/dialect.h"

namespace tlsonar::dissect::dialect {

extern const Dialect kAmqp;
extern const Dialect kFtp;
extern const Dialect kHttpConnect;
extern const Dialect kHttpUpgrade;
extern const Dialect kImap;
extern const Dialect kIrc;
extern const Dialect kLdap;
extern const Dialect kLmtp;
extern const Dialect kMysql;
extern const Dialect kNntp;
extern const Dialect kPop3;
extern const Dialect kPostgres;
extern const Dialect kProxyProtocol;
extern const Dialect kRdp;
extern const Dialect kSieve;
extern const Dialect kSmtp;
extern const Dialect kSocks4;
extern const Dialect kSocks5;
extern const Dialect kTelnet;
extern const Dialect kXmpp;

}  // namespace tlsonar::dissect::dialect
