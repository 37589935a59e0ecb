// CycloneDX CBOM 1.7 and 1.6. In 1.7 assets name those they belong to in
// relatedCryptographicAssets; 1.6 has a member for each kind. The serial number is made of the
// content: the same endpoints give the same document.
#include "reports/format.h"
#include "reports/formats/cbom_model.h"
#include "reports/formats/digest.h"
#include "reports/formats/versions.h"
#include "reports/formats/visible.h"
#include "reports/formats/writers.h"
#include "reports/json_writer.h"

namespace tlsonar::reports::writers {
namespace {

enum class CbomVersion : std::uint8_t { v1_6, v1_7 };

using Related = std::vector<std::pair<std::string_view, std::string>>;  // type, reference

void begin_asset(JsonWriter& json, std::string_view ref, std::string_view name,
                 std::string_view type) {
    json.begin_object();
    json.plain("type", "cryptographic-asset");
    json.string("bom-ref", ref);
    json.string("name", name);
    json.begin_object("cryptoProperties");
    json.plain("assetType", type);
}

void write_related(JsonWriter& json, const Related& related) {
    if (related.empty()) return;
    json.begin_array("relatedCryptographicAssets");
    for (const auto& [type, ref] : related) {
        json.begin_object();
        json.plain("type", type);
        json.string("ref", ref);
        json.end_object();
    }
    json.end_array();
}

void write_words(JsonWriter& json, std::string_view name, std::string_view words) {
    json.begin_array(name);
    for (std::size_t at = 0; at < words.size();) {
        const std::size_t end = std::min(words.find(' ', at), words.size());
        json.plain(words.substr(at, end - at));
        at = end + 1;
    }
    json.end_array();
}

void write_algorithm(JsonWriter& json, CbomVersion version, const std::string& ref,
                     const CbomAlgorithm& algorithm) {
    begin_asset(json, ref, algorithm.name, "algorithm");
    json.begin_object("algorithmProperties");
    json.plain("primitive", algorithm.primitive);
    if (version == CbomVersion::v1_7) {
        if (!algorithm.family.empty()) json.plain("algorithmFamily", algorithm.family);
        if (!algorithm.curve.empty()) json.plain("ellipticCurve", algorithm.curve);
    } else if (!algorithm.curve.empty()) {
        json.plain("curve", algorithm.curve.substr(algorithm.curve.find('/') + 1));
    }
    if (!algorithm.parameter.empty()) json.string("parameterSetIdentifier", algorithm.parameter);
    if (!algorithm.mode.empty()) json.plain("mode", algorithm.mode);
    write_words(json, "cryptoFunctions", algorithm.functions);
    if (algorithm.classical != CbomAlgorithm::kUnknown)
        json.number("classicalSecurityLevel", static_cast<std::uint64_t>(algorithm.classical));
    if (algorithm.quantum != CbomAlgorithm::kUnknown)
        json.number("nistQuantumSecurityLevel", static_cast<std::uint64_t>(algorithm.quantum));
    json.end_object();
    if (!algorithm.oid.empty()) json.plain("oid", algorithm.oid);
    json.end_object();
    json.end_object();
}

std::string key_title(const audit::CertificateView& view) {
    std::string out = visible(view.key.empty() ? "unknown" : view.key, 100);
    if (!view.curve.empty())
        out += ' ' + visible(view.curve, 100);
    else if (view.key_bits != 0)
        out += ' ' + std::to_string(view.key_bits);
    return out + " public key of " +
           visible(view.common_name.empty() ? view.subject : view.common_name);
}

void write_public_key(JsonWriter& json, CbomVersion version, const CbomCertificate& certificate) {
    begin_asset(json, certificate.key, key_title(*certificate.view), "related-crypto-material");
    json.begin_object("relatedCryptoMaterialProperties");
    json.plain("type", "public-key");
    if (certificate.view->key_bits != 0) json.number("size", certificate.view->key_bits);
    json.plain("format", "SubjectPublicKeyInfo");
    if (version == CbomVersion::v1_7)
        write_related(json, {{"algorithm", certificate.key_algorithm}});
    else
        json.string("algorithmRef", certificate.key_algorithm);
    json.end_object();
    json.end_object();
    json.end_object();
}

void write_time(JsonWriter& json, std::string_view name,
                const std::optional<std::int64_t>& seconds) {
    if (!seconds) return;
    std::string text;
    append_seconds(text, *seconds);
    json.plain(name, text);
}

void write_extension(JsonWriter& json, std::string_view name, const std::string& value) {
    if (value.empty()) return;
    json.begin_object();
    json.plain("commonExtensionName", name);
    json.string("commonExtensionValue", value);
    json.end_object();
}

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words)
        out += (out.empty() ? "" : ", ") + visible(word);
    return out;
}

