#include "cli/check.h"

#include "cli/command.h"
#include "cli/intermediates.h"
#include "cli/say.h"
#include "cli/stores.h"
#include "cli/tables.h"
#include "core/text.h"
#include "reports/check_json.h"
#include "reports/terminal/check_text.h"
#include "trust/deployment/examine.h"
#include "trust/revocation/checker.h"
#include "trust/revocation/fetch.h"

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <memory>
#include <set>

#include <sys/stat.h>

namespace tlsonar::cli {
namespace {

// The run: from the options to the exit code.
class Check {
  public:
    explicit Check(const CheckOptions& options) : options_(options), judging_(options.judging) {}
    int run();

  private:
    bool load_files();
    bool load_trust_stores();
    bool load_tables();
    bool read_hosts();
    bool load_lent();
    void collect_revocation();
    trust::CheckReport examine();
    bool fetch_missing(const trust::CheckReport& report);
    void fetch_issuer(const std::string& url);
    bool write(const trust::CheckReport& report);
    int exit_code(const trust::CheckReport& report) const;
    int judge(const trust::CheckReport& report, int code);

    const CheckOptions& options_;
    Judging judging_;
    std::vector<trust::FileToCheck> files_;
    std::vector<trust::TrustAnchorSet> stores_;
    std::optional<trust::ProgrammeTable> programmes_;
    std::optional<trust::OneCrl> one_crl_;
    std::optional<trust::CtLogList> ct_logs_;
    std::optional<trust::KeyBlocklist> blocklist_;
    std::unique_ptr<trust::RevocationFetcher> fetcher_;
    std::unique_ptr<trust::RevocationJudge> revocation_;
    std::vector<trust::CertificatePtr> lent_;  // not in the files: seen before, or fetched
    std::vector<trust::OcspResponsePtr> responses_;
    std::set<std::string> asked_;  // URLs
    std::vector<trust::PeerName> hosts_;
    std::int64_t time_ = 0;
    bool file_missing_ = false;
    bool cache_fails_ = false;
};

bool Check::load_files() {
    trust::ReadOptions how;
    how.passwords = options_.passwords;
    for (const std::string& path : options_.files) {
        const bool standard_input = path == "-";
        errno = 0;
        const auto octets = standard_input ? read_stream(stdin, trust::ReadOptions::kMaxOctets)
                                           : read_file(path, trust::ReadOptions::kMaxOctets);
        if (!octets) {
            complain("cannot read " + path + ": " + std::strerror(errno));
            file_missing_ = true;
            continue;
        }
        trust::FileToCheck file;
        struct stat status {};
        if (!standard_input && stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode))
            file.mode = static_cast<unsigned>(status.st_mode) & 0777U;
        file.contents =
            trust::read_objects(*octets, standard_input ? "(standard input)" : path, how);
        files_.push_back(std::move(file));
    }
    return !files_.empty();
}

bool Check::load_trust_stores() {
    auto loaded = load_stores(options_.stores);
    if (!loaded) {
        complain(loaded.error());
        return false;
    }
    for (const std::string& note : loaded->notes)
        complain(note);
    stores_ = std::move(loaded->stores);
    return true;
}

// The value, or the sentence why there is none.
template <class T>
bool take(Result<T, std::string> loaded, std::optional<T>& into) {
    if (!loaded) {
        complain(loaded.error());
        return false;
    }
    into = std::move(loaded).value();
    return true;
}

bool Check::load_tables() {
    return take(load_programmes(options_.programmes), programmes_) &&
           take(load_one_crl(options_.one_crl), one_crl_) &&
           take(load_ct_logs(options_.ct_logs), ct_logs_) &&
           (options_.blocklist.empty() || take(load_blocklist(options_.blocklist), blocklist_));
}

bool Check::read_hosts() {
    for (const std::string& host : options_.hosts) {
        auto name = trust::PeerName::from_text(host);
        if (!name) {
            complain("--host \"" + host + "\" is neither a name nor an IP address");
            return false;
        }
        hosts_.push_back(*std::move(name));
    }
    return true;
}

// Certificates that the files may lack: of --intermediates, and of earlier runs.
bool Check::load_lent() {
    auto loaded = load_intermediates(options_.intermediates);
    if (!loaded) {
        complain(loaded.error());
        return false;
    }
    for (const std::string& note : loaded->notes)
        complain(note);
    lent_.assign(loaded->certificates.all().begin(), loaded->certificates.all().end());
    if (options_.cache.empty()) return true;
    for (trust::CertificatePtr& certificate : kept_intermediates(options_.cache))
        lent_.push_back(std::move(certificate));
    return true;
}

// CRLs and OCSP responses of the files, and the network where it is allowed.
void Check::collect_revocation() {
    trust::RevocationMaterial material;
    for (const trust::FileToCheck& file : files_)
        for (const trust::FileObject& object : file.contents.objects) {
            if (object.kind == trust::ObjectKind::crl)
                material.crls.push_back(trust::parse_crl(object.der));
            else if (object.kind == trust::ObjectKind::ocsp_response)
                responses_.push_back(trust::parse_ocsp_response(object.der));
            else if (object.certificate)
                material.certificates.add(object.certificate);
        }
    for (const trust::OcspResponsePtr& response : responses_)
        material.responses.push_back({response, false});
    if (options_.fetch) {
        trust::FetchOptions how;
        how.timeout_ms = 1'000L * options_.fetch_timeout;
        how.connect_timeout_ms = std::min(how.connect_timeout_ms, how.timeout_ms);
        how.cache_directory = options_.cache;
        fetcher_ = std::make_unique<trust::RevocationFetcher>(how);
    }
    // Without anything to judge by, every certificate would only be "unknown".
    if (material.crls.empty() && material.responses.empty() && !fetcher_) return;
    revocation_ = std::make_unique<trust::RevocationJudge>(
        std::move(material), trust::RevocationOptions{}, fetcher_.get());
}

trust::CheckReport Check::examine() {
    trust::DeploymentOptions how;
    how.time = time_;
    how.profile = options_.profile;
    how.purpose = options_.purpose;
    how.hosts = hosts_;
    how.expires_within = options_.expires_within;
    how.stores = stores_;
    how.programmes = &*programmes_;
    how.one_crl = &*one_crl_;
    how.ct_logs = &*ct_logs_;
    how.blocklist = blocklist_ ? &*blocklist_ : nullptr;
    how.revocation = revocation_.get();
    how.staples = responses_;
    how.intermediates = lent_;
    how.pedantic = options_.pedantic;
    return trust::examine_files(files_, how);
}

// Issuers that the certificates say where to get (RFC 5280 section 4.2.2.1). True when one came.
bool Check::fetch_missing(const trust::CheckReport& report) {
    const std::size_t before = lent_.size();
    for (const trust::DeploymentReport& deployment : report.deployments)
        for (const trust::StoreReport& store : deployment.stores)
            for (const trust::MissingIssuer& missing : store.paths.missing)
                for (const std::string& url : missing.aia_urls)
                    if (asked_.insert(url).second) fetch_issuer(url);
    return lent_.size() > before;
}

void Check::fetch_issuer(const std::string& url) {
    const auto body = fetcher_->get(url, time_);
    if (!body) {
        const trust::FetchError& error = body.error();
        complain("could not fetch the issuer from " + url + ": " +
                 std::string(trust::fetch_failure_name(error.failure)) +
                 (error.detail.empty() ? "" : " (" + error.detail + ")"));
        return;
    }
    const std::size_t before = lent_.size();
    for (trust::FileObject& object : trust::read_objects(*body, url).objects) {
        if (!object.certificate) continue;
        if (!options_.cache.empty() && !keep_intermediate(options_.cache, *object.certificate))
            cache_fails_ = true;
        lent_.push_back(object.certificate);
    }
    if (lent_.size() == before) complain("what came from " + url + " is no certificate");
}

bool Check::write(const trust::CheckReport& report) {
    std::string text;
    if (options_.json) {
        text = reports::check_json(report, {TLSONAR_VERSION, &*programmes_, &*ct_logs_});
    } else {
        text = reports::check_text(report, {options_.style, &*programmes_, options_.all_paths,
                                            options_.quiet, options_.verbose});
    }
    const bool to_file = !options_.output.empty() && options_.output != "-";
    std::FILE* out = to_file ? std::fopen(options_.output.c_str(), "wb") : stdout;
    bool fine = out != nullptr && std::fwrite(text.data(), 1, text.size(), out) == text.size();
    if (out != nullptr) fine = (to_file ? std::fclose(out) : std::fflush(out)) == 0 && fine;
    if (!fine)
        complain("cannot write " + (to_file ? options_.output : std::string("the output")) + ": " +
                 std::strerror(errno));
    return fine;
}

// The same document that --json writes, judged.
int Check::judge(const trust::CheckReport& report, int code) {
    if (!options_.judging.asked()) return code;
    const std::string document =
        reports::check_json(report, {TLSONAR_VERSION, &*programmes_, &*ct_logs_});
    const bool read = judging_.read(document, "check");
    JudgingText text;
    text.style = options_.style;
    text.quiet = options_.quiet;
    text.verbose = options_.verbose;
    text.to_stderr = options_.json;
    const int verdict = judging_.end(text);
    return read ? judging_.combined(verdict, code) : static_cast<int>(kUsage);
}

int Check::exit_code(const trust::CheckReport& report) const {
    if (file_missing_) return kUsage;
    if (report.count(options_.fail_on) != 0) return kViolations;
    return report.problems() != 0 || report.inconclusive() ? kIncomplete : kFine;
}

int Check::run() {
    using namespace std::chrono;
    time_ = options_.as_of ? *options_.as_of
                           : duration_cast<seconds>(system_clock::now().time_since_epoch()).count();
    if (options_.judging.asked() && !judging_.begin(time_)) return kUsage;
    if (!read_hosts() || !load_tables() || !load_trust_stores() || !load_lent() || !load_files())
        return kUsage;
    collect_revocation();
    trust::CheckReport report = examine();
    // Each round may find the issuer of what the last one brought.
    constexpr int kRounds = 4;
    for (int round = 0; fetcher_ && round < kRounds && fetch_missing(report); ++round)
        report = examine();
    if (cache_fails_) complain("cannot keep what was fetched in " + options_.cache);
    if (!write(report)) return kUsage;
    return judge(report, exit_code(report));
}

}  // namespace

int check(const CheckOptions& options) { return Check(options).run(); }

}  // namespace tlsonar::cli
