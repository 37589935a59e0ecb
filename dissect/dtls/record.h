// Records of DTLS 1.0 and 1.2, and the fragments of handshake messages in them (RFC 6347 sections
// 4.1 and 4.2.2):
//
//   record    type 1 | version 2 | epoch 2 | sequence 6 | length 2 | body
//   fragment  type 1 | length 3 | message_seq 2 | fragment_offset 3 | fragment_length 3 | body
#pragma once

#include "core/bytes.h"
#include "dissect/codec.h"

#include <cstdint>
#include <optional>

namespace tlsonar::dissect {

inline constexpr std::size_t kDtlsRecordHeader = 13;
inline constexpr std::size_t kDtlsFragmentHeader = 12;

// Borrows.
struct DtlsRecord {
    std::uint8_t type = 0;  // Content
    std::uint16_t version = 0;
    std::uint16_t epoch = 0;
    std::uint64_t sequence = 0;  // 48 bits
    Bytes body;
};
void read(Reader& reader, DtlsRecord& record);
void write(Writer& writer, const DtlsRecord& record);

// The next record of a datagram, cut off it; nothing when what is left is none (then it counts as
// lost: within a datagram there is no way to find the next).
std::optional<DtlsRecord> next_dtls_record(Bytes& datagram);

// Borrows.
struct DtlsFragment {
    std::uint8_t type = 0;     // HandshakeType
    std::uint32_t length = 0;  // of the whole message
    std::uint16_t message_sequence = 0;
    std::uint32_t offset = 0;
    Bytes body;
};
void read(Reader& reader, DtlsFragment& fragment);
void write(Writer& writer, const DtlsFragment& fragment);

}  // namespace tlsonar::dissect
