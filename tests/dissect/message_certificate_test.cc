// Certificates in messages: chains, bare keys, compressed.
#include "dissect/message/certificate.h"
#include "dissect/message/compressed_certificate.h"
#include "dissect/message/server_key_exchange.h"
#include "tests/dissect/unhex.h"

#include <gtest/gtest.h>
#include <zlib.h>
#include <zstd.h>

namespace tlsonar::dissect::test {
namespace {

using test::unhex;

TEST(CertificateMessage, BareKeyOfTls12) {
    MessageContext context;
    context.version = 0x0303;
    context.certificate_type = 2;
    const Octets body = unhex("000003 300100");
    const auto certificate = decode_certificate(body, context);
    ASSERT_TRUE(certificate);
    ASSERT_EQ(certificate->certificate_list.size(), 1U);
    EXPECT_EQ(certificate->certificate_list[0].cert_data.size(), 3U);
    // In TLS 1.3 it is an entry like any other.
    context.version = 0x0304;
    EXPECT_TRUE(decode_certificate(unhex("00 000008 000003 300100 0000"), context));
}

TEST(CertificateMessage, PartialGivesTheFirstOnes) {
    MessageContext context;
    context.version = 0x0303;
    context.partial = true;
    const Octets body = unhex("00000f 000002 3000 000002 3001 000002 30");
    const auto certificate = decode_certificate(body, context);
    ASSERT_TRUE(certificate);
    ASSERT_GE(certificate->certificate_list.size(), 2U);
    EXPECT_EQ(certificate->certificate_list[1].cert_data[1], 0x01);
}

TEST(CertificateMessage, TooManyAreRefused) {
    MessageContext context;
    context.version = 0x0303;
    Writer writer;
    writer.prefixed(3, [&] {
        for (std::size_t i = 0; i <= kMaxCertificates; ++i)
            writer.u24(0);
    });
    EXPECT_FALSE(decode_certificate(writer.written(), context));
}

Octets deflated(const Octets& in) {
    Octets out(compressBound(in.size()));
    uLongf length = out.size();
    compress(out.data(), &length, in.data(), in.size());
    out.resize(length);
    return out;
}

TEST(CompressedCertificateMessage, ZlibAndZstd) {
    const Octets inside(5000, 0x42);
    Octets packed = deflated(inside);
    CompressedCertificate message;
    message.algorithm = 1;
    message.uncompressed_length = 5000;
    message.compressed_certificate_message = packed;
    ASSERT_TRUE(decompress(message));
    EXPECT_EQ(*decompress(message), inside);

    // The promise must hold exactly.
    message.uncompressed_length = 4999;
    EXPECT_FALSE(decompress(message));
    message.uncompressed_length = 5001;
    EXPECT_FALSE(decompress(message));

    Octets zstd(ZSTD_compressBound(inside.size()));
    zstd.resize(ZSTD_compress(zstd.data(), zstd.size(), inside.data(), inside.size(), 3));
    message.algorithm = 3;
    message.uncompressed_length = 5000;
    message.compressed_certificate_message = zstd;
    ASSERT_TRUE(decompress(message));
    EXPECT_EQ(*decompress(message), inside);
}

TEST(CompressedCertificateMessage, Brotli) {
    // One meta-block that is not compressed (RFC 7932 section 9.2).
    const Octets packed = unhex("8b0180 6162636403");
    CompressedCertificate message;
    message.algorithm = 2;
    message.uncompressed_length = 4;
    message.compressed_certificate_message = packed;
    const auto inside = decompress(message);
    ASSERT_TRUE(inside);
    EXPECT_EQ(as_text(*inside), "abcd");
}

TEST(CompressedCertificateMessage, Limits) {
    const Octets nothing;
    CompressedCertificate message;
    message.algorithm = 1;
    message.uncompressed_length = kMaxUncompressedCertificate + 1;
    EXPECT_EQ(decompress(message).error().what, "uncompressed_length beyond the limit");
    message.uncompressed_length = 0;
    EXPECT_FALSE(decompress(message));
    for (std::uint16_t algorithm = 0; algorithm < 5; ++algorithm) {
        message.algorithm = algorithm;
        message.uncompressed_length = 10;
        message.compressed_certificate_message = nothing;
        EXPECT_FALSE(decompress(message)) << algorithm;
    }
}

TEST(ServerKeyExchangeMessage, TellsWhatIsSigned) {
    MessageContext context;
    context.version = 0x0303;
    context.suite = find_cipher_suite(std::uint16_t{0xC02F});
    const Octets body = unhex("03 001d 02 abcd 0804 0002 beef");
    const auto value = decode_server_key_exchange(body, context);
    ASSERT_TRUE(value);
    EXPECT_EQ(value->params_length, 6U);
    EXPECT_EQ(value->named_curve, 0x001D);
    EXPECT_EQ(value->algorithm, 0x0804);
}

}  // namespace
}  // namespace tlsonar::dissect::test
