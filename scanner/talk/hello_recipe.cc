#include "scanner/talk/hello_recipe.h"

#include "core/writer.h"
#include "dissect/extension/extension_type.h"
#include "dissect/message/hello.h"
#include "dissect/message/ssl2.h"
#include "scanner/talk/wire_private.h"

#include <algorithm>

namespace tlsonar::scanner {
namespace {

namespace type = dissect::extension_type;

constexpr std::uint16_t kTls12 = 0x0303;
constexpr std::uint8_t kClientHello = 1;
constexpr std::size_t kMaxFragment = 16384;  // RFC 9846 section 5.1

// Writes one extension: its type, and the body in its vector.
template <class Body>
void extension(Writer& out, std::uint16_t code, Body&& body) {
    out.u16(code);
    out.prefixed(2, std::forward<Body>(body));
}
void extension(Writer& out, std::uint16_t code) {
    extension(out, code, [] {});
}

void codes16(Writer& out, const Codes& codes) {
    out.prefixed(2, [&] {
        for (const std::uint16_t code : codes)
            out.u16(code);
    });
}

class HelloWriter {
  public:
    HelloWriter(const HelloRecipe& recipe, const ShareSource* shares, const RetryAnswer* retry)
        : recipe_(recipe), shares_(shares), retry_(retry) {}

    // The extensions that follow from the lists, then the extras; the order is a common browser's.
    void write(Writer& out) const {
        raw(out, recipe_.before);
        names(out);
        lists(out);
        extras(out);
        if (tls13()) only_tls13(out);
        raw(out, recipe_.after);
    }

  private:
    bool tls13() const { return recipe_.version >= kVersionTls13; }
    bool below_tls13() const { return !tls13() || !recipe_.further_versions.empty(); }

    static void raw(Writer& out, const std::vector<RawExtension>& extensions) {
        for (const RawExtension& e : extensions)
            extension(out, e.type, [&] { out.bytes(e.body); });
    }

    void names(Writer& out) const {
        if (!recipe_.sni.empty())
            extension(out, type::server_name, [&] {
                out.prefixed(2, [&] {
                    out.u8(0);
                    out.vector16(as_bytes(recipe_.sni));
                });
            });
        if (!recipe_.alpn.empty())
            extension(out, type::application_layer_protocol_negotiation, [&] {
                out.prefixed(2, [&] {
                    for (const std::string& name : recipe_.alpn)
                        out.vector8(as_bytes(name));
                });
            });
    }

    void lists(Writer& out) const {
        if (!recipe_.groups.empty()) {
            extension(out, type::supported_groups, [&] { codes16(out, recipe_.groups); });
            if (below_tls13())
                extension(out, type::ec_point_formats, [&] {
                    const std::uint8_t formats[] = {0, 1, 2};
                    out.vector8(formats);
                });
        }
        if (!recipe_.schemes.empty() && recipe_.version >= kTls12)
            extension(out, type::signature_algorithms, [&] { codes16(out, recipe_.schemes); });
    }

    void extras(Writer& out) const {
        const HelloExtras& e = recipe_.extras;
        // Some servers choke on an empty extension that is the last: these come first.
        if (e.extended_main_secret && below_tls13()) extension(out, type::extended_main_secret);
        if (e.encrypt_then_mac && below_tls13()) extension(out, type::encrypt_then_mac);
        if (e.session_ticket && below_tls13()) extension(out, type::session_ticket);
        if (e.scts) extension(out, type::signed_certificate_timestamp);
        if (e.npn) extension(out, type::next_protocol_negotiation);
        if (e.renegotiation_info && below_tls13())
            extension(out, type::renegotiation_info, [&] { out.u8(0); });
        if (e.status_request)
            extension(out, type::status_request, [&] {
                out.u8(1);  // ocsp, no responders, no extensions
                out.u32(0);
            });
        if (e.heartbeat) extension(out, type::heartbeat, [&] { out.u8(1); });
        if (e.max_fragment_length)
            extension(out, type::max_fragment_length, [&] { out.u8(*e.max_fragment_length); });
        if (e.record_size_limit)
            extension(out, type::record_size_limit, [&] { out.u16(*e.record_size_limit); });
        if (e.compress_certificate)
            extension(out, type::compress_certificate, [&] {
                out.prefixed(1, [&] {
                    for (const std::uint16_t algorithm : Codes{2, 1, 3})  // brotli, zlib, zstd
                        out.u16(algorithm);
                });
            });
    }

    void only_tls13(Writer& out) const {
        extension(out, type::supported_versions, [&] {
            out.prefixed(1, [&] {
                out.u16(recipe_.version);
                for (const std::uint16_t version : recipe_.further_versions)
                    out.u16(version);
            });
        });
        extension(out, type::psk_key_exchange_modes, [&] {
            const std::uint8_t modes[] = {1, 0};  // psk_dhe_ke, psk_ke
            out.vector8(modes);
        });
        if (retry_ != nullptr && !retry_->cookie.empty())
            extension(out, type::cookie, [&] { out.vector16(retry_->cookie); });
        extension(out, type::key_share, [&] { out.prefixed(2, [&] { key_shares(out); }); });
    }

