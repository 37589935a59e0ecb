// How libssl is driven: one stage after the other, as far as what came allows.
#include "core/reader.h"
#include "scanner/talk/openssl_talk_private.h"
#include "scanner/talk/wire_private.h"

#include <openssl/err.h>

namespace tlsonar::scanner {
namespace {

constexpr int kAlertContent = 21;
constexpr std::uint8_t kNewSessionTicket = 4;
constexpr std::uint8_t kCertificateRequest = 13;
constexpr std::uint8_t kCloseNotifyAlert = 0;
constexpr std::uint8_t kNoRenegotiation = 100;

}  // namespace

std::string openssl_reason() {
    const unsigned long code = ERR_peek_last_error();
    ERR_clear_error();
    const char* reason = code != 0 ? ERR_reason_error_string(code) : nullptr;
    return reason != nullptr ? reason : "no reason given";
}

OpenSslTalk::Client::Client(OpenSslTalk& talk, const OpenSslOptions& options)
    : talk_(talk), result_(talk.result_), options_(options) {}

void OpenSslTalk::Client::begin() {
    if (!set_up() && result_.error.empty()) result_.error = "libssl: " + openssl_reason();
    if (!result_.error.empty()) stage_ = Stage::over;
    step();
}

bool OpenSslTalk::Client::set_up() {
    ERR_clear_error();
    context_.reset(SSL_CTX_new(TLS_client_method()));
    if (!context_) return false;
    SSL_CTX_set_keylog_callback(context_.get(), key_log_line);
    SSL_CTX_set_session_cache_mode(context_.get(),
                                   SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    SSL_CTX_sess_set_new_cb(context_.get(), new_session);
    ssl_.reset(SSL_new(context_.get()));
    if (!ssl_) return false;
    SSL_set_app_data(ssl_.get(), this);
    SSL_set_msg_callback(ssl_.get(), message_seen);
    SSL_set_info_callback(ssl_.get(), event_seen);
    in_ = BIO_new(BIO_s_mem());
    out_ = BIO_new(BIO_s_mem());
    if (in_ == nullptr || out_ == nullptr) return false;
    SSL_set_bio(ssl_.get(), in_, out_);
    SSL_set_connect_state(ssl_.get());
    result_.error = configure(ssl_.get(), options_);
    if (!options_.early_data.empty()) stage_ = Stage::early;
    return result_.error.empty();
}

void OpenSslTalk::Client::feed(Bytes octets) {
    if (stage_ != Stage::over) BIO_write(in_, octets.data(), static_cast<int>(octets.size()));
}

Octets OpenSslTalk::Client::drain() {
    if (out_ == nullptr) return {};
    Octets octets(BIO_ctrl_pending(out_));
    if (octets.empty()) return octets;
    const int n = BIO_read(out_, octets.data(), static_cast<int>(octets.size()));
    octets.resize(n > 0 ? static_cast<std::size_t>(n) : 0);
    return octets;
}

bool OpenSslTalk::Client::step() {
    if (stage_ == Stage::early && step_early()) return true;
    if (stage_ == Stage::handshake && step_handshake()) return true;
    return stage_ == Stage::over || (stage_ == Stage::open && step_open());
}

bool OpenSslTalk::Client::step_early() {
    ERR_clear_error();
    std::size_t n = 0;
    if (SSL_write_early_data(ssl_.get(), options_.early_data.data(), options_.early_data.size(),
                             &n) != 1)
        return fail("early data");
    stage_ = Stage::handshake;
    return false;
}

bool OpenSslTalk::Client::step_handshake() {
    ERR_clear_error();
    const int done = SSL_do_handshake(ssl_.get());
    if (done != 1) {
        if (SSL_get_error(ssl_.get(), done) == SSL_ERROR_WANT_READ) return false;
        return fail("the handshake");
    }
    on_completed();
    begin_open();
    return false;
}

void OpenSslTalk::Client::on_completed() {
    SSL* ssl = ssl_.get();
    stage_ = Stage::open;
    result_.completed = true;
    result_.version = static_cast<std::uint16_t>(SSL_version(ssl));
    if (const SSL_CIPHER* cipher = SSL_get_current_cipher(ssl))
        result_.suite = SSL_CIPHER_get_protocol_id(cipher);
    result_.resumed = SSL_session_reused(ssl) == 1;
    result_.secure_renegotiation = SSL_get_secure_renegotiation_support(ssl) == 1;
    result_.extended_main_secret = SSL_get_extms_support(ssl) == 1;
    result_.certificate_sent = result_.certificate_asked && options_.identity.has_value();
    if (!options_.early_data.empty())
        result_.early_data = SSL_get_early_data_status(ssl) == SSL_EARLY_DATA_ACCEPTED
                                 ? EarlyData::accepted
                                 : EarlyData::rejected;
}

void OpenSslTalk::Client::begin_open() {
    if (options_.renegotiate && result_.version < TLS1_3_VERSION) {
        if (SSL_renegotiate(ssl_.get()) == 1) result_.renegotiation = Renegotiation::unanswered;
        return;
    }
    if (options_.request.empty()) return good_bye();
    // Into memory: it takes all.
    SSL_write(ssl_.get(), options_.request.data(), static_cast<int>(options_.request.size()));
}

// Reads what is there. A renegotiation goes on within it, too.
bool OpenSslTalk::Client::step_open() {
    char buffer[4096];
    for (;;) {
        ERR_clear_error();
        const int n = SSL_read(ssl_.get(), buffer, sizeof buffer);
        if (n > 0) {
            on_application({buffer, static_cast<std::size_t>(n)});
            continue;
        }
        const int error = SSL_get_error(ssl_.get(), n);
        if (error == SSL_ERROR_ZERO_RETURN) {
            result_.closed = result_.confirmed = true;
            good_bye();
            return give_up({});
        }
        settle_renegotiation(error != SSL_ERROR_WANT_READ);
        if (error != SSL_ERROR_WANT_READ) return fail("after the handshake");
        if (waits_for_more()) return false;
        good_bye();
        return !options_.linger && give_up({});
    }
}

void OpenSslTalk::Client::settle_renegotiation(bool failed) {
    if (result_.renegotiation != Renegotiation::unanswered) return;
    if (handshakes_ >= 2)
        result_.renegotiation = Renegotiation::completed;
    else if (result_.alert &&
             (result_.alert == kNoRenegotiation || (failed && result_.alert_fatal)))
        result_.renegotiation = Renegotiation::refused;
}

// There is something left that the server has to say before we say good-bye.
bool OpenSslTalk::Client::waits_for_more() {
    if (said_good_bye_) return options_.linger;
    if (result_.renegotiation == Renegotiation::unanswered) return true;
    if (options_.request.empty()) return false;
    if (result_.application.size() >= kMostApplication) return false;
    // Each look may read all again: not for every octet that drips in.
    if (!options_.enough || looks_ >= kMostLooks) return true;
    ++looks_;
    return !options_.enough(result_.application);
}

void OpenSslTalk::Client::on_application(std::string_view octets) {
    result_.confirmed = true;
    const std::size_t room = kMostApplication - result_.application.size();
    result_.application.append(octets.substr(0, room));
}

void OpenSslTalk::Client::good_bye() {
    if (said_good_bye_) return;
    said_good_bye_ = true;
    SSL_shutdown(ssl_.get());
}

bool OpenSslTalk::Client::fail(const char* what) {
    std::string reason = openssl_reason();
    // The server's alert says it better.
    if (result_.alert_fatal) return give_up({});
    return give_up(std::string(what) + " failed: " + reason);
}

bool OpenSslTalk::Client::give_up(std::string sentence) {
    stage_ = Stage::over;
    result_.error = std::move(sentence);
    return true;
}

void OpenSslTalk::Client::on_message(bool sent, int content, Bytes octets) {
    if (sent) return;
    if (content == kAlertContent) return on_alert(octets);
    if (content != kHandshakeRecord || octets.size() < 4) return;
    if (octets[0] == kCertificateRequest) result_.certificate_asked = true;
    if (octets[0] != kNewSessionTicket) return;
    ++result_.tickets;
    result_.confirmed = true;
    Reader ticket(octets.subspan(4));
    ticket.u32();  // the lifetime, which the session knows
    age_add_ = ticket.u32();
}

void OpenSslTalk::Client::on_alert(Bytes octets) {
    if (octets.size() != 2 || octets[1] == kCloseNotifyAlert || result_.alert_fatal) return;
    result_.alert = octets[1];
    result_.alert_fatal = octets[0] == kFatalAlert || result_.version >= TLS1_3_VERSION;
}

void OpenSslTalk::Client::on_session(SSL_SESSION* session) {
    if (result_.sessions.size() >= kMostSessions) return;
    const auto version = static_cast<std::uint16_t>(SSL_version(ssl_.get()));
    SavedSession saved = save(session, version);
    if (version >= TLS1_3_VERSION) saved.age_add = age_add_;
    result_.sessions.push_back(std::move(saved));
}

OpenSslTalk::Client& OpenSslTalk::Client::of(const SSL* ssl) {
    return *static_cast<Client*>(SSL_get_app_data(ssl));
}

void OpenSslTalk::Client::key_log_line(const SSL* ssl, const char* line) {
    OpenSslTalk& talk = of(ssl).talk_;
    talk.secrets_.add_line(line);
    talk.key_log_.append(line).append("\n");
}

void OpenSslTalk::Client::message_seen(int sent, int, int content, const void* octets,
                                       std::size_t n, SSL* ssl, void*) {
    of(ssl).on_message(sent != 0, content, {static_cast<const std::uint8_t*>(octets), n});
}

void OpenSslTalk::Client::event_seen(const SSL* ssl, int where, int) {
    if ((where & SSL_CB_HANDSHAKE_DONE) != 0) ++of(ssl).handshakes_;
}

int OpenSslTalk::Client::new_session(SSL* ssl, SSL_SESSION* session) {
    of(ssl).on_session(session);
    return 0;  // it stays libssl's
}

}  // namespace tlsonar::scanner
