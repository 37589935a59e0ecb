// What goes into libssl before it begins: options by code point, sessions, a client's certificate.
#include "core/writer.h"
#include "scanner/talk/openssl_talk_private.h"
#include "scanner/talk/wire_private.h"

#include <algorithm>

#include <openssl/err.h>
#include <openssl/pem.h>

namespace tlsonar::scanner {
namespace {

struct GroupName {
    std::uint16_t code;
    const char* name;  // libssl's
};
constexpr GroupName kGroupNames[] = {
    {0x001D, "X25519"},
    {0x0017, "P-256"},
    {0x0018, "P-384"},
    {0x0019, "P-521"},
    {0x001E, "X448"},
    {0x0100, "ffdhe2048"},
    {0x0101, "ffdhe3072"},
    {0x0102, "ffdhe4096"},
    {0x0103, "ffdhe6144"},
    {0x0104, "ffdhe8192"},
    {0x0015, "secp224r1"},
    {0x0013, "prime192v1"},
    {0x0016, "secp256k1"},
    {0x0014, "secp224k1"},
    {0x0012, "secp192k1"},
    {0x000F, "secp160k1"},
    {0x0010, "secp160r1"},
    {0x0011, "secp160r2"},
    {0x0001, "sect163k1"},
    {0x0002, "sect163r1"},
    {0x0003, "sect163r2"},
    {0x0004, "sect193r1"},
    {0x0005, "sect193r2"},
    {0x0006, "sect233k1"},
    {0x0007, "sect233r1"},
    {0x0008, "sect239k1"},
    {0x0009, "sect283k1"},
    {0x000A, "sect283r1"},
    {0x000B, "sect409k1"},
    {0x000C, "sect409r1"},
    {0x000D, "sect571k1"},
    {0x000E, "sect571r1"},
    {0x001A, "brainpoolP256r1"},
    {0x001B, "brainpoolP384r1"},
    {0x001C, "brainpoolP512r1"},
};

// The groups that this libssl takes, as it wants them named.
std::string group_names(SSL* ssl, const Codes& groups) {
    std::string out;
    for (const std::uint16_t code : groups)
        for (const GroupName& known : kGroupNames) {
            if (known.code != code || SSL_set1_groups_list(ssl, known.name) != 1) continue;
            if (!out.empty()) out += ":";
            out += known.name;
        }
    return out;
}

struct SuiteNames {
    std::string before13, tls13;
};

SuiteNames suite_names(SSL* ssl, const Codes& suites) {
    SuiteNames out;
    for (const std::uint16_t code : suites) {
        const unsigned char octets[] = {static_cast<unsigned char>(code >> 8),
                                        static_cast<unsigned char>(code)};
        const SSL_CIPHER* cipher = SSL_CIPHER_find(ssl, octets);
        if (cipher == nullptr) continue;
        std::string& list = (code >> 8) == 0x13 ? out.tls13 : out.before13;
        if (!list.empty()) list += ":";
        list += SSL_CIPHER_get_name(cipher);
    }
    return out;
}

std::string set_suites(SSL* ssl, const OpenSslOptions& options) {
    constexpr const char* kNone =
        "none of the server's cipher suites is one that this program's TLS library can use";
    if (options.suites.empty())
        return SSL_set_cipher_list(ssl, "ALL:COMPLEMENTOFALL:!aNULL:!PSK:!SRP") == 1 ? "" : kNone;
    const SuiteNames names = suite_names(ssl, options.suites);
    const bool old = !names.before13.empty() && options.min_version < kVersionTls13 &&
                     SSL_set_cipher_list(ssl, names.before13.c_str()) == 1;
    const bool modern = !names.tls13.empty() &&
                        (options.max_version == 0 || options.max_version >= kVersionTls13) &&
                        SSL_set_ciphersuites(ssl, names.tls13.c_str()) == 1;
    if (!old && !modern) return kNone;
    if (!old) SSL_set_min_proto_version(ssl, TLS1_3_VERSION);
    if (!modern) SSL_set_max_proto_version(ssl, TLS1_2_VERSION);
    return {};
}

std::string set_versions(SSL* ssl, const OpenSslOptions& options) {
    if (SSL_set_min_proto_version(ssl, options.min_version) == 1 &&
        SSL_set_max_proto_version(ssl, options.max_version) == 1)
        return {};
    return "this program's TLS library does not speak that version";
}

void set_switches(SSL* ssl, const OpenSslOptions& options) {
    // What the system's configuration wants of clients is no concern of a scanner.
    SSL_set_security_level(ssl, 0);
    SSL_clear_options(ssl, SSL_get_options(ssl));
    std::uint64_t switches = SSL_OP_LEGACY_SERVER_CONNECT | SSL_OP_IGNORE_UNEXPECTED_EOF |
                             SSL_OP_ALLOW_UNSAFE_LEGACY_RENEGOTIATION;
    if (!options.session_ticket) switches |= SSL_OP_NO_TICKET;
    if (!options.renegotiate) switches |= SSL_OP_NO_RENEGOTIATION;
    SSL_set_options(ssl, switches);
    SSL_set_verify(ssl, SSL_VERIFY_NONE, nullptr);
}

// (libssl's own macro casts in the old style.)
bool set_name(SSL* ssl, std::string name) {
    return SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name.data()) == 1;
}

std::string set_identity(SSL* ssl, const ClientIdentity& identity) {
    const ClientIdentity::Loaded& own = identity.loaded();
    bool good = SSL_use_certificate(ssl, own.certificate.get()) == 1 &&
                SSL_use_PrivateKey(ssl, own.key.get()) == 1;
    for (const Owned<X509>& issuer : own.chain)
        good = good && SSL_add1_chain_cert(ssl, issuer.get()) == 1;
    return good ? "" : "the client certificate can't be used: " + openssl_reason();
}

Octets alpn_list(const std::vector<std::string>& names) {
    Writer out;
    for (const std::string& name : names)
        out.vector8(as_bytes(name));
    return out.release();
}

}  // namespace

