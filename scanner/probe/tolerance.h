// How a server bears hellos that are odd but legal. Private to this folder.
#pragma once

#include "scanner/probe/odd_hello.h"
#include "scanner/probe/survey.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace tlsonar::scanner {

// Tests that can stand in one hello: who bears all of it bears each.
enum class OddGroup : std::uint8_t {
    newest,  // in a hello of the newest version
    older,   // in a hello of TLS 1.2 at most
    split,
    large,
};

struct ToleranceTest {
    std::string_view id;
    std::string_view title;  // goes on with "… makes the server fail"
    OddGroup group;
    bool extensions;                  // needs a server that takes extensions
    void (*put)(Oddities& odd);       // the oddity
    void (*put_twin)(Oddities& odd);  // what is beside it, without being odd; may be null
    // The measure along which the smallest hello that breaks is looked for; may be null.
    std::size_t Oddities::*measure;
    std::size_t most_octets = 0;  // in a larger message it is no test; 0: in any
};

// Ids are stable: they are in JSON.
std::span<const ToleranceTest> tolerance_tests();

// A hello without anything odd, that odd ones are made from.
struct PlainHello {
    HelloRecipe recipe;
    std::uint16_t version = 0;  // that the server should choose
};
// What may serve, the best first.
std::vector<PlainHello> plain_hellos(Survey& survey, OddGroup group);

// What to try between `borne` and `broke`, to find the smallest that breaks: limits tend to be
// powers of two. 0: nothing is left between.
std::size_t between(std::size_t borne, std::size_t broke);

}  // namespace tlsonar::scanner
