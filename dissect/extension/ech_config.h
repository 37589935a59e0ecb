// ECHConfigList of RFC 9849 section 4: what a client needs to encrypt its hello. It comes from the
// DNS (the ech parameter of HTTPS records) or, for a retry, in EncryptedExtensions.
#pragma once

#include "core/bytes.h"
#include "core/fields.h"
#include "dissect/codec.h"
#include "dissect/entry_list.h"
#include "dissect/extension/entries.h"
#include "dissect/extension/extension.h"

#include <cstdint>

namespace tlsonar::dissect {

inline constexpr std::uint16_t kEchVersion = 0xFE0D;

// The contents of a configuration of kEchVersion. Borrows.
struct EchConfigContents {
    std::uint8_t config_id = 0;
    std::uint16_t kem_id = 0;
    Bytes public_key;
    EntryList<CodePair> cipher_suites;  // KDF and AEAD of HPKE
    std::uint8_t maximum_name_length = 0;
    Bytes public_name;
    ExtensionList extensions;
};
void read(Reader& reader, EchConfigContents& contents);
void write(Writer& writer, const EchConfigContents& contents);

struct EchConfig {
    std::uint16_t version = 0;
    Bytes contents;  // of another version: to be passed over
};
void read(Reader& reader, EchConfig& config);
void write(Writer& writer, const EchConfig& config);

struct EchConfigList {
    EntryList<EchConfig> configs;
};
void read(Reader& reader, EchConfigList& list);
void write(Writer& writer, const EchConfigList& list);
void describe(const EchConfigList& list, FieldSink& sink);

}  // namespace tlsonar::dissect
