#include "trust/revocation/ocsp.h"

#include "trust/oid_table.h"
#include "trust/revocation/reading_private.h"

namespace tlsonar::trust {
namespace {

constexpr std::uint8_t kOcspBasic[] = {0x2B, 6, 1, 5, 5, 7, 0x30, 1, 1};
constexpr std::uint8_t kNonce[] = {0x2B, 6, 1, 5, 5, 7, 0x30, 1, 2};
constexpr std::uint8_t kCrlReference[] = {0x2B, 6, 1, 5, 5, 7, 0x30, 1, 3};
constexpr std::uint8_t kArchiveCutoff[] = {0x2B, 6, 1, 5, 5, 7, 0x30, 1, 6};
constexpr std::uint8_t kExtendedRevoke[] = {0x2B, 6, 1, 5, 5, 7, 0x30, 1, 9};
constexpr std::uint8_t kSctList[] = {0x2B, 6, 1, 4, 1, 0xD6, 0x79, 2, 4, 5};

class OcspReader {
  public:
    explicit OcspReader(OcspResponse& response) : out_(response), parse_(scratch_) {}
    void read() {
        scratch_.complete = true;
        out_.complete = read_response() && scratch_.complete;
        out_.problems = std::move(scratch_.problems);
    }

  private:
    bool read_response();
    bool read_basic(const DerItem& octets);
    bool read_certificates(const DerItem& wrapper);
    bool read_data(const DerItem& sequence);
    bool read_responder(const DerItem& item);
    bool read_single(const DerItem& sequence, OcspSingle& single);
    bool read_certificate_id(const DerItem& sequence, OcspSingle& single);
    bool read_status(const DerItem& item, OcspSingle& single);
    bool read_single_extensions(const DerItem& wrapper, OcspSingle& single);
    bool read_response_extensions(const DerItem& wrapper);
    bool no(std::string_view what, std::size_t offset) {
        parse_.fault(what, offset);
        return false;
    }

