#include "dissect/session/protection.h"

#include "dissect/message/client_key_exchange.h"
#include "dissect/message/handshake_type.h"
#include "dissect/protect/key_schedule.h"

#include <algorithm>

namespace tlsonar::dissect {
namespace {

constexpr std::uint16_t kTruncatedHmac = 4;
constexpr std::uint16_t kEncryptThenMac = 22;
constexpr std::uint16_t kExtendedMasterSecret = 23;
constexpr std::uint16_t kEarlyData = 42;

std::size_t slot(Role role) { return static_cast<std::size_t>(role); }

void copy_random(std::array<std::uint8_t, 32>& to, Bytes from) {
    if (from.size() == to.size()) std::copy(from.begin(), from.end(), to.begin());
}

// The session_hash of RFC 7627 section 3: all messages so far, headers and all, but HelloRequests.
// Empty where octets of one are missing.
std::vector<std::uint8_t> session_hash(Era era, Hash hash, const Handshake& handshake) {
    std::vector<std::array<std::uint8_t, 4>> headers;
    std::vector<Bytes> parts;
    headers.reserve(handshake.messages.size());  // `parts` borrow from it
    for (const Message& message : handshake.messages) {
        if (message.content != Content::handshake ||
            message.type == static_cast<std::uint8_t>(HandshakeType::hello_request))
            continue;
        if (message.opaque() || message.partial || message.body.size() != message.length) return {};
        const std::uint32_t n = message.length;
        headers.push_back({message.type, static_cast<std::uint8_t>(n >> 16),
                           static_cast<std::uint8_t>(n >> 8), static_cast<std::uint8_t>(n)});
        parts.emplace_back(headers.back());
        parts.push_back(message.body);
    }
    return handshake_hash(era, hash, parts);
}

}  // namespace

bool is_tls13(std::uint16_t version) { return version == 0x0304 || (version >> 8) == 0x7F; }

void Protection::on_client_hello(const ClientHello& hello) {
    copy_random(client_random_, hello.random);
    early_offered_ = static_cast<bool>(hello.extensions.find(kEarlyData));
    etm_offered_ = static_cast<bool>(hello.extensions.find(kEncryptThenMac));
    extended_master_offered_ = static_cast<bool>(hello.extensions.find(kExtendedMasterSecret));
    session_id_.clear();
    derived_master_.clear();
    offered_suites_.clear();
    for (std::size_t i = 0; early_offered_ && i < hello.cipher_suites.size(); ++i)
        offered_suites_.push_back(hello.cipher_suites[i]);
    knows_secrets_ =
        !secrets_.find(SecretLabel::client_random, client_random_).empty() ||
        !secrets_.find(SecretLabel::pms_client_random, client_random_).empty() ||
        !secrets_.find(SecretLabel::client_handshake_traffic_secret, client_random_).empty() ||
        !secrets_.find(SecretLabel::server_handshake_traffic_secret, client_random_).empty();
}

void Protection::on_server_hello(const ServerHello& hello, std::uint16_t version) {
    copy_random(server_random_, hello.random);
    suite_ = hello.cipher_suite;
    version_ = version;
    encrypt_then_mac_ = etm_offered_ && hello.extensions.find(kEncryptThenMac);
    truncated_hmac_ = static_cast<bool>(hello.extensions.find(kTruncatedHmac));
    extended_master_ = extended_master_offered_ && hello.extensions.find(kExtendedMasterSecret);
    session_id_.assign(hello.session_id.begin(), hello.session_id.end());
    if (!is_tls13(version)) return;
    set_tls13(Role::server, SecretLabel::server_handshake_traffic_secret);
    // While early data may still come, the client's opener holds the early keys, if known.
    if (!early_keys_) set_tls13(Role::client, SecretLabel::client_handshake_traffic_secret);
}

void Protection::set_tls13(Role sender, SecretLabel label) {
    openers_[slot(sender)].reset();
    const Bytes secret = secrets_.find(label, client_random_);
    if (secret.empty()) return;
    if (auto opener = RecordOpener::make_tls13(suite_, secret))
        openers_[slot(sender)].emplace(std::move(opener).value());
}

// "RSA" lines name a premaster secret by the beginning of its ciphertext.
Bytes Protection::premaster_of(const Message& client_key_exchange) const {
    constexpr std::size_t kNamed = 8;
    const Bytes whole = secrets_.find(SecretLabel::pms_client_random, client_random_);
    const CipherSuite* suite = find_cipher_suite(suite_);
    // (With RSA_PSK what is encrypted is but a part of the premaster secret, RFC 4279 section 4.)
    if (!whole.empty() || suite == nullptr || suite->kx != KeyExchange::rsa) return whole;
    MessageContext context;
    context.version = version_;
    context.suite = suite;
    const auto exchange = decode_client_key_exchange(client_key_exchange.body, context);
    if (!exchange.ok() || exchange->encrypted_secret.size() < kNamed) return {};
    return secrets_.find(SecretLabel::rsa, exchange->encrypted_secret.first(kNamed));
}

void Protection::on_client_key_exchange(const Handshake& handshake) {
    derived_master_.clear();
    const CipherSuite* suite = find_cipher_suite(suite_);
    // (A message beyond the limit of messages was not kept.)
    const bool kept = !handshake.messages.empty() &&
                      handshake.messages.back().type ==
                          static_cast<std::uint8_t>(HandshakeType::client_key_exchange);
    if (!kept || suite == nullptr || is_tls13(version_)) return;
    const Bytes premaster = premaster_of(handshake.messages.back());
    if (premaster.empty()) return;
    knows_secrets_ = true;
    std::vector<std::uint8_t> master(kMasterSecretLength);
    const Era era = era_of(version_);
    bool made = false;
    if (extended_master_) {
        const auto hash = session_hash(era, suite->prf, handshake);
        made = !hash.empty() && extended_master_secret(era, suite->prf, premaster, hash, master);
    } else {
        made = master_secret(era, suite->prf, premaster, {client_random_, server_random_}, master);
    }
    if (made) derived_master_ = std::move(master);
}

Bytes Protection::master_secret_known() const {
    const Bytes told = secrets_.find(SecretLabel::client_random, client_random_);
    if (!told.empty()) return told;
    if (!derived_master_.empty()) return derived_master_;
    return secrets_.find(SecretLabel::rsa_session_id, session_id_);
}

void Protection::on_change_cipher_spec(Role sender) {
    if (is_tls13(version_)) return;
    openers_[slot(sender)].reset();
    const Bytes master = master_secret_known();
    if (master.empty()) return;
    knows_secrets_ = true;
    Tls12Parameters parameters;
    parameters.suite = suite_;
    parameters.version = version_;
    parameters.master_secret = master;
    parameters.client_random = client_random_;
    parameters.server_random = server_random_;
    parameters.from_client = sender == Role::client;
    parameters.encrypt_then_mac = encrypt_then_mac_;
    parameters.truncated_hmac = truncated_hmac_;
    if (auto opener = RecordOpener::make_tls12(parameters))
        openers_[slot(sender)].emplace(std::move(opener).value());
}

void Protection::on_finished(Role sender) {
    if (!is_tls13(version_)) return;
    set_tls13(sender, sender == Role::client ? SecretLabel::client_traffic_secret
                                             : SecretLabel::server_traffic_secret);
}

void Protection::on_end_of_early_data() {
    early_keys_ = false;
    set_tls13(Role::client, SecretLabel::client_handshake_traffic_secret);
}

void Protection::on_key_update(Role sender) {
    auto& opener = openers_[slot(sender)];
    if (opener && !opener->update().ok()) opener.reset();
}

bool Protection::can_open(Role sender) const {
    if (openers_[slot(sender)]) return true;
    return sender == Role::client && early_offered_ && version_ == 0 &&
           !secrets_.find(SecretLabel::client_early_traffic_secret, client_random_).empty();
}

// The first early record: the suite is the one of the resumed session, which only a successful
// opening tells (RFC 8446 section 4.2.10).
bool Protection::open_early(const Record& record, Result& result) {
    const Bytes secret = secrets_.find(SecretLabel::client_early_traffic_secret, client_random_);
    for (const std::uint16_t suite : offered_suites_) {
        auto opener = RecordOpener::make_tls13(suite, secret);
        if (!opener) continue;
        if (auto opened = opener->open(record.type, record.version, record.body, scratch_)) {
            result = {true, true, opened->content_type, opened->plaintext};
            openers_[slot(Role::client)].emplace(std::move(opener).value());
            early_keys_ = true;
            return true;
        }
    }
    return false;
}

Protection::Result Protection::open(Role sender, const Record& record) {
    Result result;
    auto& opener = openers_[slot(sender)];
    const bool may_be_early = sender == Role::client && early_offered_;
    if (!opener) {
        result.early = may_be_early;
        if (may_be_early && version_ == 0) open_early(record, result);
        return result;
    }
    if (auto opened = opener->open(record.type, record.version, record.body, scratch_))
        return {true, early_keys_, opened->content_type, opened->plaintext};
    // The early keys do not fit although nobody ended early data: the server had refused it.
    if (early_keys_ && sender == Role::client && version_ != 0) {
        on_end_of_early_data();
        early_offered_ = false;
        return open(sender, record);
    }
    result.early = may_be_early;
    return result;
}

void Protection::on_skipped(Role sender) {
    if (auto& opener = openers_[slot(sender)]) opener->skip_record();
}

void Protection::on_gap(Role sender) {
    if (auto& opener = openers_[slot(sender)]) opener->resync();
}

}  // namespace tlsonar::dissect
