// Records of DTLS, fragments of handshake messages, and putting them together again.
#include "dissect/dtls/flight_reader.h"
#include "dissect/dtls/flight_writer.h"
#include "dissect/session/limits.h"
#include "tests/dissect/unhex.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace tlsonar::dissect::test {
namespace {

constexpr std::uint16_t kDtls12 = 0xFEFD;
constexpr std::uint8_t kServerHello = 2, kCertificate = 11, kServerHelloDone = 14;

Octets pattern(std::size_t n, std::uint8_t seed = 1) {
    Octets out(n);
    for (std::size_t i = 0; i < n; ++i)
        out[i] = static_cast<std::uint8_t>(seed + i * 7 + i / 256);
    return out;
}

// A datagram with one fragment as it is told, whatever sense it makes.
Octets datagram(std::uint8_t type, std::uint32_t length, std::uint16_t sequence,
                std::uint32_t offset, Bytes body) {
    Writer fragment;
    write(fragment, DtlsFragment{type, length, sequence, offset, body});
    Writer out;
    write(out, DtlsRecord{22, kDtls12, 0, 0, fragment.written()});
    return out.release();
}

std::vector<DtlsMessage> feed(FlightReader& reader, const std::vector<Octets>& datagrams) {
    std::vector<DtlsMessage> out;
    for (const Octets& d : datagrams)
        reader.on_datagram(d, out);
    return out;
}

TEST(DtlsRecord, IsReadAsItIsWritten) {
    const Octets body = pattern(5);
    Writer out;
    write(out, DtlsRecord{22, kDtls12, 3, 0xABCDEF012345, body});
    EXPECT_EQ(out.written().size(), kDtlsRecordHeader + 5);
    Bytes rest = out.written();
    const auto record = next_dtls_record(rest);
    ASSERT_TRUE(record);
    EXPECT_TRUE(rest.empty());
    EXPECT_EQ(record->type, 22);
    EXPECT_EQ(record->version, kDtls12);
    EXPECT_EQ(record->epoch, 3);
    EXPECT_EQ(record->sequence, 0xABCDEF012345U);
    EXPECT_TRUE(equal(record->body, body));
}

TEST(DtlsRecord, IsNoneWithAnotherVersionOrTypeOrWhenCut) {
    const Octets good = datagram(kServerHello, 4, 0, 0, pattern(4));
    const auto reads = [](Octets octets) {
        Bytes rest = octets;
        return next_dtls_record(rest).has_value();
    };
    EXPECT_TRUE(reads(good));
    Octets tls = good;
    tls[1] = 3;
    EXPECT_FALSE(reads(tls));
    Octets other = good;
    other[0] = 0x2F;
    EXPECT_FALSE(reads(other));
    for (std::size_t n = 0; n < good.size(); ++n)
        EXPECT_FALSE(reads(Octets(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(n))));
}

TEST(FlightReader, ReadsWholeMessagesInOneDatagram) {
    FlightWriter writer(kDtls12, 1400);
    Octets all;
    std::uint16_t sequence = 0;
    for (const std::uint8_t type : {kServerHello, kCertificate, kServerHelloDone})
        for (const Octets& d :
             writer.message(type, sequence++, pattern(type == kServerHelloDone ? 0 : 300, type)))
            all.insert(all.end(), d.begin(), d.end());
    FlightReader reader;
    std::vector<DtlsMessage> out;
    EXPECT_EQ(reader.on_datagram(all, out), 3U);
    ASSERT_EQ(out.size(), 3U);
    EXPECT_EQ(out[0].type, kServerHello);
    EXPECT_EQ(out[1].body, pattern(300, kCertificate));
    EXPECT_EQ(out[2].type, kServerHelloDone);
    EXPECT_TRUE(out[2].body.empty());
    EXPECT_EQ(out[2].sequence, 2);
    EXPECT_EQ(reader.held(), 0U);
}

TEST(FlightReader, ReadsSeveralFragmentsInOneRecord) {
    Writer body;
    write(body, DtlsFragment{kServerHello, 3, 0, 0, pattern(3)});
    write(body, DtlsFragment{kServerHelloDone, 0, 1, 0, {}});
    Writer record;
    write(record, DtlsRecord{22, kDtls12, 0, 0, body.written()});
    FlightReader reader;
    EXPECT_EQ(feed(reader, {record.release()}).size(), 2U);
}

TEST(FlightReader, WaitsForWhatWasLost) {
    FlightWriter writer(kDtls12, 100);
    const Octets certificate = pattern(1000);
    auto datagrams = writer.message(kCertificate, 1, certificate);
    ASSERT_GT(datagrams.size(), 10U);
    const Octets lost = datagrams[4];
    datagrams.erase(datagrams.begin() + 4);
    FlightReader reader;
    EXPECT_TRUE(feed(reader, datagrams).empty());
    EXPECT_TRUE(feed(reader, {lost}).empty());  // whole, but the ServerHello is not there
    EXPECT_EQ(reader.awaited(), 0);
    const auto out = feed(reader, writer.message(kServerHello, 0, pattern(60)));
    ASSERT_EQ(out.size(), 2U);
    EXPECT_EQ(out[0].type, kServerHello);
    EXPECT_EQ(out[1].body, certificate);
}

TEST(FlightReader, GivesAMessageOnceHoweverOftenItComes) {
    FlightWriter writer(kDtls12, 200);
    const auto datagrams = writer.message(kCertificate, 0, pattern(900));
    FlightReader reader;
    EXPECT_EQ(feed(reader, datagrams).size(), 1U);
    EXPECT_TRUE(feed(reader, datagrams).empty());
    EXPECT_EQ(reader.troubles().repeated, datagrams.size());
}

TEST(FlightReader, PutsOverlapsTogether) {
    const Octets whole = pattern(100);
    const Bytes all = whole;
    FlightReader reader;
    const auto out = feed(reader, {datagram(kCertificate, 100, 0, 60, all.subspan(60)),
                                   datagram(kCertificate, 100, 0, 20, all.subspan(20, 50)),
                                   datagram(kCertificate, 100, 0, 0, all.first(30))});
    ASSERT_EQ(out.size(), 1U);
    EXPECT_EQ(out[0].body, whole);
}

TEST(FlightReader, KeepsToTheFirstWhereFragmentsContradict) {
    const Octets whole = pattern(40);
    const Bytes all = whole;
    FlightReader reader;
    const auto out = feed(reader, {datagram(kCertificate, 40, 0, 0, all.first(20)),
                                   datagram(kCertificate, 40, 0, 10, pattern(20, 99)),
                                   datagram(kServerHello, 40, 0, 20, all.subspan(20)),
                                   datagram(kCertificate, 41, 0, 20, all.subspan(20)),
                                   datagram(kCertificate, 40, 0, 20, all.subspan(20))});
    ASSERT_EQ(out.size(), 1U);
    EXPECT_EQ(out[0].body, whole);
    EXPECT_EQ(reader.troubles().conflicts, 3U);
}

TEST(FlightReader, RefusesLiesAboutLengths) {
    FlightReader reader;
    EXPECT_TRUE(feed(reader, {datagram(kCertificate, 10, 0, 5, pattern(6)),
                              datagram(kCertificate, 10, 0, 11, {}),
                              datagram(kCertificate, 10, 0, 0xFFFFFF, pattern(10))})
                    .empty());
    EXPECT_EQ(reader.troubles().malformed, 3U);
    // A fragment that says to be longer than its record.
    Octets cut = datagram(kCertificate, 10, 0, 0, pattern(10));
    cut[12] = static_cast<std::uint8_t>(cut[12] - 4);
    cut.resize(cut.size() - 4);
    EXPECT_TRUE(feed(reader, {cut}).empty());
    EXPECT_EQ(reader.troubles().malformed, 4U);
    EXPECT_EQ(reader.held(), 0U);
}

TEST(FlightReader, HoldsNoMoreThanItsLimits) {
    FlightReader reader;
    std::vector<DtlsMessage> out;
    const Octets one = pattern(1);
    // The last octet of as many long messages as there may be.
    for (std::uint16_t sequence = 0; sequence < 100; ++sequence)
        reader.on_datagram(datagram(kCertificate, 200'000, sequence, 199'999, one), out);
    EXPECT_LE(reader.held(), FlightReader::kMaxHeld);
    EXPECT_EQ(reader.troubles().over_limit, 98U);
    reader.on_datagram(datagram(kCertificate, kMaxMessageLength + 1, 0, 0, one), out);
    EXPECT_EQ(reader.troubles().over_limit, 99U);
    EXPECT_TRUE(out.empty());
}

TEST(FlightReader, BearsOnlySoManyHoles) {
    FlightReader reader;
    std::vector<DtlsMessage> out;
    const Octets one = pattern(1);
    for (std::uint32_t at = 0; at < 4000; at += 2)
        reader.on_datagram(datagram(kCertificate, 5000, 0, at, one), out);
    EXPECT_EQ(reader.troubles().over_limit, 2000U - MessageAssembly::kMaxPieces);
}

TEST(FlightReader, GivesAlertsAtOnceAndSkipsWhatIsEncrypted) {
    FlightWriter writer(kDtls12, 1400);
    Writer secret;
    write(secret, DtlsRecord{22, kDtls12, 1, 0, pattern(50)});
    FlightReader reader;
    const auto out = feed(reader, {secret.release(), writer.alert(2, 40)});
    ASSERT_EQ(out.size(), 1U);
    EXPECT_EQ(out[0].content, Content::alert);
    EXPECT_EQ(out[0].body, (Octets{2, 40}));
    EXPECT_EQ(reader.troubles().encrypted, 1U);
}

TEST(FlightReader, SaysWhenADatagramIsNone) {
    FlightReader reader;
    std::vector<DtlsMessage> out;
    const std::string text = "HTTP/1.1 400 Bad Request";
    EXPECT_EQ(reader.on_datagram(as_bytes(text), out), 0U);
    EXPECT_EQ(reader.troubles().not_records, 1U);
}

TEST(FlightReader, GoesOnAfterTheGreatestSequence) {
    FlightWriter writer(kDtls12, 1400);
    FlightReader reader(0xFFFF);
    EXPECT_EQ(feed(reader, writer.message(kServerHello, 0, pattern(3))).size(), 0U);
    EXPECT_EQ(feed(reader, writer.message(kServerHello, 0xFFFF, pattern(3))).size(), 2U);
}

// Repeatable.
class Dice {
  public:
    explicit Dice(std::uint32_t seed) : state_(seed * 2654435761U + 1) {}
    std::size_t below(std::size_t n) {
        state_ = state_ * 1664525U + 1013904223U;
        return n == 0 ? 0 : (state_ >> 8) % n;
    }

