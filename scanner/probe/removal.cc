#include "scanner/probe/removal.h"

#include <algorithm>

namespace tlsonar::scanner {
namespace {

class JointRemoval {
  public:
    JointRemoval(Survey& survey, Removal& removal, std::vector<Dimension>& dimensions)
        : survey_(survey),
          removal_(removal),
          dimensions_(dimensions),
          exhausted_(dimensions.size(), false),
          bare_(dimensions.size(), false) {}

    Task<void> run() {
        while (!all_exhausted()) {
            const std::vector<Codes> offer = joint_offer();
            const Outcome outcome = co_await ask(offer);
            if (outcome == Outcome::taken) continue;
            // A list that was exhausted before is whole, whatever became of the others.
            if (outcome == Outcome::unknown) break;
            // Refused, or nothing new: which of the lists is exhausted? Each by itself, with all
            // there is in the others.
            co_await singly();
        }
        for (Dimension& d : dimensions_)
            d.complete = d.cause.empty();
    }

  private:
    enum class Outcome : std::uint8_t { taken, refused, unknown };

    bool all_exhausted() const {
        return std::all_of(exhausted_.begin(), exhausted_.end(), [](bool e) { return e; });
    }
    Codes rest(std::size_t i) const {
        const Dimension& d = dimensions_[i];
        Codes out = without(d.all, d.accepted);
        if (out.empty() || bare_[i]) return out;
        for (const std::uint16_t code : d.sticky)
            if (contains(d.accepted, code)) out.push_back(code);
        return out;
    }
    std::vector<Codes> joint_offer() const {
        std::vector<Codes> offer;
        for (std::size_t i = 0; i < dimensions_.size(); ++i) {
            const Codes left = rest(i);
            offer.push_back(exhausted_[i] || left.empty() ? dimensions_[i].all : left);
        }
        return offer;
    }

    Task<void> singly() {
        for (std::size_t i = 0; i < dimensions_.size(); ++i) {
            if (exhausted_[i]) continue;
            const Codes left = rest(i);
            if (left.empty()) {
                exhausted_[i] = true;
                continue;
            }
            std::vector<Codes> offer = all_but(i, left);
            only_ = i;
            stuck_ = false;
            const Outcome outcome = co_await ask(offer);
            only_ = kAll;
            if (outcome == Outcome::unknown) co_return;
            if (outcome != Outcome::refused) continue;
            // What stays on offer was preferred to the rest, and hides it: once more without.
            if (stuck_) {
                bare_[i] = true;
                continue;
            }
            exhausted_[i] = true;
            if (failed_inside_) co_await search(i, left);
        }
    }

    // An offer of everything, but only `part` of one dimension.
    std::vector<Codes> all_but(std::size_t i, const Codes& part) const {
        std::vector<Codes> offer;
        offer.reserve(dimensions_.size());
        for (const Dimension& d : dimensions_)
            offer.push_back(d.all);
        offer[i] = part;
        return offer;
    }

    // internal_error: the server chose something it then could not do (a key too short for the
    // hash). What it can do may hide behind that, so smaller and smaller lists are offered.
    Task<void> search(std::size_t i, Codes left) {
        if (left.size() < 2) co_return;
        const auto middle = left.begin() + static_cast<std::ptrdiff_t>(left.size() / 2);
        std::vector<Codes> halves;
        halves.emplace_back(left.begin(), middle);
        halves.emplace_back(middle, left.end());
        for (Codes& half : halves) {
            for (;;) {
                std::vector<Codes> offer = all_but(i, half);
                only_ = i;
                const Outcome outcome = co_await ask(offer);
                only_ = kAll;
                if (outcome == Outcome::unknown) co_return;
                if (outcome == Outcome::refused) break;
                half = without(half, dimensions_[i].accepted);
                if (half.empty()) break;
            }
            if (failed_inside_ && !half.empty()) co_await search(i, half);
        }
    }