std::string configure(SSL* ssl, const OpenSslOptions& options) {
    set_switches(ssl, options);
    std::string trouble = set_versions(ssl, options);
    if (trouble.empty()) trouble = set_suites(ssl, options);
    if (!trouble.empty()) return trouble;
    const std::string groups = group_names(ssl, options.groups);
    if (!groups.empty()) SSL_set1_groups_list(ssl, groups.c_str());
    if (groups.empty() && !options.groups.empty() && options.min_version >= kVersionTls13)
        return "none of the server's groups is one that this program's TLS library can use";
    if (!options.sni.empty() && !set_name(ssl, options.sni))
        return "the server name can't be sent: " + openssl_reason();
    const Octets protocols = alpn_list(options.alpn);
    if (!protocols.empty())
        SSL_set_alpn_protos(ssl, protocols.data(), static_cast<unsigned>(protocols.size()));
    if (options.identity) trouble = set_identity(ssl, *options.identity);
    if (!trouble.empty() || !options.session) return trouble;
    const Owned<SSL_SESSION> session = restore(*options.session);
    if (!session || SSL_set_session(ssl, session.get()) != 1)
        return "the session can't be resumed: " + openssl_reason();
    return {};
}

Owned<SSL_SESSION> restore(const SavedSession& saved) {
    const unsigned char* at = saved.state.data();
    return Owned<SSL_SESSION>(d2i_SSL_SESSION(nullptr, &at, static_cast<long>(saved.state.size())));
}

SavedSession save(SSL_SESSION* session, std::uint16_t version) {
    SavedSession out;
    out.version = version;
    const int size = i2d_SSL_SESSION(session, nullptr);
    if (size > 0) {
        out.state.resize(static_cast<std::size_t>(size));
        unsigned char* at = out.state.data();
        i2d_SSL_SESSION(session, &at);
    }
    if (const SSL_CIPHER* cipher = SSL_SESSION_get0_cipher(session))
        out.suite = SSL_CIPHER_get_protocol_id(cipher);
    const unsigned char* octets = nullptr;
    std::size_t n = 0;
    SSL_SESSION_get0_ticket(session, &octets, &n);
    if (octets != nullptr) out.ticket.assign(octets, octets + n);
    // With a ticket libssl makes an ID up.
    unsigned length = 0;
    octets = SSL_SESSION_get_id(session, &length);
    if (out.ticket.empty()) out.id.assign(octets, octets + length);
    out.lifetime = static_cast<std::uint32_t>(SSL_SESSION_get_ticket_lifetime_hint(session));
    out.max_early_data = SSL_SESSION_get_max_early_data(session);
    out.secret.resize(SSL_SESSION_get_master_key(session, nullptr, 0));
    SSL_SESSION_get_master_key(session, out.secret.data(), out.secret.size());
    return out;
}

}  // namespace tlsonar::scanner
