// What a CBOM holds, before it is written: each asset once, by its reference, so that two reports
// of the same endpoints are the same octets.
#pragma once

#include "audit/report/report.h"
#include "reports/formats/cbom_algorithms.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace tlsonar::reports {

struct CbomSuite {
    const audit::ListView::Item* item = nullptr;
    std::vector<std::string> algorithms;  // references
};

// A version of TLS that an endpoint speaks.
struct CbomProtocol {
    const audit::Subject* subject = nullptr;
    std::string version;  // "TLS 1.3"
    std::vector<CbomSuite> suites;
    std::vector<std::string> groups;                 // names
    std::vector<std::string> schemes;                // names
    std::set<std::string> certificates, algorithms;  // references
    std::string cause;  // why the lists may lack something; empty: they do not
};

struct CbomCertificate {
    audit::CertificatePtr view;
    std::string key, key_algorithm, signature;  // references
};

struct Cbom {
    std::map<std::string, CbomAlgorithm> algorithms;  // by reference
    std::map<std::string, CbomCertificate> certificates;
    std::map<std::string, CbomProtocol> protocols;
    std::map<std::string, const audit::Subject*> services;
    std::map<std::string, std::set<std::string>> dependencies;
};

// "0xc02f"; nothing for what is no number. (0 is one: TLS_NULL_WITH_NULL_NULL.)
std::optional<std::uint32_t> cbom_code(std::string_view text);

// Points into `report`.
Cbom cbom_of(const audit::Report& report, const CodeBook& codes);

}  // namespace tlsonar::reports
