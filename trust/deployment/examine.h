// What `tlsonar check` does: everything in the files given, each thing by itself, and what belongs
// together as a server that has these files would deploy it.
#pragma once

#include "trust/ct/check.h"
#include "trust/deployment/sent_chain.h"
#include "trust/file/read_objects.h"
#include "trust/finding/finding.h"
#include "trust/forecast/forecast.h"
#include "trust/keys/blocklist.h"
#include "trust/name/peer_name.h"
#include "trust/path/validate.h"
#include "trust/revocation/checker.h"
#include "trust/store/judge.h"
#include "trust/store/one_crl.h"
#include "trust/store/programmes.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tlsonar::trust {

struct FileToCheck {
    FileObjects contents;
    // Permission bits of the file; nothing for what has none (standard input).
    std::optional<unsigned> mode;
};

// The tables and stores are borrowed for the call.
struct DeploymentOptions {
    std::int64_t time = 0;  // seconds since 1970: as of when
    Profile profile = Profile::webpki;
    Purpose purpose = Purpose::server;
    std::vector<PeerName> hosts;                 // names that the deployment must cover
    std::optional<std::int64_t> expires_within;  // seconds
    std::span<const TrustAnchorSet> stores;      // a chain to any of them is good
    const ProgrammeTable* programmes = nullptr;  // null: no matrix
    const OneCrl* one_crl = nullptr;
    const CtLogList* ct_logs = nullptr;  // null: SCTs are not judged
    const KeyBlocklist* blocklist = nullptr;
    RevocationChecker* revocation = nullptr;
    // OCSP responses of the files: what servers would staple.
    std::span<const OcspResponsePtr> staples;
    // Certificates that may serve as intermediates, and are not in the files.
    std::span<const CertificatePtr> intermediates;
    bool pedantic = false;  // lints that say no more than "not recommended"
};

// One object of a file, by itself.
struct ObjectReport {
    std::size_t file = 0;
    FileObject object;
    std::vector<Finding> findings;
};

struct FileReport {
    std::string name;
    std::vector<FileProblem> problems;
    std::vector<Finding> findings;
};

struct StoreReport {
    std::string name;
    PathReport paths;
};

struct NameReport {
    PeerName name;
    NameMatch match = NameMatch::no;
};

// One server certificate with what goes with it. Numbers are places in CheckReport::objects.
struct DeploymentReport {
    std::size_t leaf = 0;
    bool server_certificate = true;  // false: only CA certificates are there
    std::vector<std::size_t> sent;   // what a server with this file would send, in order
    std::optional<std::size_t> key;  // a private key that belongs to the leaf
    std::vector<std::size_t> other_keys;
    std::vector<std::size_t> requests;

    Verdict verdict = Verdict::invalid;  // the best of all stores
    std::vector<StoreReport> stores;
    std::size_t best_store = 0;
    SentChain chain;
    std::vector<NameReport> names;
    bool publicly_trusted = false;  // or would be, but for what the findings say
    std::vector<ProgrammeVerdict> programmes;
    std::optional<CtReport> ct;
    std::vector<Finding> lints;  // Finding::certificate: place in `sent`
    std::vector<Forecast> forecast;
    std::vector<Finding> findings;  // of the whole

    const Path* best_path() const {
        return best_store < stores.size() ? stores[best_store].paths.best_path() : nullptr;
    }
    // When the last of the valid paths ends; nothing when there is none.
    std::optional<std::int64_t> works_until() const;
};

// The same prime, or the same key, in several objects.
struct SharedSecretReport {
    bool same_key = false;  // else a common prime
    std::vector<std::size_t> objects;
};

struct CheckReport {
    std::int64_t time = 0;
    std::vector<FileReport> files;
    std::vector<ObjectReport> objects;
    std::vector<DeploymentReport> deployments;
    std::vector<SharedSecretReport> shared;
    bool shared_complete = true;

    // All findings of at least that severity. What could not be read is no judgement: see
    // problems().
    std::size_t count(Severity least) const;
    std::size_t problems() const;
    bool inconclusive() const;
};

CheckReport examine_files(std::vector<FileToCheck> files, const DeploymentOptions& options);

}  // namespace tlsonar::trust
