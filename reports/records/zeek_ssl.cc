// Zeek's ssl.log: fields and words of base/protocols/ssl (main.zeek, files.zeek, consts.zeek) and
// of policy/protocols/ssl/validate-certs.zeek; ja3, ja3s and ja4 as the packages of those names add
// them. Where Zeek says F for want of knowledge, a field is unset here.
#include "core/text.h"
#include "reports/records/values.h"
#include "reports/records/writers.h"
#include "reports/records/zeek_log.h"
#include "trust/name/peer_name.h"

#include <algorithm>

namespace tlsonar::reports::records {
namespace {

constexpr ZeekColumn kSslColumns[] = {
    {"ts", "time"},
    {"uid", "string"},
    {"id.orig_h", "addr"},
    {"id.orig_p", "port"},
    {"id.resp_h", "addr"},
    {"id.resp_p", "port"},
    {"version", "string"},
    {"cipher", "string"},
    {"curve", "string"},
    {"server_name", "string"},
    {"resumed", "bool"},
    {"last_alert", "string"},
    {"next_protocol", "string"},
    {"established", "bool"},
    {"ssl_history", "string"},
    {"cert_chain_fps", "vector[string]"},
    {"client_cert_chain_fps", "vector[string]"},
    {"sni_matches_cert", "bool"},
    {"validation_status", "string"},
    {"ja3", "string"},
    {"ja3s", "string"},
    {"ja4", "string"},
};

// "C" and 17 digits to the base 62, as Zeek's look; ours name the connection in every run alike.
std::string uid(std::array<std::uint8_t, 32> hash) {
    constexpr std::string_view kDigits =
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    constexpr std::size_t kLength = 17;
    std::string out = "C";
    for (std::size_t i = 0; i < kLength; ++i)
        out += kDigits[hash[i] % kDigits.size()];
    return out;
}

std::string version(const profile::Code& code) {
    switch (code.value) {
        case 0:
            return {};
        case 0x0002:
            return "SSLv2";
        case 0x0300:
            return "SSLv3";
        case 0x0301:
            return "TLSv10";
        case 0x0302:
            return "TLSv11";
        case 0x0303:
            return "TLSv12";
        case 0x0304:
            return "TLSv13";
        default:
            break;
    }
    const unsigned draft = draft_of(code.value);
    return draft != 0 ? "TLSv13-draft" + std::to_string(draft)
                      : "unknown-" + std::to_string(code.value);
}

std::string name_of_code(const profile::Code* code) {
    return code == nullptr ? std::string() : name_or_number(*code);
}

struct Letter {
    std::string_view message;
    char letter;
};
constexpr Letter kLetters[] = {
    {"hello_request", 'h'},
    {"client_hello", 'c'},
    {"server_hello", 's'},
    {"new_session_ticket", 't'},
    {"certificate", 'x'},
    {"server_key_exchange", 'k'},
    {"certificate_request", 'r'},
    {"server_hello_done", 'n'},
    {"certificate_verify", 'y'},
    {"client_key_exchange", 'g'},
    {"finished", 'f'},
    {"certificate_url", 'w'},
    {"certificate_status", 'u'},
    {"supplemental_data", 'a'},
    {"change_cipher_spec", 'i'},
    {"heartbeat", 'b'},
    {"application_data", 'd'},
    {"end_of_early_data", 'e'},
    {"key_update", 'p'},
    {"encrypted_extensions", 'o'},
    {"hello_retry_request", 'j'},
    {"message_hash", 'm'},
    {"alert", 'l'},
};

// 0 for what stays closed: Zeek does not tell of that.
char letter_of(const profile::Step& step) {
    if (step.encrypted && !step.opened) return 0;
    const auto* at = std::find_if(std::begin(kLetters), std::end(kLetters),
                                  [&](const Letter& l) { return l.message == step.name; });
    if (at != std::end(kLetters)) return at->letter;
    return step.content == dissect::Content::handshake ? 'z' : '\0';
}

// The client's letters are capitals; ^ when the server opened the connection.
std::string history(const profile::Record& record) {
    constexpr std::size_t kLongest = 100;  // SSL::max_ssl_history_length
    std::string out(ends_of(record).flipped ? "^" : "");
    for (const profile::Step& step : record.steps) {
        const char letter = letter_of(step);
        if (letter == 0) continue;
        if (out.size() == kLongest) break;
        const bool client = step.sender == dissect::Role::client;
        out += client ? static_cast<char>(letter - 'a' + 'A') : letter;
    }
    return out;
}

// As OpenSSL's X509_check_host() that Zeek asks: the common name counts where no dNSName is.
std::optional<bool> name_matches(const profile::Record& record) {
    const profile::Certificate* certificate = leaf(record.server_certificates);
    if (!record.client.sni || certificate == nullptr || !certificate->summary.complete)
        return std::nullopt;
    const auto wanted = trust::PeerName::dns(*record.client.sni);
    if (!wanted) return false;
    const trust::CertificateSummary& summary = certificate->summary;
    const auto is_dns = [](const trust::GeneralName& name) {
        return name.kind == trust::GeneralName::Kind::dns;
    };
    const auto& names = summary.subject_alt_names;
    if (std::any_of(names.begin(), names.end(), is_dns))
        return trust::match_names(names, *wanted) == trust::NameMatch::yes;
    const trust::GeneralName common{trust::GeneralName::Kind::dns, summary.common_name()};
    return trust::match_name(common, *wanted) == trust::NameMatch::yes;
}

// OpenSSL's words, which is what validation_status holds in Zeek.
struct Status {
    std::string_view finding;
    std::string_view text;
};
constexpr Status kStatuses[] = {
    {"path.missing-issuer", "unable to get local issuer certificate"},
    {"path.untrusted-root", "self-signed certificate in certificate chain"},
    {"path.signature-wrong", "certificate signature failure"},
    {"path.expired", "certificate has expired"},
    {"path.not-yet-valid", "certificate is not yet valid"},
    {"path.revoked", "certificate revoked"},
    {"path.issuer-not-ca", "invalid CA certificate"},
    {"path.path-length-exceeded", "path length constraint exceeded"},
    {"path.extended-key-usage-wrong", "unsuitable certificate purpose"},
    {"path.name-excluded", "excluded subtree violation"},
    {"path.name-not-permitted", "permitted subtree violation"},
    {"name.mismatch", "hostname mismatch"},
};

// Where OpenSSL has no word for it, the worst finding's title.
std::string validation_status(const trust::ChainVerdictPtr& chain) {
    if (!chain || chain->verdict == trust::Verdict::inconclusive) return {};
    if (chain->verdict == trust::Verdict::valid) return "ok";
    for (const Status& status : kStatuses)
        for (const trust::Finding& finding : chain->path_findings)
            if (finding.kind->id == status.finding) {
                const bool alone =
                    status.finding == "path.untrusted-root" && chain->path.size() == 1;
                return alone ? "self-signed certificate" : std::string(status.text);
            }
    const auto worst = std::max_element(
        chain->path_findings.begin(), chain->path_findings.end(),
        [](const auto& a, const auto& b) { return a.kind->severity < b.kind->severity; });
    return worst == chain->path_findings.end() ? std::string() : std::string(worst->kind->title);
}

class ZeekSsl final : public ZeekLog {
  public:
    explicit ZeekSsl(ZeekForm form) : ZeekLog(form, "ssl", kSslColumns) {}

