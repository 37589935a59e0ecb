#include "trust/ct/check.h"
#include "trust/der.h"

namespace tlsonar::trust {
namespace {

constexpr std::uint8_t kSctListDer[] = {0x2B, 6, 1, 4, 1, 0xD6, 0x79, 2, 4, 2};

void put(std::string& out, std::uint64_t value, int octets) {
    for (int i = octets - 1; i >= 0; --i)
        out += static_cast<char>((value >> (8 * i)) & 0xFFU);
}

// Tag and content as DER.
std::string der_item(std::uint8_t tag, std::string_view content) {
    std::string out(1, static_cast<char>(tag));
    int width = 0;
    if (content.size() < 0x80) {
        out += static_cast<char>(content.size());
    } else {
        while ((content.size() >> (8 * ++width)) != 0) {
        }
        out += static_cast<char>(0x80 | width);
        put(out, content.size(), width);
    }
    out += content;
    return out;
}

bool is_sct_list(const DerItem& extension) {
    DerItem oid;
    return DerReader::inside(extension).next_if(tag::object_identifier, oid) &&
           equal(oid.content, kSctListDer);
}

// The content of extensions [3] without the list of SCTs; false when that cannot be told.
bool without_scts(const DerItem& wrapper, std::string& out) {
    DerReader outer = DerReader::inside(wrapper);
    DerItem sequence;
    DerItem extension;
    if (!outer.next_if(tag::sequence, sequence) || outer.more()) return false;
    DerReader reader = DerReader::inside(sequence);
    std::string kept;
    while (reader.next(extension))
        if (!is_sct_list(extension)) kept += as_text(extension.whole());
    if (reader.failed()) return false;
    out = kept.empty() ? std::string() : der_item(tag::sequence, kept);
    return true;
}

// The TBSCertificate that the log saw: of the certificate, without the list of SCTs (RFC 6962
// section 3.2). Every other octet is as it stands.
std::string precertificate_tbs(Bytes tbs) {
    DerReader outer(tbs);
    DerItem sequence;
    DerItem item;
    if (!outer.next_if(tag::sequence, sequence) || outer.more()) return {};
    DerReader reader = DerReader::inside(sequence);
    std::string content;
    while (reader.next(item)) {
        std::string extensions;
        if (!item.is(tag::constructed(3))) {
            content += as_text(item.whole());
            continue;
        }
        if (!without_scts(item, extensions)) return {};
        if (!extensions.empty()) content += der_item(tag::constructed(3), extensions);
    }
    return reader.failed() ? std::string() : der_item(tag::sequence, content);
}

}  // namespace

// digitally-signed struct { Version, SignatureType, uint64 timestamp, LogEntryType, entry,
// CtExtensions }.
std::string sct_signed_data(const Sct& sct, SctOrigin origin, const Certificate& certificate,
                            Bytes issuer_public_key, CertificateHasher& hasher) {
    std::string entry;
    const bool precert = origin == SctOrigin::certificate;
    if (precert) {
        const std::string tbs = precertificate_tbs(certificate.bytes(certificate.summary.tbs));
        if (tbs.empty() || issuer_public_key.empty() || tbs.size() > 0xFFFFFF) return {};
        entry = as_text(hasher.sha256(issuer_public_key));
        put(entry, tbs.size(), 3);
        entry += tbs;
    } else {
        if (certificate.der.size() > 0xFFFFFF) return {};
        put(entry, certificate.der.size(), 3);
        entry += as_text(certificate.der);
    }
    std::string out;
    put(out, 0, 1);  // v1
    put(out, 0, 1);  // certificate_timestamp
    put(out, sct.timestamp, 8);
    put(out, precert ? 1 : 0, 2);
    out += entry;
    put(out, sct.extensions.size(), 2);
    out += sct.extensions;
    return out;
}

}  // namespace tlsonar::trust
