#include "audit/fact/vocabulary.h"

#include <algorithm>
#include <array>

namespace tlsonar::audit {
namespace {

using enum ValueType;

// Names as in the policies; the titles are read by people ("expected … of the chain's …").
constexpr FactName kVocabulary[] = {
    {"cert.chain.complete", boolean, "the chain as sent leads to a root", ""},
    {"cert.chain.ec.curves", names, "curves of the chain's EC keys", ""},
    {"cert.chain.key_types", names, "types of the chain's keys", ""},
    {"cert.chain.ordered", boolean, "the chain is sent in order, leaf first", ""},
    {"cert.chain.public", boolean, "the chain ends at a root of a public programme", ""},
    {"cert.chain.rsa.min_bits", number, "shortest RSA key of the chain", "bits"},
    {"cert.chain.signature_hashes", names, "hashes of the chain's signatures", ""},
    {"cert.chain.signatures", names, "signature algorithms of the chain", ""},
    {"cert.chain.trusted", boolean, "the chain is valid and ends at a trusted root", ""},
    {"cert.leaf.aia", names, "ways to further information in the certificate", ""},
    {"cert.leaf.aia.ocsp", names, "OCSP responders in the certificate", ""},
    {"cert.leaf.cn_in_san", boolean, "the common name is among the subject's names", ""},
    {"cert.leaf.crldp", names, "CRL distribution points", ""},
    {"cert.leaf.days_left", number, "days until the certificate expires", "days"},
    {"cert.leaf.dn_encoding_ok", boolean, "the names are in PrintableString or UTF8String", ""},
    {"cert.leaf.eku", names, "extended key usages", ""},
    {"cert.leaf.hostname_match", boolean, "the certificate is for the name asked for", ""},
    {"cert.leaf.key.bits", number, "size of the certificate's key", "bits"},
    {"cert.leaf.key.bits_mod8", number, "remainder of the RSA key's bits by 8", ""},
    {"cert.leaf.key.curve", text, "curve of the certificate's key", ""},
    {"cert.leaf.key.examined", boolean, "the key was looked at for known weaknesses", ""},
    {"cert.leaf.key.rsa_exponent", number, "RSA exponent", ""},
    {"cert.leaf.key.type", text, "type of the certificate's key", ""},
    {"cert.leaf.key.weaknesses", names, "known weaknesses of the certificate's key", ""},
    {"cert.leaf.ku", names, "key usages", ""},
    {"cert.leaf.ku_critical", boolean, "the key usage extension is critical", ""},
    {"cert.leaf.lifetime_days", number, "days from the certificate's beginning to its end", "days"},
    {"cert.leaf.not_before", date, "first day of the certificate", ""},
    {"cert.leaf.policy_oids", names, "certificate policies", ""},
    {"cert.leaf.revocation", text, "what is known of the certificate's revocation", ""},
    {"cert.leaf.revoked", boolean, "the certificate is revoked", ""},
    {"cert.leaf.san.count", number, "names in the certificate", ""},
    {"cert.leaf.sct.count", number, "SCTs, embedded, stapled or sent", ""},
    {"cert.leaf.security_bits", number, "strength of the certificate's key", "bits"},
    {"cert.leaf.serial_bits", number, "length of the serial number", "bits"},
    {"cert.leaf.serial_bytes", number, "length of the serial number", "octets"},
    {"cert.leaf.signature", text, "signature algorithm of the certificate", ""},
    {"cert.leaf.signature_hash", text, "hash of the certificate's signature", ""},
    {"cert.leaf.subject.cn", text, "common name", ""},
    {"cert.leaf.time_valid", boolean, "the certificate is neither expired nor early", ""},
    {"cert.leaf.validity_days", number, "validity of the certificate", "days"},
    {"cert.leaf.version", number, "X.509 version", ""},
    {"client.ec_point_formats", names, "point formats that clients offer", ""},
    {"client.groups.offered", names, "key-exchange groups that clients offer", ""},
    {"client.protocols.offered", names, "protocol versions that clients offer", ""},
    {"client.sigalgs.offered", names, "signature schemes that clients offer", ""},
    {"client.suites.offered", names, "cipher suites that clients offer", ""},
    {"connection.auth", text, "how connections were authenticated", ""},
    {"connection.cv_sigalg", text, "signature schemes of CertificateVerify", ""},
    {"connection.encrypted", boolean, "connections are encrypted", ""},
    {"connection.group", text, "key-exchange groups that connections used", ""},
    {"connection.ske_sigalg", text, "signature schemes of ServerKeyExchange", ""},
    {"connection.version", text, "protocol versions that connections used", ""},
    {"http.hsts.max_age", number, "max-age of Strict-Transport-Security", "s"},
    {"manual.dcv_automation", boolean, "domain validation is automated", ""},
    {"manual.fips_module", boolean, "the cryptographic module is validated", ""},
    {"policy.result", text, "verdict of another policy", ""},
    {"report.inventory.certificates", boolean, "the report has an inventory of certificates", ""},
    {"report.inventory.suites", boolean, "the report has an inventory of cipher suites", ""},
    {"server.client_auth.sigalgs", names, "signature schemes asked of client certificates", ""},
    {"server.compression", boolean, "TLS compression is accepted", ""},
    {"server.delegated_credential.problems", names, "rules that the delegated credential breaks",
     ""},
    {"server.downgrade_sentinel", boolean, "older ServerHellos bear the mark against downgrades",
     ""},
    {"server.dtls.accepted", names, "DTLS versions that the server accepts", ""},
    {"server.dtls.cookie", boolean, "DTLS hellos are answered with a cookie first", ""},
    {"server.early_data", boolean, "early data (0-RTT) is accepted", ""},
    {"server.ech.dns_agrees", boolean, "the DNS and the server have the same ECH configuration",
     ""},
    {"server.ech.offered", boolean, "Encrypted Client Hello is offered", ""},
    {"server.ext.alpn", boolean, "ALPN is answered", ""},
    {"server.ext.client_certificate_url", boolean, "client_certificate_url is answered", ""},
    {"server.ext.encrypt_then_mac", boolean, "encrypt_then_mac is answered", ""},
    {"server.ext.extended_master_secret", boolean, "extended_master_secret is answered", ""},
    {"server.ext.heartbeat", boolean, "heartbeat is answered", ""},
    {"server.ext.raw_public_key", boolean, "raw public keys are answered", ""},
    {"server.ext.server_name", boolean, "server_name has an effect", ""},
    {"server.ext.tls13_core", boolean, "the extensions that TLS 1.3 needs are answered", ""},
    {"server.ext.truncated_hmac", boolean, "truncated_hmac is answered", ""},
    {"server.fallback_scsv", boolean, "TLS_FALLBACK_SCSV is heeded", ""},
    {"server.groups.accepted", names, "key-exchange groups that the server accepts", ""},
    {"server.groups.accepted_tls12", names, "key-exchange groups of TLS 1.2", ""},
    {"server.groups.accepted_tls13", names, "key-exchange groups of TLS 1.3", ""},
    {"server.groups.min_ec_bits", number, "smallest elliptic curve for key exchange", "bits"},
    {"server.groups.preferred_tls13", text,
     "key-exchange group that the server takes first in TLS 1.3", ""},
    {"server.honours_sigalgs", boolean, "the client's signature schemes are heeded", ""},
    {"server.https_record.alpn_agrees", boolean, "what the HTTPS record lists is spoken", ""},
    {"server.https_record.found", boolean, "the name has an HTTPS record", ""},
    {"server.intolerances", names, "legal hellos that make the server fail", ""},
    {"server.kex.ecdh_reused", boolean, "elliptic-curve Diffie-Hellman keys are used again", ""},
    {"server.kex.ffdhe.faults", names, "faults of finite-field Diffie-Hellman groups", ""},
    {"server.kex.ffdhe.groups", names, "finite-field Diffie-Hellman groups", ""},
    {"server.kex.ffdhe.min_bits", number, "smallest finite-field Diffie-Hellman group", "bits"},
    {"server.kex.ffdhe.named_honoured", boolean,
     "a group of RFC 7919 that the client names is taken", ""},
    {"server.kex.ffdhe.reused", boolean, "finite-field Diffie-Hellman keys are used again", ""},
    {"server.kex.min_security_bits", number, "weakest key exchange", "bits"},
    {"server.ocsp.stapled", boolean, "an OCSP response is stapled", ""},
    {"server.ocsp.stapled_valid", boolean, "the stapled OCSP response is valid", ""},
    {"server.protocols.accepted", names, "protocol versions that the server accepts", ""},
    {"server.psk_modes", names, "PSK modes that the server accepts", ""},
    {"server.rejects_unknown_sni", boolean, "an unknown server name is rejected", ""},
    {"server.renegotiation.client_initiated", boolean, "a client may begin renegotiation", ""},
    {"server.renegotiation.client_initiated_count", number,
     "renegotiations that a client may begin", ""},
    {"server.renegotiation.secure", boolean, "renegotiation is secure (RFC 5746)", ""},
    {"server.resumption.ticket_key_name", text, "name of the key of session tickets", ""},
    {"server.resumption.ticket_lifetime_s", number, "lifetime of session tickets", "s"},
    {"server.sigalgs.accepted", names, "signature schemes that the server uses", ""},
    {"server.sigalgs.accepted_tls12", names, "signature schemes of TLS 1.2", ""},
    {"server.sigalgs.accepted_tls13", names, "signature schemes of TLS 1.3", ""},
    {"server.suites.accepted", names, "cipher suites that the server accepts", ""},
    {"server.suites.accepted_tls12", names, "cipher suites of TLS 1.2 and before", ""},
    {"server.suites.accepted_tls13", names, "cipher suites of TLS 1.3", ""},
    {"server.suites.min_bits", number, "weakest cipher", "bits"},
    {"server.suites.order_by_level", boolean, "suites are preferred by their level (NCSC-NL)", ""},
    {"server.suites.order_matches", names, "orders of suites that the server follows", ""},
    {"server.suites.server_preference", boolean, "the server's order of suites decides", ""},
    {"service.application", text, "application protocol", ""},
};

constexpr bool sorted() {
    for (std::size_t i = 1; i < std::size(kVocabulary); ++i)
        if (!(kVocabulary[i - 1].name < kVocabulary[i].name)) return false;
    return true;
}
static_assert(sorted());

// Levenshtein's distance.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t corner = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t above = row[j];
            row[j] =
                std::min({row[j] + 1, row[j - 1] + 1, corner + (a[i - 1] == b[j - 1] ? 0 : 1)});
            corner = above;
        }
    }
    return row[b.size()];
}

// Facts counts places in octets.
static_assert(std::size(kVocabulary) < 255);

}  // namespace

std::span<const FactName> vocabulary() { return kVocabulary; }

std::optional<FactId> find_fact(std::string_view name) {
    const auto* at = std::ranges::lower_bound(kVocabulary, name, {}, &FactName::name);
    if (at == std::end(kVocabulary) || at->name != name) return std::nullopt;
    return static_cast<FactId>(at - std::begin(kVocabulary));
}

std::string_view nearest_fact(std::string_view name) {
    constexpr std::size_t kLongest = 128;  // nothing near is longer
    if (name.size() > kLongest) return {};
    std::string_view best;
    std::size_t least = name.size() / 2 + 1;
    for (const FactName& fact : kVocabulary) {
        const std::size_t d = distance(name, fact.name);
        if (d < least) least = d, best = fact.name;
    }
    return best;
}

}  // namespace tlsonar::audit
