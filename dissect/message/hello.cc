#include "dissect/message/hello.h"

#include <array>

namespace tlsonar::dissect {
namespace {

constexpr std::size_t kRandomLength = 32;
constexpr std::uint16_t kSupportedVersions = 43;

// SHA-256 of "HelloRetryRequest".
constexpr std::array<std::uint8_t, kRandomLength> kHelloRetryRequestRandom = {
    0xCF, 0x21, 0xAD, 0x74, 0xE5, 0x9A, 0x61, 0x11, 0xBE, 0x1D, 0x8C, 0x02, 0x1E, 0x65, 0xB8, 0x91,
    0xC2, 0xA2, 0x11, 0x16, 0x7A, 0xBB, 0x8C, 0x5E, 0x07, 0x9E, 0x09, 0xE2, 0xC8, 0xA8, 0x33, 0x9C};

void write_extensions(Writer& writer, bool has_extensions, const ExtensionList& extensions) {
    if (has_extensions) writer.vector16(extensions.octets());
}

// Drafts say 0x7F00 up to 0x7F15. Some implementations of drafts already said 0x0304, which no
// other ServerHello says: then the layout is that of the drafts if the octets after it come out
// even.
bool has_draft_layout(std::uint16_t legacy_version, Reader rest) {
    if (legacy_version != 0x0304) return legacy_version >= 0x7F00 && legacy_version < 0x7F16;
    rest.u16();
    rest.vector16();
    return rest.done();
}

}  // namespace

void read(Reader& reader, ClientHello& hello) {
    hello.legacy_version = reader.u16();
    hello.random = reader.take(kRandomLength);
    hello.session_id = reader.vector8();
    if (is_dtls(hello.legacy_version)) hello.cookie = reader.vector8();
    hello.cipher_suites = CodeList(reader.vector16());
    hello.compression_methods = reader.vector8();
    hello.has_extensions = reader.more();
    if (hello.has_extensions) hello.extensions = ExtensionList(reader.vector16());
}

void write(Writer& writer, const ClientHello& hello) {
    writer.u16(hello.legacy_version);
    writer.bytes(hello.random);
    writer.vector8(hello.session_id);
    if (is_dtls(hello.legacy_version)) writer.vector8(hello.cookie);
    writer.vector16(hello.cipher_suites.octets());
    writer.vector8(hello.compression_methods);
    write_extensions(writer, hello.has_extensions, hello.extensions);
}

void read(Reader& reader, ServerHello& hello) {
    hello.legacy_version = reader.u16();
    hello.random = reader.take(kRandomLength);
    hello.draft_layout = has_draft_layout(hello.legacy_version, reader);
    if (!hello.draft_layout) hello.session_id = reader.vector8();
    hello.cipher_suite = reader.u16();
    if (!hello.draft_layout) hello.compression_method = reader.u8();
    hello.has_extensions = reader.more();
    if (hello.has_extensions) hello.extensions = ExtensionList(reader.vector16());
}

void write(Writer& writer, const ServerHello& hello) {
    writer.u16(hello.legacy_version);
    writer.bytes(hello.random);
    if (!hello.draft_layout) writer.vector8(hello.session_id);
    writer.u16(hello.cipher_suite);
    if (!hello.draft_layout) writer.u8(hello.compression_method);
    write_extensions(writer, hello.has_extensions, hello.extensions);
}

bool is_hello_retry_request(const ServerHello& hello) {
    return equal(hello.random, kHelloRetryRequestRandom);
}

std::uint16_t selected_version(const ServerHello& hello) {
    const auto found = hello.extensions.find(kSupportedVersions);
    return found && found.body.size() == 2 ? load_be16(found.body.data()) : hello.legacy_version;
}

Downgrade downgrade_sentinel(const ServerHello& hello) {
    if (hello.random.size() != kRandomLength) return Downgrade::none;
    const std::string_view end = as_text(hello.random.last(8));
    if (!end.starts_with("DOWNGRD")) return Downgrade::none;
    if (end.back() == '\x01') return Downgrade::to_tls12;
    return end.back() == '\x00' ? Downgrade::to_tls11_or_below : Downgrade::none;
}

}  // namespace tlsonar::dissect