  private:
    std::uint32_t state_;
};

// All octets of the messages, cut anyhow, some more than once.
std::vector<Octets> shreds(const std::vector<Octets>& bodies, Dice& dice) {
    std::vector<Octets> out;
    for (std::size_t i = 0; i < bodies.size(); ++i) {
        const Bytes body = bodies[i];
        const auto piece = [&](std::size_t at, std::size_t n) {
            out.push_back(datagram(static_cast<std::uint8_t>(i + 1),
                                   static_cast<std::uint32_t>(body.size()),
                                   static_cast<std::uint16_t>(i), static_cast<std::uint32_t>(at),
                                   body.subspan(at, n)));
        };
        if (body.empty()) piece(0, 0);
        for (std::size_t at = 0; at < body.size();) {
            const std::size_t n = std::min(1 + dice.below(60), body.size() - at);
            const std::size_t back = dice.below(std::min<std::size_t>(at, 20) + 1);
            piece(at - back, n + back);
            if (dice.below(4) == 0) piece(at, n);
            at += n;
        }
    }
    for (std::size_t i = out.size(); i > 1; --i)
        std::swap(out[i - 1], out[dice.below(i)]);
    return out;
}

TEST(FlightReader, IsTheSameInAnyCutAndOrder) {
    for (std::uint32_t seed = 0; seed < 300; ++seed) {
        Dice dice(seed);
        std::vector<Octets> bodies;
        for (std::size_t i = 1 + dice.below(6); i > 0; --i)
            bodies.push_back(pattern(dice.below(1200), static_cast<std::uint8_t>(seed + i)));
        FlightReader reader;
        const auto out = feed(reader, shreds(bodies, dice));
        ASSERT_EQ(out.size(), bodies.size()) << "seed " << seed;
        for (std::size_t i = 0; i < bodies.size(); ++i) {
            EXPECT_EQ(out[i].sequence, i);
            EXPECT_EQ(out[i].type, i + 1);
            EXPECT_EQ(out[i].body, bodies[i]) << "seed " << seed;
        }
        EXPECT_EQ(reader.held(), 0U);
        EXPECT_EQ(reader.troubles().conflicts + reader.troubles().over_limit, 0U);
    }
}

}  // namespace
}  // namespace tlsonar::dissect::test
