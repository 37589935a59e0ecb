#include "dissect/fingerprint/ja4.h"

#include "dissect/fingerprint/ja4_parts.h"

#include <algorithm>

namespace tlsonar::dissect {
namespace {

constexpr char kHex[] = "0123456789abcdef";

constexpr std::uint16_t kServerName = 0;
constexpr std::uint16_t kSignatureAlgorithms = 13;
constexpr std::uint16_t kAlpn = 16;
constexpr std::uint16_t kSupportedVersions = 43;

// DTLS counts its versions downwards: 0xFEFF is 1.0, 0xFEFD 1.2, 0xFEFC 1.3.
bool is_higher(std::uint16_t a, std::uint16_t b) {
    const bool dtls = (a >> 8) == 0xFE && (b >> 8) == 0xFE;
    return dtls ? a < b : a > b;
}

// The highest of supported_versions without GREASE, else legacy_version.
std::uint16_t version_of(const ClientHello& hello) {
    const auto found = hello.extensions.find(kSupportedVersions);
    if (!found) return hello.legacy_version;
    const CodeList versions(Reader::prefix(found.body).vector8());
    std::uint16_t highest = 0;
    for (std::size_t i = 0; i < versions.size(); ++i)
        if (!is_grease(versions[i]) && is_higher(versions[i], highest)) highest = versions[i];
    return highest;
}

const char* version_text(std::uint16_t version) {
    switch (version) {
        case 0x0304:
            return "13";
        case 0x0303:
            return "12";
        case 0x0302:
            return "11";
        case 0x0301:
            return "10";
        case 0x0300:
            return "s3";
        case 0x0002:
            return "s2";
        case 0xFEFF:
            return "d1";
        case 0xFEFD:
            return "d2";
        case 0xFEFC:
            return "d3";
        default:
            return "00";
    }
}

void append_count(std::string& out, std::size_t n) {
    n = std::min<std::size_t>(n, 99);
    out += static_cast<char>('0' + n / 10);
    out += static_cast<char>('0' + n % 10);
}

bool is_alphanumeric(std::uint8_t c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

// First and last character of the first ALPN value. When one of the two octets is not an ASCII
// letter or digit: first and last digit of the value in hex. (FoxIO's text. Its programs and
// Wireshark do otherwise: see tests/dissect/fingerprint_test.cc.)
void append_alpn(std::string& out, const ClientHello& hello) {
    const auto found = hello.extensions.find(kAlpn);
    Reader list = Reader::prefix(found.body).child16();
    const Bytes name = list.vector8();
    if (!found || name.empty()) {
        out += "00";
    } else if (is_alphanumeric(name.front()) && is_alphanumeric(name.back())) {
        out += static_cast<char>(name.front());
        out += static_cast<char>(name.back());
    } else {
        out += kHex[name.front() >> 4];
        out += kHex[name.back() & 0x0F];
    }
}

// "1301,1302,…"
void append_codes(std::string& out, const std::vector<std::uint16_t>& codes) {
    if (codes.empty()) return;
    const std::size_t start = out.size();
    out.resize(start + codes.size() * 5 - 1, ',');
    char* at = out.data() + start;
    for (const std::uint16_t code : codes) {
        at[0] = kHex[code >> 12];
        at[1] = kHex[(code >> 8) & 0x0F];
        at[2] = kHex[(code >> 4) & 0x0F];
        at[3] = kHex[code & 0x0F];
        at += 5;
    }
}

void take_codes(std::vector<std::uint16_t>& out, CodeList codes) {
    out.clear();
    for (std::size_t i = 0; i < codes.size(); ++i)
        if (!is_grease(codes[i])) out.push_back(codes[i]);
}

}  // namespace

void ja4::append_prefix(std::string& out, const ClientHello& hello, Ja4Transport transport) {
    std::size_t suites = 0;
    for (std::size_t i = 0; i < hello.cipher_suites.size(); ++i)
        if (!is_grease(hello.cipher_suites[i])) ++suites;
    std::size_t extensions = 0;
    for (const Extension& extension : hello.extensions)
        if (!is_grease(extension.type)) ++extensions;
    out += static_cast<char>(transport);
    out += version_text(version_of(hello));
    out += hello.extensions.find(kServerName) ? 'd' : 'i';
    append_count(out, suites);
    append_count(out, extensions);
    append_alpn(out, hello);
}

void ja4::append_ciphers(std::string& out, const ClientHello& hello,
                         std::vector<std::uint16_t>& scratch) {
    take_codes(scratch, hello.cipher_suites);
    std::sort(scratch.begin(), scratch.end());
    append_codes(out, scratch);
}

void ja4::append_extensions(std::string& out, const ClientHello& hello,
                            std::vector<std::uint16_t>& scratch) {
    scratch.clear();
    for (const Extension& extension : hello.extensions)
        if (!is_grease(extension.type) && extension.type != kServerName && extension.type != kAlpn)
            scratch.push_back(extension.type);
    std::sort(scratch.begin(), scratch.end());
    append_codes(out, scratch);
    const auto found = hello.extensions.find(kSignatureAlgorithms);
    take_codes(scratch, CodeList(Reader::prefix(found.body).vector16()));
    if (scratch.empty()) return;
    out += '_';
    append_codes(out, scratch);
}

void append_ja4_r(std::string& out, const ClientHello& hello, Ja4Transport transport) {
    std::vector<std::uint16_t> scratch;
    ja4::append_prefix(out, hello, transport);
    out += '_';
    ja4::append_ciphers(out, hello, scratch);
    out += '_';
    ja4::append_extensions(out, hello, scratch);
}

}  // namespace tlsonar::dissect
