#include "trust/deployment/examine.h"

#include "trust/deployment/chain_kinds.h"
#include "trust/deployment/deployment_judge.h"
#include "trust/deployment/grouping.h"
#include "trust/keys/batch_gcd.h"
#include "trust/keys/examine_key.h"

#include <algorithm>
#include <map>

namespace tlsonar::trust {
namespace {

// Bits of st_mode.
constexpr unsigned kReadableByOthers = 04;

std::string octal(unsigned mode) {
    std::string out;
    for (int shift = 6; shift >= 0; shift -= 3)
        out += static_cast<char>('0' + ((mode >> shift) & 7U));
    return out;
}

class Examination {
  public:
    Examination(std::vector<FileToCheck> files, const DeploymentOptions& options)
        : files_(std::move(files)), options_(options) {}

    CheckReport run() && {
        report_.time = options_.time;
        take_files();
        examine_objects();
        find_shared();
        CertificatePool pool;
        for (const ObjectReport& object : report_.objects)
            if (object.object.certificate) pool.add(object.object.certificate);
        for (const CertificatePtr& certificate : options_.intermediates)
            pool.add(certificate);
        const TrustAnchorSet anchors = programme_anchors(options_.programmes);
        std::optional<ProgrammeAnchors> by_programme;
        if (options_.programmes != nullptr) by_programme.emplace(*options_.programmes);
        ValidationCache cache;
        const JudgeContext context{report_.objects,
                                   options_,
                                   pool,
                                   anchors,
                                   by_programme ? &*by_programme : nullptr,
                                   cache};
        for (const SentGroup& group : group_certificates(report_.objects))
            report_.deployments.push_back(judge_deployment(group, context));
        return std::move(report_);
    }

  private:
    void take_files();
    void examine_objects();
    void find_shared();

    std::vector<FileToCheck> files_;
    const DeploymentOptions& options_;
    CheckReport report_;
};

void Examination::take_files() {
    for (FileToCheck& file : files_) {
        FileReport out;
        out.name = std::move(file.contents.name);
        out.problems = std::move(file.contents.problems);
        const auto& objects = file.contents.objects;
        // An encrypted key is less of a prize: the password guards it.
        const bool has_open_key = std::any_of(objects.begin(), objects.end(), [](const auto& o) {
            return o.kind == ObjectKind::private_key && !o.encrypted;
        });
        if (has_open_key && file.mode && (*file.mode & kReadableByOthers) != 0)
            out.findings.push_back({&kKeyReadable, Finding::kNoCertificate,
                                    "mode " + octal(*file.mode), "600 or 640"});
        for (FileObject& object : file.contents.objects)
            report_.objects.push_back({report_.files.size(), std::move(object), {}});
        report_.files.push_back(std::move(out));
    }
}

// Each key once, however many objects have it.
void Examination::examine_objects() {
    std::map<std::array<std::uint8_t, 32>, std::vector<Finding>> known;
    KeyExamination how;
    how.blocklist = options_.blocklist;
    for (ObjectReport& object : report_.objects) {
        if (const SubjectKeyPtr& key = object.object.key) {
            auto at = known.find(key->sha256);
            if (at == known.end()) at = known.emplace(key->sha256, examine_key(*key, how)).first;
            object.findings = at->second;
        }
        if (object.object.request) {
            auto more = examine_request(*object.object.request);
            object.findings.insert(object.findings.end(), std::make_move_iterator(more.begin()),
                                   std::make_move_iterator(more.end()));
        }
    }
}

// Certificates of different subjects with one key, and primes that moduli share. A key beside its
// own certificate and request is no re-use.
void Examination::find_shared() {
    std::vector<Bytes> moduli;
    std::vector<std::size_t> owners;
    std::map<std::array<std::uint8_t, 32>, std::vector<std::size_t>> by_key;
    for (std::size_t i = 0; i < report_.objects.size(); ++i) {
        const FileObject& object = report_.objects[i].object;
        if (!object.key) continue;
        auto& same = by_key[object.key->sha256];
        if (same.empty() && !object.key->summary.rsa_modulus.empty()) {
            moduli.push_back(object.key->bytes(object.key->summary.rsa_modulus));
            owners.push_back(i);
        }
        if (object.kind == ObjectKind::certificate) same.push_back(i);
        if (same.empty()) same.reserve(1);
    }
    for (const auto& [key, places] : by_key) {
        std::vector<std::size_t> different;
        for (const std::size_t place : places) {
            const CertificatePtr& c = report_.objects[place].object.certificate;
            const bool repeated =
                std::any_of(different.begin(), different.end(), [&](std::size_t other) {
                    return report_.objects[other].object.certificate->sha256 == c->sha256;
                });
            if (!repeated) different.push_back(place);
        }
        if (different.size() > 1) report_.shared.push_back({true, std::move(different)});
    }
    if (moduli.size() < 2) return;
    const BatchGcdResult result = find_shared_primes(moduli);
    report_.shared_complete = result.complete;
    for (const Finding& finding : batch_findings(result)) {
        if (finding.certificate >= owners.size() || finding.kind->id != "key.shared-prime")
            continue;
        Finding own = finding;
        own.certificate = Finding::kNoCertificate;
        report_.objects[owners[finding.certificate]].findings.push_back(std::move(own));
    }
    for (const SharedPrime& shared : result.shared) {
        SharedSecretReport out;
        for (const std::size_t member : shared.members)
            out.objects.push_back(owners[member]);
        report_.shared.push_back(std::move(out));
    }
}

bool at_least(const Finding& finding, Severity least) { return finding.kind->severity >= least; }

std::size_t count_in(const std::vector<Finding>& findings, Severity least) {
    return static_cast<std::size_t>(std::count_if(
        findings.begin(), findings.end(), [&](const Finding& f) { return at_least(f, least); }));
}

std::size_t count_in(const DeploymentReport& deployment, Severity least) {
    std::size_t n = count_in(deployment.findings, least) + count_in(deployment.lints, least) +
                    count_in(deployment.chain.findings, least);
    if (const Path* path = deployment.best_path()) n += count_in(path->findings, least);
    if (deployment.ct) n += count_in(deployment.ct->findings, least);
    return n;
}

}  // namespace

std::optional<std::int64_t> DeploymentReport::works_until() const {
    std::optional<std::int64_t> until;
    for (const StoreReport& store : stores)
        for (const Path& path : store.paths.paths)
            if (path.verdict == Verdict::valid)
                until = std::max(until.value_or(path.earliest_expiry), path.earliest_expiry);
    return until;
}

std::size_t CheckReport::count(Severity least) const {
    std::size_t n = 0;
    for (const FileReport& file : files)
        n += count_in(file.findings, least);
    for (const ObjectReport& object : objects)
        n += count_in(object.findings, least);
    for (const DeploymentReport& deployment : deployments)
        n += count_in(deployment, least);
    return n;
}

std::size_t CheckReport::problems() const {
    std::size_t n = 0;
    for (const FileReport& file : files)
        n += file.problems.size();
    return n;
}

bool CheckReport::inconclusive() const {
    return !shared_complete ||
           std::any_of(deployments.begin(), deployments.end(), [](const DeploymentReport& d) {
               return d.verdict == Verdict::inconclusive;
           });
}

CheckReport examine_files(std::vector<FileToCheck> files, const DeploymentOptions& options) {
    return Examination(std::move(files), options).run();
}

}  // namespace tlsonar::trust