  private:
    void write(std::string& out, const profile::Record& record) override {
        ZeekLine fields = line(out);
        fields.time(record.first);
        fields.text(uid(flows_.of(record)));
        const Ends ends = ends_of(record);
        for (const profile::Peer* peer : {&ends.opener, &ends.other}) {
            fields.name(peer->address);
            fields.count(peer->port);
        }
        fields.name(version(record.version));
        fields.name(name_of_code(suite(record)));
        fields.name(name_of_code(curve(record)));
        fields.maybe(record.client.sni);
        fields.flag(resumed(record));
        fields.name(record.alerts.empty() ? std::string()
                                          : name_or_number(record.alerts.back().description));
        fields.maybe(record.server.alpn);
        fields.flag(established(record));
        fields.text(history(record));
        write_chain(fields, record.server_certificate_seen, record.server_certificates);
        write_chain(fields, record.client_certificate_seen, record.client_certificates);
        fields.flag(name_matches(record));
        fields.name(validation_status(record.server_chain));
        fields.name(record.client.ja3);
        fields.name(record.server.ja3s);
        fields.name(record.client.ja4);
    }

    static void write_chain(ZeekLine& fields, bool seen,
                            const std::vector<profile::CertificateRef>& chain) {
        if (!seen) return fields.unset();
        std::vector<std::string> fingerprints;
        for (const profile::Certificate* certificate : whole(chain))
            fingerprints.push_back(hex(certificate->sha256));
        fields.list(fingerprints);
    }

    FlowHash flows_;
};

}  // namespace
}  // namespace tlsonar::reports::records

namespace tlsonar::reports::writers {

std::unique_ptr<RecordWriter> zeek_ssl_json() {
    return std::make_unique<records::ZeekSsl>(records::ZeekForm::json);
}
std::unique_ptr<RecordWriter> zeek_ssl_tsv() {
    return std::make_unique<records::ZeekSsl>(records::ZeekForm::tsv);
}

}  // namespace tlsonar::reports::writers
