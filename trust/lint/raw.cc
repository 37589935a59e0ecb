#include "trust/lint/raw.h"

namespace tlsonar::trust {
namespace {

constexpr std::size_t kMaxExtensions = 256;

bool take(DerReader& reader, std::uint8_t tag, DerItem& item) { return reader.next_if(tag, item); }

void read_extension(const DerItem& sequence, std::vector<RawExtension>& out) {
    DerReader reader = DerReader::inside(sequence);
    RawExtension extension;
    DerItem item;
    if (!take(reader, tag::object_identifier, item)) return;
    extension.type = ObjectId(item.content);
    if (take(reader, tag::boolean, item) && !item.content.empty()) {
        extension.critical = item.content[0] != 0;
        extension.false_written = item.content[0] == 0;
        extension.odd_true = extension.critical && item.content[0] != 0xFF;
    }
    if (!take(reader, tag::octet_string, item)) return;
    extension.value = item.content;
    out.push_back(extension);
}

// issuerUniqueID [1], subjectUniqueID [2], extensions [3].
void read_end(DerReader& tbs, RawCertificate& raw) {
    DerItem item;
    while (tbs.next(item)) {
        if (item.tag.number == 1) raw.has_issuer_unique_id = true;
        if (item.tag.number == 2) raw.has_subject_unique_id = true;
        if (!item.is(tag::constructed(3))) continue;
        raw.extensions_written = true;
        DerReader inner = DerReader::inside(item);
        DerItem sequence;
        if (!take(inner, tag::sequence, sequence)) continue;
        for (const DerItem& extension : der_children(sequence, kMaxExtensions))
            if (extension.is(tag::sequence)) read_extension(extension, raw.extensions);
    }
}

bool read_tbs(const DerItem& sequence, RawCertificate& raw) {
    DerReader tbs = DerReader::inside(sequence);
    DerItem item;
    if (take(tbs, tag::constructed(0), item)) {
        DerReader inner = DerReader::inside(item);
        raw.version_written = take(inner, tag::integer, raw.version);
    }
    if (!take(tbs, tag::integer, raw.serial) || !take(tbs, tag::sequence, raw.signature) ||
        !take(tbs, tag::sequence, raw.issuer) || !take(tbs, tag::sequence, item))
        return false;
    DerReader validity = DerReader::inside(item);
    if (!validity.next(raw.not_before) || !validity.next(raw.not_after)) return false;
    if (!take(tbs, tag::sequence, raw.subject) || !take(tbs, tag::sequence, item)) return false;
    DerReader info = DerReader::inside(item);
    if (!take(info, tag::sequence, raw.key_algorithm) || !take(info, tag::bit_string, raw.key_bits))
        return false;
    read_end(tbs, raw);
    return !tbs.failed();
}

}  // namespace

std::vector<DerItem> der_children(const DerItem& parent, std::size_t limit) {
    std::vector<DerItem> children;
    DerReader reader = DerReader::inside(parent);
    DerItem item;
    while (children.size() < limit && reader.next(item))
        children.push_back(item);
    return children;
}

bool der_single(Bytes octets, DerItem& item) {
    DerReader reader(octets);
    return reader.next(item) && !reader.more();
}

RawCertificate read_raw_certificate(Bytes der) {
    RawCertificate raw;
    DerReader outer(der);
    DerItem certificate;
    if (!take(outer, tag::sequence, certificate)) return raw;
    DerReader reader = DerReader::inside(certificate);
    DerItem tbs;
    DerItem bits;
    raw.complete = take(reader, tag::sequence, tbs) && read_tbs(tbs, raw) &&
                   take(reader, tag::sequence, raw.outer_signature) &&
                   take(reader, tag::bit_string, bits);
    return raw;
}

}  // namespace tlsonar::trust
