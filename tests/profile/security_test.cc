// What a handshake says of resumption, secrecy, early data and authentication, and what it leaves
// open.
#include "tests/profile/handshake_builder.h"

#include <gtest/gtest.h>

namespace tlsonar::profile {
namespace {

using namespace test;  // NOLINT

constexpr std::uint16_t kRsa = 0x009C;     // TLS_RSA_WITH_AES_128_GCM_SHA256
constexpr std::uint16_t kDheRsa = 0x009E;  // TLS_DHE_RSA_WITH_AES_128_GCM_SHA256
constexpr std::uint16_t kPsk = 0x00A8;     // TLS_PSK_WITH_AES_128_GCM_SHA256
constexpr std::uint16_t kUnassigned = 0x5A00;
constexpr std::uint16_t kX25519MlKem768 = 0x11EC;
constexpr std::uint16_t kMlKem768 = 0x0201;

const Extension kTicket{35, Octets(160, 3)};
const Extension kTicketWanted{35, {}};
const Extension kEarlyData{42, {}};

// ServerHello, then the server changes its cipher at once.
HandshakeBuilder abbreviated(const Octets& offered, const Octets& echoed,
                             const std::vector<Extension>& extensions) {
    HandshakeBuilder made(0x0303, kEcdheRsa);
    made.client(HandshakeType::client_hello, client_hello({{kEcdheRsa}, extensions, offered}));
    made.server(HandshakeType::server_hello, server_hello({{kEcdheRsa}, {}, echoed}));
    made.change_cipher_spec(Role::server).closed(Role::server);
    made.change_cipher_spec(Role::client).closed(Role::client);
    return made;
}

TEST(Resumption, BySessionId) {
    const Record record = abbreviated(Octets(32, 1), Octets(32, 1), {}).record();
    EXPECT_EQ(record.resumption, Resumption::session_id);
    EXPECT_EQ(record.outcome, Outcome::completed);
    EXPECT_TRUE(record.missing.empty());
}

TEST(Resumption, ATicketThatIsEmptyIsNone) {
    const Record record = abbreviated(Octets(32, 1), Octets(32, 1), {kTicketWanted}).record();
    EXPECT_EQ(record.resumption, Resumption::session_id);
    EXPECT_EQ(record.client.ticket_octets, 0U);
}

// RFC 5077 section 3.4: with a ticket the client makes an id up, which the server echoes.
TEST(Resumption, ByTicket) {
    for (const Octets& id : {Octets(32, 1), Octets()}) {
        const Record record = abbreviated(id, id, {kTicket}).record();
        EXPECT_EQ(record.resumption, Resumption::ticket);
        EXPECT_EQ(record.client.ticket_octets, 160U);
    }
}

TEST(Resumption, AFullHandshakeInSpiteOfATicket) {
    HandshakeBuilder handshake = full12(kEcdheRsa, {kTicket});
    const Record record = finish12(handshake).record();
    EXPECT_EQ(record.resumption, Resumption::none);
}

// Nothing says how: neither a ticket nor an id that was echoed.
TEST(Resumption, UnknownWhereNothingTells) {
    EXPECT_EQ(abbreviated(Octets(32, 1), Octets(32, 2), {}).record().resumption, std::nullopt);
}

// What looks like an abbreviated handshake may be a full one whose middle was lost.
TEST(Resumption, UnknownWithOctetsMissing) {
    HandshakeBuilder handshake = abbreviated(Octets(32, 1), Octets(32, 1), {});
    handshake.provenance.missing[1] = 3000;
    EXPECT_EQ(handshake.record().resumption, std::nullopt);
}

TEST(Resumption, UnknownWithoutServerHello) {
    HandshakeBuilder handshake(0);
    handshake.client(HandshakeType::client_hello, client_hello({{kEcdheRsa}, {kTicket}, {}}));
    EXPECT_EQ(handshake.record().resumption, std::nullopt);
}

TEST(Resumption, OfTls13) {
    const Record fresh =
        hellos13({client_share(kX25519), psk_offer()}, {server_share(kX25519)}).record();
    EXPECT_EQ(fresh.resumption, Resumption::none);
    EXPECT_EQ(fresh.client.psk_identities, 1U);
    const Record psk =
        hellos13({client_share(kX25519), psk_offer()}, {server_share(kX25519), kPskSelected})
            .record();
    EXPECT_EQ(psk.resumption, Resumption::psk);
    EXPECT_EQ(psk.forward_secrecy, true);
}

TEST(Secrecy, FollowsTheKeyExchangeBeforeTls13) {
    const std::pair<std::uint16_t, bool> cases[] = {
        {kRsa, false}, {kEcdheRsa, true}, {kDheRsa, true}, {kPsk, false}};
    for (const auto& [suite, secret] : cases) {
        HandshakeBuilder handshake = full12(suite);
        const Record record = finish12(handshake).record();
        EXPECT_EQ(record.forward_secrecy, secret) << std::hex << suite;
        // The secret of a PSK alone is no key exchange that a quantum computer would break.
        EXPECT_EQ(record.post_quantum, suite == kPsk ? std::nullopt : std::optional(false));
    }
}

TEST(Secrecy, UnknownWithASuiteNobodyKnows) {
    HandshakeBuilder handshake = full12(kUnassigned);
    const Record record = finish12(handshake).record();
    EXPECT_EQ(record.forward_secrecy, std::nullopt);
    EXPECT_EQ(record.server_authenticated, std::nullopt);
    EXPECT_TRUE(record.missing.empty());
}

TEST(Secrecy, OfTls13IsThatOfItsGroup) {
    const std::pair<std::uint16_t, bool> cases[] = {
        {kX25519, false}, {kX25519MlKem768, true}, {kMlKem768, true}};
    for (const auto& [group, post_quantum] : cases) {
        const Record record = hellos13({client_share(group)}, {server_share(group)}).record();
        EXPECT_EQ(record.forward_secrecy, true);
        EXPECT_EQ(record.post_quantum, post_quantum) << std::hex << group;
        ASSERT_TRUE(record.server.group.has_value());
        EXPECT_EQ(record.server.group->value, group);
    }
    const Record unknown = hellos13({client_share(0x5A5B)}, {server_share(0x5A5B)}).record();
    EXPECT_EQ(unknown.forward_secrecy, true);
    EXPECT_EQ(unknown.post_quantum, std::nullopt);
}

// psk_ke: no key share, so that who learns the PSK reads everything.
TEST(Secrecy, APskWithoutAKeyShareHasNone) {
    const Record record = hellos13({psk_offer()}, {kPskSelected}).record();
    EXPECT_EQ(record.resumption, Resumption::psk);
    EXPECT_EQ(record.forward_secrecy, false);
    EXPECT_EQ(record.post_quantum, std::nullopt);
}

TEST(Secrecy, UnknownWhereServerHelloIsCut) {
    HandshakeBuilder handshake(0x0304, 0x1301);
    handshake.client(HandshakeType::client_hello, client_hello({{0x1301}, {kOffer13}, {}}));
    handshake.server(HandshakeType::server_hello, Octets(20, 3)).partial();
    const Record record = handshake.record();
    EXPECT_EQ(record.forward_secrecy, std::nullopt);
    EXPECT_EQ(record.resumption, std::nullopt);
    EXPECT_EQ(record.server_authenticated, std::nullopt);
}

HandshakeBuilder early(bool psk_selected) {
    std::vector<Extension> server = {server_share(kX25519)};
    if (psk_selected) server.push_back(kPskSelected);
    return hellos13({client_share(kX25519), kEarlyData, psk_offer()}, server);
}

TEST(EarlyData, OnlyEncryptedExtensionsTellThatItWasAccepted) {
    EXPECT_EQ(early(true).record().early_data_accepted, std::nullopt);
    HandshakeBuilder accepted = early(true);
    accepted.opened(Role::server, HandshakeType::encrypted_extensions,
                    encrypted_extensions({kEarlyData}));
    EXPECT_EQ(accepted.record().early_data_accepted, true);
    HandshakeBuilder refused = early(true);
    refused.opened(Role::server, HandshakeType::encrypted_extensions, encrypted_extensions({}));
    EXPECT_EQ(refused.record().early_data_accepted, false);
}

// Without the PSK it was sent under, and after HelloRetryRequest, it is refused (RFC 8446 section
// 4.2.10).
TEST(EarlyData, RefusedInPlainSight) {
    EXPECT_EQ(early(false).record().early_data_accepted, false);
    HandshakeBuilder retried = early(true);
    retried.handshake.hello_retry = true;
    EXPECT_EQ(retried.record().early_data_accepted, false);
}

TEST(EarlyData, NothingWhereNoneWasOffered) {
    EXPECT_EQ(
        hellos13({client_share(kX25519)}, {server_share(kX25519)}).record().early_data_accepted,
        std::nullopt);
}

TEST(Authentication, OfTheServer) {
    const std::pair<std::uint16_t, bool> cases[] = {
        {kRsa, true}, {kEcdheRsa, true}, {kPsk, true}, {kDhAnon, false}};
    for (const auto& [suite, authenticated] : cases) {
        HandshakeBuilder handshake = full12(suite);
        EXPECT_EQ(finish12(handshake).record().server_authenticated, authenticated)
            << std::hex << suite;
    }
}

// Request, certificate, proof: each of them may be missing.
HandshakeBuilder asked(bool certificate, bool proof) {
    HandshakeBuilder handshake = full12(kEcdheRsa);
    handshake.server(HandshakeType::certificate_request, {1, 1, 0, 2, 4, 1, 0, 0});
    handshake.client(HandshakeType::certificate,
                     certificate12(std::vector<Octets>(certificate ? 1 : 0, Octets(40, 0x30))));
    if (proof) handshake.client(HandshakeType::certificate_verify, {4, 1, 0, 4, 1, 2, 3, 4});
    finish12(handshake);
    return handshake;
}

TEST(Authentication, OfTheClient) {
    EXPECT_EQ(asked(true, true).record().client_authenticated, true);
    EXPECT_EQ(asked(true, false).record().client_authenticated, std::nullopt);
    EXPECT_EQ(asked(false, false).record().client_authenticated, false);
    HandshakeBuilder nobody_asked = full12(kEcdheRsa);
    EXPECT_EQ(finish12(nobody_asked).record().client_authenticated, false);
    HandshakeBuilder holes = full12(kEcdheRsa);
    holes.provenance.missing[0] = 100;
    EXPECT_EQ(finish12(holes).record().client_authenticated, std::nullopt);
}

// A resumed session keeps what was proved when it began: nobody here saw that.
TEST(Authentication, OfTheClientIsUnknownWhenResumed) {
    EXPECT_EQ(abbreviated(Octets(32, 1), Octets(32, 1), {}).record().client_authenticated,
              std::nullopt);
}

TEST(Authentication, OfTheClientInTls13NeedsTheSecrets) {
    HandshakeBuilder closed = hellos13({client_share(kX25519)}, {server_share(kX25519)});
    closed.closed(Role::server).closed(Role::client).finished(Role::server).finished(Role::client);
    EXPECT_EQ(closed.record().client_authenticated, std::nullopt);
    HandshakeBuilder open = hellos13({client_share(kX25519)}, {server_share(kX25519)});
    open.opened(Role::server, HandshakeType::encrypted_extensions, encrypted_extensions({}))
        .opened(Role::server, HandshakeType::certificate, certificate13({Octets(50, 0x30)}))
        .opened(Role::server, HandshakeType::finished, Octets(32, 1))
        .finished(Role::server)
        .opened(Role::client, HandshakeType::finished, Octets(32, 1))
        .finished(Role::client);
    EXPECT_EQ(open.record().client_authenticated, false);
}

}  // namespace
}  // namespace tlsonar::profile
