#include "trust/keys/key_checks_private.h"
#include "trust/keys/key_numbers_private.h"

#include <memory>
#include <string_view>

#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/objects.h>

namespace tlsonar::trust {
namespace {

struct Free {
    void operator()(EC_GROUP* group) const { EC_GROUP_free(group); }
    void operator()(EC_POINT* point) const { EC_POINT_free(point); }
};
using Group = std::unique_ptr<EC_GROUP, Free>;
using Point = std::unique_ptr<EC_POINT, Free>;

constexpr std::uint32_t kMinCurveBits = 224;
constexpr std::size_t kMaxParameters = 4096;  // octets; those of P-521 take 450

bool is_web_curve(std::string_view curve) {
    return curve == "secp256r1" || curve == "secp384r1" || curve == "secp521r1";
}

Group read_group(const SubjectKey& key) {
    const Bytes parameters = key_parameters(key);
    if (parameters.empty() || parameters.size() > kMaxParameters) return nullptr;
    const unsigned char* at = parameters.data();
    return Group(d2i_ECPKParameters(nullptr, &at, static_cast<long>(parameters.size())));
}

// OpenSSL's name of the curve whose parameters these are; null when it knows none.
const char* curve_of_parameters(const Group& group) {
    if (!group) return nullptr;
    const int nid = EC_GROUP_check_named_curve(group.get(), 0, nullptr);
    return nid == NID_undef ? nullptr : OBJ_nid2sn(nid);
}

void examine_curve(const SubjectKey& key, const Group& group, KeyFindings& out) {
    const PublicKey& summary = key.summary;
    const std::string& curve = summary.curve;
    if (summary.explicit_curve) {
        const char* known = curve_of_parameters(group);
        out.add(key_kind("key.ec-explicit-parameters"),
                known ? "the parameters of " + std::string(known) : "parameters",
                "the curve's object identifier");
        if (known == nullptr)
            out.add(key_kind("key.ec-custom-curve"), "parameters of no known curve",
                    "secp256r1, secp384r1 or secp521r1");
    } else if (curve.starts_with("sect")) {
        out.add(key_kind("key.ec-binary-curve"), curve, "secp256r1, secp384r1 or secp521r1");
    } else if (!is_web_curve(curve)) {
        out.add(key_kind("key.ec-unusual-curve"), curve, "secp256r1, secp384r1 or secp521r1");
    }
    if (summary.bits != 0 && summary.bits < kMinCurveBits)
        out.add(key_kind("key.ec-small"), std::to_string(summary.bits) + " bits",
                "256 bits or more");
}

void examine_point(const SubjectKey& key, const Group& group, KeyFindings& out) {
    const Bytes octets = key.bytes(key.summary.key);
    const std::uint8_t form = point_form(octets);
    if (form != 4 && octets.size() > 1)
        out.add(key_kind("key.ec-compressed-point"),
                form == 6 || form == 7 ? "hybrid form" : "compressed form", "uncompressed form");
    if (!group) return;  // of a curve that nobody here knows nothing can be said
    const Point point(EC_POINT_new(group.get()));
    const bool on_curve = point && EC_POINT_oct2point(group.get(), point.get(), octets.data(),
                                                      octets.size(), nullptr) == 1;
    if (!on_curve)
        out.add(key_kind("key.ec-invalid-point"),
                std::to_string(octets.size()) + " octets that are no point of the curve");
    else if (EC_POINT_is_at_infinity(group.get(), point.get()) == 1)
        out.add(key_kind("key.ec-invalid-point"), "the point at infinity");
}

}  // namespace

void examine_ec(const SubjectKey& key, KeyFindings& out) {
    ERR_set_mark();
    const Group group = read_group(key);
    examine_curve(key, group, out);
    examine_point(key, group, out);
    ERR_pop_to_mark();
}

}  // namespace tlsonar::trust
