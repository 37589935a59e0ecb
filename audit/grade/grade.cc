#include "audit/grade/grade.h"

#include <algorithm>
#include <array>
#include <limits>

namespace tlsonar::audit {
namespace {

struct Points {
    std::string_view version;
    int points;
};
constexpr Points kProtocolPoints[] = {{"SSLv2", 0},    {"SSLv3", 80},    {"TLSv1.0", 90},
                                      {"TLSv1.1", 95}, {"TLSv1.2", 100}, {"TLSv1.3", 100}};

// The points of the first row whose limit is above the bits.
struct Row {
    std::int64_t below;
    int points;
};
constexpr std::int64_t kAnyBits = std::numeric_limits<std::int64_t>::max();
constexpr Row kFiniteField[] = {{512, 20}, {1024, 40}, {2048, 80}, {4096, 90}, {kAnyBits, 100}};
constexpr Row kElliptic[] = {{110, 20}, {123, 40}, {163, 80}, {225, 90}, {kAnyBits, 100}};
constexpr Row kCipher[] = {{1, 0}, {128, 20}, {256, 80}, {kAnyBits, 100}};

template <std::size_t N>
int points_of(const Row (&rows)[N], std::int64_t bits) {
    return std::ranges::find_if(rows, [&](const Row& row) { return bits < row.below; })->points;
}

constexpr int kSixMonths = 180 * 24 * 60 * 60;  // of HSTS, in seconds

// From the best to the worst; what comes later caps what came before.
constexpr std::string_view kLetters[] = {"A", "B", "C", "D", "E", "F", "M", "T"};
std::size_t rank(std::string_view letter) {
    return static_cast<std::size_t>(std::ranges::find(kLetters, letter) - std::begin(kLetters));
}

std::string_view letter_of(int total) {
    constexpr int kLeast[] = {80, 65, 50, 35, 20};
    for (std::size_t i = 0; i < std::size(kLeast); ++i)
        if (total >= kLeast[i]) return kLetters[i];
    return "F";
}

bool contains(std::string_view name, std::initializer_list<std::string_view> parts) {
    return std::ranges::any_of(
        parts, [&](std::string_view part) { return name.find(part) != std::string_view::npos; });
}
bool is_rc4(std::string_view name) { return contains(name, {"_RC4_"}); }
bool is_block_of_64(std::string_view name) {
    return contains(name, {"_3DES_", "_DES_", "_DES40_", "_IDEA_", "_RC2_"});
}
bool is_aead(std::string_view name) { return contains(name, {"_GCM_", "_CCM", "_POLY1305_"}); }

class Grader {
  public:
    explicit Grader(const Subject& subject) : subject_(subject) {}

    Grade run() {
        if (!suffices()) return std::move(grade_);
        score_protocols();
        score_key_exchange();
        score_ciphers();
        cap_protocols();
        cap_suites();
        cap_weaknesses();
        cap_chain();
        warn();
        conclude();
        return std::move(grade_);
    }

  private:
    const Names* names(std::string_view fact) const {
        const Fact* found = subject_.facts.find(fact);
        return found != nullptr && found->known && found->complete
                   ? std::get_if<Names>(&found->value)
                   : nullptr;
    }
    std::optional<std::int64_t> number(std::string_view fact) const {
        const Fact* found = subject_.facts.find(fact);
        if (found == nullptr || !found->known) return std::nullopt;
        const auto* value = std::get_if<std::int64_t>(&found->value);
        return value != nullptr ? std::optional(*value) : std::nullopt;
    }
    std::optional<bool> flag(std::string_view fact) const {
        const Fact* found = subject_.facts.find(fact);
        if (found == nullptr || !found->known) return std::nullopt;
        const auto* value = std::get_if<bool>(&found->value);
        return value != nullptr ? std::optional(*value) : std::nullopt;
    }
    bool speaks(std::string_view version) const {
        return std::ranges::find(*protocols_, version) != protocols_->end();
    }
    bool finding(std::string_view id) const {
        return std::ranges::find(subject_.findings, id, &FindingView::id) !=
               subject_.findings.end();
    }
    void cap(std::string_view letter, std::string reason) {
        grade_.caps.push_back({std::string(letter), std::move(reason)});
    }
    void tell(std::string line) { grade_.arithmetic.push_back(std::move(line)); }

