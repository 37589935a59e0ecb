#include "reports/certificate_json.h"

#include "reports/format.h"

namespace tlsonar::reports {
namespace {

using profile::Certificate;

constexpr char kBase64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// RFC 4648 section 4.
std::string base64(Bytes bytes) {
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const std::size_t n = std::min<std::size_t>(3, bytes.size() - i);
        std::uint32_t bits = std::uint32_t{bytes[i]} << 16;
        if (n > 1) bits |= std::uint32_t{bytes[i + 1]} << 8;
        if (n > 2) bits |= bytes[i + 2];
        out += kBase64[bits >> 18];
        out += kBase64[(bits >> 12) & 63];
        out += n > 1 ? kBase64[(bits >> 6) & 63] : '=';
        out += n > 2 ? kBase64[bits & 63] : '=';
    }
    return out;
}

std::string_view kind_name(trust::GeneralName::Kind kind) {
    constexpr std::string_view kNames[] = {"other_name", "email",     "dns",
                                           "x400",       "directory", "edi_party",
                                           "uri",        "ip",        "registered_id"};
    return kNames[static_cast<std::size_t>(kind)];
}

// Nothing when there are none.
template <class List, class Text>
void write_list(JsonWriter& json, std::string_view name, const List& list, Text text) {
    if (list.empty()) return;
    json.begin_array(name);
    for (const auto& entry : list)
        json.string(text(entry));
    json.end_array();
}

void write_pointers(JsonWriter& json, const trust::CertificateSummary& summary) {
    const auto itself = [](const std::string& url) -> std::string_view { return url; };
    write_list(json, "policies", summary.policies, [](const auto& oid) { return oid.dotted(); });
    write_list(json, "ocsp_urls", summary.ocsp_urls, itself);
    write_list(json, "ca_issuer_urls", summary.ca_issuer_urls, itself);
    write_list(json, "crl_urls", summary.crl_urls, itself);
}

// The kinds of strings in which subject and issuer are written.
void write_name_types(JsonWriter& json, const trust::CertificateSummary& summary) {
    struct Type {
        std::uint8_t tag;
        std::string_view name;
    };
    constexpr Type kTypes[] = {
        {0x0C, "UTF8String"}, {0x12, "NumericString"},   {0x13, "PrintableString"},
        {0x14, "T61String"},  {0x16, "IA5String"},       {0x1A, "VisibleString"},
        {0x1E, "BMPString"},  {0x1C, "UniversalString"},
    };
    std::uint32_t seen = 0;
    for (const trust::Name* name : {&summary.subject, &summary.issuer})
        for (const trust::NameAttribute& attribute : name->attributes)
            seen |= 1U << (attribute.tag & 31U);
    json.begin_array("name_types");
    for (const Type& type : kTypes) {
        if ((seen >> type.tag & 1U) != 0) json.plain(type.name);
        seen &= ~(1U << type.tag);
    }
    if (seen != 0) json.plain("other");
    json.end_array();
}

bool is_critical(const trust::CertificateSummary& summary, std::string_view extension) {
    for (const trust::CertificateExtension& each : summary.extensions)
        if (each.type.short_name() == extension) return each.critical;
    return false;
}

void write_usage(JsonWriter& json, const trust::CertificateSummary& summary) {
    json.boolean("ca", summary.is_ca());
    if (summary.key_usage) {
        json.begin_array("key_usage");
        for (const std::string_view name : summary.key_usage_names())
            json.string(name);
        json.end_array();
        json.boolean("key_usage_critical", is_critical(summary, "keyUsage"));
    }
    if (!summary.extended_key_usage.empty()) {
        json.begin_array("extended_key_usage");
        for (const trust::ObjectId& purpose : summary.extended_key_usage)
            json.string(purpose.label());
        json.end_array();
    }
    if (summary.sct_count > 0) json.number("scts", summary.sct_count);
    if (summary.must_staple) json.boolean("must_staple", true);
}

void write_certificate(JsonWriter& json, const Certificate& certificate, bool der) {
    const trust::CertificateSummary& s = certificate.summary;
    json.begin_object();
    json.hex("sha256", certificate.sha256);
    if (certificate.cut) json.boolean("partial", true);
    if (certificate.raw_public_key) {
        json.boolean("raw_public_key", true);
    } else {
        write_certificate_members(json, s);
    }
    if (der) json.string("der", base64(certificate.der));
    json.end_object();
}

}  // namespace

void write_instant(JsonWriter& json, std::string_view name,
                   const std::optional<std::int64_t>& seconds) {
    if (!seconds) return;
    std::string text;
    append_seconds(text, *seconds);
    json.plain(name, text);
}

void write_alt_names(JsonWriter& json, const trust::CertificateSummary& summary) {
    if (!summary.has_subject_alt_name) return;
    json.begin_array("subject_alt_names");
    for (const trust::GeneralName& name : summary.subject_alt_names) {
        json.begin_object();
        json.string("type", kind_name(name.kind));
        json.string("value", name.text());
        json.end_object();
    }
    json.end_array();
}

void write_public_key(JsonWriter& json, const trust::PublicKey& key) {
    json.begin_object("public_key");
    json.string("algorithm", key_text(key));
    if (key.bits != 0) json.number("bits", key.bits);
    if (!key.curve.empty()) json.string("curve", key.curve);
    if (key.rsa_exponent != 0) json.number("exponent", key.rsa_exponent);
    json.end_object();
}

void write_certificate_members(JsonWriter& json, const trust::CertificateSummary& s) {
    if (s.version != 0) json.number("version", static_cast<std::uint64_t>(s.version));
    json.string("subject", s.subject.rfc4514());
    json.string("issuer", s.issuer.rfc4514());
    if (const std::string name = s.common_name(); !name.empty()) json.string("common_name", name);
    json.string("serial", s.serial);
    write_instant(json, "not_before", s.not_before);
    write_instant(json, "not_after", s.not_after);
    write_alt_names(json, s);
    write_public_key(json, s.public_key);
    json.string("signature", s.signature.text());
    if (s.signature.key != trust::KeyKind::unknown) json.plain("signature_hash", s.signature.hash);
    json.boolean("self_issued", s.self_issued);
    write_name_types(json, s);
    write_usage(json, s);
    write_pointers(json, s);
    if (!s.complete || !s.problems.empty()) {
        json.begin_array("problems");
        for (const trust::CertificateProblem& problem : s.problems) {
            json.begin_object();
            json.string("what", problem.what);
            json.number("offset", problem.offset);
            json.end_object();
        }
        json.end_array();
    }
}

void CertificateJson::append(JsonWriter& json, std::string_view name, bool seen,
                             const std::vector<profile::CertificateRef>& chain) {
    if (!seen) return;
    json.begin_array(name);
    for (const profile::CertificateRef& certificate : chain) {
        auto kept = kept_.find(certificate.get());
        if (kept == kept_.end()) {
            if (kept_.size() >= kMaxKept) kept_.clear();
            Kept fresh{certificate, {}};
            {
                JsonWriter own(fresh.text);
                write_certificate(own, *certificate, der_);
            }
            kept = kept_.emplace(certificate.get(), std::move(fresh)).first;
        }
        json.raw(kept->second.text);
    }
    json.end_array();
}

}  // namespace tlsonar::reports
