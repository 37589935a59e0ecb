#include "scanner/probe/order.h"

#include "dissect/registry/cipher_suite.h"
#include "scanner/probe/preference_order.h"

#include <algorithm>

namespace tlsonar::scanner {
namespace {

using profile::AcceptedList;
using profile::Decides;

// So small a chance that a server which chooses by lot did what an order demands is no doubt.
constexpr double kSmall = 1.0 / 64;

bool is_chacha(std::uint16_t code) {
    const dissect::CipherSuite* suite = dissect::find_cipher_suite(code);
    return suite != nullptr && suite->cipher == dissect::Cipher::chacha20;
}

// Some servers prefer ChaCha20 for those who have it first (SSL_OP_PRIORITIZE_CHACHA): no order of
// the client's. Where these begin.
Codes::iterator put_chacha_last(Codes& offer) {
    return std::stable_partition(offer.begin(), offer.end(),
                                 [](std::uint16_t code) { return !is_chacha(code); });
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
        Choice widest;
        std::size_t width = 0;
        for (const Choice& choice : search_.choices) {
            const Codes offered = accepted_of(choice.offered);
            if (!contains(offered, choice.chosen)) continue;
            if (offered.front() != choice.chosen) list_.decides = Decides::server;
            by_lot_ /= static_cast<double>(offered.size());
            if (offered.size() > width) {
                width = offered.size();
                widest = choice;
            }
        }
        if (list_.decides != Decides::unknown) co_return;
        if (width < 2) {  // no two of them were ever offered together
            const std::uint16_t chosen = co_await ask(accepted_);
            if (chosen == 0) co_return;
            widest = {accepted_, chosen};
            turned_.push_back(widest);
            by_lot_ /= static_cast<double>(accepted_.size());
            if (widest.chosen != accepted_.front()) list_.decides = Decides::server;
        }
        if (list_.decides == Decides::unknown) co_await turn_round(widest);
    }

    Task<void> turn_round(Choice choice) {
        const std::uint16_t favourite = choice.chosen;
        Codes offer = without(accepted_of(choice.offered), favourite);
        put_chacha_last(offer);
        offer.push_back(favourite);
        const std::uint16_t chosen = co_await ask(offer);
        if (chosen == 0) co_return;
        turned_.push_back({offer, chosen});
        list_.decides = chosen == offer.front() ? Decides::client : Decides::server;
        if (chosen != offer.front() && chosen != favourite)
            oddity("chooses by neither its own order nor the client's");
        if (list_.decides == Decides::client) co_await turn_again(std::move(offer));
    }

    // Who chooses by lot keeps to the client's order for a while, too.
    Task<void> turn_again(Codes offer) {
        by_lot_ /= static_cast<double>(offer.size());
        const auto turning = put_chacha_last(offer);
        if (turning - offer.begin() < 2) co_return;
        for (int i = 0; i < search_.repeats && by_lot_ > kSmall; ++i) {
            std::rotate(offer.begin(), offer.begin() + 1, turning);
            by_lot_ /= static_cast<double>(offer.size());
            const std::uint16_t chosen = co_await ask(offer);
            if (chosen == 0) co_return;
            turned_.push_back({offer, chosen});
            if (chosen == offer.front()) continue;
            list_.decides = Decides::server;
            co_return;
        }
    }

    Task<void> find_order() {
        PreferenceOrder order(accepted_);
        for (const Choice& choice : search_.choices)
            order.observed(choice.offered, choice.chosen);
        for (const Choice& choice : turned_)
            order.observed(choice.offered, choice.chosen);
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
    std::vector<Choice> turned_;
    double by_lot_ = 1;  // how likely it is that a lot fell as the client's order wants it
};

}  // namespace

Task<void> find_order(Survey& survey, const OrderSearch& search, AcceptedList& list) {
    Search work(survey, search, list);
    co_await work.run();
}

}  // namespace tlsonar::scanner