    void key_shares(Writer& out) const {
        if (retry_ != nullptr && retry_->group != 0) return key_share(out, retry_->group);
        for (const std::uint16_t group : recipe_.shares)
            key_share(out, group);
    }
    void key_share(Writer& out, std::uint16_t group) const {
        const Bytes share = shares_ != nullptr ? shares_->public_share(group) : Bytes();
        if (share.empty()) return;
        out.u16(group);
        out.vector16(share);
    }

    const HelloRecipe& recipe_;
    const ShareSource* shares_;
    const RetryAnswer* retry_;
};

std::uint16_t legacy_version(const HelloRecipe& recipe) {
    return recipe.legacy_version.value_or(std::min(recipe.version, kTls12));
}

// Old load balancers hang at hellos of 256 to 511 octets (RFC 7685 section 1): no hello of ours has
// such a length unless it is asked for.
std::size_t padded_size(const HelloRecipe& recipe, std::size_t so_far) {
    constexpr std::size_t kFrom = 256, kTo = 512;
    if (recipe.pad_to > 0) return recipe.pad_to;
    return so_far >= kFrom && so_far < kTo ? kTo : 0;
}

void pad(Writer& out, std::size_t so_far, std::size_t target) {
    constexpr std::size_t kExtensionHeader = 4;
    // What does not fit exactly becomes a little longer; no empty extension is the last.
    if (target < so_far) return;
    const Octets zeros(target <= so_far + kExtensionHeader ? 1 : target - so_far - kExtensionHeader,
                       0);
    extension(out, type::padding, [&] { out.bytes(zeros); });
}

}  // namespace

// SplitMix64 (Steele, Lea, Flood 2014): good enough to look random, which is all it must.
std::uint64_t Draw::next() {
    state_ += 0x9E3779B97F4A7C15;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
}

void Draw::fill(std::span<std::uint8_t> out) {
    std::uint64_t word = 0;
    for (std::size_t i = 0; i < out.size(); ++i) {
        if (i % 8 == 0) word = next();
        out[i] = static_cast<std::uint8_t>(word >> (8 * (i % 8)));
    }
}

Octets Draw::octets(std::size_t n) {
    Octets out(n);
    fill(out);
    return out;
}

Octets hello_message(const HelloRecipe& recipe, const ShareSource* shares, Draw& draw,
                     const RetryAnswer* retry) {
    const Octets random = recipe.random.empty() ? draw.octets(32) : recipe.random;
    Octets suites;
    for (const std::uint16_t suite : recipe.suites) {
        suites.push_back(static_cast<std::uint8_t>(suite >> 8));
        suites.push_back(static_cast<std::uint8_t>(suite));
    }
    const std::uint8_t compressions[] = {1, 0};
    dissect::ClientHello hello;
    hello.legacy_version = legacy_version(recipe);
    hello.random = random;
    hello.session_id = recipe.session_id;
    hello.cipher_suites = dissect::CodeList(suites);
    hello.compression_methods =
        recipe.extras.compression ? Bytes(compressions) : Bytes(compressions).subspan(1);
    hello.has_extensions = !recipe.no_extensions;

    Writer extensions;
    if (hello.has_extensions) {
        HelloWriter(recipe, shares, retry).write(extensions);
        hello.extensions = dissect::ExtensionList(extensions.written());
        const std::size_t so_far = kMessageHeader + dissect::encode(hello).size();
        if (const std::size_t target = padded_size(recipe, so_far); target > 0) {
            pad(extensions, so_far, target);
            hello.extensions = dissect::ExtensionList(extensions.written());
        }
    }
    Writer message;
    message.u8(kClientHello);
    message.vector24(dissect::encode(hello));
    return message.release();
}

Octets hello_records(const HelloRecipe& recipe, Bytes message) {
    const std::uint16_t usual = legacy_version(recipe) == 0x0300 ? 0x0300 : 0x0301;
    const std::uint16_t version =
        recipe.wire.record_version != 0 ? recipe.wire.record_version : usual;
    const std::size_t wanted = recipe.wire.fragment != 0 ? recipe.wire.fragment : kMaxFragment;
    const std::size_t most = std::min(wanted, kMaxFragment);
    Writer out;
    while (!message.empty()) {
        const std::size_t n = std::min(most, message.size());
        out.u8(kHandshakeRecord);
        out.u16(version);
        out.vector16(message.first(n));
        message = message.subspan(n);
    }
    return out.release();
}

Octets ssl2_hello(const std::vector<std::uint32_t>& kinds, Draw& draw) {
    Writer specs;
    for (const std::uint32_t kind : kinds)
        specs.u24(kind);
    const Octets challenge = draw.octets(16);
    dissect::Ssl2ClientHello hello;
    hello.version = 0x0002;
    hello.cipher_specs = dissect::Ssl2CipherList(specs.written());
    hello.challenge = challenge;
    Writer body;
    body.u8(static_cast<std::uint8_t>(dissect::Ssl2MessageType::client_hello));
    body.bytes(dissect::encode(hello));
    Writer record;
    // The header of two octets: no padding (draft-hickman-netscape-ssl-00, "record header").
    record.u16(static_cast<std::uint16_t>(0x8000U | body.written().size()));
    record.bytes(body.written());
    return record.release();
}

}  // namespace tlsonar::scanner
