// A hello that no library makes: resumption in TLS 1.3 without a new key agreement.
#include "core/writer.h"
#include "dissect/extension/extension_type.h"
#include "dissect/protect/key_schedule.h"
#include "scanner/probe/sessions.h"

#include <algorithm>
#include <span>

#include <openssl/evp.h>

namespace tlsonar::scanner {
namespace {

namespace type = dissect::extension_type;

// Hellos of 256 to 511 octets would be padded at their end (RFC 7685), where the pre-shared key
// must stand.
constexpr std::size_t kPadding = 512;
constexpr std::uint32_t kAge = 20;  // milliseconds; matters for early data alone

Octets digest_of(dissect::Hash hash, Bytes octets) {
    const EVP_MD* digest = hash == dissect::Hash::sha384 ? EVP_sha384() : EVP_sha256();
    Octets out(static_cast<std::size_t>(EVP_MD_get_size(digest)));
    EVP_Digest(octets.data(), octets.size(), out.data(), nullptr, digest, nullptr);
    return out;
}

// RFC 9846 section 4.2.11.2: over the hello up to the binders.
Octets binder_of(dissect::Hash hash, Bytes secret, Bytes partial_hello) {
    const std::size_t n = dissect::hash_length(hash);
    Octets early(n), binder_key(n), finished(n), binder(n);
    const Octets nothing = digest_of(hash, {});
    const Octets transcript = digest_of(hash, partial_hello);
    const Bytes parts[] = {transcript};
    if (!dissect::hkdf_extract(hash, {}, secret, early) ||
        !dissect::hkdf_expand_label(hash, early, "res binder", nothing, binder_key) ||
        !dissect::hkdf_expand_label(hash, binder_key, "finished", {}, finished) ||
        !dissect::hmac(hash, finished, parts, binder))
        return {};
    return binder;
}

Octets pre_shared_key(const SavedSession& session, std::size_t binder) {
    Writer out;
    out.prefixed(2, [&] {
        out.vector16(session.ticket);
        out.u32(session.age_add + kAge);
    });
    out.prefixed(2, [&] { out.vector8(Octets(binder, 0)); });
    return out.release();
}

}  // namespace

Octets psk_only_hello(const SavedSession& session, const std::string& sni, Draw& draw) {
    const dissect::CipherSuite* suite = dissect::find_cipher_suite(session.suite);
    if (suite == nullptr || session.version != kTls13 || session.ticket.empty()) return {};
    const std::size_t n = dissect::hash_length(suite->prf);
    if (session.secret.size() != n) return {};
    HelloRecipe recipe;  // the extensions that only TLS 1.3 has stand in `after`
    recipe.version = kTls12;
    constexpr std::uint16_t kSuites[] = {0x1301, 0x1302, 0x1303, 0x1304, 0x1305};
    for (const std::uint16_t code : kSuites) {
        const dissect::CipherSuite* known = dissect::find_cipher_suite(code);
        if (known != nullptr && known->prf == suite->prf) recipe.suites.push_back(code);
    }
    recipe.schemes = all_schemes();
    recipe.sni = sni;
    recipe.session_id = draw.octets(32);
    HelloExtras& extras = recipe.extras;
    extras.extended_main_secret = extras.session_ticket = extras.encrypt_then_mac = false;
    extras.status_request = extras.scts = extras.renegotiation_info = false;
    recipe.after = {{type::supported_versions, {2, 3, 4}},
                    {type::psk_key_exchange_modes, {1, 0}},
                    {type::padding, Octets(kPadding, 0)},
                    {type::pre_shared_key, pre_shared_key(session, n)}};
    Octets message = hello_message(recipe, nullptr, draw);
    const std::size_t binders = 2 + 1 + n;  // with their lengths, the last octets
    const Octets binder =
        binder_of(suite->prf, session.secret, Bytes(message).first(message.size() - binders));
    if (binder.size() != n) return {};
    std::copy(binder.begin(), binder.end(), message.end() - static_cast<std::ptrdiff_t>(n));
    return hello_records(recipe, message);
}

}  // namespace tlsonar::scanner
