// Certificates for the tests of lints and forecasts, put together item by item: every fault that a
// CA can make, and some that only bad luck makes. Signed for real, by an EC key of the test.
#pragma once

#include "trust/certificate_ptr.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <openssl/evp.h>

namespace tlsonar::trust::test {

// DER by hand.
std::string tlv(int tag, std::string_view content);
inline std::string seq(std::string_view content) { return tlv(0x30, content); }
std::string oid(std::string_view dotted);
std::string integer(std::string_view content);  // content octets as they shall stand there
std::string name(const std::vector<std::pair<std::string, std::string>>& attributes);
std::string rdn(std::string_view type, int tag, std::string_view value);
// AlgorithmIdentifier; parameters "" for none.
std::string algorithm(std::string_view dotted, std::string_view parameters);
inline std::string null() { return tlv(5, ""); }

struct TestExtension {
    std::string type;   // dotted
    std::string flag;   // the DER of `critical`, "" when it is left out
    std::string value;  // content of extnValue
};
inline const std::string kCritical("\x01\x01\xFF", 3);

// All DER, to be replaced piece by piece.
struct Blueprint {
    std::string version = tlv(0xA0, integer("\x02"));
    std::string serial;
    std::string inner_algorithm;
    std::string outer_algorithm;
    std::string issuer;
    std::string not_before;
    std::string not_after;
    std::string subject;
    std::string key;   // SubjectPublicKeyInfo
    std::string tail;  // unique identifiers
    std::vector<TestExtension> extensions;

    TestExtension* find(std::string_view type);
    void set(std::string_view type, std::string flag, std::string value);
    void drop(std::string_view type);
    // From date and time as YYYYMMDDHHMMSS, written as RFC 5280 wants; notAfter is `days` days
    // later minus a second.
    void live(std::string_view from, int days);
};

// UTCTime or GeneralizedTime with a Z, by the year.
std::string time_of(std::int64_t seconds);

std::string general_names(const std::vector<std::pair<int, std::string>>& names);
inline std::string dns(std::string_view text) { return general_names({{0x82, std::string(text)}}); }
std::string key_usage(int unused, std::initializer_list<int> octets);
std::string purposes(const std::vector<std::string>& dotted);
std::string policies(const std::vector<std::string>& dotted);
std::string access(const std::vector<std::pair<std::string, std::string>>& method_and_name);
std::string crl_points(std::string_view url);
std::string rsa_key(std::string_view modulus, std::string_view exponent);  // contents
std::string rsa_modulus(int bits);  // odd, no small factors, primes not close: not a real key
std::string ec_key(std::string_view curve);

// A server certificate of 90 days without fault, issued 2026-05-01 below an intermediate.
Blueprint server();
// An intermediate, a root (signed by its own key) of the same kind.
Blueprint intermediate();
Blueprint root();

CertificatePtr build(const Blueprint& plan);
inline CertificatePtr build(Blueprint plan, const std::function<void(Blueprint&)>& change) {
    change(plan);
    return build(plan);
}

}  // namespace tlsonar::trust::test
