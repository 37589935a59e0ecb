// HelloTalk: sends one ClientHello and reads the server's answer as far as it can be read, then
// leaves. What both sides say goes through dissect's HandshakeTracker, as a capture's octets do.
#pragma once

#include "dissect/protect/secret_store.h"
#include "dissect/session/tracker.h"
#include "scanner/talk/conversation.h"
#include "scanner/talk/hello_recipe.h"
#include "scanner/talk/key_agreement.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace tlsonar::scanner {

// What a talk shares with all others of a thread. Borrowed.
struct TalkTools {
    const KeyAgreement* keys = nullptr;
    Draw* draw = nullptr;
    profile::CertificateCache* certificates = nullptr;
};

// When enough was heard.
enum class Until : std::uint8_t {
    server_hello,  // the ServerHello or HelloRetryRequest
    flight,        // all the server says unasked, as far as it can be read; answers a retry
};

class HelloTalk final : public ReplyTalk, private dissect::HandshakeSink {
  public:
    // A server may send so much in answer to one hello.
    static constexpr std::size_t kMaxOctets = 1U << 20;

    HelloTalk(HelloRecipe recipe, Until until, const TalkTools& tools);
    // An SSLv2 CLIENT-HELLO.
    HelloTalk(std::vector<std::uint32_t> ssl2_kinds, const TalkTools& tools);
    // Octets as they are, for hellos that no recipe makes.
    HelloTalk(Octets octets, Until until, const TalkTools& tools);

    void start(std::vector<std::uint8_t>& out, Moment now) override;
    bool received(Bytes octets, std::vector<std::uint8_t>& out, Moment now) override;
    void ended(End end, Moment now) override;
    std::string key_log() const override;

    Reply& reply() override { return reply_; }

  private:
    void on_handshake(dissect::Handshake&& handshake) override;
    void feed_client(Bytes octets, Moment now);
    void look_ahead(Bytes record);
    bool feed_record(Bytes record, std::vector<std::uint8_t>& out, Moment now);
    bool look(std::vector<std::uint8_t>& out, Moment now);
    bool on_message(const dissect::Message& message, std::vector<std::uint8_t>& out, Moment now);
    bool on_server_hello(const dissect::Message& message, std::vector<std::uint8_t>& out,
                         Moment now);
    bool answer_retry(std::uint16_t group, Bytes cookie, std::vector<std::uint8_t>& out,
                      Moment now);
    void open_flight(const dissect::ServerHello& hello);
    void note_not_tls();

    HelloRecipe recipe_;
    std::vector<std::uint32_t> ssl2_kinds_;
    Octets raw_;
    Until until_;
    TalkTools tools_;
    dissect::SecretStore secrets_;
    dissect::HandshakeTracker tracker_;
    std::optional<dissect::Handshake> handshake_;
    std::vector<Octets> transcript_;  // messages with headers, for the key schedule
    Octets random_;                   // of our hello
    Octets pending_;                  // of the server, not yet a whole record
    Octets head_;                     // the first octets of the server
    Octets hello_;                    // handshake octets of the server up to its ServerHello
    bool hello_done_ = false;
    std::size_t looked_ = 0;  // messages of the handshake that were looked at
    std::size_t octets_ = 0;
    bool retried_ = false;
    bool opening_ = false;  // the flight of TLS 1.3 is being opened
    bool bare_ = false;     // no records: SSLv2, or no TLS at all
    Reply reply_;
};

}  // namespace tlsonar::scanner
