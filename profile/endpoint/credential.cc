#include "profile/endpoint/credential.h"

#include "core/writer.h"
#include "dissect/extension/delegated_credential.h"
#include "trust/keys/subject_key.h"
#include "trust/signature.h"

#include <algorithm>
#include <string_view>

namespace tlsonar::profile {
namespace {

constexpr Time kSecond = 1'000'000'000;
constexpr std::int64_t kLongest = 7L * 86'400;  // RFC 9345 section 4.1.3
constexpr std::string_view kDelegationUsage = "1.3.6.1.4.1.44363.44";

constexpr std::uint8_t kEcdsa256[] = {0x30, 0x0A, 0x06, 0x08, 0x2A, 0x86,
                                      0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02};
constexpr std::uint8_t kEcdsa384[] = {0x30, 0x0A, 0x06, 0x08, 0x2A, 0x86,
                                      0x48, 0xCE, 0x3D, 0x04, 0x03, 0x03};
constexpr std::uint8_t kEcdsa512[] = {0x30, 0x0A, 0x06, 0x08, 0x2A, 0x86,
                                      0x48, 0xCE, 0x3D, 0x04, 0x03, 0x04};
constexpr std::uint8_t kEd25519[] = {0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70};
constexpr std::uint8_t kEd448[] = {0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x71};

// RSASSA-PSS with SHA-2 of 8 * `salt` bits, in the form of RFC 4055.
std::vector<std::uint8_t> pss(std::uint8_t hash, std::uint8_t salt) {
    const std::uint8_t sha2[] = {0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01,
                                 0x65, 0x03, 0x04, 0x02, hash, 0x05, 0x00};
    Writer out;
    const std::uint8_t begin[] = {0x30, 0x41, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7,
                                  0x0D, 0x01, 0x01, 0x0A, 0x30, 0x34, 0xA0, 0x0F};
    const std::uint8_t mask[] = {0xA1, 0x1C, 0x30, 0x1A, 0x06, 0x09, 0x2A, 0x86,
                                 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x08};
    const std::uint8_t length[] = {0xA2, 0x03, 0x02, 0x01, salt};
    out.bytes(begin);
    out.bytes(sha2);
    out.bytes(mask);
    out.bytes(sha2);
    out.bytes(length);
    return out.release();
}

// The AlgorithmIdentifier of a signature scheme of TLS 1.3; empty for those not used here.
std::vector<std::uint8_t> algorithm_of(std::uint16_t scheme) {
    const auto copy = [](Bytes der) { return std::vector<std::uint8_t>(der.begin(), der.end()); };
    switch (scheme) {
        case 0x0403:
            return copy(kEcdsa256);
        case 0x0503:
            return copy(kEcdsa384);
        case 0x0603:
            return copy(kEcdsa512);
        case 0x0804:
        case 0x0809:
            return pss(1, 32);
        case 0x0805:
        case 0x080A:
            return pss(2, 48);
        case 0x0806:
        case 0x080B:
            return pss(3, 64);
        case 0x0807:
            return copy(kEd25519);
        case 0x0808:
            return copy(kEd448);
        default:
            return {};
    }
}

// RFC 9345 section 4.
std::vector<std::uint8_t> signed_octets(const dissect::DelegatedCredential& credential,
                                        Bytes certificate) {
    constexpr std::string_view kContext = "TLS, server delegated credentials";
    Writer out;
    for (int i = 0; i < 64; ++i)
        out.u8(0x20);
    out.bytes(as_bytes(kContext));
    out.u8(0);
    out.bytes(certificate);
    out.u32(credential.valid_time);
    out.u16(credential.dc_cert_verify_algorithm);
    out.vector24(credential.subject_public_key_info);
    out.u16(credential.algorithm);
    return out.release();
}

Answer check(const dissect::DelegatedCredential& credential, const Certificate& leaf) {
    const std::vector<std::uint8_t> algorithm = algorithm_of(credential.algorithm);
    if (algorithm.empty()) return Answer::unknown;
    const std::vector<std::uint8_t> message = signed_octets(credential, leaf.der);
    const Bytes key = leaf.summary.public_key.info.of(leaf.der);
    switch (trust::check_signature(algorithm, key, message, credential.signature)) {
        case trust::SignatureCheck::valid:
            return Answer::yes;
        case trust::SignatureCheck::wrong:
            return Answer::no;
        case trust::SignatureCheck::unsupported:
            break;
    }
    return Answer::unknown;
}

Answer answer(bool yes) { return yes ? Answer::yes : Answer::no; }

void look_at_certificate(const Certificate& leaf, DelegatedCredential& out) {
    const trust::CertificateSummary& summary = leaf.summary;
    if (!summary.complete) return;
    out.delegation_usage = answer(
        std::any_of(summary.extensions.begin(), summary.extensions.end(),
                    [](const auto& entry) { return entry.type.dotted() == kDelegationUsage; }));
    out.digital_signature =
        answer((summary.key_usage.value_or(0) & trust::key_usage_digital_signature) != 0);
}

}  // namespace

DelegatedCredential examine_credential(Bytes octets, const Certificate& leaf,
                                       std::uint16_t handshake_scheme, Time now) {
    DelegatedCredential out;
    const auto read = dissect::decode<dissect::DelegatedCredential>(octets);
    if (!read.ok()) {
        out.trouble = "it can't be read: " + std::string(read.error().what);
        return out;
    }
    out.algorithm = read->algorithm;
    out.verify_scheme = read->dc_cert_verify_algorithm;
    out.valid_time = read->valid_time;
    out.key = trust::make_subject_key(read->subject_public_key_info)->summary;
    look_at_certificate(leaf, out);
    if (leaf.summary.not_before) {
        out.expires = *leaf.summary.not_before + std::int64_t{out.valid_time};
        const std::int64_t left = *out.expires - now / kSecond;
        out.in_time = answer(left >= 0);
        out.short_lived = answer(left <= kLongest);
    }
    out.signature = check(*read, leaf);
    if (handshake_scheme != 0) out.own_scheme = answer(handshake_scheme == out.verify_scheme);
    return out;
}

std::vector<std::string> DelegatedCredential::problems() const {
    std::vector<std::string> out;
    if (!trouble.empty()) out.push_back(trouble);
    const auto look = [&](Answer rule, std::string_view broken) {
        if (rule == Answer::no) out.emplace_back(broken);
    };
    look(delegation_usage, "the certificate has no extension DelegationUsage");
    look(digital_signature, "the certificate's key usage is not digitalSignature");
    look(in_time, "it has expired");
    look(short_lived, "it is good for more than seven days");
    look(signature, "its signature is not one of the certificate's key");
    look(own_scheme, "the handshake is signed with another scheme than it names");
    return out;
}

}  // namespace tlsonar::profile