    // `refused` also when the answer brought nothing new: asking the same again would not, either.
    Task<Outcome> ask(const std::vector<Codes>& offer) {
        HelloRecipe recipe = removal_.recipe;
        for (std::size_t i = 0; i < dimensions_.size(); ++i)
            dimensions_[i].put(recipe, offer[i]);
        const Asked asked = co_await survey_.host().ask(recipe, removal_.probe, removal_.until);
        if (asked.unknown()) {
            for (std::size_t i = 0; i < dimensions_.size(); ++i)
                if (!exhausted_[i])
                    dimensions_[i].cause = asked.cause.empty() ? "no answer" : asked.cause;
            std::fill(exhausted_.begin(), exhausted_.end(), true);
            co_return Outcome::unknown;
        }
        constexpr std::uint8_t kInternalError = 80;
        failed_inside_ =
            asked.reply.kind == ReplyKind::alert && asked.reply.alert == kInternalError;
        if (asked.accepted()) survey_.observe(asked.reply, removal_.probe);
        // So it is when a fatal alert follows upon the ServerHello.
        if (asked.accepted() && asked.reply.alert && !asked.reply.alert_warning &&
            !asked.reply.flight_read)
            failed_inside_ = true;
        if (failed_inside_) co_return Outcome::refused;
        if (!asked.accepted() || !removal_.fits(asked.reply)) co_return Outcome::refused;
        co_return take(offer, asked.reply) ? Outcome::taken : Outcome::refused;
    }

    bool take(const std::vector<Codes>& offer, const Reply& reply) {
        bool fresh = false;
        for (std::size_t i = 0; i < dimensions_.size(); ++i) {
            Dimension& d = dimensions_[i];
            const std::uint16_t code = d.chosen(reply);
            if (code == 0) {
                // Where the flight could not be read, silence about it means nothing.
                if (removal_.until == Until::flight && !reply.flight_read && !exhausted_[i]) {
                    d.cause = "the server's messages after ServerHello could not be read";
                    exhausted_[i] = true;
                }
                continue;
            }
            if (!contains(offer[i], code)) {
                fresh = take_unasked(d, code, reply) || fresh;
                exhausted_[i] = true;
                continue;
            }
            d.choices.push_back({offer[i], code});
            if (contains(d.accepted, code)) {
                stuck_ = stuck_ || (only_ == i && !bare_[i] && contains(d.sticky, code));
                continue;
            }
            d.accepted.push_back(code);
            d.entries.push_back({code, evidence(removal_.probe, reply)});
            if (only_ == kAll || only_ == i) fresh = true;
        }
        return fresh;
    }

    // The server ignores the list.
    bool take_unasked(Dimension& d, std::uint16_t code, const Reply& reply) {
        if (d.oddities.empty()) d.oddities.emplace_back("selects what was not offered");
        d.cause = "the server selects what was not offered, so the list does not show";
        if (contains(d.accepted, code)) return false;
        d.accepted.push_back(code);
        d.entries.push_back({code, evidence(removal_.probe, reply)});
        return true;
    }

    static constexpr std::size_t kAll = static_cast<std::size_t>(-1);
    Survey& survey_;
    Removal& removal_;
    std::vector<Dimension>& dimensions_;
    std::vector<bool> exhausted_;
    std::vector<bool> bare_;  // offered without what should stay on offer
    bool stuck_ = false;      // just that was chosen again
    std::size_t only_ = kAll;
    bool failed_inside_ = false;
};

// One question about the order of one list.
Task<ChoiceAnswer> ask_order(Survey& survey, Removal& removal, std::vector<Dimension>& dimensions,
                             std::size_t which, const Codes& offer) {
    HelloRecipe recipe = removal.recipe;
    for (std::size_t i = 0; i < dimensions.size(); ++i)
        dimensions[i].put(recipe, i == which ? offer : dimensions[i].all);
    const Asked asked = co_await survey.host().ask(recipe, removal.probe, removal.until);
    ChoiceAnswer answer;
    answer.cause = asked.cause;
    if (!asked.accepted()) co_return answer;
    survey.observe(asked.reply, removal.probe);
    if (!removal.fits(asked.reply)) co_return answer;
    answer.chosen = dimensions[which].chosen(asked.reply);
    answer.cause.clear();
    co_return answer;
}

}  // namespace

Task<void> remove_jointly(Survey& survey, Removal& removal, std::vector<Dimension>& dimensions) {
    JointRemoval work(survey, removal, dimensions);
    co_await work.run();
}

Task<void> find_order(Survey& survey, Removal& removal, std::vector<Dimension>& dimensions,
                      std::size_t which, profile::AcceptedList& list, std::string what) {
    OrderSearch search;
    search.what = std::move(what);
    search.choices = dimensions[which].choices;
    search.ask = [&](const Codes& offer) {
        return ask_order(survey, removal, dimensions, which, offer);
    };
    co_await find_order(survey, search, list);
}

void fill(const Dimension& dimension, profile::AcceptedList& list) {
    list.accepted = dimension.entries;
    list.complete = dimension.complete;
    list.cause = dimension.cause;
    list.oddities = dimension.oddities;
    list.offered = static_cast<std::uint32_t>(dimension.all.size());
}

}  // namespace tlsonar::scanner
