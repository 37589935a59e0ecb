#include "trust/forecast/forecast.h"

#include "trust/der.h"
#include "trust/forecast/kinds.h"

#include <algorithm>

namespace tlsonar::trust {
namespace {

constexpr std::int64_t kDay = 86400;

// Days since 1970 of a civil date; years are counted from March.
constexpr std::int64_t date(int year, int month, int day) {
    const std::int64_t y = month <= 2 ? year - 1 : year;
    const std::int64_t era = y / 400;
    const std::int64_t year_of_era = y - era * 400;
    const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    const std::int64_t day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return (era * 146097 + day_of_era - 719468) * kDay;
}

// The civil date of a moment, YYYY-MM-DD (the inverse of the above).
std::string date_text(std::int64_t seconds) {
    std::int64_t days = seconds / kDay - (seconds % kDay < 0 ? 1 : 0) + 719468;
    const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    const std::int64_t day_of_era = days - era * 146097;
    const std::int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    const std::int64_t day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const std::int64_t from_march = (5 * day_of_year + 2) / 153;
    const std::int64_t day = day_of_year - (153 * from_march + 2) / 5 + 1;
    const std::int64_t month = from_march < 10 ? from_march + 3 : from_march - 9;
    const std::int64_t year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
    const auto two = [](std::int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    return std::to_string(year) + "-" + two(month) + "-" + two(day);
}

// CA/B ballot SC-081v3: certificates issued from `from` live at most `days`; validations of domains
// are reused for at most `reuse` days.
struct Milestone {
    std::int64_t from;
    std::int64_t days;
    std::int64_t reuse;
};
constexpr Milestone kMilestones[] = {
    {date(2026, 3, 15), 200, 200}, {date(2027, 3, 15), 100, 100}, {date(2029, 3, 15), 47, 10}};

// Keys made before `before` leave on `removed`.
struct KeyAge {
    std::int64_t before;
    std::int64_t removed;
};
constexpr KeyAge kKeyAges[] = {{date(2006, 1, 1), date(2025, 4, 15)},
                               {date(2008, 1, 1), date(2026, 4, 15)},
                               {date(2010, 1, 1), date(2027, 4, 15)},
                               {date(2012, 1, 1), date(2028, 4, 15)},
                               {date(2014, 4, 15), date(2029, 4, 15)}};
constexpr int kKeyYears = 15;  // for younger keys

constexpr std::int64_t kClientAuthEnd = date(2027, 3, 15);
constexpr std::int64_t kSha1End = date(2026, 9, 15);
constexpr std::int64_t kSmallKeysEnd = date(2031, 1, 1);
constexpr std::int64_t kClassicEnd = date(2036, 1, 1);

// A forecast in progress.
class Forecaster {
  public:
    explicit Forecaster(const ForecastInput& input) : in_(input) {}
    std::vector<Forecast> run();

  private:
    const CertificateSummary& at(std::size_t i) const { return in_.chain[i]->summary; }
    std::size_t last() const { return in_.chain.size() - 1; }
    bool is_root(std::size_t i) const { return i != 0 && i == last() && at(i).self_issued; }

    void add(std::int64_t when, const FindingKind* kind, std::size_t certificate, std::string found,
             std::string expected);
    void expiry();
    void programmes();
    void key_age();
    void milestones();
    void client_auth();
    void algorithms();

    const ForecastInput& in_;
    std::vector<Forecast> out_;
};

void Forecaster::add(std::int64_t when, const FindingKind* kind, std::size_t certificate,
                     std::string found, std::string expected) {
    Forecast& forecast = out_.emplace_back();
    forecast.date = when;
    forecast.past = when <= in_.as_of;
    forecast.finding = {kind, certificate, std::move(found), std::move(expected)};
}

// Valid through notAfter itself: it ends a second later.
void Forecaster::expiry() {
    for (std::size_t i = 0; i < in_.chain.size(); ++i) {
        const CertificateSummary& one = at(i);
        if (!one.not_after) continue;
        const std::int64_t end = *one.not_after + 1;
        const FindingKind* kind = forecast_kind("forecast.intermediate-expires");
        const bool others = std::any_of(in_.other_paths_end.begin(), in_.other_paths_end.end(),
                                        [&](std::int64_t other) { return other >= end; });
        if (i == 0)
            kind = forecast_kind("forecast.leaf-expires");
        else if (others)
            kind = forecast_kind("forecast.cross-sign-expires");
        else if (is_root(i))
            kind = forecast_kind("forecast.root-expires");
        add(end, kind, i, one.subject.rfc4514(), date_text(end));
    }
}

std::uint64_t be64(Bytes octets) {
    std::uint64_t n = 0;
    for (std::size_t i = 0; i < 8; ++i)
        n = (n << 8) | octets[i];
    return n;
}

// The earliest timestamp of the embedded SCTs, else notBefore. SerializedSCT (RFC 6962
// section 3.2): version, 32 octets of log identifier, timestamp in milliseconds.
std::optional<std::int64_t> issued_at(const Certificate& leaf) {
    constexpr std::string_view kSctList = "1.3.6.1.4.1.11129.2.4.2";
    std::optional<std::int64_t> earliest;
    for (const CertificateExtension& extension : leaf.summary.extensions) {
        if (extension.type.dotted() != kSctList) continue;
        DerReader reader(leaf.bytes(extension.value));
        DerItem list;
        if (!reader.next_if(tag::octet_string, list) || list.content.size() < 2) break;
        Bytes rest = list.content.subspan(2);  // after the list's length
        while (rest.size() >= 2) {
            const std::size_t size = (static_cast<std::size_t>(rest[0]) << 8) | rest[1];
            if (size > rest.size() - 2) break;
            if (size >= 41) {
                const auto when = static_cast<std::int64_t>(be64(rest.subspan(2 + 33)) / 1000);
                earliest = earliest ? std::min(*earliest, when) : when;
            }
            rest = rest.subspan(2 + size);
        }
    }
    return earliest ? earliest : leaf.summary.not_before;
}

void Forecaster::programmes() {
    for (const ProgrammeFact& fact : in_.programme_facts) {
        const std::string found = fact.programme + ": " + at(last()).subject.rfc4514();
        if (fact.rule == ProgrammeFact::Rule::removed_on) {
            add(fact.date, forecast_kind("forecast.root-removed"), last(), found, fact.source);
            continue;
        }
        const auto issued = fact.rule == ProgrammeFact::Rule::sct_after ? issued_at(*in_.chain[0])
                                                                        : at(0).not_before;
        const bool already = issued && *issued > fact.date;
        add(fact.date,
            already ? forecast_kind("forecast.root-distrusted")
                    : forecast_kind("forecast.root-distrusts-renewals"),
            already ? 0 : last(), found, fact.source);
    }
}

void Forecaster::key_age() {
    const bool told = std::any_of(
        in_.programme_facts.begin(), in_.programme_facts.end(),
        [](const ProgrammeFact& fact) { return fact.rule == ProgrammeFact::Rule::removed_on; });
    if (told || !is_root(last())) return;
    const auto made = in_.root_key_made ? in_.root_key_made : at(last()).not_before;
    if (!made) return;
    std::int64_t removed = *made + std::int64_t{kKeyYears} * 365 * kDay + kKeyYears / 4 * kDay;
    for (const KeyAge& age : kKeyAges) {
        if (*made >= age.before) continue;
        removed = age.removed;
        break;
    }
    add(removed, forecast_kind("forecast.root-key-old"), last(),
        (in_.root_key_made ? "key made " : "root issued ") + date_text(*made), date_text(removed));
}

void Forecaster::milestones() {
    const CertificateSummary& leaf = at(0);
    if (!leaf.not_before || !leaf.not_after) return;
    const std::int64_t lifetime = *leaf.not_after - *leaf.not_before + 1;
    for (const Milestone& milestone : kMilestones) {
        if (milestone.from <= *leaf.not_before) continue;  // it was issued under this rule
        if (lifetime > milestone.days * kDay)
            add(milestone.from, forecast_kind("forecast.renewal-lifetime"), 0,
                std::to_string((lifetime + kDay - 1) / kDay) + " days",
                "at most " + std::to_string(milestone.days) + " days");
        add(milestone.from, forecast_kind("forecast.validation-reuse"), 0, "",
            "at most " + std::to_string(milestone.reuse) + " days");
    }
}

bool has_purpose(const CertificateSummary& one, std::string_view purpose) {
    return std::any_of(one.extended_key_usage.begin(), one.extended_key_usage.end(),
                       [&](const ObjectId& id) { return id.dotted() == purpose; });
}

void Forecaster::client_auth() {
    const CertificateSummary& leaf = at(0);
    if (!leaf.not_before || *leaf.not_before >= kClientAuthEnd) return;
    if (has_purpose(leaf, "1.3.6.1.5.5.7.3.1") && has_purpose(leaf, "1.3.6.1.5.5.7.3.2"))
        add(kClientAuthEnd, forecast_kind("forecast.client-auth-ends"), 0, "serverAuth, clientAuth",
            "serverAuth only");
}

void Forecaster::algorithms() {
    for (std::size_t i = 0; i < in_.chain.size(); ++i) {
        const CertificateSummary& one = at(i);
        // A root is trusted by its key; nobody verifies its signature.
        if (in_.publicly_trusted && !is_root(i) && one.signature.hash == "SHA-1")
            add(kSha1End, forecast_kind("forecast.sha1-ends"), i, one.signature.text(), "SHA-256");
        const KeyKind kind = one.public_key.kind;
        const bool rsa = kind == KeyKind::rsa || kind == KeyKind::rsa_pss;
        // A leaf's renewal has the same kind of key; a CA's key matters as long as it lives.
        const auto matters = [&](std::int64_t when) {
            return i == 0 || (one.not_after && *one.not_after >= when);
        };
        if (rsa && one.public_key.bits < 3072 && matters(kSmallKeysEnd))
            add(kSmallKeysEnd, forecast_kind("forecast.key-too-small-2030"), i,
                "RSA, " + std::to_string(one.public_key.bits) + " bits", "3072 bits or more");
        const bool classic = rsa || kind == KeyKind::ec || kind == KeyKind::ed25519 ||
                             kind == KeyKind::ed448 || kind == KeyKind::dsa;
        if (classic && matters(kClassicEnd))
            add(kClassicEnd, forecast_kind("forecast.key-not-post-quantum-2035"), i,
                std::string(one.public_key.algorithm.label()), "ML-DSA or SLH-DSA");
    }
}

std::vector<Forecast> Forecaster::run() {
    if (in_.chain.empty() || std::any_of(in_.chain.begin(), in_.chain.end(),
                                         [](const CertificatePtr& one) { return one == nullptr; }))
        return {};
    expiry();
    algorithms();
    programmes();
    if (in_.publicly_trusted) {
        key_age();
        milestones();
        client_auth();
    }
    std::stable_sort(out_.begin(), out_.end(), [](const Forecast& a, const Forecast& b) {
        if (a.date != b.date) return a.date < b.date;
        if (a.finding.certificate != b.finding.certificate)
            return a.finding.certificate < b.finding.certificate;
        return a.finding.kind->id < b.finding.kind->id;
    });
    return std::move(out_);
}

}  // namespace

std::vector<Forecast> forecast(const ForecastInput& input) { return Forecaster(input).run(); }

}  // namespace tlsonar::trust
