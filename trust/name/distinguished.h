// Distinguished names compared as RFC 5280 section 7.1 wants: string types, letter case and runs of
// spaces make no difference.
#pragma once

#include "core/bytes.h"

#include <string>
#include <vector>

namespace tlsonar::trust {

// A Name in a form in which equal names are equal octets. What cannot be read keeps its octets and
// is equal to the same octets only. `name` is the DER of a Name.
struct DistinguishedName {
    std::vector<std::string> rdns;    // each RelativeDistinguishedName in its normal form
    std::vector<std::string> emails;  // values of emailAddress attributes
    bool readable = true;

    bool empty() const { return readable && rdns.empty(); }
    // Equal for equal names.
    std::string key() const;
    // True when `base` is the beginning of this name.
    bool is_within(const DistinguishedName& base) const;
};
DistinguishedName read_distinguished_name(Bytes name);

// Shorthand: the key of the name.
std::string name_key(Bytes name);
bool same_name(Bytes a, Bytes b);

}  // namespace tlsonar::trust
