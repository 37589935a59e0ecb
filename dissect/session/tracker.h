// HandshakeTracker: two streams of octets in, handshakes out. Knows nothing of packets and sockets:
// capture's reassembly and the scanner's connections drive it alike.
#pragma once

#include "core/stream.h"
#include "dissect/message/hello.h"
#include "dissect/session/handshake.h"
#include "dissect/session/lane.h"
#include "dissect/session/protection.h"
#include "dissect/session/recognise.h"
#include "dissect/session/ssl2_stream.h"
#include "dissect/session/transitions.h"

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

namespace tlsonar::dissect {

class HandshakeTracker final : public StreamSink {
  public:
    // `secrets` may be null. Both must outlive the tracker.
    HandshakeTracker(HandshakeSink& sink, const SecretStore* secrets);
    ~HandshakeTracker() override;

    void on_bytes(Sender from, Bytes bytes, Moment when) override;
    void on_gap(Sender from, std::uint64_t n, Moment when) override;
    void on_close(Sender from, CloseReason reason, Moment when) override;
    std::uint64_t skippable(Sender from) const override;
    void on_skip(Sender from, std::uint64_t n, Moment when) override;
    bool finished() const override { return done_; }
    std::size_t footprint() const override;

    // The store is empty now, but will have secrets before they are needed.
    void expect_secrets() { expect_secrets_ = true; }

    // The handshake as far as it has come; null when none is in progress. For who takes part in the
    // conversation and must answer. Valid until the next call of a function that is not const.
    const Handshake* in_progress() const { return handshake_.get(); }

  private:
    Lane& lane(Sender s) { return lanes_[index_of(s)]; }
    const Lane& lane(Sender s) const { return lanes_[index_of(s)]; }
    Role role(Sender s) const;

    // Finding TLS: tracker_search.cc.
    void search(Sender from, Bytes bytes, Moment when);
    bool accepts(Sender from, Hello hello) const;
    std::size_t find_tls(Sender from, Hello& found);
    void begin(Sender from, Hello hello, std::uint64_t at);
    void give_up(Sender from);
    void lose_step(Sender from);

    // From octets to records and messages: tracker.cc.
    void read_octets(Sender from, Bytes bytes, Moment when);
    void read_records(Sender from, Bytes bytes, Moment when);
    void read_ssl2(Sender from, Bytes bytes, Moment when);
    void on_ssl2_record(Sender from, const Ssl2Record& record, std::uint64_t offset, Moment when);
    void on_record(Sender from, const Record& record);
    bool is_protected(const Lane& lane, const Record& record) const;
    void on_protected(Sender from, const Record& record);
    void on_opaque(Sender from, const Record& record);
    void on_content(Sender from, std::uint8_t type, const Record& record, Bytes octets,
                    bool opened);
    void on_change_cipher_spec(Sender from, const Record& record, Bytes octets, bool opened);
    void on_alert(Sender from, const Record& record, Bytes octets, bool opened);
    void on_heartbeat(Sender from, const Record& record, Bytes octets, bool opened);
    void on_application_data(Sender from, const Record& record, Bytes octets);
    void flush_lane(Sender from);
    void close_all(CloseReason reason);

    // The handshake being made: tracker_handshake.cc.
    Handshake& current();
    void begin_again(bool renegotiation);
    void orient(Sender client);
    void on_message(Sender from, const RawMessage& raw, bool opened);
    void on_client_hello(Sender from, Bytes body, bool partial);
    void on_server_hello(Sender from, Bytes body);
    void on_finished_message(Sender from);
    void advance_state(Sender from, Event event, std::uint64_t offset, Moment when);
    void add_message(Message message, Bytes body);
    void add_run(Sender from, Content content, const Record& record, bool opened);
    void note(const AnomalyKind& kind, Sender from, std::uint64_t offset, Moment when,
              std::uint64_t value = 0);
    void settle_by_turns(Sender from);
    void update_pass_by();
    void emit(Ending ending);

    HandshakeSink& sink_;
    const SecretStore* secrets_;  // may be null, and may get its first secret at any time
    std::array<Lane, 2> lanes_;
    std::unique_ptr<Handshake> handshake_;
    std::unique_ptr<Protection> protection_;
    std::size_t kept_octets_ = 0;  // of the current handshake
    State state_ = State::start;
    std::uint16_t version_ = 0;  // selected in the current or the last handshake
    std::uint32_t emitted_ = 0;
    std::uint8_t turns_ = 0;  // changes of sender among opaque protected records
    Sender last_turn_ = Sender::initiator;
    std::uint64_t followed_ = 0;  // protected octets after both have finished
    std::uint8_t closed_ = 0;     // bit per sender
    bool initiator_is_client_ = true;
    bool oriented_ = false;
    bool tls_ = false;             // TLS was found
    bool handshake_seen_ = false;  // ... and a handshake message of it
    bool done_ = false;
    bool expect_secrets_ = false;
};

}  // namespace tlsonar::dissect
