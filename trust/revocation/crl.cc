#include "trust/revocation/crl.h"

#include "core/quick_hash.h"
#include "core/text.h"
#include "trust/name/distinguished.h"
#include "trust/revocation/reading_private.h"

#include <algorithm>
#include <map>

namespace tlsonar::trust {

// TBSCertList, walked once; of entries only the places are kept.
class CrlReader {
  public:
    explicit CrlReader(Crl& crl) : crl_(crl), parse_(scratch_) {}
    void read() {
        read_list();
        crl_.problems = std::move(scratch_.problems);
    }

  private:
    static constexpr std::size_t kMaxEntryIssuers = 65'536;

    void read_list();
    bool read_tbs(const DerItem& tbs);
    bool read_updates(DerReader& reader);
    bool read_entries(const DerItem& sequence);
    bool read_entry(const DerItem& entry);
    bool read_entry_extension(const DerItem& sequence);
    bool read_extensions(const DerItem& wrapper);
    bool read_extension(const StatusExtension& extension);
    bool read_scope(Bytes value);
    void fault(std::string_view what, std::size_t offset) { parse_.fault(what, offset); }
    bool no(std::string_view what, std::size_t offset) {
        fault(what, offset);
        return false;
    }

    Crl& crl_;
    CertificateSummary scratch_;
    CertificateParse parse_;
    std::uint32_t entry_issuer_ = 0;  // of the entry at hand; it stays until another is named
};

namespace {

enum IdCe {
    issuer_alt_name = 18,
    crl_number = 20,
    reason_code = 21,
    hold_instruction = 23,
    invalidity_date = 24,
    delta_crl_indicator = 27,
    issuing_distribution_point = 28,
    certificate_issuer = 29,
    authority_key_identifier = 35,
    freshest_crl = 46,
};

constexpr std::uint8_t kAuthorityInfoAccess[] = {0x2B, 6, 1, 5, 5, 7, 1, 1};

std::optional<CrlNumber> read_number(Bytes value) {
    DerItem item;
    if (!only_item(value, tag::integer, item) || item.content.empty() ||
        (item.content[0] & 0x80U) != 0)
        return std::nullopt;
    Bytes content = item.content;
    while (!content.empty() && content[0] == 0)
        content = content.subspan(1);
    if (content.size() > 20) return std::nullopt;
    return CrlNumber{std::string(as_text(content))};
}

std::uint64_t serial_hash(Bytes serial) { return quick_hash(shortest_integer(serial)); }

// Entry extensions that say something of one entry.
void read_entry_facts(const DerItem& sequence, CrlEntry& entry) {
    DerReader reader = DerReader::inside(sequence);
    DerItem item;
    StatusExtension extension;
    DerItem value;
    while (reader.next(item) && read_status_extension(item, extension)) {
        const int type = id_ce(extension.oid.content);
        if (type == reason_code && only_item(extension.value.content, tag::enumerated, value) &&
            value.content.size() == 1) {
            entry.reason = static_cast<CrlReason>(value.content[0]);
            entry.has_reason = true;
        }
        if (type == invalidity_date &&
            only_item(extension.value.content, tag::generalized_time, value))
            entry.invalid_since = time_of(value);
    }
}

CrlEntry parse_entry(const DerItem& sequence) {
    CrlEntry entry;
    DerReader reader = DerReader::inside(sequence);
    DerItem item;
    reader.next(item);  // userCertificate
    if (reader.next(item)) entry.revoked_at = time_of(item);
    if (reader.next_if(tag::sequence, item)) read_entry_facts(item, entry);
    return entry;
}

}  // namespace

void CrlReader::read_list() {
    const Bytes der(crl_.der);
    scratch_.complete = true;
    DerReader outer(der);
    DerItem list;
    DerItem tbs;
    DerItem item;
    if (der.size() > Crl::kMaxSize || !outer.next_if(tag::sequence, list))
        return fault("not a CertificateList", 0);
    if (outer.more()) fault("octets after the CertificateList", outer.offset());
    DerReader reader = DerReader::inside(list);
    if (!reader.next_if(tag::sequence, tbs)) return fault("tbsCertList expected", reader.offset());
    crl_.tbs = range_of(tbs);
    if (!read_tbs(tbs)) return;
    SignatureAlgorithm inner = std::move(crl_.signature);
    crl_.signature = {};
    if (!reader.next_if(tag::sequence, item))
        return fault("signatureAlgorithm expected", reader.offset());
    read_signature_algorithm(parse_, item, crl_.signature);
    crl_.signature_mismatch = !equal(inner.der.of(der), crl_.signature.der.of(der));
    if (!reader.next_if(tag::bit_string, item) || item.content.empty())
        return fault("signatureValue expected", reader.offset());
    crl_.signature_value = {item.content_offset() + 1, item.content.size() - 1};
    if (reader.more()) fault("more than three elements in CertificateList", reader.offset());
    std::sort(crl_.rows_.begin(), crl_.rows_.end(), [](const Crl::Row& a, const Crl::Row& b) {
        return a.hash != b.hash ? a.hash < b.hash : a.offset < b.offset;
    });
    crl_.complete = scratch_.complete;
}

bool CrlReader::read_tbs(const DerItem& tbs) {
    DerReader reader = DerReader::inside(tbs);
    DerItem item;
    crl_.version = 1;
    if (reader.next_if(tag::integer, item)) {
        const auto version = unsigned_of(item.content);
        crl_.version = version == 0U ? 1 : version == 1U ? 2 : 0;
        if (crl_.version == 0) fault("unknown version", item.start);
    }
    if (!reader.next_if(tag::sequence, item)) return no("signature expected", reader.offset());
    read_signature_algorithm(parse_, item, crl_.signature);
    if (!reader.next_if(tag::sequence, item)) return no("issuer expected", reader.offset());
    read_name(parse_, item, crl_.issuer);
    if (!read_updates(reader)) return false;
    crl_.entry_issuers_.emplace_back();
    if (reader.next_if(tag::sequence, item) && !read_entries(item)) return false;
    if (reader.next_if(tag::constructed(0), item) && !read_extensions(item)) return false;
    if (reader.more() || reader.failed()) return no("unexpected in TBSCertList", reader.offset());
    // A list that names other issuers without saying that it is indirect is not understood.
    if (crl_.entry_issuers_.size() > 1 && !crl_.is_indirect() &&
        crl_.unknown_critical_entry.empty())
        crl_.unknown_critical_entry = "2.5.29.29";
    return true;
}

bool CrlReader::read_updates(DerReader& reader) {
    DerItem item;
    if (!reader.next(item)) return no("thisUpdate expected", reader.offset());
    crl_.this_update = time_of(item);
    if (!crl_.this_update) fault("thisUpdate cannot be read", item.start);
    if (reader.next_if(tag::utc_time, item) || reader.next_if(tag::generalized_time, item)) {
        crl_.next_update = time_of(item);
        if (!crl_.next_update) fault("nextUpdate cannot be read", item.start);
    }
    return true;
}

bool CrlReader::read_entries(const DerItem& sequence) {
    DerReader reader = DerReader::inside(sequence);
    DerItem entry;
    while (reader.next(entry)) {
        if (crl_.rows_.size() == Crl::kMaxEntries) return no("too many entries", entry.start);
        if (!read_entry(entry)) return no("malformed entry", entry.start);
    }
    crl_.entry_count = crl_.rows_.size();
    return reader.failed() ? no("malformed entry", reader.offset()) : true;
}

bool CrlReader::read_entry(const DerItem& entry) {
    DerReader reader = DerReader::inside(entry);
    DerItem serial;
    DerItem item;
    if (!entry.is(tag::sequence) || !reader.next_if(tag::integer, serial) || !reader.next(item) ||
        !(item.is(tag::utc_time) || item.is(tag::generalized_time)))
        return false;
    if (reader.next_if(tag::sequence, item)) {
        DerReader extensions = DerReader::inside(item);
        while (extensions.next(item))
            if (!read_entry_extension(item)) return false;
        if (extensions.failed()) return false;
    }
    if (reader.more() || reader.failed()) return false;
    crl_.rows_.push_back(
        {serial_hash(serial.content), static_cast<std::uint32_t>(entry.start), entry_issuer_});
    return true;
}

bool CrlReader::read_entry_extension(const DerItem& sequence) {
    StatusExtension extension;
    DerItem names;
    if (!read_status_extension(sequence, extension)) return false;
    const int type = id_ce(extension.oid.content);
    if (type == certificate_issuer) {
        if (!only_inside(extension.value, tag::sequence, names)) return false;
        if (crl_.entry_issuers_.size() == kMaxEntryIssuers || !read_general_names(names.content))
            return false;
        entry_issuer_ = static_cast<std::uint32_t>(crl_.entry_issuers_.size());
        crl_.entry_issuers_.push_back(content_range(names));
        return true;
    }
    if (type == reason_code) {
        DerItem value;
        return only_item(extension.value.content, tag::enumerated, value) &&
               value.content.size() == 1;
    }
    if (type == invalidity_date || type == hold_instruction) return true;
    if (extension.critical && crl_.unknown_critical_entry.empty())
        crl_.unknown_critical_entry = dotted_oid(extension.oid.content);
    return true;
}

bool CrlReader::read_extensions(const DerItem& wrapper) {
    DerItem sequence;
    DerItem item;
    DerReader outer = DerReader::inside(wrapper);
    if (!outer.next_if(tag::sequence, sequence) || outer.more())
        return no("crlExtensions are not a SEQUENCE", wrapper.start);
    DerReader reader = DerReader::inside(sequence);
    while (reader.next(item)) {
        StatusExtension extension;
        if (crl_.extensions.size() == Crl::kMaxExtensions)
            return no("too many extensions", item.start);
        if (!read_status_extension(item, extension)) return no("malformed extension", item.start);
        const ObjectId type(extension.oid.content);
        for (const CertificateExtension& earlier : crl_.extensions)
            if (earlier.type == type) return no("extension appears twice", item.start);
        crl_.extensions.push_back({type, extension.critical, content_range(extension.value)});
        if (!read_extension(extension)) return no("malformed extension", item.start);
    }
    return reader.failed() ? no("malformed extensions", reader.offset()) : true;
}

bool CrlReader::read_extension(const StatusExtension& extension) {
    const Bytes value = extension.value.content;
    switch (id_ce(extension.oid.content)) {
        case crl_number:
            crl_.number = read_number(value);
            crl_.number_critical = extension.critical;
            return crl_.number.has_value();
        case delta_crl_indicator:
            crl_.delta_base = read_number(value);
            return crl_.delta_base.has_value();
        case issuing_distribution_point:
            return read_scope(value);
        case freshest_crl: {
            auto points = read_distribution_points(value);
            crl_.freshest = std::move(points.points);
            return !points.malformed;
        }
        case authority_key_identifier: {
            DerItem sequence;
            DerItem item;
            if (!only_item(value, tag::sequence, sequence)) return false;
            DerReader reader = DerReader::inside(sequence);
            if (reader.next_if(tag::context(0), item)) crl_.authority_key_id = octets_of(item);
            return true;
        }
        case issuer_alt_name:
            return true;
        default:
            break;
    }
    if (extension.critical && !equal(extension.oid.content, kAuthorityInfoAccess) &&
        crl_.unknown_critical.empty())
        crl_.unknown_critical = dotted_oid(extension.oid.content);
    return true;
}

bool CrlReader::read_scope(Bytes value) {
    DerItem sequence;
    DerItem item;
    IssuingDistributionPoint scope;
    if (!only_item(value, tag::sequence, sequence)) return false;
    DerReader reader = DerReader::inside(sequence);
    if (reader.next_if(tag::constructed(0), item)) {
        scope.name = read_distribution_point_name(item.content);
        if (!scope.name) return false;
    }
    if (reader.next_if(tag::context(1), item))
        scope.only_user_certificates = read_boolean(item.content);
    if (reader.next_if(tag::context(2), item))
        scope.only_ca_certificates = read_boolean(item.content);
    if (reader.next_if(tag::context(3), item)) {
        scope.only_some_reasons = read_reason_flags(item.content);
        if (!scope.only_some_reasons) return false;
    }
    if (reader.next_if(tag::context(4), item)) scope.indirect = read_boolean(item.content);
    if (reader.next_if(tag::context(5), item))
        scope.only_attribute_certificates = read_boolean(item.content);
    if (reader.more() || reader.failed()) return false;
    crl_.scope = std::move(scope);
    return true;
}

std::optional<CrlEntry> Crl::find(Bytes serial, Bytes certificate_issuer) const {
    const std::uint64_t hash = serial_hash(serial);
    const Bytes wanted = shortest_integer(serial);
    const auto before = [](const Row& row, std::uint64_t h) { return row.hash < h; };
    std::map<std::uint32_t, bool> issuers;  // already compared
    const auto issued = [&](std::uint32_t place) {
        const auto [at, is_new] = issuers.try_emplace(place, false);
        if (!is_new) return at->second;
        if (place == 0) {
            at->second = same_name(bytes(issuer.der), certificate_issuer);
        } else if (const auto names = read_general_names(bytes(entry_issuers_[place]))) {
            at->second = has_directory_name(*names, certificate_issuer);
        }
        return at->second;
    };
    std::optional<CrlEntry> found;
    for (auto row = std::lower_bound(rows_.begin(), rows_.end(), hash, before);
         row != rows_.end() && row->hash == hash; ++row) {
        DerReader reader(Bytes(der).subspan(row->offset), row->offset);
        DerItem entry;
        DerItem integer;
        if (!reader.next(entry) || !DerReader::inside(entry).next(integer)) continue;
        if (!equal(shortest_integer(integer.content), wanted) || !issued(row->issuer)) continue;
        // "Removed" counts only when nothing else is said.
        if (!found || found->reason == CrlReason::remove_from_crl) found = parse_entry(entry);
    }
    return found;
}

CrlPtr parse_crl(std::vector<std::uint8_t> der) {
    auto crl = std::make_shared<Crl>();
    crl->der = std::move(der);
    CrlReader(*crl).read();
    return crl;
}

bool looks_like_crl(Bytes der) {
    DerReader outer = DerReader::prefix(der);
    DerItem list;
    DerItem tbs;
    DerItem item;
    if (!outer.next_if(tag::sequence, list)) return false;
    DerReader inner = DerReader::inside(list);
    if (!inner.next_if(tag::sequence, tbs)) return false;
    DerReader reader = DerReader::inside(tbs);
    reader.next_if(tag::integer, item);
    return reader.next_if(tag::sequence, item) && reader.next_if(tag::sequence, item) &&
           reader.next(item) && (item.is(tag::utc_time) || item.is(tag::generalized_time));
}

std::string CrlNumber::hex() const { return octets.empty() ? "0" : tlsonar::hex(as_bytes(octets)); }

std::string_view crl_reason_name(CrlReason reason) {
    switch (reason) {
        case CrlReason::unspecified:
            return "unspecified";
        case CrlReason::key_compromise:
            return "keyCompromise";
        case CrlReason::ca_compromise:
            return "cACompromise";
        case CrlReason::affiliation_changed:
            return "affiliationChanged";
        case CrlReason::superseded:
            return "superseded";
        case CrlReason::cessation_of_operation:
            return "cessationOfOperation";
        case CrlReason::certificate_hold:
            return "certificateHold";
        case CrlReason::remove_from_crl:
            return "removeFromCRL";
        case CrlReason::privilege_withdrawn:
            return "privilegeWithdrawn";
        case CrlReason::aa_compromise:
            return "aACompromise";
    }
    return "unassigned";
}

}  // namespace tlsonar::trust
