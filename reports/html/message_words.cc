#include "reports/html/message_words.h"

namespace tlsonar::reports::html {
namespace {

struct Words {
    std::string_view name;
    std::string_view any;    // of all versions
    std::string_view tls13;  // where TLS 1.3 differs
};

constexpr Words kMessageWords[] = {
    {"client_hello",
     "The client opens: it lists the versions, cipher suites and extensions that it can do, and "
     "usually names the host that it wants.",
     "The client opens: it lists what it can do, names the host that it wants, and already sends "
     "key shares, in the hope that the server takes one of their groups."},
    {"hello_retry_request",
     "The server wants a group for which the client sent no key share, and asks for a second "
     "ClientHello. That costs a round trip.",
     ""},
    {"hello_verify_request",
     "The server sends a cookie and waits for it to come back: a proof that the client's address "
     "is its own.",
     ""},
    {"server_hello", "The server chooses the version and the cipher suite.",
     "The server chooses the cipher suite and sends its half of the key exchange. From here on "
     "everything is encrypted."},
    {"encrypted_extensions",
     "Answers to the client's extensions that need not be public, such as the protocol (ALPN).",
     ""},
    {"certificate",
     "The certificates of the sender, its own first. Everybody on the way can read them.",
     "The certificates of the sender, its own first; nobody on the way can read them."},
    {"compressed_certificate",
     "The certificates of the sender, compressed to save octets (RFC 8879).", ""},
    {"server_key_exchange",
     "The server's half of the key exchange, signed with the key of its certificate.", ""},
    {"certificate_request", "The server asks the client for a certificate of its own.", ""},
    {"server_hello_done", "The server has said all: it is the client's turn.", ""},
    {"client_key_exchange",
     "The client's half of the key exchange: both sides can now work out the same keys.", ""},
    {"certificate_verify",
     "A signature over all that was said: the sender holds the key of its certificate.", ""},
    {"certificate_status",
     "An OCSP response, stapled: the issuer's word that the certificate is not revoked.", ""},
    {"change_cipher_spec", "From the next record on the sender encrypts.",
     "Without meaning in TLS 1.3: it only makes the connection look like an older one to boxes on "
     "the way."},
    {"finished",
     "A checksum over the whole handshake, made with the new keys: nobody changed a word.", ""},
    {"new_session_ticket",
     "A ticket with which the client can come back later and skip most of this.", ""},
    {"end_of_early_data",
     "The end of the data that the client sent ahead of the handshake (0-RTT).", ""},
    {"key_update", "The sender changes to new keys.", ""},
    {"hello_request", "The server asks for a new handshake inside the connection.", ""},
    {"encrypted_handshake",
     "A handshake message that can't be read without the secrets (see --keylog).", ""},
    {"encrypted_alert", "An alert that can't be read without the secrets (see --keylog).", ""},
    {"alert", "A warning, or the reason why the sender gives up.", ""},
    {"application_data", "What the connection is for: data of the application, encrypted.",
     "Encrypted records. Until both have sent Finished the handshake's own messages hide in them; "
     "after that it is data of the application."},
    {"heartbeat", "A sign of life (RFC 6520), the extension that Heartbleed made known.", ""},
    {"supplemental_data", "Further data on the sender (RFC 4680).", ""},
    {"certificate_url", "Where the client's certificate can be fetched instead of being sent.", ""},
    {"next_proto", "The client names the protocol it will speak, as one did before ALPN.", ""},
    {"client_master_key", "SSLv2: the client sends the key, encrypted for the server.", ""},
    {"server_verify", "SSLv2: the server proves that it could read the key.", ""},
    {"client_finished", "SSLv2: the client is done.", ""},
    {"server_finished", "SSLv2: the server is done, and names the session.", ""},
    {"request_certificate", "SSLv2: the server asks for the client's certificate.", ""},
    {"client_certificate", "SSLv2: the client's certificate.", ""},
    {"error", "SSLv2: something is wrong.", ""},
};

}  // namespace

std::string title_of_message(std::string_view name) {
    std::string out;
    bool upper = true;
    for (const char c : name) {
        if (c == '_') {
            upper = true;
            continue;
        }
        out += upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
        upper = false;
    }
    return out;
}

std::string_view words_of(const audit::MessageView& message, bool tls13) {
    for (const Words& words : kMessageWords)
        if (words.name == message.name)
            return tls13 && !words.tls13.empty() ? words.tls13 : words.any;
    return {};
}

}  // namespace tlsonar::reports::html
