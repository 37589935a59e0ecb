// Runs NIST's Public Key Interoperability Test Suite: pkits FOLDER [ID]
//
// Every test twice: with the certificates and CRLs that it names, as its authors meant it, and with
// all certificates and CRLs of the suite at once, so that the path has to be found among hundreds.
#include "trust/path/validate.h"
#include "trust/revocation/checker.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>

#include <nlohmann/json.hpp>

namespace {

using namespace tlsonar;
using namespace tlsonar::trust;
using Json = nlohmann::json;
namespace fs = std::filesystem;

std::vector<std::uint8_t> read(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

// NIST's test policies are 2.16.840.1.101.3.2.1.48.n.
std::vector<ObjectId> policies_of(const Json& test, const char* field) {
    std::vector<ObjectId> policies;
    std::istringstream names(test.value(field, std::string()));
    std::string name;
    while (std::getline(names, name, ',')) {
        if (name == "anyPolicy") {
            static constexpr std::uint8_t kAny[] = {0x55, 0x1D, 0x20, 0x00};
            policies.emplace_back(Bytes(kAny));
            continue;
        }
        std::vector<std::uint8_t> der{0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x02, 0x01, 0x30};
        der.push_back(static_cast<std::uint8_t>(std::stoi(name.substr(name.rfind('-') + 1))));
        policies.emplace_back(Bytes(der));
    }
    return policies;
}

ValidationOptions options_of(const Json& test) {
    ValidationOptions options;
    options.time = 1'400'000'000;  // May 2014: within the suite's dates
    options.profile = Profile::rfc5280;
    options.purpose = Purpose::any;
    options.policy.acceptable = policies_of(test, "initial_policy_set");
    options.policy.explicit_policy = test.value("InitialExplicitPolicy", false);
    options.policy.inhibit_mapping = test.value("InitialPolicyMappingInhibit", false);
    options.policy.inhibit_any_policy = test.value("InitialInhibitAnyPolicy", false);
    options.require_revocation_status = true;
    return options;
}

// The user-constrained-policy-set, where the suite tells it.
bool has_right_policies(const Json& test, const PathReport& report) {
    if (report.verdict != Verdict::valid || !test.contains("user_constrained_policy_set"))
        return true;
    const auto wanted = policies_of(test, "user_constrained_policy_set");
    const auto& found = report.best_path()->policies;
    return std::is_permutation(found.begin(), found.end(), wanted.begin(), wanted.end());
}

struct Material {
    CertificatePool pool;
    RevocationMaterial revocation;
};

Material named_in(const Json& test, const fs::path& folder) {
    Material material;
    for (const std::string name : test["certs"]) {
        const auto certificate = make_certificate(read(folder / "certs" / (name + ".crt")));
        material.pool.add(certificate);
        material.revocation.certificates.add(certificate);
    }
    for (const std::string name : test["crls"])
        material.revocation.crls.push_back(parse_crl(read(folder / "crls" / (name + ".crl"))));
    return material;
}

Material everything(const fs::path& folder) {
    Material material;
    for (const auto& entry : fs::directory_iterator(folder / "certs")) {
        const auto certificate = make_certificate(read(entry.path()));
        material.pool.add(certificate);
        material.revocation.certificates.add(certificate);
    }
    for (const auto& entry : fs::directory_iterator(folder / "crls"))
        material.revocation.crls.push_back(parse_crl(read(entry.path())));
    return material;
}

PathReport run(const Json& test, const fs::path& folder, const Material& material,
               ValidationCache& cache) {
    const auto file = [&folder](const std::string& name) {
        return make_certificate(read(folder / "certs" / (name + ".crt")));
    };
    TrustAnchorSet anchors("PKITS");
    anchors.add(make_trust_anchor(file("TrustAnchorRootCertificate")));
    ValidationOptions options = options_of(test);
    RevocationJudge judge(material.revocation);
    options.revocation = &judge;
    return validate(file(test["certs"].back()), material.pool, anchors, options, cache);
}

void print(const PathReport& report) {
    std::cout << "  " << verdict_name(report.verdict) << ", " << report.paths_tried << " paths"
              << (report.budget_exhausted ? ", budget exhausted" : "") << '\n';
    for (const Path& path : report.paths) {
        for (const ObjectId& policy : path.policies)
            std::cout << "    policy " << policy.dotted() << '\n';
        for (const Finding& finding : path.findings)
            std::cout << "    " << path.certificates.size() << " [" << finding.certificate << "] "
                      << finding.kind->id << " found " << finding.found << " expected "
                      << finding.expected << '\n';
    }
}

// The tests passed; prints the others.
std::size_t run_all(const Json& tests, const fs::path& folder, const Material* all) {
    std::size_t passed = 0;
    ValidationCache cache;
    for (const Json& test : tests) {
        const Material own = all == nullptr ? named_in(test, folder) : Material();
        const PathReport report = run(test, folder, all == nullptr ? own : *all, cache);
        const bool accepted = report.verdict == Verdict::valid;
        if (accepted == test["should_validate"].get<bool>() && has_right_policies(test, report)) {
            ++passed;
            continue;
        }
        std::cout << (accepted ? "accepted " : "refused  ") << test["title"].get<std::string>()
                  << '\n';
        print(report);
    }
    std::cout << (all == nullptr ? "with what each names: " : "with all at once: ") << passed
              << " of " << tests.size() << '\n';
    return passed;
}

}  // namespace

int main(int argc, char** argv) {
    const fs::path folder = argc > 1 ? argv[1] : "";
    std::ifstream file(folder / "pkits.json");
    if (!file) {
        std::cout << "skipped: no pkits.json\n";
        return 77;
    }
    Json tests = Json::parse(file);
    if (argc > 2) {
        ValidationCache cache;
        for (const Json& test : tests) {
            if (test["id"] != argv[2]) continue;
            std::cout << test["title"].get<std::string>() << '\n';
            print(run(test, folder, named_in(test, folder), cache));
        }
        return 0;
    }
    const Material all = everything(folder);
    const std::size_t named = run_all(tests, folder, nullptr);
    const std::size_t among_all = run_all(tests, folder, &all);
    return named == tests.size() && among_all == tests.size() ? 0 : 1;
}
