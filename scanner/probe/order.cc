#include "scanner/probe/order.h"

#include "dissect/registry/cipher_suite.h"
#include "scanner/probe/preference_order.h"

#include <algorithm>

namespace tlsonar::scanner {
namespace {

using profile::AcceptedList;
using profile::Decides;

bool is_chacha(std::uint16_t code) {
    const dissect::CipherSuite* suite = dissect::find_cipher_suite(code);
    return suite != nullptr && suite->cipher == dissect::Cipher::chacha20;
}

class Search {
  public:
    Search(Survey& survey, const OrderSearch& search, AcceptedList& list)
        : survey_(survey), search_(search), list_(list) {
        for (const profile::Accepted& entry : list.accepted)
            accepted_.push_back(static_cast<std::uint16_t>(entry.code));
    }

    Task<void> run() {
        list_.decides = Decides::unknown;
        if (accepted_.size() < 2) {
            list_.ordered = list_.complete;
            co_return;
        }
        co_await find_who();
        if (list_.decides == Decides::server) co_await find_order();
    }

  private:
    // The accepted ones among what was offered, in that order.
    Codes accepted_of(const Codes& offered) const {
        Codes out;
        for (const std::uint16_t code : offered)
            if (contains(accepted_, code)) out.push_back(code);
        return out;
    }

    // A choice that is not the first of the offer is the server's; if there is none such, one is
    // offered again with its choice at the end.
    Task<void> find_who() {
        const Choice* widest = nullptr;
        std::size_t width = 0;
        for (const Choice& choice : search_.choices) {
            const Codes offered = accepted_of(choice.offered);
            if (!contains(offered, choice.chosen)) continue;
            if (offered.front() != choice.chosen) list_.decides = Decides::server;
            if (offered.size() > width) {
                width = offered.size();
                widest = &choice;
            }
        }
        if (list_.decides == Decides::unknown && width >= 2) co_await turn_round(*widest);
    }

    Task<void> turn_round(const Choice& choice) {
        const std::uint16_t favourite = choice.chosen;
        Codes offer = without(accepted_of(choice.offered), favourite);
        // Some servers prefer ChaCha20 for those who have it first (SSL_OP_PRIORITIZE_CHACHA): no
        // order of the client's.
        std::stable_partition(offer.begin(), offer.end(),
                              [](std::uint16_t code) { return !is_chacha(code); });
        offer.push_back(favourite);
        const std::uint16_t chosen = co_await ask(offer);
        if (chosen == 0) co_return;
        turned_ = {offer, chosen};
        list_.decides = chosen == offer.front() ? Decides::client : Decides::server;
        if (chosen != offer.front() && chosen != favourite)
            oddity("chooses by neither its own order nor the client's");
    }

    Task<void> find_order() {
        PreferenceOrder order(accepted_);
        for (const Choice& choice : search_.choices)
            order.observed(choice.offered, choice.chosen);
        if (turned_.chosen != 0) order.observed(turned_.offered, turned_.chosen);
        const bool joined = co_await join_runs(order);
        if (!joined) co_return;
        for (Codes question = order.question(); !question.empty(); question = order.question()) {
            const std::uint16_t chosen = co_await ask(question);
            if (chosen == 0) co_return;
            order.observed(question, chosen);
        }
        co_await repeat(order);
        if (order.contradicts()) {
            oddity("contradicts itself in its order");
            co_return;
        }
        list_.ordered = true;
        sort(order.order());
    }

    // False where an answer did not come.
    Task<bool> join_runs(PreferenceOrder& order) {
        std::vector<Choice> joints;
        const Codes* last = nullptr;
        for (const Codes& run : search_.runs) {
            if (run.empty()) continue;
            if (last != nullptr && !order.knows(last->back(), run.front()))
                joints.push_back({{last->back(), run.front()}, 0});
            last = &run;
        }
        TaskGroup group;
        for (Choice& joint : joints)
            group.add(ask_into(joint));
        co_await group.all();
        bool all = true;
        for (const Choice& joint : joints) {
            all = all && joint.chosen != 0;
            order.observed(joint.offered, joint.chosen);
        }
        co_return all;
    }
    Task<void> ask_into(Choice& choice) { choice.chosen = co_await ask(choice.offered); }

    Task<void> repeat(PreferenceOrder& order) {
        constexpr double kSmall = 1.0 / 64;
        const Codes all = order.order();
        if (all.size() > kMostSuites) co_return;
        double by_lot = 1;  // how likely it is that a lot falls as the order wants it
        for (int i = 0; i < search_.repeats && by_lot > kSmall && !order.contradicts(); ++i) {
            by_lot /= static_cast<double>(all.size());
            const std::uint16_t chosen = co_await ask(all);
            if (chosen == 0) co_return;
            order.observed(all, chosen);
        }
    }

    void sort(const Codes& order) {
        const auto place = [&](const profile::Accepted& entry) {
            return std::find(order.begin(), order.end(), entry.code) - order.begin();
        };
        std::stable_sort(list_.accepted.begin(), list_.accepted.end(),
                         [&](const auto& a, const auto& b) { return place(a) < place(b); });
    }

    Task<std::uint16_t> ask(const Codes& offer) {
        Task<ChoiceAnswer> work = search_.ask(offer);
        const ChoiceAnswer answer = co_await work;
        const bool good = contains(offer, answer.chosen);
        if (!good)
            survey_.host().unknown(
                "order of " + search_.what,
                answer.cause.empty() ? "the server selects what was not offered" : answer.cause);
        co_return good ? answer.chosen : std::uint16_t{0};
    }

    void oddity(std::string text) {
        auto& all = list_.oddities;
        if (std::find(all.begin(), all.end(), text) == all.end()) all.push_back(std::move(text));
    }

    Survey& survey_;
    const OrderSearch& search_;
    AcceptedList& list_;
    Codes accepted_;
    Choice turned_;
};

}  // namespace

Task<void> find_order(Survey& survey, const OrderSearch& search, AcceptedList& list) {
    Search work(survey, search, list);
    co_await work.run();
}

}  // namespace tlsonar::scanner
