// Makes a capture to measure with:  make_capture RECIPE SIZE OUT SAMPLE…
// SIZE is octets; for half-open captures, flows.
#include "bench/recipes.h"

#include <cstdlib>
#include <string_view>

namespace {

int usage() {
    std::fprintf(stderr, "usage: make_capture bulk|dense|halfopen|halfhello SIZE OUT SAMPLE...\n");
    return 2;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 5) return usage();
    const std::string_view recipe = argv[1];
    const std::uint64_t size = std::strtoull(argv[2], nullptr, 10);
    std::vector<bench::Conversation> samples;
    for (int i = 4; i < argc; ++i)
        for (bench::Conversation& conversation : bench::read_sample(argv[i]))
            samples.push_back(std::move(conversation));
    bench::CaptureWriter out(argv[3]);
    if (recipe == "bulk")
        bench::write_bulk(out, samples, size);
    else if (recipe == "dense")
        bench::write_dense(out, samples, size);
    else if (recipe == "halfopen")
        bench::write_half_open(out, samples, {size, 517, 517});
    else if (recipe == "halfhello")
        bench::write_half_open(out, samples, {size, 1750, 1400});
    else
        return usage();
    std::printf("%llu packets, %llu octets\n", static_cast<unsigned long long>(out.packets()),
                static_cast<unsigned long long>(out.written()));
}
