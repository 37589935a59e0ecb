// The three decompressors of RFC 8879, each writing into a buffer of the promised length.
#include "dissect/message/compressed_certificate.h"

#include <brotli/decode.h>
#include <zlib.h>
#include <zstd.h>

namespace tlsonar::dissect {
namespace {

using Output = std::vector<std::uint8_t>;

bool inflate_zlib(Bytes in, Output& out) {
    uLongf length = out.size();
    return uncompress(out.data(), &length, in.data(), in.size()) == Z_OK && length == out.size();
}

// One call with the whole output at hand: the decoder needs no window of its own beyond the ring
// buffer that the output's length bounds.
bool inflate_brotli(Bytes in, Output& out) {
    std::size_t length = out.size();
    return BrotliDecoderDecompress(in.size(), in.data(), &length, out.data()) ==
               BROTLI_DECODER_RESULT_SUCCESS &&
           length == out.size();
}

bool inflate_zstd(Bytes in, Output& out) {
    const std::size_t length = ZSTD_decompress(out.data(), out.size(), in.data(), in.size());
    return ZSTD_isError(length) == 0 && length == out.size();
}

}  // namespace

Result<std::vector<std::uint8_t>, DecodeError> decompress(const CompressedCertificate& value) {
    if (value.uncompressed_length > kMaxUncompressedCertificate)
        return DecodeError{"uncompressed_length beyond the limit", 2};
    if (value.uncompressed_length == 0) return DecodeError{"uncompressed_length is zero", 2};
    Output out(value.uncompressed_length);
    const Bytes in = value.compressed_certificate_message;
    bool ok = false;
    switch (value.algorithm) {
        case 1:
            ok = inflate_zlib(in, out);
            break;
        case 2:
            ok = inflate_brotli(in, out);
            break;
        case 3:
            ok = inflate_zstd(in, out);
            break;
        default:
            return DecodeError{"unknown compression algorithm", 0};
    }
    if (!ok) return DecodeError{"does not decompress to the promised length", 8};
    return out;
}

}  // namespace tlsonar::dissect
