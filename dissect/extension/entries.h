// The entries that the vectors of several extensions are made of. All borrow.
#pragma once

#include "core/bytes.h"
#include "dissect/codec.h"
#include "dissect/entry_list.h"

#include <cstdint>

namespace tlsonar::dissect {

// opaque <1..2^8-1>: a ProtocolName of RFC 7301, a name of NPN or ALPS.
struct ProtocolName {
    Bytes name;
};
inline void read(Reader& reader, ProtocolName& entry) { entry.name = reader.vector8(); }
inline void write(Writer& writer, const ProtocolName& entry) { writer.vector8(entry.name); }

// opaque <1..2^16-1>: a DistinguishedName, a certificate, an SCT, an OCSP response's id.
struct Opaque16 {
    Bytes octets;
};
inline void read(Reader& reader, Opaque16& entry) { entry.octets = reader.vector16(); }
inline void write(Writer& writer, const Opaque16& entry) { writer.vector16(entry.octets); }

// ServerName of RFC 6066 section 3. Types other than host_name (0) are read alike, as all the
// implementations do.
struct ServerName {
    std::uint8_t name_type = 0;
    Bytes name;
};
inline void read(Reader& reader, ServerName& entry) {
    entry.name_type = reader.u8();
    entry.name = reader.vector16();
}
inline void write(Writer& writer, const ServerName& entry) {
    writer.u8(entry.name_type);
    writer.vector16(entry.name);
}

// KeyShareEntry of RFC 9846 section 4.2.8.
struct KeyShareEntry {
    std::uint16_t group = 0;
    Bytes key_exchange;
};
inline void read(Reader& reader, KeyShareEntry& entry) {
    entry.group = reader.u16();
    entry.key_exchange = reader.vector16();
}
inline void write(Writer& writer, const KeyShareEntry& entry) {
    writer.u16(entry.group);
    writer.vector16(entry.key_exchange);
}

// PskIdentity of RFC 9846 section 4.2.11.
struct PskIdentity {
    Bytes identity;
    std::uint32_t obfuscated_ticket_age = 0;
};
inline void read(Reader& reader, PskIdentity& entry) {
    entry.identity = reader.vector16();
    entry.obfuscated_ticket_age = reader.u32();
}
inline void write(Writer& writer, const PskIdentity& entry) {
    writer.vector16(entry.identity);
    writer.u32(entry.obfuscated_ticket_age);
}

// PskBinderEntry of the same section: opaque <32..255>.
struct PskBinder {
    Bytes binder;
};
inline void read(Reader& reader, PskBinder& entry) { entry.binder = reader.vector8(); }
inline void write(Writer& writer, const PskBinder& entry) { writer.vector8(entry.binder); }

// Two code points side by side: an HpkeSymmetricCipherSuite of RFC 9849 section 4.
struct CodePair {
    std::uint16_t first = 0;
    std::uint16_t second = 0;
};
inline void read(Reader& reader, CodePair& entry) {
    entry.first = reader.u16();
    entry.second = reader.u16();
}
inline void write(Writer& writer, const CodePair& entry) {
    writer.u16(entry.first);
    writer.u16(entry.second);
}

}  // namespace tlsonar::dissect
