// The groups of RFC 7919 below TLS 1.3: does a server with DHE take the group that a client names?
// Asked apart from all else, since a server may refuse DHE to who names groups that it does not
// have. Only where there is DHE, in the newest version that has it.
#include "dissect/registry/cipher_suite.h"
#include "profile/endpoint/dh_groups.h"
#include "scanner/probe/probes.h"

#include <algorithm>

namespace tlsonar::scanner {
namespace {

using profile::Fact;

constexpr std::string_view kNamedDhId = "named-dh";
constexpr Codes::value_type kNamedGroups[] = {0x0100, 0x0101, 0x0102, 0x0103, 0x0104};
constexpr std::string_view kGroupNames[] = {"ffdhe2048", "ffdhe3072", "ffdhe4096", "ffdhe6144",
                                            "ffdhe8192"};

bool is_plain_dhe(std::uint16_t code) {
    using dissect::KeyExchange;
    const dissect::CipherSuite* suite = dissect::find_cipher_suite(code);
    return suite != nullptr && suite->export_bits == 0 &&
           (suite->kx == KeyExchange::dhe || suite->kx == KeyExchange::dh_anon ||
            suite->kx == KeyExchange::dhe_psk);
}

// Of a prime of RFC 7919; 0 for others.
std::uint16_t named_group_of(const std::vector<std::uint8_t>& prime) {
    if (prime.empty()) return 0;
    const profile::KnownPrime* known = profile::find_known_prime(prime);
    if (known == nullptr) return 0;
    for (std::size_t i = 0; i < std::size(kGroupNames); ++i)
        if (known->name == kGroupNames[i]) return kNamedGroups[i];
    return 0;
}

// Names groups, takes away the one that is taken, and so on, until the server does otherwise.
class Naming {
  public:
    Naming(Survey& survey, std::uint16_t version, Codes suites)
        : survey_(survey), facts_(survey.profile().named_dh), recipe_(survey.hello(version)) {
        facts_.version = version;
        recipe_.suites = std::move(suites);
    }

    Task<void> run() {
        Codes left(std::begin(kNamedGroups), std::end(kNamedGroups));
        while (!left.empty()) {
            recipe_.groups = left;
            const Asked asked = co_await survey_.host().ask(recipe_, kNamedDhId, Until::flight);
            if (asked.unknown()) {
                facts_.honoured = Fact::make_unknown({kNamedDhId, 0}, asked.cause);
                survey_.host().unknown("groups of RFC 7919", asked.cause);
                co_return;
            }
            const std::uint16_t taken = take(asked, left);
            if (taken == 0) co_return;
            left = without(left, taken);
        }
        conclude(last_, {});
    }

  private:
    // The group that was named and taken; 0 when this was the last question.
    std::uint16_t take(const Asked& asked, const Codes& left) {
        const Reply& reply = asked.reply;
        last_ = evidence(kNamedDhId, reply);
        if (!asked.accepted() || reply.version != facts_.version) {
            conclude(last_, "refused: " + (asked.accepted() ? outcome_text(reply) : asked.cause));
            return 0;
        }
        // Not observed otherwise: what comes for who names groups is not what comes for others.
        if (reply.dh_p.empty()) {
            facts_.honoured = Fact::make_unknown(last_, "the server's prime was not seen");
            return 0;
        }
        const std::uint16_t group = named_group_of(reply.dh_p);
        if (contains(left, group)) {
            facts_.groups.push_back({group, last_});
            return group;
        }
        // It was taken before, and comes also when it is not named: the server's own.
        const auto same = std::find_if(facts_.groups.begin(), facts_.groups.end(),
                                       [&](const auto& entry) { return entry.code == group; });
        if (group != 0 && same != facts_.groups.end()) facts_.groups.erase(same);
        conclude(last_, "its own prime is used whatever is named");
        return 0;
    }

    void conclude(profile::Evidence from, std::string cause) {
        if (!facts_.groups.empty())
            facts_.honoured = Fact::make_yes(from);
        else if (cause.starts_with("refused"))
            facts_.honoured = Fact::make_no(from, "no DHE for who names groups: " + cause);
        else
            facts_.honoured = Fact::make_no(from, std::move(cause));
    }

    Survey& survey_;
    profile::NamedDh& facts_;
    HelloRecipe recipe_;
    profile::Evidence last_;
};

Task<void> run_named_dh(Survey& survey) {
    Fact& fact = survey.profile().named_dh.honoured;
    if (survey.style.no_extensions) {
        fact =
            Fact::make_unknown({kNamedDhId, 0}, "the server bears no extensions to name groups in");
        co_return;
    }
    std::string cause;
    for (const std::uint16_t version : {kTls12, kTls11, kTls10}) {
        const profile::AcceptedList* list = survey.profile().suites_of(version);
        if (list != nullptr && !list->complete && cause.empty()) cause = list->cause;
        if (!survey.supports(version)) continue;
        Codes suites;
        for (const std::uint16_t code : survey.accepted_suites(version))
            if (is_plain_dhe(code) && suites.size() < kMostSuites) suites.push_back(code);
        if (suites.empty()) continue;
        Naming naming(survey, version, std::move(suites));
        co_await naming.run();
        co_return;
    }
    if (cause.empty())
        fact = Fact::make_no({kNamedDhId, 0}, "no cipher suite with DHE is accepted below TLS 1.3");
    else
        fact = Fact::make_unknown({kNamedDhId, 0}, cause);
}

}  // namespace

const ProbeKind probe::kNamedDh = {kNamedDhId,    "groups of RFC 7919 below TLS 1.3",
                                   Stage::detail, Depth::standard,
                                   false,         run_named_dh};

}  // namespace tlsonar::scanner
