#include "tests/trust/lint_certificates.h"

#include <ctime>

#include <openssl/x509.h>

namespace tlsonar::trust::test {

std::string tlv(int tag, std::string_view content) {
    std::string out(1, static_cast<char>(tag));
    const std::size_t n = content.size();
    if (n < 0x80) {
        out += static_cast<char>(n);
    } else {
        out += n < 0x100 ? "\x81" : n < 0x10000 ? "\x82" : "\x83";
        if (n >= 0x10000) out += static_cast<char>(n >> 16);
        if (n >= 0x100) out += static_cast<char>(n >> 8);
        out += static_cast<char>(n);
    }
    out += content;
    return out;
}

std::string oid(std::string_view dotted) {
    ASN1_OBJECT* object = OBJ_txt2obj(std::string(dotted).c_str(), 1);
    std::string content(reinterpret_cast<const char*>(OBJ_get0_data(object)), OBJ_length(object));
    ASN1_OBJECT_free(object);
    return tlv(6, content);
}

std::string integer(std::string_view content) { return tlv(2, content); }

std::string rdn(std::string_view type, int tag, std::string_view value) {
    return tlv(0x31, seq(oid(type) + tlv(tag, value)));
}

std::string name(const std::vector<std::pair<std::string, std::string>>& attributes) {
    std::string out;
    for (const auto& [type, value] : attributes)
        out += rdn(type, type == "2.5.4.6" ? 0x13 : 0x0C, value);
    return seq(out);
}

std::string algorithm(std::string_view dotted, std::string_view parameters) {
    return seq(oid(dotted) + std::string(parameters));
}

TestExtension* Blueprint::find(std::string_view type) {
    for (TestExtension& extension : extensions)
        if (extension.type == type) return &extension;
    return nullptr;
}

void Blueprint::set(std::string_view type, std::string flag, std::string value) {
    TestExtension* known = find(type);
    if (known == nullptr) known = &extensions.emplace_back();
    *known = {std::string(type), std::move(flag), std::move(value)};
}

void Blueprint::drop(std::string_view type) {
    std::erase_if(extensions, [&](const TestExtension& one) { return one.type == type; });
}

std::string time_of(std::int64_t seconds) {
    const std::time_t when = static_cast<std::time_t>(seconds);
    std::tm parts{};
    gmtime_r(&when, &parts);
    char text[32];
    const bool late = parts.tm_year >= 150;
    std::strftime(text, sizeof text, late ? "%Y%m%d%H%M%SZ" : "%y%m%d%H%M%SZ", &parts);
    return tlv(late ? 0x18 : 0x17, text);
}

void Blueprint::live(std::string_view from, int days) {
    std::tm parts{};
    strptime(std::string(from).c_str(), "%Y%m%d%H%M%S", &parts);
    const std::int64_t start = timegm(&parts);
    not_before = time_of(start);
    not_after = time_of(start + days * 86400LL - 1);
}

std::string general_names(const std::vector<std::pair<int, std::string>>& names) {
    std::string out;
    for (const auto& [tag, content] : names)
        out += tlv(tag, content);
    return seq(out);
}

std::string key_usage(int unused, std::initializer_list<int> octets) {
    std::string content(1, static_cast<char>(unused));
    for (const int octet : octets)
        content += static_cast<char>(octet);
    return tlv(3, content);
}

std::string purposes(const std::vector<std::string>& dotted) {
    std::string out;
    for (const std::string& one : dotted)
        out += oid(one);
    return seq(out);
}

std::string policies(const std::vector<std::string>& dotted) {
    std::string out;
    for (const std::string& one : dotted)
        out += seq(oid(one));
    return seq(out);
}

std::string access(const std::vector<std::pair<std::string, std::string>>& method_and_name) {
    std::string out;
    for (const auto& [method, location] : method_and_name)
        out += seq(oid(method) + location);
    return seq(out);
}

std::string crl_points(std::string_view url) {
    return seq(seq(tlv(0xA0, tlv(0xA0, tlv(0x86, url)))));
}

std::string rsa_key(std::string_view modulus, std::string_view exponent) {
    const std::string numbers = seq(integer(modulus) + integer(exponent));
    return seq(algorithm("1.2.840.113549.1.1.1", null()) + tlv(3, std::string(1, '\0') + numbers));
}

// 2^bits - c with small c would have close "square roots"; a fixed pattern times nothing in
// particular does: whether it is prime does not matter here.
std::string rsa_modulus(int bits) {
    BIGNUM* number = BN_new();
    BN_one(number);
    BN_lshift(number, number, bits - 1);
    for (int bit = 1; bit < bits - 1; bit += 3)
        BN_set_bit(number, bit);
    BN_set_bit(number, 0);
    // On to the next one without a factor below 752.
    for (bool clean = false; !clean; BN_add_word(number, clean ? 0 : 2)) {
        clean = true;
        for (BN_ULONG p = 3; p < 752 && clean; p += 2)
            clean = BN_mod_word(number, p) != 0;
    }
    std::string out(static_cast<std::size_t>(BN_num_bytes(number)), '\0');
    BN_bn2bin(number, reinterpret_cast<unsigned char*>(out.data()));
    BN_free(number);
    return bits % 8 == 0 ? std::string(1, '\0') + out : out;
}

namespace {

EVP_PKEY* test_key() {
    static EVP_PKEY* const key = EVP_EC_gen("P-256");
    return key;
}

std::string public_key_of(EVP_PKEY* key) {
    unsigned char* der = nullptr;
    const int size = i2d_PUBKEY(key, &der);
    std::string out(reinterpret_cast<char*>(der), static_cast<std::size_t>(size));
    OPENSSL_free(der);
    return out;
}

std::string sign(std::string_view message) {
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, test_key());
    std::string out(128, '\0');
    std::size_t size = out.size();
    EVP_DigestSign(context, reinterpret_cast<unsigned char*>(out.data()), &size,
                   reinterpret_cast<const unsigned char*>(message.data()), message.size());
    EVP_MD_CTX_free(context);
    out.resize(size);
    return out;
}

const std::string kSha256Ecdsa = algorithm("1.2.840.10045.4.3.2", "");
const std::string kCaName =
    name({{"2.5.4.6", "NL"}, {"2.5.4.10", "Test Trust"}, {"2.5.4.3", "Test Issuing CA"}});
const std::string kRootName =
    name({{"2.5.4.6", "NL"}, {"2.5.4.10", "Test Trust"}, {"2.5.4.3", "Test Root"}});

// Two SCTs of two logs; only their identifiers and sizes are looked at.
std::string sct_list() {
    std::string out;
    for (const char log : {'A', 'B'}) {
        std::string sct(1, '\0');
        sct += std::string(32, log);
        sct += std::string("\0\0\x01\x9D\xE0\0\0\0", 8);  // May 2026
        sct += std::string("\0\0\x04\x03\0\x02xy", 8);
        out += std::string(1, '\0') + static_cast<char>(sct.size()) + sct;
    }
    return tlv(4, std::string(1, '\0') + static_cast<char>(out.size()) + out);
}

}  // namespace

