// PEM (RFC 7468, and RFC 1421's headers): blocks in any text. Private to this folder.
#pragma once

#include "trust/file/secret_octets_private.h"

#include <cstddef>
#include <optional>
#include <string_view>

namespace tlsonar::trust {

struct PemBlock {
    std::string_view label;
    std::string_view body;     // between the BEGIN and the END line
    std::string_view trouble;  // a literal; empty when the block is whole
    std::size_t offset = 0;    // of the BEGIN line
    std::size_t line = 1;
};

// Goes through a text from front to back, each octet once.
class PemScanner {
  public:
    explicit PemScanner(std::string_view text) : text_(text) {}
    // The next block, whole or not. Nothing at the end.
    std::optional<PemBlock> next();

  private:
    void count_lines_to(std::size_t offset);

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t counted_ = 0;
    std::size_t line_ = 1;
};

// The headers before the blank line (Proc-Type, DEK-Info); the body begins behind them.
std::string_view take_pem_headers(std::string_view& body);

// Ignores blanks, line ends and the "\n" of strings in JSON. Nothing when something else is there
// or the padding is wrong. White space alone gives no octets.
std::optional<SecretOctets> decode_base64(std::string_view text);

}  // namespace tlsonar::trust
