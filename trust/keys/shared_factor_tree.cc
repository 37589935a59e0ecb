// Let P be the product of all N_i. With D = Σ P/N_i (the "derivative" of P) we have
// D ≡ P/N_i (mod N_i), as every other summand holds N_i. A product tree gives P and D; what is
// wanted at the leaves, D mod N_i, comes down the tree as a fraction in fixed point:
//
//     node with product N:    x = frac(D / N)               to bits(N) + kGuard places
//     its left child, L:      frac(D / L) = frac(x · R)     as N = L · R
//     leaf:                   D mod N_i = round(x · N_i)
//
// So there is one division, at the root; everything else are multiplications (D. J. Bernstein,
// "Scaled remainder trees", 2004). Truncating x costs one unit of its last place, and going down
// at most doubles the error and adds one: after k levels it is below 2^(k+1) units, far from the
// guard bits' 2^64.
#include "trust/keys/shared_factor_tree_private.h"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <system_error>
#include <thread>

namespace tlsonar::trust {
namespace {

constexpr std::size_t kGuard = 64;

// work(0) … work(count - 1), each once, on up to `threads` threads.
template <typename Work>
void in_parallel(std::size_t count, unsigned threads, const Work& work) {
    std::atomic<std::size_t> next{0};
    const auto run = [&] {
        for (std::size_t i = next++; i < count; i = next++)
            work(i);
    };
    std::vector<std::thread> helpers;
    const std::size_t wanted = std::min<std::size_t>(threads == 0 ? 1 : threads, count);
    try {
        while (helpers.size() + 1 < wanted)
            helpers.emplace_back(run);
    } catch (const std::system_error&) {  // no more threads to be had: fewer do it
    }
    run();
    for (std::thread& helper : helpers)
        helper.join();
}

using Level = std::vector<Big>;

// The parents of a level: products, and in `derivatives` theirs. A node without a sibling goes up
// as it is.
Level go_up(const Level& below, Level& derivatives, unsigned threads) {
    const std::size_t pairs = below.size() / 2;
    Level above((below.size() + 1) / 2);
    Level left(above.size());
    Level right(above.size());
    in_parallel(3 * pairs, threads, [&](std::size_t task) {
        const std::size_t i = task / 3;
        if (task % 3 == 0) mpz_mul(above[i], below[2 * i], below[2 * i + 1]);
        if (task % 3 == 1) mpz_mul(left[i], derivatives[2 * i], below[2 * i + 1]);
        if (task % 3 == 2) mpz_mul(right[i], derivatives[2 * i + 1], below[2 * i]);
    });
    for (std::size_t i = 0; i < pairs; ++i)
        mpz_add(left[i], left[i], right[i]);
    if (below.size() % 2 != 0) {
        above.back() = below.back();
        left.back() = std::move(derivatives.back());
    }
    derivatives = std::move(left);
    return above;
}

std::size_t places(const Big& node) { return node.bits() + kGuard; }

// The fractions of a level's nodes from those of their parents.
Level go_down(const Level& nodes, const Level& parents, const Level& fractions, unsigned threads) {
    Level out(nodes.size());
    in_parallel(nodes.size(), threads, [&](std::size_t i) {
        const Big& parent = parents[i / 2];
        const std::size_t sibling = i ^ 1U;
        if (sibling >= nodes.size()) {
            out[i] = fractions[i / 2];
            return;
        }
        // By way of a number of its own: the product is three times as long as what stays of it.
        Big product;
        mpz_mul(product, fractions[i / 2], nodes[sibling]);
        mpz_tdiv_r_2exp(product, product, places(parent));
        mpz_tdiv_q_2exp(out[i], product, places(parent) - places(nodes[i]));
    });
    return out;
}

Big root_fraction(const Big& product, Big derivative) {
    // Only when there are small numbers in the list is it larger than the product.
    if (!(derivative < product)) mpz_tdiv_r(derivative, derivative, product);
    mpz_mul_2exp(derivative, derivative, places(product));
    mpz_tdiv_q(derivative, derivative, product);
    mpz_realloc2(derivative, places(product));
    return derivative;
}

}  // namespace

std::vector<Big> common_with_the_rest(std::vector<Big> numbers, unsigned threads) {
    if (numbers.empty()) return {};
    std::vector<Level> levels;
    Level derivatives(numbers.size());
    for (Big& one : derivatives)
        mpz_set_ui(one, 1);
    levels.push_back(std::move(numbers));
    while (levels.back().size() > 1)
        levels.push_back(go_up(levels.back(), derivatives, threads));
    Level fractions;
    fractions.push_back(root_fraction(levels.back()[0], std::move(derivatives[0])));
    derivatives = Level();
    while (levels.size() > 1) {
        const Level parents = std::move(levels.back());
        levels.pop_back();
        fractions = go_down(levels.back(), parents, fractions, threads);
    }
    const Level& leaves = levels[0];
    Level common(leaves.size());
    in_parallel(leaves.size(), threads, [&](std::size_t i) {
        const std::size_t at = places(leaves[i]);
        Big half;
        mpz_setbit(half, at - 1);
        mpz_mul(common[i], fractions[i], leaves[i]);
        mpz_add(common[i], common[i], half);
        mpz_tdiv_q_2exp(common[i], common[i], at);
        mpz_gcd(common[i], common[i], leaves[i]);
    });
    return common;
}

}  // namespace tlsonar::trust
