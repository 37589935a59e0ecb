#include "dissect/dtls/record.h"

#include "dissect/message/hello.h"
#include "dissect/session/limits.h"

namespace tlsonar::dissect {

void read(Reader& reader, DtlsRecord& record) {
    record.type = reader.u8();
    record.version = reader.u16();
    record.epoch = reader.u16();
    record.sequence = std::uint64_t{reader.u16()} << 32;
    record.sequence |= reader.u32();
    record.body = reader.vector16();
}

void write(Writer& writer, const DtlsRecord& record) {
    writer.u8(record.type);
    writer.u16(record.version);
    writer.u16(record.epoch);
    writer.u16(static_cast<std::uint16_t>(record.sequence >> 32));
    writer.u32(static_cast<std::uint32_t>(record.sequence));
    writer.vector16(record.body);
}

std::optional<DtlsRecord> next_dtls_record(Bytes& datagram) {
    constexpr std::uint8_t kFirstType = 20, kLastType = 26;  // change_cipher_spec … ack
    Reader reader(datagram);
    DtlsRecord record;
    read(reader, record);
    const bool known = record.type >= kFirstType && record.type <= kLastType;
    if (reader.failed() || !known || !is_dtls(record.version)) return std::nullopt;
    if (record.body.size() > kMaxRecordLength) return std::nullopt;
    datagram = datagram.subspan(reader.offset());
    return record;
}

void read(Reader& reader, DtlsFragment& fragment) {
    fragment.type = reader.u8();
    fragment.length = reader.u24();
    fragment.message_sequence = reader.u16();
    fragment.offset = reader.u24();
    fragment.body = reader.vector24();
}

void write(Writer& writer, const DtlsFragment& fragment) {
    writer.u8(fragment.type);
    writer.u24(fragment.length);
    writer.u16(fragment.message_sequence);
    writer.u24(fragment.offset);
    writer.vector24(fragment.body);
}

}  // namespace tlsonar::dissect
