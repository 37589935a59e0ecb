// CompressedCertificate of RFC 8879.
#pragma once

#include "core/bytes.h"
#include "core/fields.h"
#include "core/result.h"
#include "dissect/codec.h"

#include <cstdint>
#include <vector>

namespace tlsonar::dissect {

// Octets that a compressed Certificate may unfold to. RFC 8879 allows 2^24-1; the largest real
// chains (with post-quantum signatures and stapled responses) stay below a tenth of this.
inline constexpr std::uint32_t kMaxUncompressedCertificate = 1U << 20;

// Borrows.
struct CompressedCertificate {
    std::uint16_t algorithm = 0;  // 1 zlib, 2 brotli, 3 zstd
    std::uint32_t uncompressed_length = 0;
    Bytes compressed_certificate_message;
};
void read(Reader& reader, CompressedCertificate& value);
void write(Writer& writer, const CompressedCertificate& value);
void describe(const CompressedCertificate& value, FieldSink& sink);

// The body of the Certificate message inside. Never uses more memory than the limit above; fails
// when the length is not exactly what the message promised (RFC 8879 section 4).
Result<std::vector<std::uint8_t>, DecodeError> decompress(const CompressedCertificate& value);

}  // namespace tlsonar::dissect
