// PostgreSQL (protocol 3.0, "SSL Session Encryption"): one octet answers the request.
//
//     C: 00 00 00 08  04 d2 16 2f          SSLRequest
//     S: 'S' (yes), 'N' (no), or an ErrorResponse: 'E' …
#include "scanner/dialog/kinds.h"
#include "scanner/dialog/message_dialog.h"

#include <algorithm>

namespace tlsonar::scanner {
namespace {

class Postgres final : public MessageDialog {
  public:
    Postgres() : MessageDialog({"PostgreSQL", "its answer to the SSL request", "server", "SSH"}) {}

  private:
    State begin(Octets& out) override {
        static constexpr std::uint8_t kSslRequest[] = {0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f};
        out.insert(out.end(), std::begin(kSslRequest), std::end(kSslRequest));
        return State::talking;
    }

    // 'E' length(4) { type(1) text 00 }* 00   or, before protocol 3, 'E' text 00
    std::size_t length(Bytes held) override {
        if (held[0] != 'E') return 1;
        if (held.size() < 2) return 0;
        if (held[1] == 0) return held.size() < 5 ? 0 : std::size_t{1} + load_be32(&held[1]);
        return held.back() == 0 || held.back() == '\n' ? held.size() : 0;
    }

    State on_message(Bytes message, Octets& /*out*/) override {
        switch (message[0]) {
            case 'S':
                return State::ready;
            case 'N':
                return refuse("offered no TLS (it answered N to the SSL request)");
            case 'E':
                return failed(message.subspan(1));
            default:
                return refuse_stranger(message);
        }
    }

    State failed(Bytes error) {
        std::string text;
        if (error.empty() || error[0] != 0) {
            text = as_text(error);
        } else {
            // The field M is the one for people.
            std::string_view fields =
                as_text(error.subspan(std::min<std::size_t>(4, error.size())));
            while (fields.size() > 1 && fields[0] != 'M' && fields.find('\0') < fields.size())
                fields.remove_prefix(fields.find('\0') + 1);
            if (!fields.empty()) text = fields.substr(1, fields.find('\0', 1) - 1);
        }
        while (!text.empty() && text.back() == '\0')
            text.pop_back();
        return refuse("refused the SSL request", as_bytes(text));
    }
};

}  // namespace

constexpr DialogKind kPostgres{"postgres", "PostgreSQL", 5432, make_dialog<Postgres>};

}  // namespace tlsonar::scanner
