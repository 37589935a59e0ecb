#include "trust/path/dsa_parameters.h"

#include "trust/der.h"
#include "trust/oid_table.h"

namespace tlsonar::trust {
namespace {

constexpr std::string_view kDsa = oid_table::kEntries[oid_table::index_of("1.2.840.10040.4.1")].der;

struct KeyParts {
    Bytes algorithm;   // the OBJECT IDENTIFIER
    Bytes parameters;  // empty: none, or NULL
    Bytes key;         // the BIT STRING
};

std::optional<KeyParts> read_dsa_key(Bytes info) {
    DerReader outer(info);
    DerItem item;
    if (!outer.next_if(tag::sequence, item)) return std::nullopt;
    DerReader reader = DerReader::inside(item);
    DerItem algorithm;
    DerItem key;
    if (!reader.next_if(tag::sequence, algorithm) || !reader.next_if(tag::bit_string, key))
        return std::nullopt;
    DerReader fields = DerReader::inside(algorithm);
    if (!fields.next_if(tag::object_identifier, item) || as_text(item.content) != kDsa)
        return std::nullopt;
    KeyParts parts{item.whole(), {}, key.whole()};
    if (fields.next_if(tag::sequence, item)) parts.parameters = item.whole();
    return parts;
}

void append(std::vector<std::uint8_t>& out, Bytes octets) {
    out.insert(out.end(), octets.begin(), octets.end());
}

std::vector<std::uint8_t> sequence_of(Bytes first, Bytes second) {
    std::vector<std::uint8_t> out{tag::sequence};
    const std::size_t size = first.size() + second.size();
    if (size < 0x80) {
        out.push_back(static_cast<std::uint8_t>(size));
    } else {
        out.push_back(0x83);
        for (const unsigned shift : {16U, 8U, 0U})
            out.push_back(static_cast<std::uint8_t>(size >> shift));
    }
    append(out, first);
    append(out, second);
    return out;
}

}  // namespace

bool lacks_dsa_parameters(Bytes public_key) {
    const auto parts = read_dsa_key(public_key);
    return parts && parts->parameters.empty();
}

std::optional<std::vector<std::uint8_t>> with_dsa_parameters(Bytes public_key, Bytes issuer_key) {
    const auto parts = read_dsa_key(public_key);
    const auto issuer = read_dsa_key(issuer_key);
    if (!parts || !issuer || issuer->parameters.empty()) return std::nullopt;
    return sequence_of(sequence_of(parts->algorithm, issuer->parameters), parts->key);
}

}  // namespace tlsonar::trust
