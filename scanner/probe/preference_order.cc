#include "scanner/probe/preference_order.h"

#include <algorithm>
#include <utility>

namespace tlsonar::scanner {
namespace {

// So often a guess may be wrong; then it goes one by one.
constexpr std::size_t kGuesses = 3;

}  // namespace

PreferenceOrder::PreferenceOrder(Codes accepted)
    : codes_(std::move(accepted)),
      size_(codes_.size()),
      before_(size_ * size_, 0),
      guessed_(size_),
      compared_(size_, false) {}

std::size_t PreferenceOrder::index(std::uint16_t code) const {
    return static_cast<std::size_t>(std::find(codes_.begin(), codes_.end(), code) - codes_.begin());
}

void PreferenceOrder::observed(const Codes& offered, std::uint16_t chosen) {
    const std::size_t winner = index(chosen);
    if (winner >= size_) return;
    if (guessed_ < size_ && winner != guessed_) ++failed_guesses_;
    guessed_ = size_;
    for (const std::uint16_t code : offered) {
        const std::size_t loser = index(code);
        if (loser < size_ && loser != winner) before_[winner * size_ + loser] = 1;
    }
    close();
}

bool PreferenceOrder::knows(std::uint16_t preferred, std::uint16_t other) const {
    const std::size_t a = index(preferred);
    const std::size_t b = index(other);
    return a < size_ && b < size_ && before(a, b);
}

// Transitive closure by Warshall's algorithm; a cycle shows on the diagonal.
void PreferenceOrder::close() {
    for (std::size_t k = 0; k < size_; ++k)
        for (std::size_t i = 0; i < size_; ++i) {
            if (!before(i, k)) continue;
            for (std::size_t j = 0; j < size_; ++j)
                before_[i * size_ + j] = before_[i * size_ + j] | before_[k * size_ + j];
        }
    for (std::size_t i = 0; i < size_; ++i)
        contradicts_ = contradicts_ || before(i, i);
}

std::vector<std::size_t> PreferenceOrder::walk(std::vector<std::size_t>& open) const {
    std::vector<std::size_t> order;
    std::vector<std::size_t> rest(size_);
    for (std::size_t i = 0; i < size_; ++i)
        rest[i] = i;
    while (!rest.empty()) {
        open.clear();
        for (const std::size_t i : rest)
            if (std::none_of(rest.begin(), rest.end(), [&](std::size_t j) { return before(j, i); }))
                open.push_back(i);
        if (open.size() != 1) return order;
        order.push_back(open[0]);
        rest.erase(std::find(rest.begin(), rest.end(), open[0]));
    }
    open.clear();
    return order;
}

std::vector<std::size_t> PreferenceOrder::run_below(std::size_t head,
                                                    const std::vector<std::size_t>& others) const {
    const auto open_to_all = [&](std::size_t i) {
        return std::none_of(others.begin(), others.end(), [&](std::size_t other) {
            return i == other || before(i, other) || before(other, i);
        });
    };
    std::vector<std::size_t> run;
    for (std::size_t i = 0; i < size_; ++i)
        if ((i == head || before(head, i)) && open_to_all(i)) run.push_back(i);
    // By how many of them stand before: a topological order of the part that is known.
    std::vector<std::pair<std::ptrdiff_t, std::size_t>> ranked;
    ranked.reserve(run.size());
    for (const std::size_t i : run)
        ranked.emplace_back(
            std::count_if(run.begin(), run.end(), [&](std::size_t j) { return before(j, i); }), i);
    std::sort(ranked.begin(), ranked.end());
    for (std::size_t i = 0; i < run.size(); ++i)
        run[i] = ranked[i].second;
    // What is not comparable among itself is no run.
    for (std::size_t i = 1; i < run.size(); ++i)
        if (!before(run[i - 1], run[i])) {
            run.resize(i);
            break;
        }
    return run;
}

// Lists that were hunted apart meet here. The head that won against the others leads on to its
// successors: that the last of these wins, too, is likely, and settles all of them at once.
Codes PreferenceOrder::guess(const std::vector<std::size_t>& open) {
    if (failed_guesses_ >= kGuesses) return {};
    std::vector<std::size_t> others;
    std::size_t fresh = size_;
    for (const std::size_t i : open) {
        if (compared_[i])
            others.push_back(i);
        else if (fresh == size_)
            fresh = i;
        else
            return {};
    }
    if (fresh == size_ || others.empty()) return {};
    const std::vector<std::size_t> run = run_below(fresh, others);
    if (run.size() < 2) return {};
    guessed_ = run.back();
    Codes offer = {codes_[guessed_]};
    for (const std::size_t i : others)
        offer.push_back(codes_[i]);
    return offer;
}

Codes PreferenceOrder::question() {
    guessed_ = size_;
    if (contradicts_) return {};
    std::vector<std::size_t> open;
    walk(open);
    if (open.empty()) return {};
    Codes offer = guess(open);
    if (!offer.empty()) return offer;
    std::fill(compared_.begin(), compared_.end(), false);
    for (const std::size_t i : open) {
        compared_[i] = true;
        offer.push_back(codes_[i]);
    }
    return offer;
}

Codes PreferenceOrder::order() const {
    std::vector<std::size_t> open;
    Codes out;
    for (const std::size_t i : walk(open))
        out.push_back(codes_[i]);
    return out;
}

}  // namespace tlsonar::scanner