    bool suffices() {
        protocols_ = names("server.protocols.accepted");
        const Names* suites = names("server.suites.accepted");
        if (subject_.mode != Mode::active)
            grade_.cause = "only a scan can be graded";
        else if (!subject_.reached())
            grade_.cause = subject_.trouble;
        else if (protocols_ == nullptr || protocols_->empty())
            grade_.cause = "not all protocol versions are known";
        else if (suites == nullptr || suites->empty())
            grade_.cause = "not all cipher suites are known";
        else if (!flag("cert.chain.trusted"))
            grade_.cause = "the chain was not validated";
        return grade_.cause.empty();
    }

    void score_protocols() {
        int best = 0;
        int worst = 100;
        for (const Points& row : kProtocolPoints) {
            if (!speaks(row.version)) continue;
            best = std::max(best, row.points);
            worst = std::min(worst, row.points);
        }
        grade_.protocol = (best + worst) / 2;
        tell("protocols: (" + std::to_string(best) + " + " + std::to_string(worst) +
             ") / 2 = " + std::to_string(grade_.protocol));
    }

    void lower_key_exchange(int points, const std::string& because) {
        if (points >= grade_.key_exchange) return;
        grade_.key_exchange = points;
        tell("key exchange: " + std::to_string(points) + " for " + because);
    }

    void score_key_exchange() {
        grade_.key_exchange = 100;
        for (const ChainView& chain : subject_.chains) {
            if (chain.sent.empty()) continue;
            const CertificateView& leaf = *chain.sent.front();
            const bool finite = leaf.key == "RSA" || leaf.key == "DSA";
            const bool elliptic = leaf.key == "EC" || leaf.key.starts_with("ED");
            const auto bits = std::int64_t{leaf.key_bits};
            const std::string what = leaf.key + " " + std::to_string(bits);
            if (finite) lower_key_exchange(points_of(kFiniteField, bits), what);
            if (elliptic) lower_key_exchange(points_of(kElliptic, bits), what);
        }
        if (const auto bits = number("server.kex.ffdhe.min_bits"))
            lower_key_exchange(points_of(kFiniteField, *bits),
                               "Diffie-Hellman of " + std::to_string(*bits) + " bits");
        if (finding("tls.anonymous")) lower_key_exchange(0, "anonymous key exchange");
        if (grade_.key_exchange == 100) tell("key exchange: 100");
        const std::string points = std::to_string(grade_.key_exchange);
        constexpr int kCapsF = 40;
        constexpr int kCapsB = 80;
        if (grade_.key_exchange <= kCapsF)
            cap("F", "key exchange of " + points + " points");
        else if (grade_.key_exchange <= kCapsB)
            cap("B", "key exchange of " + points + " points");
    }

    template <class Visit>
    void each_suite(Visit visit) const {
        for (const ListView& list : subject_.suites)
            for (const ListView::Item& item : list.items)
                visit(list.version, item);
    }

    void score_ciphers() {
        std::int64_t strongest = 0;
        std::int64_t weakest = kAnyBits;
        each_suite([&](const std::string&, const ListView::Item& item) {
            strongest = std::max<std::int64_t>(strongest, item.strength);
            weakest = std::min<std::int64_t>(weakest, item.strength);
        });
        const int best = points_of(kCipher, strongest);
        const int worst = points_of(kCipher, weakest == kAnyBits ? 0 : weakest);
        grade_.cipher = (best + worst) / 2;
        tell("ciphers: (" + std::to_string(best) + " + " + std::to_string(worst) +
             ") / 2 = " + std::to_string(grade_.cipher));
        constexpr std::int64_t kLeastBits = 112;
        if (weakest < kLeastBits) cap("F", "a cipher of less than 112 bits");
    }

    void cap_protocols() {
        if (speaks("SSLv2")) cap("F", "SSLv2");
        const bool tls =
            speaks("TLSv1.0") || speaks("TLSv1.1") || speaks("TLSv1.2") || speaks("TLSv1.3");
        if (!tls) cap("F", "nothing newer than SSLv3");
        if (!speaks("TLSv1.2") && !speaks("TLSv1.3")) cap("C", "no TLS 1.2 and no TLS 1.3");
        for (const std::string_view old : {"SSLv3", "TLSv1.0", "TLSv1.1"})
            if (speaks(old)) cap("B", std::string(old));
    }

