// Chains of certificates: facts of each, and of all that a subject shows together. Private to this
// folder.
#pragma once

#include "audit/subject/certificate_private.h"
#include "audit/subject/fact_private.h"
#include "audit/subject/json_private.h"
#include "audit/subject/subject.h"

#include <cstdint>
#include <string>
#include <vector>

namespace tlsonar::audit {

// A chain as a document tells it.
struct ChainCase {
    std::vector<json::Item> sent;  // certificates, the leaf first
    // finding-1's chain_verdict, or check-1's deployment, which has the same members; empty when
    // nobody validated.
    json::Item validation;
    json::Item more_findings;  // of the chain as sent, where they stand elsewhere
    bool name_asked = true;    // validation looked at the server's name
    json::Item scts;           // SCTs beside the certificate; a number
    json::Item staple;         // octets of the OCSP response, or whether there is one
    // Ids of what is wrong with the leaf's key; empty when nobody examined it.
    json::Item key_weaknesses;
    std::string evidence;
};

struct ChainFacts {
    CertificatePtr leaf;
    std::string key;  // equal for equal chains
    Facts facts;      // cert.*, server.ocsp.stapled_valid
    std::string evidence;
};

// `now` in seconds since 1970. Nothing without certificates.
std::optional<ChainFacts> chain_facts(const ChainCase& chain, std::int64_t now,
                                      CertificateShelf& shelf);
// cert.chain.* that follow from the certificates as sent.
void put_sent_facts(Facts& facts, const std::vector<json::Item>& sent);
// The objects of a list.
std::vector<json::Item> objects_of(json::Item list);
// "sent" of a view.
std::vector<CertificatePtr> sent_views(const std::vector<json::Item>& sent,
                                       CertificateShelf& shelf);
// The members of a chain_verdict.
void read_verdict(ChainView& view, json::Item validation);

// Facts of all chains as facts of the subject (docs/facts.md tells how), and those of each leaf by
// itself where there are several.
void merge_chains(Subject& subject, const std::vector<ChainFacts>& chains);

}  // namespace tlsonar::audit