// What 1.7 can say of certificates and 1.6 cannot.
void write_certificate_1_7(JsonWriter& json, const audit::Report& report,
                           const CbomCertificate& certificate) {
    const audit::CertificateView& view = *certificate.view;
    json.string("serialNumber", visible(view.serial));
    if (report.as_of != 0 && view.not_before && view.not_after) {
        json.begin_array("certificateState");
        json.begin_object();
        json.plain("state", report.as_of < *view.not_before  ? "pre-activation"
                            : report.as_of > *view.not_after ? "deactivated"
                                                             : "active");
        json.end_object();
        json.end_array();
    }
    std::vector<std::string> names;
    names.reserve(view.names.size());
    for (const auto& [kind, value] : view.names)
        names.push_back(kind + ":" + value);
    json.begin_array("certificateExtensions");
    write_extension(json, "basicConstraints", view.ca ? "CA:TRUE" : "");
    write_extension(json, "keyUsage", joined(view.key_usage));
    write_extension(json, "extendedKeyUsage", joined(view.extended_key_usage));
    write_extension(json, "subjectAlternativeName", joined(names));
    json.end_array();
    write_related(json, {{"publicKey", certificate.key}, {"algorithm", certificate.signature}});
}

void write_property(JsonWriter& json, std::string_view name, const std::string& value) {
    json.begin_object();
    json.plain("name", name);
    json.string("value", value);
    json.end_object();
}

void write_asset_certificate(JsonWriter& json, CbomVersion version, const audit::Report& report,
                             const std::string& ref, const CbomCertificate& certificate) {
    const audit::CertificateView& view = *certificate.view;
    begin_asset(json, ref, visible(view.common_name.empty() ? view.subject : view.common_name),
                "certificate");
    json.begin_object("certificateProperties");
    json.string("subjectName", visible(view.subject));
    json.string("issuerName", visible(view.issuer));
    write_time(json, "notValidBefore", view.not_before);
    write_time(json, "notValidAfter", view.not_after);
    json.plain("certificateFormat", "X.509");
    if (version == CbomVersion::v1_7) {
        write_certificate_1_7(json, report, certificate);
    } else {
        json.string("signatureAlgorithmRef", certificate.signature);
        json.string("subjectPublicKeyRef", certificate.key);
    }
    json.end_object();
    json.end_object();
    json.begin_array("properties");
    // CycloneDX's own fingerprint leaves the signature out, which is not what people compare.
    write_property(json, "tlsonar:sha256", visible(view.sha256));
    json.end_array();
    json.end_object();
}

// "0xc02f" → "0xC0", "0x2F".
void write_identifiers(JsonWriter& json, std::string_view code) {
    json.begin_array("identifiers");
    if (!cbom_code(code)) code = {};
    for (std::size_t at = 2; at + 2 <= code.size() && code.size() % 2 == 0; at += 2) {
        std::string octet = "0x";
        for (const char c : code.substr(at, 2))
            octet += c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
        json.string(octet);
    }
    json.end_array();
}

template <class Texts>
void write_strings(JsonWriter& json, std::string_view name, const Texts& texts) {
    if (texts.empty()) return;
    json.begin_array(name);
    for (const std::string& text : texts)
        json.string(text);
    json.end_array();
}

void write_suite(JsonWriter& json, CbomVersion version, const CbomProtocol& protocol,
                 const CbomSuite& suite) {
    json.begin_object();
    json.string("name", visible(suite.item->name.empty() ? suite.item->code : suite.item->name));
    write_strings(json, "algorithms", suite.algorithms);
    write_identifiers(json, suite.item->code);
    if (version == CbomVersion::v1_7) {
        write_strings(json, "tlsGroups", protocol.groups);
        write_strings(json, "tlsSignatureSchemes", protocol.schemes);
    }
    json.end_object();
}

void write_references(JsonWriter& json, CbomVersion version, const CbomProtocol& protocol) {
    Related related;
    for (const std::string& ref : protocol.certificates)
        related.emplace_back("certificate", ref);
    for (const std::string& ref : protocol.algorithms)
        related.emplace_back("algorithm", ref);
    if (version == CbomVersion::v1_7) return write_related(json, related);
    if (related.empty()) return;
    json.begin_array("cryptoRefArray");
    for (const auto& [type, ref] : related)
        json.string(ref);
    json.end_array();
}

