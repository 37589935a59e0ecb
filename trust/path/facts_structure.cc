// The skeleton of a certificate, read strictly (RFC 5280 section 4.1). The tolerant reader that
// fills the summary passes over what it does not expect; here nothing may stand where the syntax
// has no place for it, so that no two readers see different certificates in the same octets.
#include "trust/der.h"
#include "trust/path/facts.h"

namespace tlsonar::trust {
namespace {

// UTCTime with seconds, or GeneralizedTime with seconds and without fractions.
bool is_time(const DerItem& item) {
    const std::size_t size = item.content.size();
    return (item.is(tag::utc_time) && size == 13) || (item.is(tag::generalized_time) && size == 15);
}

bool is_validity(const DerItem& sequence) {
    DerReader reader = DerReader::inside(sequence);
    DerItem from;
    DerItem until;
    return reader.next(from) && reader.next(until) && is_time(from) && is_time(until) &&
           !reader.more();
}

// AlgorithmIdentifier ::= SEQUENCE { OBJECT IDENTIFIER, ANY OPTIONAL }.
bool is_algorithm(const DerItem& sequence) {
    DerReader reader = DerReader::inside(sequence);
    DerItem item;
    if (!reader.next_if(tag::object_identifier, item)) return false;
    if (reader.more() && !reader.next(item)) return false;
    return !reader.more() && !reader.failed();
}

bool is_public_key(const DerItem& sequence) {
    DerReader reader = DerReader::inside(sequence);
    DerItem item;
    return reader.next_if(tag::sequence, item) && is_algorithm(item) &&
           reader.next_if(tag::bit_string, item) && !item.content.empty() && !reader.more();
}

// Extension ::= SEQUENCE { OBJECT IDENTIFIER, BOOLEAN DEFAULT FALSE, OCTET STRING }.
bool is_extension(const DerItem& sequence) {
    DerReader reader = DerReader::inside(sequence);
    DerItem item;
    if (!reader.next_if(tag::object_identifier, item)) return false;
    if (reader.next_if(tag::boolean, item) && item.content.size() != 1) return false;
    return reader.next_if(tag::octet_string, item) && !reader.more() && !reader.failed();
}

// [3] EXPLICIT SEQUENCE SIZE (1..MAX) OF Extension.
bool is_extension_list(const DerItem& wrapper) {
    DerReader outer = DerReader::inside(wrapper);
    DerItem item;
    if (!outer.next_if(tag::sequence, item) || outer.more() || item.content.empty()) return false;
    DerReader reader = DerReader::inside(item);
    while (reader.next_if(tag::sequence, item))
        if (!is_extension(item)) return false;
    return !reader.more() && !reader.failed();
}

std::string_view fault_of_tbs(const DerItem& tbs) {
    DerReader reader = DerReader::inside(tbs);
    DerItem item;
    if (reader.next_if(tag::constructed(0), item)) {
        DerReader version = DerReader::inside(item);
        if (!version.next_if(tag::integer, item) || version.more()) return "the version";
    }
    if (!reader.next_if(tag::integer, item)) return "the serial number";
    if (!reader.next_if(tag::sequence, item) || !is_algorithm(item)) return "the algorithm";
    if (!reader.next_if(tag::sequence, item)) return "the issuer";
    if (!reader.next_if(tag::sequence, item) || !is_validity(item)) return "the validity";
    if (!reader.next_if(tag::sequence, item)) return "the subject";
    if (!reader.next_if(tag::sequence, item) || !is_public_key(item)) return "the public key";
    reader.next_if(tag::context(1), item);
    reader.next_if(tag::context(2), item);
    if (reader.next_if(tag::constructed(3), item) && !is_extension_list(item))
        return "the extensions";
    return reader.more() || reader.failed() ? "the end of the signed part" : std::string_view();
}

}  // namespace

std::string_view fault_of_structure(Bytes certificate) {
    DerReader outer(certificate);
    DerItem item;
    if (!outer.next_if(tag::sequence, item)) return "the certificate";
    DerReader reader = DerReader::inside(item);
    if (!reader.next_if(tag::sequence, item)) return "the signed part";
    if (const std::string_view fault = fault_of_tbs(item); !fault.empty()) return fault;
    if (!reader.next_if(tag::sequence, item) || !is_algorithm(item)) return "the algorithm";
    if (!reader.next_if(tag::bit_string, item) || item.content.empty()) return "the signature";
    return reader.more() || reader.failed() ? "the end" : std::string_view();
}

}  // namespace tlsonar::trust
