#include "scanner/probe/odd_hello.h"

#include "core/writer.h"
#include "dissect/extension/extension_type.h"
#include "dissect/message/hello.h"
#include "dissect/registry/cipher_suite.h"
#include "scanner/probe/lists.h"
#include "scanner/probe/versions.h"

#include <algorithm>

namespace tlsonar::scanner {
namespace {

namespace type = dissect::extension_type;

constexpr std::size_t kMessageHeader = 4;
constexpr std::size_t kExtensionHeader = 4;
constexpr std::uint16_t kUnassignedExtension = 0x1F00;  // and those after it (IANA, 2026)
constexpr std::uint16_t kUnassignedSuite = 0xEE00;
constexpr std::uint8_t kPrivateCompression = 0xE5;  // RFC 3749 section 2: 224 to 255

// Shares as they are, and one of a group that nobody has.
class GreaseShares final : public ShareSource {
  public:
    explicit GreaseShares(const ShareSource* shares) : shares_(shares) {}
    Bytes public_share(std::uint16_t group) const override {
        if (group == grease::group) return octet_;
        return shares_ != nullptr ? shares_->public_share(group) : Bytes();
    }

  private:
    const ShareSource* shares_;
    std::uint8_t octet_[1] = {0};
};

void put_first(Codes& codes, std::uint16_t code) { codes.insert(codes.begin(), code); }

Octets codes_body(const Codes& codes, std::size_t length_octets) {
    Writer out;
    out.prefixed(length_octets, [&] {
        for (const std::uint16_t code : codes)
            out.u16(code);
    });
    return out.release();
}

void add_versions(HelloRecipe& hello, const Oddities& odd) {
    Codes more;
    if (odd.grease_version) more.push_back(grease::version);
    if (odd.future_version) more.push_back(kTls14);
    if (hello.version >= kTls13) {
        hello.further_versions.insert(hello.further_versions.begin(), more.begin(), more.end());
        return;
    }
    if (more.empty() && !odd.supported_versions) return;
    for (std::uint16_t version = hello.version; version >= 0x0301; --version)
        more.push_back(version);
    hello.after.push_back({type::supported_versions, codes_body(more, 1)});
}

void add_share(HelloRecipe& hello) {
    if (hello.version >= kTls13) return put_first(hello.shares, grease::group);
    Writer out;
    out.prefixed(2, [&] {
        out.u16(grease::group);
        const std::uint8_t octet[] = {0};
        out.vector16(octet);
    });
    hello.after.push_back({type::key_share, out.release()});
}

void add_alpn(HelloRecipe& hello, const Oddities& odd) {
    if (hello.alpn.empty()) hello.alpn = {"http/1.1", "h2"};
    if (!odd.grease_alpn) return;
    const char name[] = {static_cast<char>(grease::alpn >> 8),
                         static_cast<char>(grease::alpn & 0xFF)};
    hello.alpn.insert(hello.alpn.begin(), std::string(name, sizeof name));
}

// Registered ones first: they are what a long list has in the field.
void fill_suites(Codes& suites, std::size_t count) {
    for (const dissect::CipherSuite& suite : dissect::cipher_suites()) {
        if (suites.size() >= count) return;
        if (!suite.signal && suite.code != 0 && !contains(suites, suite.code))
            suites.push_back(suite.code);
    }
    for (std::uint16_t code = kUnassignedSuite; suites.size() < count && code != 0xFF00; ++code)
        suites.push_back(code);
}

HelloRecipe recipe_of(const HelloRecipe& base, const Oddities& odd) {
    HelloRecipe hello = base;
    hello.pad_to = 1;  // as long as it is: lengths are among what is tested
    if (odd.alpn || odd.grease_alpn) add_alpn(hello, odd);
    if (odd.suites != 0) fill_suites(hello.suites, odd.suites);
    if (odd.grease_suite) put_first(hello.suites, grease::suite);
    if ((odd.grease_group || odd.grease_share) && !hello.groups.empty())
        put_first(hello.groups, grease::group);
    if (odd.grease_scheme && !hello.schemes.empty()) put_first(hello.schemes, grease::scheme);
    if (odd.grease_extension) hello.before.push_back({grease::extension, {}});
    add_versions(hello, odd);
    if (odd.grease_share) add_share(hello);
    for (std::size_t i = 0; i < odd.extensions; ++i)
        hello.before.push_back(
            {static_cast<std::uint16_t>(kUnassignedExtension + i), Octets(i % 3, 0)});
    if (odd.legacy_version != 0) hello.legacy_version = odd.legacy_version;
    if (odd.empty_last_extension) hello.after.push_back({type::extended_main_secret, {}});
    return hello;
}

// The padding stands in front, so that what was last stays last.
void pad(HelloRecipe& hello, std::size_t so_far, std::size_t wanted) {
    if (wanted < so_far + kExtensionHeader) return;
    const std::size_t most = 0xFF00 - so_far;  // of all extensions
    const std::size_t zeros = std::min(wanted - so_far - kExtensionHeader, most);
    hello.before.insert(hello.before.begin(), RawExtension{type::padding, Octets(zeros, 0)});
}

Octets with_unknown_compression(Bytes message) {
    auto hello = dissect::decode<dissect::ClientHello>(message.subspan(kMessageHeader));
    if (!hello.ok()) return {message.begin(), message.end()};
    const std::uint8_t methods[] = {kPrivateCompression, 0};
    hello->compression_methods = methods;
    Writer out;
    out.u8(message[0]);
    out.vector24(dissect::encode(*hello));
    return out.release();
}

}  // namespace

Octets odd_message(const HelloRecipe& base, const Oddities& odd, const ShareSource* shares,
                   Draw& draw) {
    const GreaseShares all_shares(shares);
    HelloRecipe hello = recipe_of(base, odd);
    Octets message = hello_message(hello, &all_shares, draw);
    const std::size_t compression = odd.unknown_compression ? 1 : 0;
    if (odd.octets > message.size() + compression) {
        pad(hello, message.size() + compression, odd.octets);
        message = hello_message(hello, &all_shares, draw);
    }
    return odd.unknown_compression ? with_unknown_compression(message) : message;
}

Octets odd_records(const HelloRecipe& base, const Oddities& odd, Bytes message) {
    constexpr std::size_t kPiece = 64;
    constexpr std::size_t kWithinHeader = 2;
    HelloRecipe shape = base;
    if (odd.split == Split::pieces) shape.wire.fragment = kPiece;
    if (odd.split == Split::octets) shape.wire.fragment = 1;
    if (odd.split != Split::header) return hello_records(shape, message);
    Octets out = hello_records(shape, message.first(kWithinHeader));
    const Octets rest = hello_records(shape, message.subspan(kWithinHeader));
    out.insert(out.end(), rest.begin(), rest.end());
    return out;
}

}  // namespace tlsonar::scanner
