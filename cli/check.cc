#include "cli/check.h"

#include "cli/command.h"
#include "cli/stores.h"
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
#include <fstream>
#include <iterator>
#include <memory>
#include <set>

#include <sys/stat.h>

namespace tlsonar::cli {
namespace {

using Octets = std::vector<std::uint8_t>;

void complain(const std::string& sentence) {
    std::fprintf(stderr, "tlsonar: %s\n", printable(sentence).c_str());
}

// The whole of a file, at most `most` octets and one more.
std::optional<Octets> read_stream(std::FILE* file, std::size_t most) {
    Octets out;
    std::uint8_t buffer[65536];
    while (out.size() <= most) {
        const std::size_t n = std::fread(buffer, 1, sizeof buffer, file);
        out.insert(out.end(), buffer, buffer + n);
        if (n < sizeof buffer) break;
    }
    if (std::ferror(file) != 0) return std::nullopt;
    return out;
}

std::optional<Octets> read_file(const std::string& path, std::size_t most) {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"),
                                                               std::fclose);
    if (!file) return std::nullopt;
    return read_stream(file.get(), most);
}

// The run: from the options to the exit code.
class Check {
  public:
    explicit Check(const CheckOptions& options) : options_(options) {}
    int run();

  private:
    bool load_files();
    bool load_trust_stores();
    bool load_tables();
    bool load_programmes();
    bool load_one_crl();
    bool load_ct_logs();
    bool load_blocklist();
    bool read_hosts();
    void collect_revocation();
    trust::CheckReport examine();
    bool fetch_missing(const trust::CheckReport& report);
    bool write(const trust::CheckReport& report);
    int exit_code(const trust::CheckReport& report) const;

