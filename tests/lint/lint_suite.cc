// Runs lints over a suite of certificates with expected results and says where they differ.
//
//   lint_suite FOLDER            FOLDER/cases.tsv (file, lint, expected) and FOLDER/certs/
//   lint_suite --each FILE…      prints every lint's result on each PEM certificate
//
// Lints are named as zlint names them; its results are pass, error, warn, info, NA and NE. Exit
// code 0: all as expected; 1: differences; 77: the folder is missing (skipped).
#include "trust/lint/lint.h"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <openssl/crypto.h>
#include <openssl/pem.h>

namespace {

using namespace tlsonar::trust;

constexpr int kSkipped = 77;

std::string result_text(const LintResult& result) {
    switch (result.status) {
        case LintStatus::pass:
            return "pass";
        case LintStatus::not_applicable:
            return "NA";
        case LintStatus::not_effective:
            return "NE";
        case LintStatus::inconclusive:
            return "inconclusive";
        case LintStatus::finding:
            break;
    }
    if (result.level == LintLevel::must) return "error";
    return result.level == LintLevel::should ? "warn" : "info";
}

// The first CERTIFICATE block of the file; null when there is none.
CertificatePtr read_certificate(const std::filesystem::path& path) {
    BIO* file = BIO_new_file(path.c_str(), "rb");
    if (file == nullptr) return nullptr;
    CertificatePtr certificate;
    char* name = nullptr;
    char* header = nullptr;
    unsigned char* octets = nullptr;
    long size = 0;
    while (!certificate && PEM_read_bio(file, &name, &header, &octets, &size) == 1) {
        if (std::string(name) == "CERTIFICATE")
            certificate = make_certificate(tlsonar::Bytes(octets, static_cast<std::size_t>(size)));
        OPENSSL_free(name);
        OPENSSL_free(header);
        OPENSSL_free(octets);
    }
    BIO_free(file);
    return certificate;
}

LintContext public_context() {
    LintContext context;
    context.publicly_trusted = true;
    context.pedantic = true;
    return context;
}

struct Case {
    std::string file;
    std::string lint;
    std::string expected;
};

std::vector<Case> read_cases(const std::filesystem::path& path) {
    std::vector<Case> cases;
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);  // the header
    while (std::getline(file, line)) {
        std::istringstream fields(line);
        Case one;
        if (std::getline(fields, one.file, '\t') && std::getline(fields, one.lint, '\t') &&
            std::getline(fields, one.expected, '\t'))
            cases.push_back(one);
    }
    return cases;
}

// Each certificate is linted once, whatever the number of its cases.
class Results {
  public:
    explicit Results(std::filesystem::path folder) : folder_(std::move(folder)) {}

    std::string of(const Case& one) {
        if (find_lint(one.lint) == nullptr) return "unknown lint";
        auto [at, added] = known_.try_emplace(one.file);
        if (added) {
            const CertificatePtr certificate = read_certificate(folder_ / one.file);
            if (certificate)
                for (const LintResult& result : run_lints(*certificate, public_context()))
                    at->second[std::string(result.lint->peer)] = result_text(result);
        }
        const auto result = at->second.find(one.lint);
        return result == at->second.end() ? "no certificate" : result->second;
    }

  private:
    std::filesystem::path folder_;
    std::map<std::string, std::map<std::string, std::string>> known_;
};

int run_suite(const std::filesystem::path& folder) {
    if (!std::filesystem::exists(folder / "cases.tsv")) {
        std::cout << "skipped: no " << folder << "\n";
        return kSkipped;
    }
    Results results(folder / "certs");
    std::size_t right = 0;
    std::set<std::string> unknown;
    const std::vector<Case> cases = read_cases(folder / "cases.tsv");
    for (const Case& one : cases) {
        const std::string result = results.of(one);
        if (result == "unknown lint") unknown.insert(one.lint);
        if (result == one.expected)
            ++right;
        else
            std::cout << one.lint << "\t" << one.file << "\texpected " << one.expected << "\tis "
                      << result << "\n";
    }
    std::cout << right << " of " << cases.size() << " as expected, " << unknown.size()
              << " lints unknown\n";
    return !cases.empty() && right == cases.size() ? 0 : 1;
}

int print_each(const std::vector<std::string>& files) {
    for (const std::string& file : files) {
        const CertificatePtr certificate = read_certificate(file);
        if (!certificate) {
            std::cout << file << "\tno certificate\n";
            continue;
        }
        for (const LintResult& result : run_lints(*certificate, public_context()))
            std::cout << file << "\t" << result.lint->kind.id << "\t" << result.lint->peer << "\t"
                      << result_text(result) << "\t" << result.finding.found << "\n";
    }
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    if (arguments.size() > 1 && arguments[0] == "--each")
        return print_each({arguments.begin() + 1, arguments.end()});
    if (arguments.size() == 1) return run_suite(arguments[0]);
    std::cerr << "usage: lint_suite FOLDER | --each FILE...\n";
    return 2;
}
