// OpenSslTalk: a whole handshake, completed by libssl over memory, and a little of what follows:
// tickets, early data, one renegotiation, one request. For what no hello alone can tell. All octets
// and secrets also go through dissect's HandshakeTracker, as HelloTalk's do.
#pragma once

#include "core/result.h"
#include "scanner/talk/hello_talk.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tlsonar::scanner {

// A client certificate with its chain and key. Cheap to copy.
class ClientIdentity {
  public:
    // From PEM files; one may hold both. The error is a sentence.
    static Result<ClientIdentity, std::string> load(const std::string& certificate_file,
                                                    const std::string& key_file);
    struct Loaded;  // openssl_talk_private.h
    const Loaded& loaded() const { return *loaded_; }

  private:
    explicit ClientIdentity(std::shared_ptr<const Loaded> loaded) : loaded_(std::move(loaded)) {}
    std::shared_ptr<const Loaded> loaded_;
};

// What a session leaves for the next: by ID or ticket below TLS 1.3, one ticket of TLS 1.3.
struct SavedSession {
    Octets state;  // libssl's, for OpenSslOptions::session
    std::uint16_t version = 0;
    std::uint16_t suite = 0;
    Octets id;                   // below TLS 1.3, when no ticket stands in for it
    Octets ticket;               // empty: none
    std::uint32_t lifetime = 0;  // seconds; below TLS 1.3 a hint, 0: not told
    std::uint32_t age_add = 0;   // TLS 1.3
    std::uint32_t max_early_data = 0;
    Octets secret;  // TLS 1.3: the pre-shared key; below: the main secret
};

struct OpenSslOptions {
    std::uint16_t min_version = 0;  // 0: as low as libssl goes
    std::uint16_t max_version = 0;  // 0: as high
    Codes suites;                   // those that libssl knows are offered; none named: all
    Codes groups;                   // the same
    std::string sni;
    std::vector<std::string> alpn;
    bool session_ticket = true;  // the extension; below TLS 1.3
    std::optional<SavedSession> session;
    std::string early_data;  // needs a session that allows it
    std::optional<ClientIdentity> identity;
    bool renegotiate = false;  // once, below TLS 1.3
    // Sent when the handshake is complete; then it listens until `enough` of what was heard, or
    // the server leaves.
    std::string request;
    std::function<bool(std::string_view)> enough;
    // Says good-bye and listens until the server has left: what it sends after the handshake
    // (tickets, alerts) has come by then.
    bool linger = false;
};

enum class EarlyData : std::uint8_t { not_sent, rejected, accepted };
enum class Renegotiation : std::uint8_t { not_tried, completed, refused, unanswered };

struct OpenSslResult {
    // Our side has all it needs; below TLS 1.3 the server has, too.
    bool completed = false;
    // In TLS 1.3: the server said something after it had our Finished (and certificate).
    bool confirmed = false;
    std::uint16_t version = 0;
    std::uint16_t suite = 0;
    bool resumed = false;
    bool secure_renegotiation = false;  // RFC 5746
    bool extended_main_secret = false;
    bool certificate_asked = false;
    bool certificate_sent = false;
    EarlyData early_data = EarlyData::not_sent;
    Renegotiation renegotiation = Renegotiation::not_tried;
    std::uint32_t tickets = 0;           // NewSessionTicket messages
    std::vector<SavedSession> sessions;  // at most kMostSessions
    std::string application;             // what the server sent, at most kMostApplication
    bool closed = false;                 // the server's close_notify came
    std::optional<std::uint8_t> alert;   // the server's last but close_notify
    bool alert_fatal = false;
    // Why libssl gave up: a sentence. Empty when the server said or did it.
    std::string error;
    End end = End::done;
};

class OpenSslTalk final : public Conversation, private dissect::HandshakeSink {
  public:
    static constexpr std::size_t kMaxOctets = 1U << 20;
    static constexpr std::size_t kMostApplication = 65536;
    static constexpr std::size_t kMostSessions = 16;

    OpenSslTalk(const OpenSslOptions& options, const TalkTools& tools);
    ~OpenSslTalk() override;

    void start(std::vector<std::uint8_t>& out, Moment now) override;
    bool received(Bytes octets, std::vector<std::uint8_t>& out, Moment now) override;
    void ended(End end, Moment now) override;
    std::string key_log() const override { return key_log_; }

    // Before start(): why there is nothing to be sent; a sentence, empty when all is well. Then no
    // connection should be made.
    const std::string& trouble() const { return result_.error; }

    // Complete after ended().
    OpenSslResult& result() { return result_; }
    // The first handshake as the dissector read it.
    Reply& reply() { return reply_; }

  private:
    class Client;  // openssl_talk_private.h
    friend class Client;
    void on_handshake(dissect::Handshake&& handshake) override;
    void flush(std::vector<std::uint8_t>& out, Moment now);
    bool feed(Bytes record, std::vector<std::uint8_t>& out, Moment now);

    TalkTools tools_;
    dissect::SecretStore secrets_;
    dissect::HandshakeTracker tracker_;
    std::optional<dissect::Handshake> handshake_;
    std::string key_log_;
    Octets pending_;  // of the server, not yet a whole record
    std::size_t octets_ = 0;
    bool too_much_ = false;
    OpenSslResult result_;
    Reply reply_;
    std::unique_ptr<Client> client_;
};

}  // namespace tlsonar::scanner
