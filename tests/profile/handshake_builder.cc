#include "tests/profile/handshake_builder.h"

#include "profile/record_maker.h"

#include <algorithm>

namespace tlsonar::profile::test {
namespace {

constexpr std::uint64_t kSecond = 1'000'000'000;

void write_extensions(Writer& writer, const std::vector<Extension>& extensions) {
    writer.prefixed(2, [&] {
        for (const Extension& extension : extensions) {
            writer.u16(extension.type);
            writer.vector16(extension.body);
        }
    });
}

Octets server_hello_with(const Hello& hello, Bytes random) {
    Writer writer;
    writer.u16(0x0303);
    writer.bytes(random);
    writer.vector8(hello.session_id);
    writer.u16(hello.suites.at(0));
    writer.u8(0);
    if (!hello.extensions.empty()) write_extensions(writer, hello.extensions);
    return writer.release();
}

Extension share(std::uint16_t group, bool in_list) {
    Writer entry;
    entry.u16(group);
    entry.vector16(Octets(32, 9));
    if (!in_list) return {51, entry.release()};
    Writer list;
    list.vector16(entry.written());
    return {51, list.release()};
}

}  // namespace

Octets client_hello(const Hello& hello) {
    Writer writer;
    writer.u16(0x0303);
    writer.bytes(Octets(32, hello.random));
    writer.vector8(hello.session_id);
    writer.prefixed(2, [&] {
        for (const std::uint16_t suite : hello.suites)
            writer.u16(suite);
    });
    writer.vector8(Octets{0});
    if (!hello.extensions.empty()) write_extensions(writer, hello.extensions);
    return writer.release();
}

Octets server_hello(const Hello& hello) {
    return server_hello_with(hello, Octets(32, hello.random));
}

// RFC 8446 section 4.1.3: the SHA-256 of "HelloRetryRequest".
Octets hello_retry_request(const Hello& hello) {
    return server_hello_with(
        hello, Octets{0xCF, 0x21, 0xAD, 0x74, 0xE5, 0x9A, 0x61, 0x11, 0xBE, 0x1D, 0x8C,
                      0x02, 0x1E, 0x65, 0xB8, 0x91, 0xC2, 0xA2, 0x11, 0x16, 0x7A, 0xBB,
                      0x8C, 0x5E, 0x07, 0x9E, 0x09, 0xE2, 0xC8, 0xA8, 0x33, 0x9C});
}

Octets encrypted_extensions(const std::vector<Extension>& extensions) {
    Writer writer;
    write_extensions(writer, extensions);
    return writer.release();
}

Octets certificate12(const std::vector<Octets>& chain) {
    Writer writer;
    writer.prefixed(3, [&] {
        for (const Octets& certificate : chain)
            writer.vector24(certificate);
    });
    return writer.release();
}

Octets certificate13(const std::vector<Octets>& chain) {
    Writer writer;
    writer.vector8({});
    writer.prefixed(3, [&] {
        for (const Octets& certificate : chain) {
            writer.vector24(certificate);
            writer.vector16({});
        }
    });
    return writer.release();
}

Extension server_share(std::uint16_t group) { return share(group, false); }
Extension client_share(std::uint16_t group) { return share(group, true); }

Extension psk_offer() {
    Writer writer;
    writer.prefixed(2, [&] {
        writer.vector16(Octets(20, 7));
        writer.u32(0);
    });
    writer.prefixed(2, [&] { writer.vector8(Octets(32, 8)); });
    return {41, writer.release()};
}

HandshakeBuilder::HandshakeBuilder(std::uint16_t version, std::uint16_t suite) {
    handshake.version = version;
    handshake.cipher_suite = suite;
    handshake.ending = dissect::Ending::settled;
    provenance.start_seen = true;
    provenance.syn = {1 * kSecond, 1};
    provenance.syn_ack = {2 * kSecond, 2};
    provenance.ack = {3 * kSecond, 3};
    provenance.first = provenance.syn;
    provenance.packets[0] = provenance.packets[1] = 5;
}

HandshakeBuilder& HandshakeBuilder::add(dissect::Message message, const Octets& body) {
    ++ordinal_;
    message.first = message.last = {static_cast<Time>(ordinal_ * kSecond), ordinal_};
    message.length = static_cast<std::uint32_t>(body.size());
    message.body = handshake.arena.copy(body);
    handshake.messages.push_back(message);
    provenance.last = message.last;
    return *this;
}

HandshakeBuilder& HandshakeBuilder::client(HandshakeType type, const Octets& body) {
    dissect::Message message;
    message.content = dissect::Content::handshake;
    message.sender = Role::client;
    message.type = static_cast<std::uint8_t>(type);
    handshake.has_client_hello |= type == HandshakeType::client_hello;
    return add(message, body);
}

HandshakeBuilder& HandshakeBuilder::server(HandshakeType type, const Octets& body) {
    dissect::Message message;
    message.content = dissect::Content::handshake;
    message.sender = Role::server;
    message.type = static_cast<std::uint8_t>(type);
    handshake.has_server_hello |= type == HandshakeType::server_hello;
    return add(message, body);
}

HandshakeBuilder& HandshakeBuilder::opened(Role sender, HandshakeType type, const Octets& body) {
    sender == Role::client ? client(type, body) : server(type, body);
    handshake.messages.back().encrypted = handshake.messages.back().opened = true;
    return *this;
}

HandshakeBuilder& HandshakeBuilder::change_cipher_spec(Role sender) {
    dissect::Message message;
    message.content = dissect::Content::change_cipher_spec;
    message.sender = sender;
    return add(message, {1});
}

HandshakeBuilder& HandshakeBuilder::alert(Role sender, std::uint8_t level,
                                          std::uint8_t description) {
    dissect::Message message;
    message.content = dissect::Content::alert;
    message.sender = sender;
    message.type = level;
    return add(message, {level, description});
}

HandshakeBuilder& HandshakeBuilder::closed(Role sender) {
    dissect::Message message;
    message.content = handshake.version == 0x0304 ? dissect::Content::application_data
                                                  : dissect::Content::handshake;
    message.sender = sender;
    message.encrypted = true;
    add(message, {});
    handshake.messages.back().length = 40;
    return handshake.version == 0x0304 ? *this : finished(sender);
}

HandshakeBuilder& HandshakeBuilder::partial() {
    handshake.messages.back().partial = true;
    return *this;
}

HandshakeBuilder& HandshakeBuilder::finished(Role sender) {
    (sender == Role::client ? handshake.client_finished : handshake.server_finished) = true;
    return *this;
}

Record HandshakeBuilder::record() {
    Observation observation;
    observation.handshake = std::move(handshake);
    observation.provenance = provenance;
    Record made;
    RecordMaker().make(observation, made);
    return made;
}

HandshakeBuilder full12(std::uint16_t suite, const std::vector<Extension>& client) {
    HandshakeBuilder made(0x0303, suite);
    made.client(HandshakeType::client_hello, client_hello({{suite}, client, {}}));
    made.server(HandshakeType::server_hello, server_hello({{suite}, {}, Octets(32, 1)}));
    made.server(HandshakeType::certificate, certificate12({Octets(50, 0x30)}));
    made.server(HandshakeType::server_hello_done, {});
    return made;
}

HandshakeBuilder& finish12(HandshakeBuilder& handshake) {
    return handshake.client(HandshakeType::client_key_exchange, Octets(66, 4))
        .change_cipher_spec(Role::client)
        .closed(Role::client)
        .change_cipher_spec(Role::server)
        .closed(Role::server);
}

HandshakeBuilder hellos13(std::vector<Extension> client, std::vector<Extension> server) {
    constexpr std::uint16_t kSuite = 0x1301;
    HandshakeBuilder made(0x0304, kSuite);
    client.insert(client.begin(), kOffer13);
    server.insert(server.begin(), kVersion13);
    made.client(HandshakeType::client_hello, client_hello({{kSuite}, std::move(client), {}}));
    made.server(HandshakeType::server_hello, server_hello({{kSuite}, std::move(server), {}}));
    return made;
}

}  // namespace tlsonar::profile::test