    void cap_suites() {
        bool export_grade = false, rc4 = false, late_rc4 = false, late_64 = false;
        bool forward = false, aead = false;
        each_suite([&](const std::string& version, const ListView::Item& item) {
            const bool late = version == "TLS 1.1" || version == "TLS 1.2" || version == "TLS 1.3";
            export_grade |= contains(item.name, {"EXPORT"});
            rc4 |= is_rc4(item.name);
            late_rc4 |= late && is_rc4(item.name);
            late_64 |= late && is_block_of_64(item.name);
            forward |= item.forward_secrecy;
            aead |= is_aead(item.name);
        });
        if (export_grade) cap("F", "export cipher suites");
        if (late_rc4) cap("C", "RC4 with TLS 1.1 or newer");
        if (late_64) cap("C", "a cipher with blocks of 64 bits with TLS 1.1 or newer");
        if (rc4) cap("B", "RC4");
        if (!forward) cap("B", "no forward secrecy");
        if (!aead) cap("B", "no AEAD cipher suite");
    }

    void cap_weaknesses() {
        if (finding("tls.drown")) cap("F", "DROWN");
        if (finding("tls.poodle")) cap("C", "POODLE");
        if (flag("server.compression") == true) cap("C", "TLS compression (CRIME)");
        if (number("cert.leaf.key.rsa_exponent") == 1) cap("F", "RSA exponent 1");
    }

    void cap_chain() {
        bool incomplete = false;
        std::string why = "the chain is not trusted";
        for (const ChainView& chain : subject_.chains) {
            if (chain.asked != "default") continue;
            for (const FindingView& finding : chain.findings) {
                if (finding.id == "path.missing-issuer") incomplete = true;
                if (finding.id == "path.untrusted-root" || finding.id == "path.expired" ||
                    finding.id == "path.not-yet-valid" || finding.id == "path.revoked" ||
                    finding.id == "path.signature-algorithm-weak")
                    why = finding.title;
            }
        }
        const Names* hashes = names("cert.chain.signature_hashes");
        if (hashes != nullptr && std::ranges::any_of(*hashes, [](const std::string& hash) {
                return hash == "MD2" || hash == "MD5";
            }))
            cap("F", "a certificate is signed with MD2 or MD5");
        const bool mismatch = flag("cert.leaf.hostname_match") == false;
        if (flag("cert.chain.trusted") == true) return;
        if (incomplete)
            cap("B", "the chain is incomplete");
        else if (!mismatch || why != "the chain is not trusted")
            cap("T", why);
        if (mismatch) cap("M", "the certificate is for another name");
    }

    void warn() {
        if (!speaks("TLSv1.3")) grade_.warnings.emplace_back("no TLS 1.3");
        if (flag("server.renegotiation.secure") == false)
            grade_.warnings.emplace_back("no secure renegotiation");
        const Fact* hsts = subject_.facts.find("http.hsts.max_age");
        hsts_known_ = hsts != nullptr && hsts->known;
        const auto age = number("http.hsts.max_age");
        if (hsts_known_ && (!age || *age < kSixMonths))
            grade_.warnings.emplace_back("no HSTS of at least 180 days");
    }

    void conclude() {
        const int protocol = grade_.protocol * 30 / 100;
        const int key_exchange = grade_.key_exchange * 30 / 100;
        const int cipher = grade_.cipher * 40 / 100;
        const bool nothing = grade_.protocol == 0 || grade_.key_exchange == 0 || grade_.cipher == 0;
        grade_.total = nothing ? 0 : protocol + key_exchange + cipher;
        tell("total: " + std::to_string(protocol) + " + " + std::to_string(key_exchange) + " + " +
             std::to_string(cipher) + " = " + std::to_string(protocol + key_exchange + cipher) +
             (nothing ? ", but a category of 0 makes it 0" : ""));
        std::string letter(letter_of(grade_.total));
        for (const Grade::Cap& cap : grade_.caps)
            if (rank(cap.letter) > rank(letter)) letter = cap.letter;
        if (rank(letter) >= rank("F")) {
            grade_.protocol = grade_.key_exchange = grade_.cipher = grade_.total = 0;
            tell(letter + ": whatever the scores are, they count as 0");
        } else if (letter == "A" && grade_.caps.empty()) {
            if (!grade_.warnings.empty())
                letter = "A-";
            else if (hsts_known_)
                letter = "A+";
        }
        grade_.letter = std::move(letter);
    }

    const Subject& subject_;
    const Names* protocols_ = nullptr;
    bool hsts_known_ = false;  // otherwise it is neither A+ nor A-
    Grade grade_;
};

}  // namespace

Grade grade(const Subject& subject) { return Grader(subject).run(); }

}  // namespace tlsonar::audit
