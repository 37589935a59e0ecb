// What the readers of CRLs, OCSP responses and distribution points share. Private to this folder.
#pragma once

#include "trust/certificate_parse.h"
#include "trust/der.h"
#include "trust/revocation/distribution_point.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace tlsonar::trust {

// n of the object identifier id-ce n (2.5.29.n, RFC 5280 section 4.2.1); -1 for any other.
inline int id_ce(Bytes oid) {
    return oid.size() == 3 && oid[0] == 0x55 && oid[1] == 0x1D && oid[2] < 0x80 ? oid[2] : -1;
}

// The single item that fills `octets`, if it has that tag.
bool only_item(Bytes octets, std::uint8_t tag, DerItem& item);

// The single item inside another one; its offsets count in the outermost octets.
inline bool only_inside(const DerItem& parent, std::uint8_t tag, DerItem& item) {
    DerReader reader = DerReader::inside(parent);
    return reader.next_if(tag, item) && !reader.more() && !reader.failed();
}

// Content of GeneralNames. Nothing when malformed or too many.
std::optional<std::vector<GeneralName>> read_general_names(Bytes content);
// Content of the [0] around a DistributionPointName.
std::optional<DistributionPointName> read_distribution_point_name(Bytes content);
// Content of a BIT STRING of ReasonFlags.
std::optional<std::uint16_t> read_reason_flags(Bytes content);
// Content of a BOOLEAN.
inline bool read_boolean(Bytes content) { return !content.empty() && content[0] != 0; }

// An INTEGER's content in its shortest form, so that equal numbers are equal octets.
Bytes shortest_integer(Bytes content);

// UTCTime or GeneralizedTime.
inline std::optional<std::int64_t> time_of(const DerItem& item) {
    bool der_form = true;
    return read_time(item.tag.octet, item.content, der_form);
}

struct StatusExtension {
    DerItem oid;
    bool critical = false;
    DerItem value;  // the OCTET STRING
};
// One Extension; false when malformed.
bool read_status_extension(const DerItem& sequence, StatusExtension& extension);

}  // namespace tlsonar::trust
