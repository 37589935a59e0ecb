#include "trust/der.h"
#include "trust/keys/key_numbers_private.h"

namespace tlsonar::trust {
namespace {

bool is_rsa(const SubjectKey& key) {
    return key.summary.kind == KeyKind::rsa || key.summary.kind == KeyKind::rsa_pss;
}

// RSAPublicKey's two INTEGERs.
Bytes rsa_integer(const SubjectKey& key, bool second) {
    DerReader outer(key.bytes(key.summary.key));
    DerItem item;
    if (!is_rsa(key) || !outer.next_if(tag::sequence, item)) return {};
    DerReader walk = DerReader::inside(item);
    if (!walk.next_if(tag::integer, item)) return {};
    if (second && !walk.next_if(tag::integer, item)) return {};
    return item.content;
}

}  // namespace

Bytes magnitude(Bytes integer) {
    if (!integer.empty() && (integer[0] & 0x80U) != 0) return {};
    while (!integer.empty() && integer[0] == 0)
        integer = integer.subspan(1);
    return integer;
}

Bytes rsa_modulus(const SubjectKey& key) { return rsa_integer(key, false); }
Bytes rsa_exponent(const SubjectKey& key) { return rsa_integer(key, true); }

Bytes integer_key(const SubjectKey& key) {
    DerReader reader(key.bytes(key.summary.key));
    DerItem item;
    return reader.next_if(tag::integer, item) ? item.content : Bytes();
}

Bytes key_parameters(const SubjectKey& key) {
    DerReader outer(key.der);
    DerItem item;
    if (!outer.next_if(tag::sequence, item)) return {};
    DerReader info = DerReader::inside(item);
    if (!info.next_if(tag::sequence, item)) return {};
    DerReader algorithm = DerReader::inside(item);
    if (!algorithm.next(item) || !algorithm.next(item)) return {};
    return item.whole();
}

bool same_parameters(const SubjectKey& a, const SubjectKey& b) {
    if (is_rsa(a) && is_rsa(b)) return true;
    return a.summary.algorithm == b.summary.algorithm &&
           equal(key_parameters(a), key_parameters(b));
}

std::string key_tail(const SubjectKey& key) {
    if (is_rsa(key)) return std::string(as_text(magnitude(rsa_exponent(key))));
    if (key.summary.kind != KeyKind::ec) return {};
    const Bytes point = key.bytes(key.summary.key);
    if (point.empty()) return {};
    // The sign of y: in the compressed form it is said, in the others it is y's last bit.
    const bool compressed = point[0] == 2 || point[0] == 3;
    return ((compressed ? point[0] : point.back()) & 1U) != 0 ? "odd" : "even";
}

}  // namespace tlsonar::trust