    const CheckOptions& options_;
    std::vector<trust::FileToCheck> files_;
    std::vector<trust::TrustAnchorSet> stores_;
    std::optional<trust::ProgrammeTable> programmes_;
    std::optional<trust::OneCrl> one_crl_;
    std::optional<trust::CtLogList> ct_logs_;
    std::optional<trust::KeyBlocklist> blocklist_;
    std::unique_ptr<trust::RevocationFetcher> fetcher_;
    std::unique_ptr<trust::RevocationJudge> revocation_;
    std::vector<trust::CertificatePtr> fetched_;
    std::set<std::string> asked_;  // URLs
    std::vector<trust::PeerName> hosts_;
    std::int64_t time_ = 0;
    bool file_missing_ = false;
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

std::string as_string(const Octets& octets) { return std::string(as_text(octets)); }

bool Check::load_programmes() {
    if (options_.programmes.empty()) {
        programmes_ = trust::ProgrammeTable::built_in();
        return true;
    }
    const auto octets = read_file(options_.programmes, trust::ProgrammeTable::kMaxText);
    if (!octets) {
        complain("cannot read " + options_.programmes + ": " + std::strerror(errno));
        return false;
    }
    auto table = trust::ProgrammeTable::parse(as_string(*octets));
    if (!table) {
        complain(options_.programmes + ":" + std::to_string(table.error().line) + ": " +
                 table.error().what);
        return false;
    }
    programmes_ = *std::move(table);
    return true;
}

bool Check::load_one_crl() {
    if (options_.one_crl.empty()) {
        one_crl_ = trust::OneCrl::built_in();
        return true;
    }
    const auto octets = read_file(options_.one_crl, trust::ProgrammeTable::kMaxText);
    if (!octets) {
        complain("cannot read " + options_.one_crl + ": " + std::strerror(errno));
        return false;
    }
    auto list = trust::OneCrl::parse(as_string(*octets));
    if (!list) {
        complain(options_.one_crl + ":" + std::to_string(list.error().line) + ": " +
                 list.error().what);
        return false;
    }
    one_crl_ = *std::move(list);
    return true;
}

bool Check::load_ct_logs() {
    if (options_.ct_logs.empty()) {
        ct_logs_ = trust::CtLogList::builtin();
        return true;
    }
    const auto octets = read_file(options_.ct_logs, trust::CtLogList::kMaxJson);
    if (!octets) {
        complain("cannot read " + options_.ct_logs + ": " + std::strerror(errno));
        return false;
    }
    auto list = trust::CtLogList::from_json(as_string(*octets));
    if (!list) {
        complain(options_.ct_logs + ": " + list.error());
        return false;
    }
    ct_logs_ = *std::move(list);
    return true;
}

bool Check::load_blocklist() {
    if (options_.blocklist.empty()) return true;
    const auto octets = read_file(options_.blocklist, trust::KeyBlocklist::kMaxOctets);
    if (!octets) {
        complain("cannot read " + options_.blocklist + ": " + std::strerror(errno));
        return false;
    }
    blocklist_ = trust::KeyBlocklist::read(*octets);
    if (!blocklist_)
        complain(options_.blocklist + " is no blocklist: sorted blocks of 16 octets are wanted");
    return blocklist_.has_value();
}

bool Check::load_tables() {
    return load_programmes() && load_one_crl() && load_ct_logs() && load_blocklist();
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

// CRLs and OCSP responses of the files, and the network where it is allowed.
void Check::collect_revocation() {
    trust::RevocationMaterial material;
    for (const trust::FileToCheck& file : files_)
        for (const trust::FileObject& object : file.contents.objects) {
            if (object.kind == trust::ObjectKind::crl)
                material.crls.push_back(trust::parse_crl(object.der));
            else if (object.kind == trust::ObjectKind::ocsp_response)
                material.responses.push_back({trust::parse_ocsp_response(object.der), false});
            else if (object.certificate)
                material.certificates.add(object.certificate);
        }
    if (options_.fetch) {
        trust::FetchOptions how;
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
    how.intermediates = fetched_;
    how.pedantic = options_.pedantic;
    return trust::examine_files(files_, how);
}

// Issuers that the certificates say where to get (RFC 5280 section 4.2.2.1). True when one came.
bool Check::fetch_missing(const trust::CheckReport& report) {
    const std::size_t before = fetched_.size();
    for (const trust::DeploymentReport& deployment : report.deployments)
        for (const trust::StoreReport& store : deployment.stores)
            for (const trust::MissingIssuer& missing : store.paths.missing)
                for (const std::string& url : missing.aia_urls) {
                    if (!asked_.insert(url).second) continue;
                    const auto body = fetcher_->get(url, time_);
                    if (!body) {
                        complain("could not fetch " + url + ": " +
                                 std::string(trust::fetch_failure_name(body.error().failure)));
                        continue;
                    }
                    for (trust::FileObject& object : trust::read_objects(*body, url).objects)
                        if (object.certificate) fetched_.push_back(object.certificate);
                }
    return fetched_.size() > before;
}

bool Check::write(const trust::CheckReport& report) {
    std::string text;
    if (options_.json) {
        text = reports::check_json(report, {TLSONAR_VERSION, &*programmes_, &*ct_logs_});
    } else {
        text = reports::check_text(
            report, {options_.style, &*programmes_, options_.all_paths, options_.verbose});
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

int Check::exit_code(const trust::CheckReport& report) const {
    if (file_missing_) return kUsage;
    if (report.count(options_.fail_on) != 0) return kViolations;
    return report.problems() != 0 || report.inconclusive() ? kIncomplete : kFine;
}

int Check::run() {
    using namespace std::chrono;
    time_ = options_.as_of ? *options_.as_of
                           : duration_cast<seconds>(system_clock::now().time_since_epoch()).count();
    if (!read_hosts() || !load_tables() || !load_trust_stores() || !load_files()) return kUsage;
    collect_revocation();
    trust::CheckReport report = examine();
    // Each round may find the issuer of what the last one brought.
    constexpr int kRounds = 4;
    for (int round = 0; fetcher_ && round < kRounds && fetch_missing(report); ++round)
        report = examine();
    if (!write(report)) return kUsage;
    return exit_code(report);
}

}  // namespace

int check(const CheckOptions& options) { return Check(options).run(); }

}  // namespace tlsonar::cli
