// TdsUnwrapper: MS-SQL wraps the records of the TLS handshake into TDS packets ([MS-TDS] section
// 2.2.6.5); once the handshake is done, TLS records follow bare.
//
//   12 01 LLLL SPID id 00 | payload      (PRELOGIN or its answer 04: no TLS)
//   12 01 LLLL SPID id 00 | 16 03 .. ..  (TLS)
//   17 03 03 ..                          (bare TLS)
#pragma once

#include "dissect/session/unwrapper.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace tlsonar::dissect {

class TdsUnwrapper final : public Unwrapper {
  public:
    std::string_view name() const override { return "mssql"; }
    Bytes next(Bytes& octets) override;
    // Another packet type came before any TLS: the connection is not encrypted.
    bool failed() const override { return failed_; }

  private:
    static constexpr std::size_t kHeader = 8;
    std::array<std::uint8_t, kHeader> header_{};
    std::size_t have_ = 0;  // octets of the header so far
    std::size_t left_ = 0;  // of the payload
    bool payload_begins_ = false;
    bool tls_ = false;  // the payload being read is TLS
    bool bare_ = false;
    bool failed_ = false;
};

}  // namespace tlsonar::dissect
