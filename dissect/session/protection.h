// Protection: which records of a connection are protected with what, and their opening with the
// secrets the user holds. Knows the epochs of TLS 1.3 (early data, handshake, application data) and
// the one switch of TLS 1.2 and before.
#pragma once

#include "dissect/message/hello.h"
#include "dissect/protect/record_opener.h"
#include "dissect/protect/secret_store.h"
#include "dissect/session/anomaly.h"
#include "dissect/session/handshake.h"
#include "dissect/session/record_stream.h"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace tlsonar::dissect {

// TLS 1.3, and drafts of it (7Fxx).
bool is_tls13(std::uint16_t version);

class Protection {
  public:
    explicit Protection(const SecretStore& secrets) : secrets_(secrets) {}

    // What the hellos say. They borrow: what is needed is copied.
    void on_client_hello(const ClientHello& hello);
    void on_server_hello(const ServerHello& hello, std::uint16_t version);

    // The last message of `handshake` is a ClientKeyExchange: with its premaster secret, where the
    // user holds it, the master secret follows.
    void on_client_key_exchange(const Handshake& handshake);

    // The sender's keys change: ChangeCipherSpec (TLS 1.2 and before), Finished, EndOfEarlyData and
    // KeyUpdate (TLS 1.3).
    void on_change_cipher_spec(Role sender);
    void on_finished(Role sender);
    void on_end_of_early_data();
    void on_key_update(Role sender);

    bool knows_secrets() const { return knows_secrets_; }
    // There is a key for what this sender sends now.
    bool can_open(Role sender) const;

    struct Result {
        bool opened = false;
        bool early =
            false;  // a failure that early data explains: nobody can open it, or it was refused
        std::uint8_t content_type = 0;
        Bytes plaintext;  // valid until the next call
    };
    Result open(Role sender, const Record& record);
    // The record passed by unopened, or octets are missing.
    void on_skipped(Role sender);
    void on_gap(Role sender);

  private:
    void set_tls13(Role sender, SecretLabel label);
    Bytes premaster_of(const Message& client_key_exchange) const;
    // Of this connection, as the key log tells it or as it was derived; empty when unknown.
    Bytes master_secret_known() const;
    bool open_early(const Record& record, Result& result);

    const SecretStore& secrets_;
    std::array<std::optional<RecordOpener>, 2> openers_;
    std::vector<std::uint8_t> scratch_;
    std::array<std::uint8_t, 32> client_random_{};
    std::array<std::uint8_t, 32> server_random_{};
    std::vector<std::uint8_t> session_id_;       // as the server named it
    std::vector<std::uint8_t> derived_master_;   // from a premaster secret; empty without one
    std::vector<std::uint16_t> offered_suites_;  // only when early data is offered
    std::uint16_t suite_ = 0;
    std::uint16_t version_ = 0;
    bool early_offered_ = false;
    bool early_keys_ = false;  // the client's opener holds the early traffic keys
    bool encrypt_then_mac_ = false;
    bool etm_offered_ = false;
    bool truncated_hmac_ = false;
    bool extended_master_offered_ = false;
    bool extended_master_ = false;
    bool knows_secrets_ = false;
};

}  // namespace tlsonar::dissect