void write_protocol(JsonWriter& json, CbomVersion version, const std::string& ref,
                    const CbomProtocol& protocol) {
    begin_asset(json, ref, protocol.version + " at " + visible(protocol.subject->id), "protocol");
    json.begin_object("protocolProperties");
    // 1.6 has no word for DTLS.
    const bool dtls = protocol.subject->transport == "udp" && version == CbomVersion::v1_7;
    json.plain("type", dtls ? "dtls" : "tls");
    json.string("version", visible(version_number(protocol.version)));
    if (!protocol.suites.empty()) {
        json.begin_array("cipherSuites");
        for (const CbomSuite& suite : protocol.suites)
            write_suite(json, version, protocol, suite);
        json.end_array();
    }
    write_references(json, version, protocol);
    json.end_object();
    json.end_object();
    json.begin_array("properties");
    write_property(json, "tlsonar:evidence", std::string(audit::name_of(protocol.subject->mode)));
    if (!protocol.cause.empty())
        write_property(json, "tlsonar:incomplete", visible(protocol.cause));
    json.end_array();
    json.end_object();
}

void write_service(JsonWriter& json, const std::string& ref, const audit::Subject& subject) {
    json.begin_object();
    json.string("bom-ref", ref);
    json.string("name", visible(subject.id));
    json.begin_array("properties");
    write_property(json, "tlsonar:state", visible(subject.state));
    for (const auto& [name, value] : subject.labels)
        write_property(json, "tlsonar:label", visible(name) + "=" + visible(value));
    json.end_array();
    json.end_object();
}

void write_metadata(JsonWriter& json, const audit::Report& report) {
    json.begin_object("metadata");
    if (report.as_of != 0) {
        std::string text;
        append_seconds(text, report.as_of);
        json.plain("timestamp", text);
    }
    json.begin_object("tools");
    json.begin_array("components");
    json.begin_object();
    json.plain("type", "application");
    json.plain("name", "tlsonar");
    json.string("version", report.version);
    json.end_object();
    json.end_array();
    json.end_object();
    json.begin_array("lifecycles");
    json.begin_object();
    json.plain("phase", "operations");
    json.end_object();
    json.end_array();
    json.end_object();
}

void write_components(JsonWriter& json, CbomVersion version, const audit::Report& report,
                      const Cbom& bom) {
    json.begin_array("components");
    for (const auto& [ref, algorithm] : bom.algorithms)
        write_algorithm(json, version, ref, algorithm);
    for (const auto& [ref, certificate] : bom.certificates) {
        write_asset_certificate(json, version, report, ref, certificate);
        write_public_key(json, version, certificate);
    }
    for (const auto& [ref, protocol] : bom.protocols)
        write_protocol(json, version, ref, protocol);
    json.end_array();
}

// All after the serial number, as members of an object.
std::string body(const audit::Report& report, CbomVersion version, const Cbom& bom) {
    std::string out;
    {
        JsonWriter json(out);
        json.begin_object();
        json.number("version", 1);
        write_metadata(json, report);
        json.begin_array("services");
        for (const auto& [ref, subject] : bom.services)
            write_service(json, ref, *subject);
        json.end_array();
        write_components(json, version, report, bom);
        json.begin_array("dependencies");
        for (const auto& [ref, needs] : bom.dependencies) {
            json.begin_object();
            json.string("ref", ref);
            write_strings(json, "dependsOn", needs);
            json.end_object();
        }
        json.end_array();
        json.end_object();
    }
    return out;
}

// A UUID of version 8 (RFC 9562 section 5.8) from a hash.
std::string uuid_of(std::string_view text) {
    std::string out = digest(text);
    constexpr char kVariant[] = "89ab";
    out[12] = '8';
    // Two bits of the digit are the variant.
    out[16] = kVariant[static_cast<unsigned char>(out[16]) & 3];
    for (const std::size_t at : {20U, 16U, 12U, 8U})
        out.insert(at, "-");
    return out;
}

std::string cbom_document(const audit::Report& report, const FormatOptions& options,
                          CbomVersion version) {
    const std::string_view number = version == CbomVersion::v1_7 ? "1.7" : "1.6";
    const std::string rest = body(report, version, cbom_of(report, options.codes));
    std::string out;
    {
        JsonWriter json(out);
        json.begin_object();
        json.string("$schema",
                    "http://cyclonedx.org/schema/bom-" + std::string(number) + ".schema.json");
        json.plain("bomFormat", "CycloneDX");
        json.plain("specVersion", number);
        json.plain("serialNumber", "urn:uuid:" + uuid_of(rest));
    }
    return out + ',' + rest.substr(1) + '\n';
}

}  // namespace

std::string cbom_1_6(const audit::Report& report, const FormatOptions& options) {
    return cbom_document(report, options, CbomVersion::v1_6);
}

std::string cbom_1_7(const audit::Report& report, const FormatOptions& options) {
    return cbom_document(report, options, CbomVersion::v1_7);
}

}  // namespace tlsonar::reports::writers