std::string ec_key(std::string_view curve) {
    EVP_PKEY* key = EVP_EC_gen(std::string(curve).c_str());
    std::string out = public_key_of(key);
    EVP_PKEY_free(key);
    return out;
}

Blueprint server() {
    Blueprint plan;
    plan.serial = integer("\x11\x22\x33\x44\x55\x66\x77\x11\x22\x33\x44\x55\x66\x77\x11\x22");
    plan.inner_algorithm = kSha256Ecdsa;
    plan.outer_algorithm = kSha256Ecdsa;
    plan.issuer = kCaName;
    plan.live("20260501000000", 90);
    plan.subject = name({});
    plan.key = public_key_of(test_key());
    plan.set("2.5.29.15", kCritical, key_usage(7, {0x80}));
    plan.set("2.5.29.37", "", purposes({"1.3.6.1.5.5.7.3.1"}));
    plan.set("2.5.29.19", kCritical, seq(""));
    plan.set("2.5.29.35", "", seq(tlv(0x80, "keykeykeykeykeykeyke")));
    plan.set("1.3.6.1.5.5.7.1.1", "",
             access({{"1.3.6.1.5.5.7.48.2", tlv(0x86, "http://ca.example.com/ca.der")}}));
    plan.set("2.5.29.17", kCritical, dns("www.example.com"));
    plan.set("2.5.29.32", "", policies({"2.23.140.1.2.1"}));
    plan.set("2.5.29.31", "", crl_points("http://ca.example.com/1.crl"));
    plan.set("1.3.6.1.4.1.11129.2.4.2", "", sct_list());
    return plan;
}

Blueprint intermediate() {
    Blueprint plan = server();
    plan.live("20240501000000", 3650);
    plan.issuer = kRootName;
    plan.subject = kCaName;
    plan.set("2.5.29.15", kCritical, key_usage(1, {0x86}));
    plan.set("2.5.29.19", kCritical, seq(std::string("\x01\x01\xFF\x02\x01\x00", 6)));
    plan.set("2.5.29.14", "", tlv(4, "keykeykeykeykeykeyke"));
    plan.drop("2.5.29.17");
    plan.drop("1.3.6.1.4.1.11129.2.4.2");
    return plan;
}

Blueprint root() {
    Blueprint plan = intermediate();
    plan.subject = kRootName;
    plan.set("2.5.29.19", kCritical, seq(std::string("\x01\x01\xFF", 3)));
    for (const char* extension :
         {"2.5.29.37", "2.5.29.35", "1.3.6.1.5.5.7.1.1", "2.5.29.32", "2.5.29.31"})
        plan.drop(extension);
    return plan;
}

CertificatePtr build(const Blueprint& plan) {
    std::string extensions;
    for (const TestExtension& one : plan.extensions)
        extensions += seq(oid(one.type) + one.flag + tlv(4, one.value));
    std::string tbs = plan.version + plan.serial + plan.inner_algorithm + plan.issuer +
                      seq(plan.not_before + plan.not_after) + plan.subject + plan.key + plan.tail;
    if (!plan.extensions.empty()) tbs += tlv(0xA3, seq(extensions));
    tbs = seq(tbs);
    const std::string der =
        seq(tbs + plan.outer_algorithm + tlv(3, std::string(1, '\0') + sign(tbs)));
    return make_certificate(Bytes(reinterpret_cast<const std::uint8_t*>(der.data()), der.size()));
}

}  // namespace tlsonar::trust::test
