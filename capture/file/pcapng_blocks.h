// The blocks of pcapng (draft-ietf-opsawg-pcapng section 4) that are read or written here.
#pragma once

#include <cstdint>

namespace tlsonar::capture::pcapng {

inline constexpr std::uint32_t kSectionHeader = 0x0a0d0d0a;  // the same in both byte orders
inline constexpr std::uint32_t kInterfaceDescription = 1;
inline constexpr std::uint32_t kObsoletePacket = 2;
inline constexpr std::uint32_t kSimplePacket = 3;
inline constexpr std::uint32_t kEnhancedPacket = 6;
inline constexpr std::uint32_t kDecryptionSecrets = 10;

inline constexpr std::uint32_t kByteOrderMagic = 0x1a2b3c4d;
inline constexpr std::uint32_t kTlsKeyLog = 0x544c534b;  // "TLSK"

}  // namespace tlsonar::capture::pcapng
