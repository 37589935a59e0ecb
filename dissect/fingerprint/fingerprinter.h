// Fingerprinter: hashes hellos. Owns the contexts of the hash functions, so that a fingerprint
// costs no allocation; one per thread.
#pragma once

#include "dissect/fingerprint/ja4.h"
#include "dissect/message/hello.h"

#include <array>
#include <memory>
#include <string>
#include <string_view>

namespace tlsonar::dissect {

// 32 lower-case hexadecimal digits.
struct Md5Text {
    std::array<char, 32> digits{};
    std::string_view view() const { return {digits.data(), digits.size()}; }
};

// 36 characters; see ja4.h.
struct Ja4Text {
    std::array<char, 36> characters{};
    std::string_view view() const { return {characters.data(), characters.size()}; }
};

class Fingerprinter {
  public:
    Fingerprinter();
    Fingerprinter(Fingerprinter&&) noexcept;
    Fingerprinter& operator=(Fingerprinter&&) noexcept;
    ~Fingerprinter();

    Md5Text ja3(const ClientHello& hello);
    Md5Text ja3s(const ServerHello& hello);
    Ja4Text ja4(const ClientHello& hello, Ja4Transport transport);

    // Both of a ClientHello at once. Clients are few and connect often: of a hello like one seen
    // lately (but for its random, names and keys) they are remembered.
    struct ClientTexts {
        Md5Text ja3;
        Ja4Text ja4;
    };
    const ClientTexts& client(const ClientHello& hello, Ja4Transport transport);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace tlsonar::dissect
