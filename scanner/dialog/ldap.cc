// LDAP's StartTLS (RFC 4511 section 4.14), in BER:
//
//     C: LDAPMessage { 1, [APPLICATION 23] { [0] "1.3.6.1.4.1.1466.20037" } }
//     S: LDAPMessage { 1, [APPLICATION 24] { result code, matched DN, message for people, … } }
#include "core/reader.h"
#include "scanner/dialog/kinds.h"
#include "scanner/dialog/message_dialog.h"

namespace tlsonar::scanner {
namespace {

constexpr std::uint8_t kSequence = 0x30;
constexpr std::uint8_t kInteger = 0x02;
constexpr std::uint8_t kEnumerated = 0x0a;
constexpr std::uint8_t kOctetString = 0x04;
constexpr std::uint8_t kExtendedResponse = 0x78;

constexpr std::string_view kStartTlsRequest(
    "\x30\x1d\x02\x01\x01\x77\x18\x80\x16"
    "1.3.6.1.4.1.1466.20037",
    31);

// RFC 4511 appendix A, those that are an answer to this.
std::string_view result_name(std::uint32_t code) {
    switch (code) {
        case 1:
            return "operationsError";
        case 2:
            return "protocolError";
        case 3:
            return "timeLimitExceeded";
        case 8:
            return "strongerAuthRequired";
        case 10:
            return "referral";
        case 11:
            return "adminLimitExceeded";
        case 12:
            return "unavailableCriticalExtension";
        case 13:
            return "confidentialityRequired";
        case 50:
            return "insufficientAccessRights";
        case 51:
            return "busy";
        case 52:
            return "unavailable";
        case 53:
            return "unwillingToPerform";
        case 80:
            return "other";
        default:
            return "result code";
    }
}

// The length at the reader's place (X.690 section 8.1.3): short, or of up to four octets. LDAP
// knows no indefinite lengths (RFC 4511 section 5.1).
std::size_t ber_length(Reader& r) {
    const std::uint8_t first = r.u8();
    if (first < 0x80) return first;
    std::size_t length = 0;
    if (first == 0x80 || first > 0x84) r.fail();
    for (int n = first & 0x7f; n > 0 && !r.failed(); --n)
        length = length << 8 | r.u8();
    return length;
}

// The content of the next value, which must have this tag.
Reader ber_value(Reader& r, std::uint8_t tag) {
    if (r.u8() != tag) r.fail();
    return Reader(r.take(ber_length(r)));
}

std::uint32_t ber_integer(Reader value) {
    std::uint32_t number = 0;
    if (value.left() == 0 || value.left() > 4) value.fail();
    while (value.more())
        number = number << 8 | value.u8();
    return number;
}

class Ldap final : public MessageDialog {
  public:
    Ldap() : MessageDialog({"LDAP", "its answer to StartTLS"}) {}

  private:
    State begin(Octets& out) override {
        say(out, kStartTlsRequest);
        return State::talking;
    }

    std::size_t length(Bytes held) override {
        if (held.size() < 2) return 0;
        if (held[0] != kSequence || held[1] == 0x80 || held[1] > 0x84) return 2;
        const std::size_t header = held[1] < 0x80 ? 2 : 2 + (held[1] & 0x7fU);
        if (held.size() < header) return 0;
        Reader r(held.subspan(1));
        return header + ber_length(r);
    }

    State on_message(Bytes message, Octets& /*out*/) override {
        Reader whole(message);
        Reader r = ber_value(whole, kSequence);
        ber_value(r, kInteger);  // the message's number; 0: a notice of disconnection
        Reader response = ber_value(r, kExtendedResponse);
        const std::uint32_t code = ber_integer(ber_value(response, kEnumerated));
        ber_value(response, kOctetString);
        const Bytes said = ber_value(response, kOctetString).rest();
        if (whole.failed() || r.failed() || response.failed()) return refuse_stranger(message);
        if (code == 0) return State::ready;
        const std::string what = "refused StartTLS, " + std::string(result_name(code)) + " (" +
                                 std::to_string(code) + ")";
        return code == 51 ? refuse_for_now(what, said) : refuse(what, said);
    }
};

}  // namespace

constexpr DialogKind kLdap{"ldap", "LDAP (RFC 4511)", 389, make_dialog<Ldap>};

}  // namespace tlsonar::scanner
