#include "scanner/probe/preference_order.h"

#include <algorithm>
#include <numeric>
#include <random>

namespace tlsonar::scanner {
namespace {

// A server with an order of its own.
std::uint16_t choose(const Codes& order, const Codes& offer) {
    for (const std::uint16_t code : order)
        if (std::find(offer.begin(), offer.end(), code) != offer.end()) return code;
    return 0;
}

struct Question {
    Codes order;
    std::size_t questions = 0;
    bool contradicts = false;
};

// Finds out what is accepted in `parts`, each by removal as probes do, and then the order.
Question find_out(const Codes& order, const std::vector<Codes>& parts) {
    PreferenceOrder work(order.size() > 1 ? [&] {
        Codes accepted;
        for (const Codes& part : parts)
            accepted.insert(accepted.end(), part.begin(), part.end());
        return accepted;
    }()
                                          : order);
    for (Codes part : parts)
        while (!part.empty()) {
            const std::uint16_t chosen = choose(order, part);
            work.observed(part, chosen);
            part.erase(std::find(part.begin(), part.end(), chosen));
        }
    Question asked;
    for (Codes q = work.question(); !q.empty(); q = work.question()) {
        work.observed(q, choose(order, q));
        if (++asked.questions > 10'000) break;
    }
    asked.order = work.order();
    asked.contradicts = work.contradicts();
    return asked;
}

Codes ascending(std::uint16_t n) {
    Codes out(n);
    std::iota(out.begin(), out.end(), std::uint16_t{1});
    return out;
}

TEST(PreferenceOrder, OneRemovalNeedsNoQuestion) {
    const Codes order = ascending(20);
    const Question asked = find_out(order, {order});
    EXPECT_EQ(asked.order, order);
    EXPECT_EQ(asked.questions, 0U);
}

TEST(PreferenceOrder, PartsThatStandOneAfterAnotherNeedTwoQuestionsEach) {
    const Codes order = ascending(60);
    std::vector<Codes> parts;
    for (std::size_t i = 0; i < 6; ++i)
        parts.emplace_back(order.begin() + static_cast<std::ptrdiff_t>(10 * i),
                           order.begin() + static_cast<std::ptrdiff_t>(10 * (i + 1)));
    std::reverse(parts.begin(), parts.end());
    const Question asked = find_out(order, parts);
    EXPECT_EQ(asked.order, order);
    EXPECT_LE(asked.questions, 11U);
}

TEST(PreferenceOrder, AnyOrderIsFoundWithFewQuestions) {
    std::mt19937 random(1);
    for (int run = 0; run < 300; ++run) {
        Codes order = ascending(static_cast<std::uint16_t>(1 + random() % 40));
        std::shuffle(order.begin(), order.end(), random);
        std::vector<Codes> parts(1 + random() % 5);
        for (const std::uint16_t code : order)
            parts[random() % parts.size()].push_back(code);
        parts.erase(std::remove_if(parts.begin(), parts.end(),
                                   [](const Codes& part) { return part.empty(); }),
                    parts.end());
        const Question asked = find_out(order, parts);
        EXPECT_EQ(asked.order, order);
        EXPECT_LE(asked.questions, order.size() + 4);
    }
}

TEST(PreferenceOrder, ContradictionsAreSeen) {
    PreferenceOrder work({1, 2, 3});
    work.observed({1, 2, 3}, 1);
    work.observed({2, 3}, 2);
    EXPECT_FALSE(work.contradicts());
    work.observed({1, 3}, 3);
    EXPECT_TRUE(work.contradicts());
    EXPECT_TRUE(work.question().empty());
}

TEST(PreferenceOrder, CodesThatAreNotAcceptedDoNotMatter) {
    PreferenceOrder work({5, 6});
    work.observed({9, 5, 6, 7}, 6);
    EXPECT_TRUE(work.question().empty());
    EXPECT_EQ(work.order(), (Codes{6, 5}));
}

}  // namespace
}  // namespace tlsonar::scanner
