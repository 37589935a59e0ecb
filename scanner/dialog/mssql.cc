// SQL Server ([MS-TDS] sections 2.2.6.5 and 3.2.5.1): PRELOGIN both ways, then TLS whose records
// travel in PRELOGIN packets until the handshake is done.
//
//     type(1)  status(1)  length(2, with this header)  SPID(2)  number(1)  window(1)  payload
//
// The payload of PRELOGIN is a list { option(1) offset(2) length(2) }* ff and then the values.
#include "core/reader.h"
#include "scanner/dialog/kinds.h"
#include "scanner/dialog/message_dialog.h"

#include <algorithm>

namespace tlsonar::scanner {
namespace {

constexpr std::size_t kPacketHeader = 8;
constexpr std::uint8_t kTabularResult = 0x04;
constexpr std::uint8_t kPrelogin = 0x12;
constexpr std::uint8_t kEndOfMessage = 0x01;  // in status
constexpr std::size_t kMostPayload = 4096 - kPacketHeader;

constexpr std::uint8_t kEncryption = 1;  // an option
constexpr std::uint8_t kEndOfOptions = 0xff;
constexpr std::uint8_t kEncryptNotSupported = 2;  // its value

// Version 15, encryption on, the first instance, no thread, no MARS.
constexpr std::uint8_t kAskForTls[] = {
    kPrelogin,
    kEndOfMessage,
    0,
    47,
    0,
    0,
    0,
    0,  //
    0,
    0,
    26,
    0,
    6,  //
    1,
    0,
    32,
    0,
    1,  //
    2,
    0,
    33,
    0,
    1,  //
    3,
    0,
    34,
    0,
    4,  //
    4,
    0,
    38,
    0,
    1,              //
    kEndOfOptions,  //
    15,
    0,
    0,
    0,
    0,
    0,  // version
    1,  // ENCRYPT_ON
    0,  // instance
    0,
    0,
    0,
    0,  // thread
    0,  // MARS
};

class Mssql final : public MessageDialog {
  public:
    Mssql() : MessageDialog({"TDS", "its answer to PRELOGIN"}) {}

    bool wraps() const override { return true; }

    void handshake_sent() override { sent_ = true; }

    void wrap(Bytes tls, Octets& out) override {
        if (sent_) out.insert(out.end(), tls.begin(), tls.end());
        while (!sent_ && !tls.empty()) {
            const std::size_t n = std::min(tls.size(), kMostPayload);
            const std::size_t whole = n + kPacketHeader;
            const std::uint8_t header[kPacketHeader] = {
                kPrelogin,
                n == tls.size() ? kEndOfMessage : std::uint8_t{0},
                static_cast<std::uint8_t>(whole >> 8),
                static_cast<std::uint8_t>(whole & 0xff),
            };
            out.insert(out.end(), std::begin(header), std::end(header));
            out.insert(out.end(), tls.begin(), tls.begin() + static_cast<std::ptrdiff_t>(n));
            tls = tls.subspan(n);
        }
    }

    void unwrap(Bytes octets, Octets& out) override {
        while (!octets.empty()) {
            // No TDS packet has a type from 14 to 18 (hex), all records of TLS do.
            bare_ =
                bare_ || (packet_.empty() && left_ == 0 && octets[0] >= 0x14 && octets[0] <= 0x18);
            if (bare_) {
                out.insert(out.end(), octets.begin(), octets.end());
                return;
            }
            if (left_ == 0) {
                packet_.push_back(octets[0]);
                octets = octets.subspan(1);
                if (packet_.size() == kPacketHeader) open_packet();
                continue;
            }
            const std::size_t n = std::min(left_, octets.size());
            if (tls_) out.insert(out.end(), octets.begin(), octets.begin() + static_cast<long>(n));
            left_ -= n;
            octets = octets.subspan(n);
        }
    }

  private:
    State begin(Octets& out) override {
        out.insert(out.end(), std::begin(kAskForTls), std::end(kAskForTls));
        return State::talking;
    }

    std::size_t length(Bytes held) override {
        if (held.size() < kPacketHeader) return 0;
        return held[0] == kTabularResult ? std::max<std::size_t>(load_be16(&held[2]), kPacketHeader)
                                         : kPacketHeader;
    }

    State on_message(Bytes packet, Octets& /*out*/) override {
        if (packet[0] != kTabularResult) return refuse_stranger(packet);
        const Bytes payload = packet.subspan(kPacketHeader);
        answer_.insert(answer_.end(), payload.begin(), payload.end());
        return (packet[1] & kEndOfMessage) != 0 ? answered() : State::talking;
    }

    State answered() {
        Reader r(answer_);
        while (r.more()) {
            const std::uint8_t option = r.u8();
            if (option == kEndOfOptions) break;
            const std::size_t offset = r.u16();
            const std::size_t size = r.u16();
            if (option != kEncryption) continue;
            if (r.failed() || size == 0 || offset >= answer_.size()) break;
            if (answer_[offset] == kEncryptNotSupported)
                return refuse("offered no TLS (it answered ENCRYPT_NOT_SUP to PRELOGIN)");
            if (answer_[offset] <= 3) return State::ready;
            break;
        }
        return refuse("answered PRELOGIN without a word on encryption", answer_);
    }

    // After its header was read.
    void open_packet() {
        const std::size_t whole = load_be16(&packet_[2]);
        left_ = whole > kPacketHeader ? whole - kPacketHeader : 0;
        // What is not TLS (an error before the login) is not for TLS to read.
        tls_ = packet_[0] == kPrelogin;
        packet_.clear();
    }

    Octets answer_;
    bool sent_ = false;
    Octets packet_;  // the header of the packet that the server is sending, as far as it came
    std::size_t left_ = 0;
    bool tls_ = false;
    bool bare_ = false;
};

}  // namespace

constexpr DialogKind kMssql{"mssql", "SQL Server (TDS)", 1433, make_dialog<Mssql>};

}  // namespace tlsonar::scanner
