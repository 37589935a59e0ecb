// Zeek's x509.log: fields of base/files/x509/main.zeek, words of OpenSSL's object names, which Zeek
// takes. A certificate stands there once, with the time, the place in the chain and the side of its
// first appearance.
#include "core/text.h"
#include "reports/records/values.h"
#include "reports/records/writers.h"
#include "reports/records/zeek_log.h"

#include <algorithm>
#include <set>

namespace tlsonar::reports::records {
namespace {

using trust::GeneralName;
using trust::KeyKind;

constexpr ZeekColumn kX509Columns[] = {
    {"ts", "time"},
    {"fingerprint", "string"},
    {"certificate.version", "count"},
    {"certificate.serial", "string"},
    {"certificate.subject", "string"},
    {"certificate.issuer", "string"},
    {"certificate.not_valid_before", "time"},
    {"certificate.not_valid_after", "time"},
    {"certificate.key_alg", "string"},
    {"certificate.sig_alg", "string"},
    {"certificate.key_type", "string"},
    {"certificate.key_length", "count"},
    {"certificate.exponent", "string"},
    {"certificate.curve", "string"},
    {"san.dns", "vector[string]"},
    {"san.uri", "vector[string]"},
    {"san.email", "vector[string]"},
    {"san.ip", "vector[addr]"},
    {"basic_constraints.ca", "bool"},
    {"basic_constraints.path_len", "count"},
    {"host_cert", "bool"},
    {"client_cert", "bool"},
};

struct Rename {
    std::string_view ours;  // the RFC's name
    std::string_view theirs;
};
constexpr Rename kAlgorithms[] = {
    {"id-RSASSA-PSS", "rsassaPss"},
    {"id-RSAES-OAEP", "rsaesOaep"},
    {"id-dsa", "dsaEncryption"},
    {"id-dsa-with-sha1", "dsaWithSHA1"},
    {"id-dsa-with-sha224", "dsa_with_SHA224"},
    {"id-dsa-with-sha256", "dsa_with_SHA256"},
    {"id-Ed25519", "ED25519"},
    {"id-Ed448", "ED448"},
};
constexpr Rename kCurves[] = {{"secp192r1", "prime192v1"}, {"secp256r1", "prime256v1"}};

std::string_view renamed(std::span<const Rename> table, std::string_view name) {
    const auto at = std::find_if(table.begin(), table.end(),
                                 [&](const Rename& entry) { return entry.ours == name; });
    return at == table.end() ? name : at->theirs;
}

std::string_view algorithm(const trust::ObjectId& id) {
    // (OpenSSL calls post-quantum algorithms what FIPS calls them.)
    const trust::OidEntry* entry = id.entry();
    if (entry != nullptr && (entry->key == KeyKind::ml_dsa || entry->key == KeyKind::slh_dsa))
        return id.short_name();
    return id.name().empty() ? id.dotted() : renamed(kAlgorithms, id.name());
}

// Zeek names these three.
std::string_view key_type(KeyKind kind) {
    switch (kind) {
        case KeyKind::rsa:
            return "rsa";
        case KeyKind::dsa:
            return "dsa";
        case KeyKind::ec:
            return "ecdsa";
        default:
            return {};
    }
}

class ZeekX509 final : public ZeekLog {
  public:
    explicit ZeekX509(ZeekForm form) : ZeekLog(form, "x509", kX509Columns) {}

  private:
    // X509::known_log_certs_maximum_size: of later ones nobody knows whether they came before.
    static constexpr std::size_t kMostKnown = 1'000'000;

    struct Place {
        const profile::Record& record;
        bool leaf = false;
        bool client = false;
    };

    void write(std::string& out, const profile::Record& record) override {
        write_chain(out, record, record.server_certificates, false);
        write_chain(out, record, record.client_certificates, true);
    }

    void write_chain(std::string& out, const profile::Record& record,
                     const std::vector<profile::CertificateRef>& chain, bool client) {
        const profile::Certificate* first = leaf(chain);
        for (const profile::Certificate* certificate : whole(chain))
            if (is_new(*certificate))
                write_certificate(out, *certificate, {record, certificate == first, client});
    }

    bool is_new(const profile::Certificate& certificate) {
        if (known_.contains(certificate.sha256)) return false;
        if (known_.size() < kMostKnown) known_.insert(certificate.sha256);
        return true;
    }

    void write_certificate(std::string& out, const profile::Certificate& certificate,
                           const Place& place) {
        const trust::CertificateSummary& summary = certificate.summary;
        ZeekLine fields = line(out);
        fields.time(place.record.first);
        fields.text(hex(certificate.sha256));
        summary.version == 0 ? fields.unset()
                             : fields.count(static_cast<std::uint64_t>(summary.version));
        fields.name(upper(summary.serial));
        write_name(fields, summary, summary.subject);
        write_name(fields, summary, summary.issuer);
        fields.seconds(summary.not_before);
        fields.seconds(summary.not_after);
        write_key(fields, summary);
        write_alt_names(fields, summary);
        const auto& constraints = summary.basic_constraints;
        fields.flag(constraints ? std::optional(constraints->ca) : std::nullopt);
        constraints && constraints->path_length ? fields.count(*constraints->path_length)
                                                : fields.unset();
        fields.flag(place.leaf);
        fields.flag(place.client);
    }

    // A name may be empty; of a certificate that was not understood it is not known.
    static void write_name(ZeekLine& fields, const trust::CertificateSummary& summary,
                           const trust::Name& name) {
        if (name.empty() && !summary.complete) return fields.unset();
        fields.text(name.rfc4514());
    }

    static void write_key(ZeekLine& fields, const trust::CertificateSummary& summary) {
        const trust::PublicKey& key = summary.public_key;
        fields.name(algorithm(key.algorithm));
        fields.name(algorithm(summary.signature.algorithm));
        fields.name(key_type(key.kind));
        key.bits == 0 ? fields.unset() : fields.count(key.bits);
        fields.name(key.rsa_exponent == 0 ? std::string() : std::to_string(key.rsa_exponent));
        fields.name(key.explicit_curve ? std::string_view() : renamed(kCurves, key.curve));
    }

    static void write_alt_names(ZeekLine& fields, const trust::CertificateSummary& summary) {
        using Kind = GeneralName::Kind;
        for (const Kind kind : {Kind::dns, Kind::uri, Kind::rfc822, Kind::ip}) {
            std::vector<std::string> names;
            for (const GeneralName& name : summary.subject_alt_names)
                if (name.kind == kind && is_well_formed(name)) names.push_back(name.text());
            names.empty() ? fields.unset() : fields.list(names);
        }
    }

    // An address has 4 or 16 octets: vector[addr] can hold nothing else.
    static bool is_well_formed(const GeneralName& name) {
        const std::size_t octets = name.octets.size();
        return name.kind != GeneralName::Kind::ip || octets == 4 || octets == 16;
    }

    std::set<std::array<std::uint8_t, 32>> known_;
};

}  // namespace
}  // namespace tlsonar::reports::records

namespace tlsonar::reports::writers {

std::unique_ptr<RecordWriter> zeek_x509_json() {
    return std::make_unique<records::ZeekX509>(records::ZeekForm::json);
}
std::unique_ptr<RecordWriter> zeek_x509_tsv() {
    return std::make_unique<records::ZeekX509>(records::ZeekForm::tsv);
}

}  // namespace tlsonar::reports::writers
