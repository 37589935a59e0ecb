#include "reports/check_json.h"

#include "core/text.h"
#include "reports/certificate_json.h"
#include "reports/ct_json.h"
#include "reports/finding_json.h"
#include "reports/format.h"

namespace tlsonar::reports {
namespace {

using trust::CheckReport;
using trust::DeploymentReport;
using trust::ObjectKind;
using trust::ObjectReport;

std::string_view kind_id(ObjectKind kind) {
    switch (kind) {
        case ObjectKind::certificate:
            return "certificate";
        case ObjectKind::private_key:
            return "private_key";
        case ObjectKind::public_key:
            return "public_key";
        case ObjectKind::request:
            return "request";
        case ObjectKind::crl:
            return "crl";
        case ObjectKind::ocsp_response:
            return "ocsp_response";
    }
    return "certificate";
}

void write_place(JsonWriter& json, const trust::ObjectPlace& place) {
    json.string("form", place.form);
    json.number("offset", place.offset);
    if (place.line != 0) json.number("line", place.line);
}

void write_files(JsonWriter& json, const CheckReport& report) {
    json.begin_array("files");
    for (const trust::FileReport& file : report.files) {
        json.begin_object();
        json.string("name", file.name);
        if (!file.problems.empty()) {
            json.begin_array("problems");
            for (const trust::FileProblem& problem : file.problems) {
                json.begin_object();
                write_place(json, problem.place);
                json.begin_array("findings");
                write_finding(json, problem.finding);
                json.end_array();
                json.end_object();
            }
            json.end_array();
        }
        write_findings(json, "findings", file.findings);
        json.end_object();
    }
    json.end_array();
}

void write_request(JsonWriter& json, const trust::CertificateRequest& request) {
    const trust::CertificateSummary& s = request.summary;
    json.hex("sha256", request.sha256);
    json.string("subject", s.subject.rfc4514());
    write_alt_names(json, s);
    write_public_key(json, s.public_key);
    json.string("signature", s.signature.text());
    using trust::SignatureCheck;
    json.plain("self_signature", request.self_signature == SignatureCheck::valid   ? "valid"
                                 : request.self_signature == SignatureCheck::wrong ? "wrong"
                                                                                   : "unsupported");
}

void write_objects(JsonWriter& json, const CheckReport& report) {
    json.begin_array("objects");
    for (std::size_t i = 0; i < report.objects.size(); ++i) {
        const ObjectReport& entry = report.objects[i];
        const trust::FileObject& object = entry.object;
        json.begin_object();
        json.number("number", i);
        json.number("file", entry.file);
        json.plain("type", kind_id(object.kind));
        write_place(json, object.place);
        if (!object.friendly_name.empty()) json.string("friendly_name", object.friendly_name);
        if (object.certificate) {
            json.hex("sha256", object.certificate->sha256);
            write_certificate_members(json, object.certificate->summary);
        } else if (object.request) {
            write_request(json, *object.request);
        } else if (object.key) {
            write_public_key(json, object.key->summary);
        }
        if (object.key) json.hex("spki_sha256", object.key->sha256);
        if (object.kind == ObjectKind::private_key) {
            json.boolean("encrypted", object.encrypted);
            json.boolean("opened", !object.unopened);
        }
        write_findings(json, "findings", entry.findings);
        json.end_object();
    }
    json.end_array();
}

void write_numbers(JsonWriter& json, std::string_view name, const std::vector<std::size_t>& list) {
    json.begin_array(name);
    for (const std::size_t number : list)
        json.raw(std::to_string(number));
    json.end_array();
}

void write_path(JsonWriter& json, const trust::Path& path) {
    json.begin_object();
    json.plain("verdict", trust::verdict_name(path.verdict));
    json.begin_array("certificates");
    for (const trust::CertificatePtr& certificate : path.certificates) {
        json.begin_object();
        json.string("subject", certificate->summary.subject.rfc4514());
        json.hex("sha256", certificate->sha256);
        json.end_object();
    }
    json.end_array();
    if (path.anchor) {
        json.begin_object("anchor");
        if (const trust::CertificatePtr& certificate = path.anchor->certificate) {
            json.string("subject", certificate->summary.subject.rfc4514());
            json.hex("sha256", certificate->sha256);
        }
        json.hex("spki_sha256", path.anchor->public_key_sha256);
        json.end_object();
        write_instant(json, "earliest_expiry", path.earliest_expiry);
        json.number("earliest_expiry_of", path.earliest_expiry_of);
    }
    write_findings(json, "findings", path.findings);
    json.end_object();
}

void write_stores(JsonWriter& json, const DeploymentReport& deployment) {
    json.begin_array("stores");
    for (const trust::StoreReport& store : deployment.stores) {
        const trust::PathReport& paths = store.paths;
        json.begin_object();
        json.string("name", store.name);
        json.plain("verdict", trust::verdict_name(paths.verdict));
        json.number("valid_paths", paths.valid_paths);
        json.number("paths_tried", paths.paths_tried);
        json.boolean("budget_exhausted", paths.budget_exhausted);
        json.begin_array("paths");
        for (const trust::Path& path : paths.paths)
            write_path(json, path);
        json.end_array();
        if (!paths.missing.empty()) {
            json.begin_array("missing_issuers");
            for (const trust::MissingIssuer& missing : paths.missing) {
                json.begin_object();
                json.string("name", missing.name);
                if (!missing.key_id.empty()) json.hex("key_id", as_bytes(missing.key_id));
                json.begin_array("urls");
                for (const std::string& url : missing.aia_urls)
                    json.string(url);
                json.end_array();
                json.end_object();
            }
            json.end_array();
        }
        json.end_object();
    }
    json.end_array();
}

void write_programmes(JsonWriter& json, const DeploymentReport& deployment,
                      const trust::ProgrammeTable* table) {
    if (table == nullptr || deployment.programmes.empty()) return;
    json.begin_array("programmes");
    for (const trust::ProgrammeVerdict& verdict : deployment.programmes) {
        const trust::Programme& programme = table->programmes()[verdict.programme];
        json.begin_object();
        json.string("id", programme.id);
        json.string("name", programme.name);
        json.plain("verdict", trust::verdict_name(verdict.verdict));
        json.plain("reason", trust::reason_name(verdict.reason));
        if (const trust::FindingKind* kind = trust::programme_finding_kind(verdict.reason))
            json.string("finding", kind->id);
        if (!programme.date.empty()) json.string("table_date", programme.date);
        json.end_object();
    }
    json.end_array();
}

void write_chain(JsonWriter& json, const DeploymentReport& deployment) {
    const trust::SentChain& chain = deployment.chain;
    json.begin_object("chain");
    json.begin_array("certificates");
    for (const trust::SentCertificate& sent : chain.certificates) {
        json.begin_object();
        json.string("subject", sent.certificate->summary.subject.rfc4514());
        json.hex("sha256", sent.certificate->sha256);
        json.plain("role", trust::sent_role_name(sent.role));
        json.end_object();
    }
    json.end_array();
    json.begin_array("missing");
    for (const trust::CertificatePtr& missing : chain.missing)
        json.string(missing->summary.subject.rfc4514());
    json.end_array();
    json.number("wasted_octets", chain.wasted_octets);
    write_findings(json, "findings", chain.findings);
    json.end_object();
}

void write_forecast(JsonWriter& json, const DeploymentReport& deployment) {
    if (deployment.forecast.empty()) return;
    json.begin_array("forecast");
    for (const trust::Forecast& forecast : deployment.forecast) {
        json.begin_object();
        write_instant(json, "date", forecast.date);
        json.boolean("past", forecast.past);
        json.begin_array("findings");
        write_finding(json, forecast.finding);
        json.end_array();
        json.end_object();
    }
    json.end_array();
}

void write_deployment(JsonWriter& json, const DeploymentReport& deployment,
                      const CheckContext& context) {
    json.begin_object();
    json.number("leaf", deployment.leaf);
    json.boolean("server_certificate", deployment.server_certificate);
    json.plain("verdict", trust::verdict_name(deployment.verdict));
    json.boolean("publicly_trusted", deployment.publicly_trusted);
    if (const auto until = deployment.works_until()) write_instant(json, "works_until", until);
    write_numbers(json, "sent", deployment.sent);
    if (deployment.key) json.number("key", *deployment.key);
    if (!deployment.other_keys.empty()) write_numbers(json, "other_keys", deployment.other_keys);
    if (!deployment.requests.empty()) write_numbers(json, "requests", deployment.requests);
    if (!deployment.names.empty()) {
        json.begin_array("names");
        for (const trust::NameReport& name : deployment.names) {
            json.begin_object();
            json.string("name", name.name.text);
            json.boolean("covered", name.match == trust::NameMatch::yes);
            json.end_object();
        }
        json.end_array();
    }
    write_chain(json, deployment);
    write_stores(json, deployment);
    write_programmes(json, deployment, context.programmes);
    if (deployment.ct) write_ct(json, *deployment.ct);
    write_findings(json, "findings", deployment.findings, true);
    write_findings(json, "lints", deployment.lints);
    write_forecast(json, deployment);
    json.end_object();
}

void write_shared(JsonWriter& json, const CheckReport& report) {
    if (report.shared.empty()) return;
    json.begin_array("shared");
    for (const trust::SharedSecretReport& shared : report.shared) {
        json.begin_object();
        json.plain("what", shared.same_key ? "key" : "prime");
        write_numbers(json, "objects", shared.objects);
        json.end_object();
    }
    json.end_array();
}

}  // namespace

std::string check_json(const CheckReport& report, const CheckContext& context) {
    std::string out;
    {
        JsonWriter json(out);
        json.begin_object();
        json.plain("schema", "tlsonar.check/1");
        json.string("version", context.version);
        write_instant(json, "as_of", report.time);
        if (context.programmes != nullptr)
            json.string("programmes_date", context.programmes->date());
        if (context.ct_logs != nullptr) json.string("ct_logs_date", context.ct_logs->date());
        write_files(json, report);
        write_objects(json, report);
        json.begin_array("deployments");
        for (const DeploymentReport& deployment : report.deployments)
            write_deployment(json, deployment, context);
        json.end_array();
        write_shared(json, report);
        json.begin_object("counts");
        for (const auto severity : {trust::Severity::critical, trust::Severity::high,
                                    trust::Severity::medium, trust::Severity::low}) {
            const auto above = severity == trust::Severity::critical
                                   ? std::size_t{0}
                                   : report.count(static_cast<trust::Severity>(
                                         static_cast<std::uint8_t>(severity) + 1));
            json.number(trust::severity_name(severity), report.count(severity) - above);
        }
        json.end_object();
        json.end_object();
    }
    out += '\n';
    return out;
}

}  // namespace tlsonar::reports
