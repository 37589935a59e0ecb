// MySQL and MariaDB ("Connection Phase", protocol 10):
//
//     S: length(3, little-endian) 0  0a  version 00  thread(4)  salt(8)  00  capabilities(2) …
//     C: 32 0 0 1  capabilities(4)  largest packet(4)  character set(1)  23 zeros     SSLRequest
//
// TLS follows at once: the server says nothing in between.
#include "core/reader.h"
#include "scanner/dialog/kinds.h"
#include "scanner/dialog/message_dialog.h"

namespace tlsonar::scanner {
namespace {

constexpr std::uint32_t kClientProtocol41 = 0x200;
constexpr std::uint32_t kClientSsl = 0x800;
constexpr std::uint32_t kClientSecureConnection = 0x8000;

// Errors that pass: too many connections, out of resources, shutdown, too many of a user.
bool passes(unsigned error) {
    return error == 1040 || error == 1041 || error == 1053 || error == 1203 || error == 1226;
}

class Mysql final : public MessageDialog {
  public:
    Mysql() : MessageDialog({"MySQL", "its greeting"}) {}

  private:
    std::size_t length(Bytes held) override {
        if (held.size() < 4) return 0;
        return std::size_t{4} + held[0] + (std::size_t{held[1]} << 8) +
               (std::size_t{held[2]} << 16);
    }

    State on_message(Bytes message, Octets& out) override {
        const std::uint8_t sequence = message[3];
        Reader r(message.subspan(4));
        const std::uint8_t version = r.u8();
        if (version == 0xff) return failed(r);
        if (r.failed() || (version != 9 && version != 10)) return refuse_stranger(message);
        const std::string_view rest = as_text(message.subspan(5));
        const std::size_t end = rest.find('\0');
        if (end == std::string_view::npos) return refuse_stranger(message);
        const std::string_view name = rest.substr(0, end);
        r.skip(end + 1);
        r.skip(4 + 8 + 1);
        const std::uint8_t low = r.u8();
        const std::uint8_t high = r.u8();
        // Protocol 9 ends before the capabilities.
        const unsigned capabilities = r.failed() ? 0 : low | static_cast<unsigned>(high << 8);
        if ((capabilities & kClientSsl) == 0)
            return refuse("offered no TLS (CLIENT_SSL is not set); its version", as_bytes(name));
        ask(static_cast<std::uint8_t>(sequence + 1), out);
        return State::ready;
    }

    //  ff  code(2)  ['#' state(5)]  text
    State failed(Reader& r) {
        const std::uint8_t low = r.u8();
        const unsigned code = low | static_cast<unsigned>(r.u8() << 8);
        std::string_view text = as_text(r.rest());
        if (text.starts_with('#') && text.size() >= 6) text.remove_prefix(6);
        const std::string said = std::to_string(code) + " " + std::string(text);
        constexpr std::string_view kWhat = "refused the connection";
        return passes(code) ? refuse_for_now(kWhat, as_bytes(said)) : refuse(kWhat, as_bytes(said));
    }

    static void ask(std::uint8_t sequence, Octets& out) {
        constexpr std::uint8_t kUtf8 = 33;
        constexpr std::uint32_t kFlags = kClientProtocol41 | kClientSsl | kClientSecureConnection;
        const std::uint8_t head[] = {32, 0, 0, sequence, kFlags & 0xff, kFlags >> 8, 0, 0};
        out.insert(out.end(), std::begin(head), std::end(head));
        const std::uint8_t tail[] = {0, 0, 0, 1, kUtf8};  // packets of up to 16 MiB
        out.insert(out.end(), std::begin(tail), std::end(tail));
        out.insert(out.end(), 23, 0);
    }
};

}  // namespace

constexpr DialogKind kMysql{"mysql", "MySQL and MariaDB", 3306, make_dialog<Mysql>};

}  // namespace tlsonar::scanner
