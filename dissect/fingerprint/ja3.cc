#include "dissect/fingerprint/ja3.h"

#include <charconv>

namespace tlsonar::dissect {
namespace {

constexpr std::uint16_t kSupportedGroups = 10;  // RFC 8422, first "elliptic_curves"
constexpr std::uint16_t kPointFormats = 11;

void append_number(std::string& out, unsigned n) {
    char digits[8];
    out.append(digits, std::to_chars(digits, digits + sizeof digits, n).ptr);
}

// Joins numbers by '-'.
class Joined {
  public:
    explicit Joined(std::string& out) : out_(out) {}
    void add(unsigned n) {
        if (any_) out_ += '-';
        any_ = true;
        append_number(out_, n);
    }

  private:
    std::string& out_;
    bool any_ = false;
};

void append_codes(std::string& out, CodeList codes) {
    Joined joined(out);
    for (std::size_t i = 0; i < codes.size(); ++i)
        if (!is_grease(codes[i])) joined.add(codes[i]);
}

}  // namespace

void append_ja3(std::string& out, const ClientHello& hello) {
    append_number(out, hello.legacy_version);
    out += ',';
    append_codes(out, hello.cipher_suites);
    out += ',';
    Joined types(out);
    Bytes groups;
    Bytes formats;
    for (const Extension& extension : hello.extensions) {
        if (is_grease(extension.type)) continue;
        types.add(extension.type);
        // Of a malformed body, what is there: its length field may claim anything.
        if (extension.type == kSupportedGroups) groups = Reader::prefix(extension.body).vector16();
        if (extension.type == kPointFormats) formats = Reader::prefix(extension.body).vector8();
    }
    out += ',';
    append_codes(out, CodeList(groups));
    out += ',';
    Joined joined(out);
    for (const std::uint8_t format : formats)
        joined.add(format);
}

void append_ja3s(std::string& out, const ServerHello& hello) {
    append_number(out, hello.legacy_version);
    out += ',';
    append_number(out, hello.cipher_suite);
    out += ',';
    Joined types(out);
    for (const Extension& extension : hello.extensions)
        types.add(extension.type);
}

}  // namespace tlsonar::dissect
