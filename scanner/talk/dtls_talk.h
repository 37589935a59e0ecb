// DtlsTalk: HelloTalk over datagrams. Sends one ClientHello of DTLS 1.0 or 1.2, proves its address
// with the cookie where the server asks for one, sends again what seems lost, and reads the answer.
// It leaves with a fatal alert, so that the server need not wait for a client that is gone.
#pragma once

#include "dissect/dtls/flight_reader.h"
#include "dissect/dtls/flight_writer.h"
#include "scanner/talk/hello_talk.h"

#include <cstdint>
#include <vector>

namespace tlsonar::scanner {

inline constexpr std::uint16_t kDtls10 = 0xFEFF;
inline constexpr std::uint16_t kDtls12 = 0xFEFD;

class DtlsTalk final : public ReplyTalk {
  public:
    static constexpr std::size_t kMaxOctets = 1U << 20;
    static constexpr std::uint32_t kMostCookies = 3;
    // The first wait for an answer, unless more is known of the server; each further one is twice
    // as long.
    static constexpr Time kFirstWait = 500'000'000;
    static constexpr std::uint32_t kMostRepeats = 3;
    static constexpr std::size_t kMostDatagram = 1400;

    // The recipe's legacy_version is kDtls10 or kDtls12.
    DtlsTalk(HelloRecipe recipe, Until until, const TalkTools& tools, Time first_wait = kFirstWait);

    void start(std::vector<std::uint8_t>& out, Moment now) override;
    bool received(Bytes datagram, std::vector<std::uint8_t>& out, Moment now) override;
    void ended(End end, Moment now) override;
    Time wake_after() const override;
    bool woken(std::vector<std::uint8_t>& out, Moment now) override;

    Reply& reply() override { return reply_; }

  private:
    void send_hello(std::vector<std::uint8_t>& out);
    bool on_message(const dissect::DtlsMessage& message, std::vector<std::uint8_t>& out);
    bool on_handshake(const dissect::DtlsMessage& message, std::vector<std::uint8_t>& out);
    bool on_verify_request(Bytes body, std::vector<std::uint8_t>& out);
    void leave(std::vector<std::uint8_t>& out);
    void keep(const dissect::DtlsMessage& message);

    HelloRecipe recipe_;
    Until until_;
    TalkTools tools_;
    Time first_wait_;
    Octets hello_;                // the body of the ClientHello as it is sent now
    std::uint16_t sequence_ = 0;  // its message_seq
    dissect::FlightWriter writer_;
    dissect::FlightReader reader_;
    dissect::Handshake handshake_;  // what the server said
    Octets head_;                   // of what is no DTLS
    std::size_t octets_ = 0;
    std::uint32_t cookies_ = 0;
    std::uint32_t repeats_ = 0;     // of this hello
    std::uint32_t sent_again_ = 0;  // of all
    bool flight_begun_ = false;     // more than a HelloVerifyRequest came
    bool dtls_ = false;             // a record came
    Reply reply_;
};

}  // namespace tlsonar::scanner
