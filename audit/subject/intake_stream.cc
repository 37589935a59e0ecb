#include "audit/subject/intake_stream.h"

#include "core/text.h"

#include <array>
#include <future>
#include <optional>

#include <openssl/evp.h>

namespace tlsonar::audit {

struct IntakeStream::State {
    State(Intake& to, std::string_view name) : intake(to), file(name) {}
    ~State() { EVP_MD_CTX_free(digest); }
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    void hash(std::string_view piece) {
        hashed = hashed && EVP_DigestUpdate(digest, piece.data(), piece.size()) == 1;
    }

    void decide() {
        const std::size_t begin = held.find_first_not_of(" \t\r\n");
        const std::size_t end = held.find('\n', begin);
        if (begin != held.npos && end != held.npos)
            lines = Intake::has_lines(std::string_view(held).substr(begin, end - begin));
    }

    // Whole lines of what is held.
    void read_lines(std::size_t octets) {
        if (!fault) {
            auto status = intake.read_lines(std::string_view(held).substr(0, octets), file, line);
            if (!status.ok()) fault = status.error();
        }
        held.erase(0, octets);
    }

    Intake& intake;
    std::string file;
    std::string held;
    std::uint64_t line = 0;
    std::optional<bool> lines;  // known once the first line is whole
    std::optional<IntakeFault> fault;
    EVP_MD_CTX* digest = EVP_MD_CTX_new();
    bool hashed = digest != nullptr && EVP_DigestInit_ex(digest, EVP_sha256(), nullptr) == 1;
};

IntakeStream::IntakeStream(Intake& intake, std::string_view file)
    : state_(std::make_unique<State>(intake, file)) {}
IntakeStream::~IntakeStream() = default;

void IntakeStream::add(std::string_view piece) {
    State& s = *state_;
    // Beside the reading, where that is worth a thread; the piece is lent for this call.
    constexpr std::size_t kMuch = std::size_t{1} << 18;
    const auto when = piece.size() < kMuch ? std::launch::deferred : std::launch::async;
    const auto hashing = std::async(when, [&s, piece] { s.hash(piece); });
    s.held += piece;
    if (!s.lines && piece.find('\n') != piece.npos) s.decide();
    if (s.lines.value_or(false))
        if (const std::size_t end = s.held.rfind('\n'); end != s.held.npos) s.read_lines(end + 1);
    hashing.wait();
}

Status<IntakeFault> IntakeStream::end() {
    State& s = *state_;
    if (!s.lines.value_or(false)) return s.intake.read(s.held, s.file);
    if (!s.held.empty()) s.read_lines(s.held.size());
    if (s.fault) return *s.fault;
    return {};
}

std::string IntakeStream::sha256_hex() {
    constexpr std::size_t kOctets = 32;
    std::array<std::uint8_t, kOctets> out{};
    State& s = *state_;
    if (!s.hashed || EVP_DigestFinal_ex(s.digest, out.data(), nullptr) != 1) return {};
    std::string text;
    append_hex(text, out);
    return text;
}

}  // namespace tlsonar::audit
