#include "trust/file/certificate_request.h"

#include "trust/certificate_parse.h"

namespace tlsonar::trust {
namespace {

constexpr std::string_view kExtensionRequest = "1.2.840.113549.1.9.14";
constexpr std::string_view kMicrosoftExtensionRequest = "1.3.6.1.4.1.311.2.1.14";
constexpr std::string_view kChallengePassword = "1.2.840.113549.1.9.7";
constexpr std::size_t kMaxAttributes = 64;

// Attribute ::= SEQUENCE { type, values SET OF }.
void read_attribute(CertificateParse& parse, const DerItem& sequence, CertificateRequest& out) {
    CertificateWalk walk(parse, sequence);
    DerItem type;
    if (!walk.expect(tag::object_identifier, type, "attribute without type") || type.cut) return;
    const ObjectId& id = out.attributes.emplace_back(type.content);
    out.has_challenge_password |= id.dotted() == kChallengePassword;
    if (id.dotted() != kExtensionRequest && id.dotted() != kMicrosoftExtensionRequest) return;
    DerItem set;
    if (!walk.expect(tag::set, set, "attribute without values")) return;
    CertificateWalk values(parse, set);
    DerItem extensions;
    if (!values.expect(tag::sequence, extensions, "extensionRequest is not a SEQUENCE")) return;
    if (out.has_extension_request)
        return parse.problem("extensions are asked for twice", extensions.start);
    out.has_extension_request = true;
    read_extensions(parse, extensions);
}

void read_info(CertificateParse& parse, const DerItem& sequence, CertificateRequest& out) {
    CertificateWalk walk(parse, sequence);
    DerItem item;
    if (!walk.expect(tag::integer, item, "version is not an INTEGER") || item.cut) return;
    const auto version = unsigned_of(item.content);
    if (version != 0U) parse.problem("version is not 1", item.start);
    parse.out.version = version && *version < 100 ? static_cast<int>(*version) + 1 : 0;
    if (!walk.expect(tag::sequence, item, "subject is not a SEQUENCE")) return;
    read_name(parse, item, parse.out.subject);
    if (!walk.expect(tag::sequence, item, "subjectPKInfo is not a SEQUENCE")) return;
    read_public_key(parse, item, parse.out.public_key);
    // Mandatory, but some leave the empty set out.
    if (!walk.next_if(tag::constructed(0), item))
        return parse.problem("attributes are missing", walk.offset());
    CertificateWalk attributes(parse, item);
    while (attributes.more() && attributes.expect(tag::sequence, item, "Attribute expected")) {
        if (out.attributes.size() == kMaxAttributes)
            return parse.fault("too many attributes", item.start);
        read_attribute(parse, item, out);
    }
}

void read_request(CertificateParse& parse, const DerItem& request, CertificateRequest& out) {
    CertificateWalk walk(parse, request);
    DerItem item;
    if (!walk.expect(tag::sequence, item, "certificationRequestInfo is not a SEQUENCE")) return;
    parse.out.tbs = range_of(item);
    read_info(parse, item, out);
    if (!walk.expect(tag::sequence, item, "signatureAlgorithm is not a SEQUENCE")) return;
    read_signature_algorithm(parse, item, parse.out.signature);
    if (!walk.expect(tag::bit_string, item, "signature is not a BIT STRING")) return;
    if (item.content.empty()) return parse.fault("signature is empty", item.start);
    parse.out.signature_value = {item.content_offset() + 1, item.content.size() - 1};
}

SignatureCheck check_self_signature(const CertificateRequest& request) {
    const CertificateSummary& summary = request.summary;
    if (summary.signature_value.empty() || summary.public_key.info.empty())
        return SignatureCheck::wrong;
    return check_signature(request.bytes(summary.signature.der),
                           request.bytes(summary.public_key.info), request.bytes(summary.tbs),
                           request.bytes(summary.signature_value));
}

}  // namespace

CertificateRequestPtr make_certificate_request(Bytes der) {
    auto made = std::make_shared<CertificateRequest>();
    CertificateSummary& summary = made->summary;
    summary.complete = true;
    CertificateParse parse(summary);
    DerReader reader = DerReader::prefix(der);
    DerItem request;
    if (!reader.next(request) || !request.is(tag::sequence)) {
        parse.fault("not a SEQUENCE", 0);
        request = {};
        made->der.assign(der.begin(), der.end());
    } else {
        const Bytes whole = request.whole();
        made->der.assign(whole.begin(), whole.end());
        summary.size = request.header + request.length;
        if (request.cut) parse.fault("truncated", whole.size());
        read_request(parse, request, *made);
    }
    made->sha256 = CertificateHasher().sha256(made->der);
    made->key = make_subject_key(made->bytes(summary.public_key.info));
    made->self_signature = check_self_signature(*made);
    return made;
}

}  // namespace tlsonar::trust
