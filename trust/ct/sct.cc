#include "trust/ct/sct.h"

#include "core/reader.h"
#include "trust/der.h"

#include <algorithm>

namespace tlsonar::trust {
namespace {

constexpr std::string_view kSctListOid = "1.3.6.1.4.1.11129.2.4.2";

// CtExtensions of the Static CT API: { uint8 type, opaque data<0..2^16-1> }; leaf_index (0) is a
// number of 40 bits.
std::optional<std::uint64_t> read_leaf_index(Bytes extensions) {
    Reader reader(extensions);
    while (reader.more()) {
        const std::uint8_t type = reader.u8();
        const Bytes data = reader.vector16();
        if (reader.failed() || type != 0 || data.size() != 5) continue;
        return (std::uint64_t{data[0]} << 32) | load_be32(data.data() + 1);
    }
    return std::nullopt;
}

// SignedCertificateTimestamp of version 1.
Sct read_sct(Bytes octets) {
    Sct sct;
    Reader reader(octets);
    sct.version = reader.u8();
    const Bytes id = reader.take(sct.log_id.size());
    std::copy(id.begin(), id.end(), sct.log_id.begin());
    if (sct.version != 0) return sct;
    sct.timestamp = reader.u64();
    const Bytes extensions = reader.vector16();
    sct.extensions = std::string(as_text(extensions));
    sct.leaf_index = read_leaf_index(extensions);
    sct.hash_algorithm = reader.u8();
    sct.signature_algorithm = reader.u8();
    sct.signature = std::string(as_text(reader.vector16()));
    sct.complete = reader.done();
    return sct;
}

}  // namespace

SctList parse_sct_list(Bytes octets) {
    SctList list;
    Reader outer(octets);
    Reader reader = outer.child16();
    while (reader.more()) {
        const Bytes one = reader.vector16();
        if (reader.failed() || list.scts.size() == SctList::kMaxScts) break;
        list.scts.push_back(read_sct(one));
        if (!list.scts.back().complete && list.scts.back().version == 0) list.malformed = true;
    }
    // "At least one SCT MUST be included."
    list.malformed = list.malformed || !outer.done() || !reader.done() || list.scts.empty();
    return list;
}

SctList embedded_scts(const CertificateSummary& certificate, Bytes der) {
    for (const CertificateExtension& extension : certificate.extensions) {
        if (extension.type.dotted() != kSctListOid) continue;
        DerReader reader(extension.value.of(der));
        DerItem item;
        SctList list;
        list.malformed = true;
        if (!reader.next_if(tag::octet_string, item) || reader.more()) return list;
        return parse_sct_list(item.content);
    }
    return {};
}

std::string_view sct_origin_name(SctOrigin origin) {
    switch (origin) {
        case SctOrigin::certificate:
            return "certificate";
        case SctOrigin::handshake:
            return "handshake";
        case SctOrigin::ocsp:
            break;
    }
    return "ocsp";
}

}  // namespace tlsonar::trust
