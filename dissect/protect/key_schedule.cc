#include "dissect/protect/key_schedule.h"

#include "core/writer.h"
#include "dissect/protect/evp_private.h"

#include <algorithm>
#include <cassert>

namespace tlsonar::dissect {

std::size_t hash_length(Hash hash) {
    switch (hash) {
        case Hash::md5:
            return 16;
        case Hash::sha1:
            return 20;
        case Hash::sha256:
        case Hash::sm3:
            return 32;
        case Hash::sha384:
            return 48;
        case Hash::sha512:
            return 64;
        default:
            return 0;
    }
}

bool hmac(Hash hash, Bytes key, std::span<const Bytes> parts, Octets out) {
    evp::Hmac mac;
    return mac.set_key(hash, key) && mac.compute(parts, out);
}

bool hkdf_extract(Hash hash, Bytes salt, Bytes input, Octets out) {
    const Bytes parts[] = {input};
    return hmac(hash, salt, parts, out);
}

namespace {

// HKDF-Expand (RFC 5869 section 2.3): T(n) = HMAC(secret, T(n-1) + info + n).
bool hkdf_expand(Hash hash, Bytes secret, Bytes info, Octets out) {
    evp::Hmac mac;
    if (!mac.set_key(hash, secret)) return false;
    std::array<std::uint8_t, kMaxHashLength> block;
    const std::size_t length = hash_length(hash);
    assert(out.size() <= 255 * length);
    Bytes previous;
    std::uint8_t counter = 0;
    for (std::size_t at = 0; at < out.size(); at += length) {
        ++counter;
        const Bytes parts[] = {previous, info, {&counter, 1}};
        if (!mac.compute(parts, Octets(block).first(length))) return false;
        previous = Bytes(block).first(length);
        std::copy_n(block.begin(), std::min(length, out.size() - at),
                    out.begin() + std::ptrdiff_t(at));
    }
    return true;
}

}  // namespace

// HkdfLabel: uint16 length, opaque label<7..255> = "tls13 " + Label, opaque context<0..255>.
bool hkdf_expand_label(Hash hash, Bytes secret, std::string_view label, Bytes context, Octets out) {
    Writer info;
    info.u16(static_cast<std::uint16_t>(out.size()));
    info.prefixed(1, [&] {
        info.bytes(as_bytes("tls13 "));
        info.bytes(as_bytes(label));
    });
    info.vector8(context);
    return hkdf_expand(hash, secret, info.written(), out);
}

bool next_traffic_secret(Hash hash, Bytes secret, Octets out) {
    return hkdf_expand_label(hash, secret, "traffic upd", {}, out);
}

Era era_of(std::uint16_t version) {
    switch (version) {
        case 0x0300:
            return Era::ssl3;
        case 0x0301:
            return Era::tls10;
        case 0x0302:
        case 0xFEFF:
        case 0x0100:  // DTLS of OpenSSL 0.9.8
            return Era::tls11;
        default:
            return Era::tls12;
    }
}

namespace {

// P_hash (RFC 5246 section 5), XORed into `out`.
bool p_hash(Hash hash, Bytes secret, std::span<const Bytes> seed, Octets out) {
    evp::Hmac mac;
    if (!mac.set_key(hash, secret)) return false;
    const std::size_t length = hash_length(hash);
    std::array<std::uint8_t, kMaxHashLength> a;
    std::array<std::uint8_t, kMaxHashLength> block;
    std::vector<Bytes> parts(seed.begin(), seed.end());
    if (!mac.compute(parts, Octets(a).first(length))) return false;
    parts.insert(parts.begin(), Bytes(a).first(length));
    for (std::size_t at = 0; at < out.size(); at += length) {
        if (!mac.compute(parts, Octets(block).first(length))) return false;
        for (std::size_t i = 0; i < length && at + i < out.size(); ++i)
            out[at + i] ^= block[i];
        if (!mac.compute(std::span<const Bytes>(parts).first(1), Octets(a).first(length)))
            return false;
    }
    return true;
}

// SSL 3.0: MD5(secret + SHA('A' + secret + seed)) + MD5(secret + SHA('BB' + secret + seed)) + …
// (RFC 6101 sections 6.1 and 6.2.2).
bool ssl3_prf(Bytes secret, Bytes seed1, Bytes seed2, Octets out) {
    std::array<std::uint8_t, 20> inner;
    std::array<std::uint8_t, 16> block;
    std::array<std::uint8_t, 26> letters;
    assert(out.size() <= letters.size() * block.size());
    std::size_t round = 0;
    for (std::size_t at = 0; at < out.size(); at += block.size()) {
        letters.fill(static_cast<std::uint8_t>('A' + round));
        ++round;
        const Bytes sha[] = {Bytes(letters).first(round), secret, seed1, seed2};
        const Bytes md5[] = {secret, inner};
        if (!evp::hash(Hash::sha1, sha, inner) || !evp::hash(Hash::md5, md5, block)) return false;
        std::copy_n(block.begin(), std::min(block.size(), out.size() - at),
                    out.begin() + std::ptrdiff_t(at));
    }
    return true;
}

}  // namespace

bool prf(Era era, Hash hash, Bytes secret, std::string_view label, Bytes seed1, Bytes seed2,
         Octets out) {
    const Bytes seed[] = {as_bytes(label), seed1, seed2};
    std::fill(out.begin(), out.end(), std::uint8_t{0});
    if (era == Era::tls12) return p_hash(hash, secret, seed, out);
    // RFC 2246 section 5: MD5 of the first half XOR SHA-1 of the second; an odd octet is in both.
    const std::size_t half = (secret.size() + 1) / 2;
    return p_hash(Hash::md5, secret.first(half), seed, out) &&
           p_hash(Hash::sha1, secret.last(half), seed, out);
}

bool master_secret(Era era, Hash hash, Bytes premaster, Randoms randoms, Octets out) {
    if (era == Era::ssl3) return ssl3_prf(premaster, randoms.client, randoms.server, out);
    return prf(era, hash, premaster, "master secret", randoms.client, randoms.server, out);
}

std::vector<std::uint8_t> handshake_hash(Era era, Hash hash, std::span<const Bytes> messages) {
    const bool two = era != Era::tls12;
    const std::size_t first = two ? hash_length(Hash::md5) : hash_length(hash);
    std::vector<std::uint8_t> out(first + (two ? hash_length(Hash::sha1) : 0));
    const Octets octets(out);
    const bool made = first > 0 &&
                      evp::hash(two ? Hash::md5 : hash, messages, octets.first(first)) &&
                      (!two || evp::hash(Hash::sha1, messages, octets.subspan(first)));
    if (!made) out.clear();
    return out;
}

bool extended_master_secret(Era era, Hash hash, Bytes premaster, Bytes session_hash, Octets out) {
    return prf(era, hash, premaster, "extended master secret", session_hash, {}, out);
}

namespace {

// RFC 2246 section 6.3.1 and RFC 6101 section 6.2.2.1: an export suite's key is widened, and its IV
// comes from nothing secret.
bool widen_export_keys(Era era, const CipherSuite& suite, Randoms randoms, bool from_client,
                       WriteKeys& keys) {
    std::vector<std::uint8_t> key(suite.key_length);
    std::vector<std::uint8_t> ivs(std::size_t{2} * suite.fixed_iv_length);
    const std::size_t ours = from_client ? 0 : suite.fixed_iv_length;
    if (era == Era::ssl3) {
        const Bytes first = from_client ? randoms.client : randoms.server;
        const Bytes second = from_client ? randoms.server : randoms.client;
        const Bytes for_key[] = {keys.key, first, second};
        const Bytes for_iv[] = {first, second};
        keys.iv.resize(suite.fixed_iv_length);
        if (!evp::hash(Hash::md5, for_key, key) || !evp::hash(Hash::md5, for_iv, keys.iv))
            return false;
    } else {
        const std::string_view label = from_client ? "client write key" : "server write key";
        if (!prf(era, suite.prf, keys.key, label, randoms.client, randoms.server, key) ||
            !prf(era, suite.prf, {}, "IV block", randoms.client, randoms.server, ivs))
            return false;
        keys.iv.assign(ivs.begin() + std::ptrdiff_t(ours),
                       ivs.begin() + std::ptrdiff_t(ours + suite.fixed_iv_length));
    }
    keys.key = std::move(key);
    return true;
}

}  // namespace

//   client MAC | server MAC | client key | server key | client IV | server IV
bool write_keys(Era era, const CipherSuite& suite, Bytes master, Randoms randoms, bool from_client,
                WriteKeys& out) {
    const std::size_t parts[] = {suite.mac_length, suite.key_material, suite.fixed_iv_length};
    std::vector<std::uint8_t> block(2 * (parts[0] + parts[1] + parts[2]));
    const bool made = era == Era::ssl3 ? ssl3_prf(master, randoms.server, randoms.client, block)
                                       : prf(era, suite.prf, master, "key expansion",
                                             randoms.server, randoms.client, block);
    if (!made) return false;
    std::vector<std::uint8_t>* const places[] = {&out.mac_key, &out.key, &out.iv};
    std::size_t at = 0;
    for (std::size_t i = 0; i < 3; ++i) {
        const auto begin = block.begin() + std::ptrdiff_t(at + (from_client ? 0 : parts[i]));
        places[i]->assign(begin, begin + std::ptrdiff_t(parts[i]));
        at += 2 * parts[i];
    }
    return suite.key_material == suite.key_length ||
           widen_export_keys(era, suite, randoms, from_client, out);
}

}  // namespace tlsonar::dissect
