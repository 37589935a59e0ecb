// PreferenceOrder: in which order a server prefers what it accepts, worked out from its choices.
// Every choice says that what was chosen stands before all else that was offered and is accepted.
// Pure: it says which question would tell more, and somebody asks.
#pragma once

#include "scanner/talk/hello_recipe.h"

#include <cstdint>
#include <vector>

namespace tlsonar::scanner {

class PreferenceOrder {
  public:
    explicit PreferenceOrder(Codes accepted);

    // Of what was offered (codes that are not accepted are ignored) the server chose that.
    void observed(const Codes& offered, std::uint16_t chosen);

    // Whether it is known that the server prefers the one to the other.
    bool knows(std::uint16_t preferred, std::uint16_t other) const;

    // What to offer next; empty when the order is complete, or contradicts itself.
    Codes question();
    // Two choices contradict each other: a server that answers by chance, or several behind one
    // address.
    bool contradicts() const { return contradicts_; }
    // As far as it is known, the most preferred first. All of it once question() is empty.
    Codes order() const;

  private:
    std::size_t index(std::uint16_t code) const;
    bool before(std::size_t a, std::size_t b) const { return before_[a * size_ + b] != 0; }
    void close();
    // Walks down from the most preferred; `open`: where it could not go on, those between which
    // nothing is known.
    std::vector<std::size_t> walk(std::vector<std::size_t>& open) const;
    // The run that is known to follow `head`, of which each stands open against all the others.
    std::vector<std::size_t> run_below(std::size_t head,
                                       const std::vector<std::size_t>& others) const;
    Codes guess(const std::vector<std::size_t>& open);

    Codes codes_;
    std::size_t size_;
    std::vector<std::uint8_t> before_;  // size_ x size_, closed under transitivity
    std::size_t failed_guesses_ = 0;
    std::size_t guessed_;         // the end of the run of the last question; size_: none
    std::vector<bool> compared_;  // offered in the last question
    bool contradicts_ = false;
};

}  // namespace tlsonar::scanner
