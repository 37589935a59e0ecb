#include "reports/html/fixes.h"

namespace tlsonar::reports::html {
namespace {

constexpr Fix kFixes[] = {
    {"cert.chain", "Send the chain that clients need",
     "# leaf first, then every intermediate, no root\nssl_certificate /etc/ssl/fullchain.pem;",
     "SSLCertificateFile /etc/ssl/fullchain.pem",
     "# leaf, intermediates and key in one file\nbind :443 ssl crt /etc/haproxy/site.pem",
     "openssl s_client -connect HOST:443 -servername HOST -showcerts",
     "A chain is judged by its weakest certificate: have it issued anew where a signature or a key "
     "in it is too weak."},
    {"cert.leaf", "Have the certificate issued anew",
     "ssl_certificate /etc/ssl/fullchain.pem;\nssl_certificate_key /etc/ssl/private/site.key;",
     "SSLCertificateFile /etc/ssl/fullchain.pem\nSSLCertificateKeyFile /etc/ssl/private/site.key",
     "bind :443 ssl crt /etc/haproxy/site.pem",
     "openssl x509 -in fullchain.pem -noout -subject -ext subjectAltName -dates",
     "Names, validity, usages and signature are the issuer's work; automate it (ACME), as "
     "certificates get shorter every year."},
    {"cert.leaf.key", "Make a stronger key, and a certificate for it",
     "ssl_certificate /etc/ssl/fullchain.pem;\nssl_certificate_key /etc/ssl/private/new.key;",
     "SSLCertificateFile /etc/ssl/fullchain.pem\nSSLCertificateKeyFile /etc/ssl/private/new.key",
     "# the new key and its chain in one file\nbind :443 ssl crt /etc/haproxy/site.pem",
     "openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out new.key\n"
     "openssl req -new -key new.key -subj /CN=HOST -addext subjectAltName=DNS:HOST -out new.csr",
     "Revoke the old certificate when its key could have been guessed."},
    {"connection", "Narrow down what connections may use", "ssl_protocols TLSv1.2 TLSv1.3;",
     "SSLProtocol -all +TLSv1.2 +TLSv1.3", "ssl-default-bind-options ssl-min-ver TLSv1.2",
     "[system_default_sect]\nMinProtocol = TLSv1.2", ""},
    {"http.hsts", "Send Strict-Transport-Security",
     "add_header Strict-Transport-Security \"max-age=63072000\" always;",
     "Header always set Strict-Transport-Security \"max-age=63072000\"",
     "http-response set-header Strict-Transport-Security \"max-age=63072000\"", "",
     "Browsers refuse plain HTTP for that long: be sure that everything under the name speaks TLS "
     "before you add includeSubDomains."},
    {"server.client_auth", "Signature schemes for client certificates",
     "ssl_conf_command ClientSignatureAlgorithms ECDSA+SHA256:RSA-PSS+SHA256;",
     "SSLOpenSSLConfCmd ClientSignatureAlgorithms ECDSA+SHA256:RSA-PSS+SHA256",
     "# HAProxy 2.8\nssl-default-bind-client-sigalgs ECDSA+SHA256:RSA-PSS+SHA256",
     "ClientSignatureAlgorithms = ECDSA+SHA256:RSA-PSS+SHA256", ""},
    {"server.compression", "Switch TLS compression off", "# off since nginx 1.3.2",
     "SSLCompression off", "# HAProxy never compresses TLS", "Options = -Compression",
     "CRIME reads secrets from the length of what is compressed."},
    {"server.dtls", "DTLS versions", "", "", "", "MinProtocol = DTLSv1.2", ""},
    {"server.early_data", "Refuse early data", "ssl_early_data off;",
     "# Apache httpd never accepts early data", "# take allow-0rtt off the bind line",
     "# in code\nSSL_CTX_set_max_early_data(ctx, 0);",
     "Early data can be replayed: accept it only for requests that may happen twice."},
    {"server.ext", "Extensions that a current TLS library answers", "", "", "",
     "Options = ExtendedMasterSecret,EncryptThenMac",
     "These are answered without being configured by OpenSSL 1.1.1 and later: bring the library up "
     "to date."},
    {"server.fallback_scsv", "Heed TLS_FALLBACK_SCSV", "", "", "",
     "# built in since OpenSSL 1.0.1j",
     "Bring the library up to date, or accept only one version besides TLS 1.3."},
    {"server.groups", "Groups for the key exchange",
     "ssl_ecdh_curve X25519MLKEM768:X25519:prime256v1:secp384r1;",
     "SSLOpenSSLConfCmd Groups X25519MLKEM768:X25519:P-256:P-384",
     "ssl-default-bind-curves X25519MLKEM768:X25519:P-256:P-384",
     "Groups = X25519MLKEM768:X25519:P-256:P-384",
     "X25519MLKEM768 needs OpenSSL 3.5. Leave out what your policy does not list."},
    {"server.honours_sigalgs", "Heed the client's signature schemes", "", "", "", "",
     "A server that signs with what the client did not offer has a faulty TLS library: bring it up "
     "to date."},
    {"server.kex", "Diffie-Hellman of 3072 bits, or none",
     "ssl_dhparam /etc/ssl/ffdhe3072.pem;\n# better: no suite with DHE in ssl_ciphers",
     "SSLOpenSSLConfCmd DHParameters /etc/ssl/ffdhe3072.pem",
     "ssl-dh-param-file /etc/haproxy/ffdhe3072.pem",
     "openssl genpkey -genparam -algorithm DH -pkeyopt group:ffdhe3072 -out ffdhe3072.pem", ""},
    {"server.ocsp", "Staple the OCSP response",
     "ssl_stapling on;\nssl_stapling_verify on;\nresolver 127.0.0.1;",
     "SSLUseStapling on\nSSLStaplingCache shmcb:/run/apache2/stapling(128000)",
     "# HAProxy 2.8, in the crt-list\n/etc/haproxy/site.pem [ocsp-update on]",
     "openssl s_client -connect HOST:443 -servername HOST -status",
     "Many issuers have ended OCSP: a certificate without a responder's address can't be stapled."},
    {"server.protocols", "Protocol versions", "ssl_protocols TLSv1.2 TLSv1.3;",
     "SSLProtocol -all +TLSv1.2 +TLSv1.3", "ssl-default-bind-options ssl-min-ver TLSv1.2",
     "[system_default_sect]\nMinProtocol = TLSv1.2",
     "Where the policy asks for TLS 1.3 alone, leave TLSv1.2 out."},
    {"server.psk_modes", "Resume with a fresh key exchange", "", "", "", "Options = -AllowNoDHEKEX",
     "psk_dhe_ke keeps forward secrecy of what is resumed."},
    {"server.rejects_unknown_sni", "Refuse names that you don't serve",
     "server {\n    listen 443 ssl default_server;\n    ssl_reject_handshake on;\n}",
     "SSLStrictSNIVHostCheck on", "bind :443 ssl crt /etc/haproxy/certs/ strict-sni", "", ""},
    {"server.renegotiation", "Renegotiation", "# refused by nginx; keep OpenSSL up to date",
     "SSLInsecureRenegotiation off", "# refused by HAProxy; keep OpenSSL up to date",
     "Options = -UnsafeLegacyRenegotiation,NoRenegotiation", ""},
    {"server.resumption", "Lifetime of session tickets",
     "ssl_session_timeout 1h;\nssl_session_tickets off;",
     "SSLSessionCacheTimeout 3600\nSSLSessionTickets off",
     "tune.ssl.lifetime 3600\nssl-default-bind-options no-tls-tickets", "Options = -SessionTicket",
     "A ticket key that is kept for long undoes forward secrecy."},
    {"server.sigalgs", "Signature schemes of the server",
     "ssl_conf_command SignatureAlgorithms ECDSA+SHA256:RSA-PSS+SHA256:ed25519;",
     "SSLOpenSSLConfCmd SignatureAlgorithms ECDSA+SHA256:RSA-PSS+SHA256:ed25519",
     "# HAProxy 2.8\nssl-default-bind-sigalgs ECDSA+SHA256:RSA-PSS+SHA256:ed25519",
     "SignatureAlgorithms = ECDSA+SHA256:RSA-PSS+SHA256:ed25519", ""},
    {"server.suites", "Cipher suites",
     "ssl_ciphers ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
     "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384;\n"
     "ssl_conf_command Ciphersuites TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384;",
     "SSLCipherSuite ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
     "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384\n"
     "SSLCipherSuite TLSv1.3 TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384",
     "ssl-default-bind-ciphers ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
     "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384\n"
     "ssl-default-bind-ciphersuites TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384",
     "CipherString = ECDHE+AESGCM\nCiphersuites = TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384",
     "Add ECDHE-…-CHACHA20-POLY1305 where your policy lists it."},
    {"server.suites.order", "Order of the cipher suites", "ssl_prefer_server_ciphers on;",
     "SSLHonorCipherOrder on", "# the server's order is HAProxy's default",
     "Options = ServerPreference", "Then write the suites in the order that the policy wants."},
    {"server.suites.server_preference", "Whose order of suites decides",
     "ssl_prefer_server_ciphers on;", "SSLHonorCipherOrder on",
     "# default; prefer-client-ciphers turns it round", "Options = ServerPreference", ""},
};

constexpr bool fixes_sorted() {
    for (std::size_t i = 1; i < std::size(kFixes); ++i)
        if (!(kFixes[i - 1].fact < kFixes[i].fact)) return false;
    return true;
}
static_assert(fixes_sorted());

}  // namespace

std::span<const Fix> fixes() { return kFixes; }

const Fix* find_fix(std::string_view fact) {
    const Fix* best = nullptr;
    for (const Fix& fix : kFixes)
        if (fact.starts_with(fix.fact) && (best == nullptr || fix.fact.size() > best->fact.size()))
            best = &fix;
    return best;
}

}  // namespace tlsonar::reports::html
