#include "dissect/fingerprint/ja3.h"

#include <charconv>

namespace tlsonar::dissect {
namespace {

constexpr std::uint16_t kSupportedGroups = 10;  // RFC 8422, first "elliptic_curves"
constexpr std::uint16_t kPointFormats = 11;

// Writes numbers into room that was made before; the text never needs more than kWidest for each.
class Digits {
  public:
    static constexpr std::size_t kWidest = 6;  // "65535-"

    Digits(std::string& out, std::size_t numbers) : out_(out), start_(out.size()) {
        out.resize(start_ + numbers * kWidest + kCommas);
        at_ = out.data() + start_;
    }
    ~Digits() { out_.resize(static_cast<std::size_t>(at_ - out_.data())); }
    Digits(const Digits&) = delete;
    Digits& operator=(const Digits&) = delete;

    void comma() {
        *at_++ = ',';
        first_ = true;
    }
    // Joined by '-' to the number before, if there is one since the last comma.
    void number(unsigned n) {
        if (!first_) *at_++ = '-';
        first_ = false;
        at_ = std::to_chars(at_, at_ + kWidest, n).ptr;
    }
    void codes(CodeList list) {
        for (std::size_t i = 0; i < list.size(); ++i)
            if (!is_grease(list[i])) number(list[i]);
    }

  private:
    static constexpr std::size_t kCommas = 8;

    std::string& out_;
    std::size_t start_;
    char* at_ = nullptr;
    bool first_ = true;
};

// What of the extensions goes into JA3.
struct Extensions {
    std::size_t count = 0;
    CodeList groups;
    Bytes formats;
};

Extensions survey(const ExtensionList& list) {
    Extensions out;
    for (const Extension& extension : list) {
        ++out.count;
        // Of a malformed body, what is there: its length field may claim anything.
        if (extension.type == kSupportedGroups)
            out.groups = CodeList(Reader::prefix(extension.body).vector16());
        if (extension.type == kPointFormats) out.formats = Reader::prefix(extension.body).vector8();
    }
    return out;
}

}  // namespace

void append_ja3(std::string& out, const ClientHello& hello) {
    const Extensions extensions = survey(hello.extensions);
    Digits digits(out, 1 + hello.cipher_suites.size() + extensions.count +
                           extensions.groups.size() + extensions.formats.size());
    digits.number(hello.legacy_version);
    digits.comma();
    digits.codes(hello.cipher_suites);
    digits.comma();
    for (const Extension& extension : hello.extensions)
        if (!is_grease(extension.type)) digits.number(extension.type);
    digits.comma();
    digits.codes(extensions.groups);
    digits.comma();
    for (const std::uint8_t format : extensions.formats)
        digits.number(format);
}

void append_ja3s(std::string& out, const ServerHello& hello) {
    Digits digits(out, 2 + survey(hello.extensions).count);
    digits.number(hello.legacy_version);
    digits.comma();
    digits.number(hello.cipher_suite);
    digits.comma();
    for (const Extension& extension : hello.extensions)
        digits.number(extension.type);
}

}  // namespace tlsonar::dissect
