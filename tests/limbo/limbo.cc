// Runs the cases of x509-limbo (https://github.com/C2SP/x509-limbo): limbo LIMBO.json [ID]
//
// Prints the score in the profile of each case's namespace and in webpki alone, with the cases
// that fail; given an ID, what was found there. The profile of a namespace: "rfc5280::" and
// "pathlen::" (which speaks of RFC 5280 section 4.2.1.9) rfc5280, all others webpki.
#include "trust/path/validate.h"
#include "trust/revocation/checker.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iostream>

#include <nlohmann/json.hpp>
#include <openssl/evp.h>

namespace {

using namespace tlsonar;
using namespace tlsonar::trust;
using Json = nlohmann::json;

std::vector<std::uint8_t> from_pem(const std::string& pem) {
    const std::size_t begin = pem.find('\n');
    const std::size_t end = pem.find("-----END");
    std::string body = pem.substr(begin, end - begin);
    body.erase(std::remove_if(body.begin(), body.end(), [](char c) { return c == '\n'; }),
               body.end());
    std::vector<std::uint8_t> out(body.size());
    const int size =
        EVP_DecodeBlock(out.data(), reinterpret_cast<const unsigned char*>(body.data()),
                        static_cast<int>(body.size()));
    const auto padding = std::count(body.begin(), body.end(), '=');
    out.resize(static_cast<std::size_t>(size - padding));
    return out;
}

std::int64_t seconds_of(const Json& time) {
    if (time.is_null()) return std::time(nullptr);
    std::tm fields{};
    strptime(time.get<std::string>().c_str(), "%Y-%m-%dT%H:%M:%S", &fields);
    return timegm(&fields);
}

PeerName peer_name(const Json& name) {
    const std::string value = name["value"];
    const std::string kind = name["kind"];
    const auto made = kind == "DNS"  ? PeerName::dns(value)
                      : kind == "IP" ? PeerName::ip(value)
                                     : PeerName::email(value);
    // What is no name matches nothing.
    return made.value_or(PeerName{PeerName::Kind::dns, "invalid.invalid", value});
}

ValidationOptions options_of(const Json& test, Profile profile) {
    ValidationOptions options;
    options.time = seconds_of(test["validation_time"]);
    options.profile = profile;
    options.purpose = test["validation_kind"] == "CLIENT" ? Purpose::client : Purpose::server;
    if (!test["expected_peer_name"].is_null())
        options.names.push_back(peer_name(test["expected_peer_name"]));
    for (const Json& name : test["expected_peer_names"])
        options.names.push_back(peer_name(name));
    if (!test["max_chain_depth"].is_null()) options.max_depth = test["max_chain_depth"];
    for (const Json& usage : test["key_usage"])
        if (usage == "digitalSignature") options.required_key_usage |= key_usage_digital_signature;
    return options;
}

PathReport run(const Json& test, Profile profile) {
    TrustAnchorSet anchors("limbo");
    CertificatePool pool;
    for (const Json& pem : test["trusted_certs"])
        anchors.add(make_trust_anchor(make_certificate(from_pem(pem))));
    for (const Json& pem : test["untrusted_intermediates"])
        pool.add(make_certificate(from_pem(pem)));
    ValidationOptions options = options_of(test, profile);
    RevocationMaterial material;
    for (const Json& pem : test["crls"])
        material.crls.push_back(parse_crl(from_pem(pem)));
    options.require_revocation_status = !material.crls.empty();
    RevocationJudge judge(std::move(material));
    if (options.require_revocation_status) options.revocation = &judge;
    ValidationCache cache;
    return validate(make_certificate(from_pem(test["peer_certificate"])), pool, anchors, options,
                    cache);
}

void print(const PathReport& report) {
    std::cout << verdict_name(report.verdict) << ", " << report.paths_tried << " paths, "
              << report.signatures_checked << " signatures"
              << (report.budget_exhausted ? ", budget exhausted" : "") << '\n';
    for (const Path& path : report.paths) {
        std::cout << "  path of " << path.certificates.size() << ", " << verdict_name(path.verdict)
                  << '\n';
        for (const Finding& finding : path.findings)
            std::cout << "    [" << finding.certificate << "] " << finding.kind->id << " found "
                      << finding.found << " expected " << finding.expected << '\n';
    }
}

Profile profile_of(const std::string& id) {
    return id.starts_with("rfc5280::") || id.starts_with("pathlen::") ? Profile::rfc5280
                                                                      : Profile::webpki;
}

struct Score {
    int passed = 0;
    int false_accepts = 0;
    std::vector<std::string> failed;
};

void note(Score& score, const Json& test, const PathReport& report) {
    const bool accepted = report.verdict == Verdict::valid;
    const bool wanted = test["expected_result"] == "SUCCESS";
    if (accepted == wanted) {
        ++score.passed;
        return;
    }
    score.false_accepts += accepted ? 1 : 0;
    const Path* best = report.best_path();
    score.failed.push_back(
        std::string(accepted ? "accepted " : "refused  ") + test["id"].get<std::string>() + "  " +
        (best && !best->findings.empty() ? std::string(best->findings[0].kind->id)
                                         : std::string()));
}

void print(const char* title, const Score& score, std::size_t all) {
    std::cout << title << ": " << score.passed << " of " << all << ", " << score.false_accepts
              << " false accepts\n";
    for (const std::string& line : score.failed)
        std::cout << "  " << line << '\n';
}

int run_all(const Json& tests) {
    Score own;
    Score webpki;
    double pathological = 0;
    for (const Json& test : tests) {
        const std::string id = test["id"];
        const auto begin = std::chrono::steady_clock::now();
        note(own, test, run(test, profile_of(id)));
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
        if (id.starts_with("pathological::")) pathological += took.count();
        note(webpki, test, run(test, Profile::webpki));
    }
    print("in the profile of its namespace", own, tests.size());
    print("in webpki alone", webpki, tests.size());
    std::cout << "pathological:: " << pathological << " s\n";
    return own.passed == static_cast<int>(tests.size()) && webpki.passed >= 203 && pathological < 2
               ? 0
               : 1;
}

}  // namespace

int main(int argc, char** argv) {
    std::ifstream file(argc > 1 ? argv[1] : "");
    if (!file) {
        std::cout << "skipped: no limbo.json\n";
        return 77;
    }
    const Json suite = Json::parse(file);
    if (argc < 3) return run_all(suite["testcases"]);
    for (const Json& test : suite["testcases"])
        if (test["id"] == argv[2])
            for (const Profile profile : {Profile::webpki, Profile::rfc5280}) {
                std::cout << (profile == Profile::webpki ? "webpki: " : "rfc5280: ");
                print(run(test, profile));
            }
    return 0;
}