    OcspResponse& out_;
    CertificateSummary scratch_;
    CertificateParse parse_;
};

// OCSPResponse ::= SEQUENCE { responseStatus ENUMERATED, [0] ResponseBytes OPTIONAL }.
bool OcspReader::read_response() {
    DerItem sequence;
    DerItem item;
    if (!only_item(out_.der, tag::sequence, sequence)) return no("not an OCSPResponse", 0);
    DerReader reader = DerReader::inside(sequence);
    if (!reader.next_if(tag::enumerated, item) || item.content.size() != 1)
        return no("responseStatus expected", reader.offset());
    out_.status = static_cast<OcspResponseStatus>(item.content[0]);
    if (!reader.more() && !reader.failed())
        return out_.status == OcspResponseStatus::successful
                   ? no("responseBytes expected", reader.offset())
                   : true;
    DerItem bytes;
    DerItem type;
    if (!reader.next_if(tag::constructed(0), item) || reader.more() ||
        !only_inside(item, tag::sequence, bytes))
        return no("responseBytes expected", reader.offset());
    DerReader inner = DerReader::inside(bytes);
    if (!inner.next_if(tag::object_identifier, type) || !inner.next_if(tag::octet_string, item) ||
        inner.more())
        return no("malformed ResponseBytes", inner.offset());
    if (!equal(type.content, kOcspBasic)) return no("unknown responseType", type.start);
    return read_basic(item);
}

// BasicOCSPResponse ::= SEQUENCE { tbsResponseData, signatureAlgorithm, signature, [0] certs }.
bool OcspReader::read_basic(const DerItem& octets) {
    DerReader outer = DerReader::inside(octets);
    DerItem basic;
    DerItem data;
    DerItem item;
    if (!outer.next_if(tag::sequence, basic) || outer.more())
        return no("not a BasicOCSPResponse", octets.start);
    DerReader reader = DerReader::inside(basic);
    if (!reader.next_if(tag::sequence, data)) return no("tbsResponseData expected", basic.start);
    out_.tbs = range_of(data);
    if (!reader.next_if(tag::sequence, item))
        return no("signatureAlgorithm expected", reader.offset());
    read_signature_algorithm(parse_, item, out_.signature);
    if (!reader.next_if(tag::bit_string, item) || item.content.empty())
        return no("signature expected", reader.offset());
    out_.signature_value = {item.content_offset() + 1, item.content.size() - 1};
    if (reader.next_if(tag::constructed(0), item) && !read_certificates(item)) return false;
    if (reader.more() || reader.failed())
        return no("unexpected in BasicOCSPResponse", reader.offset());
    out_.basic = read_data(data);
    return out_.basic;
}

bool OcspReader::read_certificates(const DerItem& wrapper) {
    DerReader outer = DerReader::inside(wrapper);
    DerItem sequence;
    DerItem item;
    if (!outer.next_if(tag::sequence, sequence) || outer.more())
        return no("certs is not a SEQUENCE", wrapper.start);
    DerReader reader = DerReader::inside(sequence);
    CertificateHasher hasher;
    while (reader.next(item)) {
        if (out_.certificates.size() == OcspResponse::kMaxCertificates)
            return no("too many certificates", item.start);
        out_.certificates.push_back(make_certificate(item.whole(), hasher));
    }
    return reader.failed() ? no("malformed certs", reader.offset()) : true;
}

// ResponderID ::= CHOICE { byName [1] Name, byKey [2] KeyHash }, both explicit.
bool OcspReader::read_responder(const DerItem& item) {
    DerItem inner;
    if (item.is(tag::constructed(1)) && only_item(item.content, tag::sequence, inner)) {
        out_.responder_name = std::string(as_text(inner.whole()));
        return true;
    }
    if (item.is(tag::constructed(2)) && only_item(item.content, tag::octet_string, inner)) {
        out_.responder_key_hash = octets_of(inner);
        return true;
    }
    return no("responderID expected", item.start);
}

bool OcspReader::read_data(const DerItem& sequence) {
    DerReader reader = DerReader::inside(sequence);
    DerItem item;
    DerItem integer;
    out_.version = 1;
    if (reader.next_if(tag::constructed(0), item)) {
        if (!only_item(item.content, tag::integer, integer) || unsigned_of(integer.content) != 0U)
            return no("unknown version", item.start);
    }
    if (!reader.next(item)) return no("responderID expected", reader.offset());
    if (!read_responder(item)) return false;
    if (!reader.next_if(tag::generalized_time, item))
        return no("producedAt expected", reader.offset());
    out_.produced_at = time_of(item);
    if (!out_.produced_at) return no("producedAt cannot be read", item.start);
    DerItem responses;
    if (!reader.next_if(tag::sequence, responses)) return no("responses expected", reader.offset());
    DerReader singles = DerReader::inside(responses);
    while (singles.next(item)) {
        if (out_.singles.size() == OcspResponse::kMaxSingles)
            return no("too many responses", item.start);
        if (!read_single(item, out_.singles.emplace_back()))
            return no("malformed SingleResponse", item.start);
    }
    if (singles.failed()) return no("malformed responses", singles.offset());
    if (reader.next_if(tag::constructed(1), item) && !read_response_extensions(item))
        return no("malformed responseExtensions", item.start);
    if (reader.more() || reader.failed()) return no("unexpected in ResponseData", reader.offset());
    return true;
}

// CertID ::= SEQUENCE { hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber }.
bool OcspReader::read_certificate_id(const DerItem& sequence, OcspSingle& single) {
    DerReader reader = DerReader::inside(sequence);
    DerItem algorithm;
    DerItem oid;
    DerItem name;
    DerItem key;
    DerItem serial;
    if (!reader.next_if(tag::sequence, algorithm) ||
        !DerReader::inside(algorithm).next_if(tag::object_identifier, oid) ||
        !reader.next_if(tag::octet_string, name) || !reader.next_if(tag::octet_string, key) ||
        !reader.next_if(tag::integer, serial) || reader.more())
        return false;
    const OidEntry* entry = find_oid(oid.content);
    if (entry != nullptr && entry->key == KeyKind::unknown) single.hash = entry->hash;
    single.name_hash = octets_of(name);
    single.key_hash = octets_of(key);
    single.serial = octets_of(serial);
    return true;
}

// CertStatus ::= CHOICE { good [0] NULL, revoked [1] RevokedInfo, unknown [2] NULL }, implicit.
bool OcspReader::read_status(const DerItem& item, OcspSingle& single) {
    if (item.is(tag::context(0))) {
        single.status = OcspCertStatus::good;
        return item.content.empty();
    }
    if (item.is(tag::context(2))) {
        single.status = OcspCertStatus::unknown;
        return item.content.empty();
    }
    if (!item.is(tag::constructed(1))) return false;
    single.status = OcspCertStatus::revoked;
    DerReader reader = DerReader::inside(item);
    DerItem part;
    DerItem reason;
    if (!reader.next_if(tag::generalized_time, part)) return false;
    single.revoked_at = time_of(part);
    if (reader.next_if(tag::constructed(0), part)) {
        if (!only_item(part.content, tag::enumerated, reason) || reason.content.size() != 1)
            return false;
        single.reason = static_cast<CrlReason>(reason.content[0]);
    }
    return !reader.more() && !reader.failed();
}

bool OcspReader::read_single(const DerItem& sequence, OcspSingle& single) {
    DerReader reader = DerReader::inside(sequence);
    DerItem item;
    DerItem time;
    if (!sequence.is(tag::sequence) || !reader.next_if(tag::sequence, item) ||
        !read_certificate_id(item, single) || !reader.next(item) || !read_status(item, single) ||
        !reader.next_if(tag::generalized_time, item))
        return false;
    single.this_update = time_of(item);
    if (!single.this_update) return false;
    if (reader.next_if(tag::constructed(0), item)) {
        if (!only_item(item.content, tag::generalized_time, time)) return false;
        single.next_update = time_of(time);
        if (!single.next_update) return false;
    }
    if (reader.next_if(tag::constructed(1), item) && !read_single_extensions(item, single))
        return false;
    return !reader.more() && !reader.failed();
}

// Calls `take` with each Extension inside [n] EXPLICIT Extensions.
template <class Take>
bool each_extension(const DerItem& wrapper, Take take) {
    DerItem sequence;
    DerItem item;
    if (!only_item(wrapper.content, tag::sequence, sequence)) return false;
    DerReader reader = DerReader::inside(sequence);
    while (reader.next(item)) {
        StatusExtension extension;
        if (!read_status_extension(item, extension) || !take(extension)) return false;
    }
    return !reader.failed();
}

void note_critical(const StatusExtension& extension, std::string& unknown) {
    if (extension.critical && unknown.empty()) unknown = dotted_oid(extension.oid.content);
}

bool OcspReader::read_single_extensions(const DerItem& wrapper, OcspSingle& single) {
    return each_extension(wrapper, [&single](const StatusExtension& extension) {
        const Bytes oid = extension.oid.content;
        DerItem item;
        if (equal(oid, kSctList)) {
            if (!only_item(extension.value.content, tag::octet_string, item)) return false;
            single.sct_list = octets_of(item);
        } else if (equal(oid, kArchiveCutoff)) {
            if (!only_item(extension.value.content, tag::generalized_time, item)) return false;
            single.archive_cutoff = time_of(item);
        } else if (!equal(oid, kCrlReference)) {
            note_critical(extension, single.unknown_critical);
        }
        return true;
    });
}

bool OcspReader::read_response_extensions(const DerItem& wrapper) {
    return each_extension(wrapper, [this](const StatusExtension& extension) {
        const Bytes oid = extension.oid.content;
        if (equal(oid, kNonce))
            out_.nonce = octets_of(extension.value);
        else if (!equal(oid, kExtendedRevoke))
            note_critical(extension, out_.unknown_critical);
        return true;
    });
}

}  // namespace

OcspResponsePtr parse_ocsp_response(Bytes der) {
    auto response = std::make_shared<OcspResponse>();
    response->der.assign(der.begin(), der.end());
    OcspReader(*response).read();
    return response;
}

// A SEQUENCE whose first element is an ENUMERATED of one octet.
bool looks_like_ocsp_response(Bytes der) {
    DerReader outer = DerReader::prefix(der);
    DerItem sequence;
    DerItem item;
    return outer.next_if(tag::sequence, sequence) &&
           DerReader::inside(sequence).next_if(tag::enumerated, item) && item.length == 1;
}

std::string_view ocsp_response_status_name(OcspResponseStatus status) {
    switch (status) {
        case OcspResponseStatus::successful:
            return "successful";
        case OcspResponseStatus::malformed_request:
            return "malformedRequest";
        case OcspResponseStatus::internal_error:
            return "internalError";
        case OcspResponseStatus::try_later:
            return "tryLater";
        case OcspResponseStatus::sig_required:
            return "sigRequired";
        case OcspResponseStatus::unauthorized:
            return "unauthorized";
        case OcspResponseStatus::unread:
            break;
    }
    return "unassigned";
}

namespace {

void wrap(std::vector<std::uint8_t>& out, std::uint8_t tag) {
    // Everything here is short: at most two octets of length.
    const std::size_t n = out.size();
    std::vector<std::uint8_t> header{tag};
    if (n >= 0x100) header.push_back(0x82);
    if (n >= 0x80 && n < 0x100) header.push_back(0x81);
    if (n >= 0x100) header.push_back(static_cast<std::uint8_t>(n >> 8));
    header.push_back(static_cast<std::uint8_t>(n & 0xFFU));
    out.insert(out.begin(), header.begin(), header.end());
}

void append(std::vector<std::uint8_t>& out, std::uint8_t tag, Bytes content) {
    std::vector<std::uint8_t> item(content.begin(), content.end());
    wrap(item, tag);
    out.insert(out.end(), item.begin(), item.end());
}

}  // namespace

std::vector<std::uint8_t> make_ocsp_request(const Certificate& certificate, Bytes issuer_public_key,
                                            CertificateHasher& hasher) {
    constexpr std::size_t kMaxSerial = 1024;
    static constexpr std::uint8_t kSha1[] = {0x30, 9, 6, 5, 0x2B, 0x0E, 3, 2, 0x1A, 5, 0};
    const Bytes serial = certificate.bytes(certificate.summary.serial_octets);
    CertificateSummary scratch;
    CertificateParse parse(scratch);
    PublicKey key;
    DerReader reader(issuer_public_key);
    DerItem info;
    if (serial.empty() || serial.size() > kMaxSerial || !reader.next_if(tag::sequence, info))
        return {};
    read_public_key(parse, info, key);
    std::vector<std::uint8_t> out(std::begin(kSha1), std::end(kSha1));
    append(out, tag::octet_string, hasher.sha1(certificate.bytes(certificate.summary.issuer.der)));
    append(out, tag::octet_string, hasher.sha1(key.key.of(issuer_public_key)));
    append(out, tag::integer, serial);
    wrap(out, tag::sequence);  // CertID
    wrap(out, tag::sequence);  // Request
    wrap(out, tag::sequence);  // requestList
    wrap(out, tag::sequence);  // TBSRequest
    wrap(out, tag::sequence);  // OCSPRequest
    return out;
}

}  // namespace tlsonar::trust
