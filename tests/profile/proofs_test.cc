// What a server sends beside its chain: OCSP staples and SCTs.
#include "tests/profile/handshake_builder.h"

#include <gtest/gtest.h>

namespace tlsonar::profile {
namespace {

using namespace test;  // NOLINT

const Extension kAsks{5, {1, 0, 0, 0, 0}};
const Octets kStaple(300, 0x31);
const Octets kScts = {0, 4, 0, 2, 7, 7};
const Octets kChain[] = {Octets(60, 0x30), Octets(61, 0x30)};

Octets status(const Octets& response) {
    Writer writer;
    writer.u8(1);
    writer.vector24(response);
    return writer.release();
}

// ClientHello, ServerHello and Certificate of TLS 1.2; what follows is the test's.
HandshakeBuilder begun12(const std::vector<Extension>& client,
                         const std::vector<Extension>& server = {}) {
    HandshakeBuilder made(0x0303, kEcdheRsa);
    made.client(HandshakeType::client_hello, client_hello({{kEcdheRsa}, client, {}}));
    made.server(HandshakeType::server_hello, server_hello({{kEcdheRsa}, server, {}}));
    made.server(HandshakeType::certificate, certificate12({kChain[0], kChain[1]}));
    return made;
}

// Certificate of TLS 1.3 whose entries have these extensions.
Octets entries13(const std::vector<std::vector<Extension>>& entries) {
    Writer writer;
    writer.vector8({});
    writer.prefixed(3, [&] {
        for (std::size_t i = 0; i < entries.size(); ++i) {
            writer.vector24(kChain[i]);
            writer.prefixed(2, [&] {
                for (const Extension& extension : entries[i]) {
                    writer.u16(extension.type);
                    writer.vector16(extension.body);
                }
            });
        }
    });
    return writer.release();
}
HandshakeBuilder with13(const std::vector<std::vector<Extension>>& entries) {
    HandshakeBuilder made = hellos13({kAsks, client_share(kX25519)}, {server_share(kX25519)});
    made.opened(Role::server, HandshakeType::encrypted_extensions, encrypted_extensions({}));
    made.opened(Role::server, HandshakeType::certificate, entries13(entries));
    return made;
}

TEST(Proofs, OfTls12) {
    HandshakeBuilder handshake = begun12({kAsks}, {{5, {}}, {18, kScts}});
    handshake.server(HandshakeType::certificate_status, status(kStaple));
    handshake.server(HandshakeType::server_hello_done, {});
    const Record record = handshake.record();
    EXPECT_TRUE(record.ocsp_staple);
    const trust::ChainProofs& proofs = record.server_proofs;
    ASSERT_EQ(proofs.staples.size(), 1U);
    EXPECT_EQ(proofs.staples[0]->octets, kStaple);
    ASSERT_TRUE(proofs.sct_list);
    EXPECT_EQ(proofs.sct_list->octets, kScts);
    EXPECT_TRUE(proofs.asked);
    EXPECT_TRUE(proofs.seen_whole);
}

// record() uses its builder up: each asks anew.
TEST(Proofs, AbsenceMeansSomethingOnlyWhenAllWasSeen) {
    // CertificateStatus may follow.
    EXPECT_FALSE(begun12({kAsks}).record().server_proofs.seen_whole);
    const auto proofs = [](bool cut, std::uint64_t missing) {
        HandshakeBuilder handshake = begun12({kAsks});
        if (cut) handshake.partial();
        handshake.server(HandshakeType::server_hello_done, {});
        handshake.provenance.missing[1] = missing;
        return handshake.record().server_proofs;
    };
    EXPECT_TRUE(proofs(false, 0).seen_whole);
    EXPECT_TRUE(proofs(false, 0).asked);
    EXPECT_FALSE(proofs(false, 1).seen_whole);
    EXPECT_FALSE(proofs(true, 0).seen_whole);
    EXPECT_FALSE(begun12({}).record().server_proofs.asked);
}

TEST(Proofs, AStapleThatIsCutIsNone) {
    HandshakeBuilder handshake = begun12({kAsks});
    handshake.server(HandshakeType::certificate_status, status(kStaple)).partial();
    const Record record = handshake.record();
    EXPECT_TRUE(record.ocsp_staple);
    EXPECT_TRUE(record.server_proofs.staples.empty());
    EXPECT_FALSE(record.server_proofs.seen_whole);
    for (const Octets& rubbish : {Octets{}, Octets{1}, Octets{1, 0, 0, 9, 1}, Octets{9, 9, 9}}) {
        HandshakeBuilder bad = begun12({kAsks});
        bad.server(HandshakeType::certificate_status, rubbish);
        EXPECT_TRUE(bad.record().server_proofs.staples.empty());
    }
}

// RFC 6961: one for each certificate, some of them empty; of many only so many are kept.
TEST(Proofs, SeveralStaples) {
    Writer writer;
    writer.u8(2);
    writer.prefixed(3, [&] {
        writer.vector24(kStaple);
        writer.vector24({});
        for (int i = 0; i < 20; ++i)
            writer.vector24(Octets(static_cast<std::size_t>(i + 1), 9));
    });
    HandshakeBuilder handshake = begun12({{17, {0, 0}}});
    handshake.server(HandshakeType::certificate_status, writer.release());
    const trust::ChainProofs proofs = handshake.record().server_proofs;
    EXPECT_EQ(proofs.staples.size(), trust::ChainProofs::kMaxStaples);
    EXPECT_EQ(proofs.staples[0]->octets, kStaple);
    EXPECT_TRUE(proofs.asked);
}

TEST(Proofs, OfTls13) {
    const Extension staple{5, status(kStaple)};
    const Extension other{5, status(Octets(9, 9))};
    const Record record = with13({{staple, {18, kScts}}, {other, {18, {0, 0}}}}).record();
    EXPECT_TRUE(record.ocsp_staple);
    const trust::ChainProofs& proofs = record.server_proofs;
    ASSERT_EQ(proofs.staples.size(), 2U);
    EXPECT_EQ(proofs.staples[0]->octets, kStaple);
    ASSERT_TRUE(proofs.sct_list);
    EXPECT_EQ(proofs.sct_list->octets, kScts);  // the leaf's, no other's
    EXPECT_TRUE(proofs.asked);
    EXPECT_TRUE(proofs.seen_whole);
    const Record none = with13({{}, {}}).record();
    EXPECT_TRUE(none.server_proofs.staples.empty());
    EXPECT_TRUE(none.server_proofs.seen_whole);
}

TEST(Proofs, AreForgottenBetweenRecords) {
    EXPECT_TRUE(HandshakeBuilder(0x0303).record().server_proofs.empty());
}

}  // namespace
}  // namespace tlsonar::profile
