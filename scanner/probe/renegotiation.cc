#include "scanner/probe/renegotiation.h"

#include "profile/codes.h"

namespace tlsonar::scanner {

using profile::Fact;

Fact renegotiation_fact(const FullTalk& talk) {
    const profile::Evidence from = talk.evidence("renegotiation");
    const OpenSslResult& result = talk.result;
    switch (result.renegotiation) {
        case Renegotiation::completed:
            return Fact::make_yes(from,
                                  result.secure_renegotiation ? "secure (RFC 5746)" : "insecure");
        case Renegotiation::refused: {
            const std::string name(profile::alert_code(result.alert.value_or(0)).name);
            return Fact::make_no(from, "alert " + name);
        }
        case Renegotiation::not_tried:
            return Fact::make_unknown(from, talk.cause);
        case Renegotiation::unanswered:
            break;
    }
    if (!result.error.empty())
        return Fact::make_unknown(from, "this program's TLS library: " + result.error);
    if (result.end == End::timeout)
        return Fact::make_unknown(from, "the server let the attempt hang");
    if (!talk.certain) return Fact::make_unknown(from, talk.cause);
    if (result.end == End::eof) return Fact::make_no(from, "the server closes the connection");
    if (result.end == End::reset) return Fact::make_no(from, "the server resets the connection");
    return Fact::make_unknown(from, talk.cause);
}

}  // namespace tlsonar::scanner
