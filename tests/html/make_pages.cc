// Writes the pages that page_test.mjs opens: make_pages FOLDER. Says how long the large one took
// and how much memory the process had at most.
#include "../reports/report_make.h"
#include "reports/html/html.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

#include <sys/resource.h>

namespace {

using namespace tlsonar;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kLarge = 5000;

bool write(const std::string& path, const std::string& text) {
    std::ofstream file(path, std::ios::binary);
    file << text;
    return file.good();
}

double seconds_since(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

long most_memory_kb() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

bool write_large(const std::string& folder) {
    const audit::Report report = reports::large_report(kLarge);
    const long before = most_memory_kb();
    const auto begin = Clock::now();
    const std::string text = reports::write_html(report);
    std::printf(
        "{\"endpoints\": %zu, \"seconds\": %.3f, \"octets\": %zu, \"report_kb\": %ld, "
        "\"most_kb\": %ld}\n",
        kLarge, seconds_since(begin), text.size(), before, most_memory_kb());
    return write(folder + "/large.html", text);
}

// The same report gives the same octets.
bool deterministic() {
    return reports::write_html(reports::hostile_report()) ==
           reports::write_html(reports::hostile_report());
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) return EXIT_FAILURE;
    const std::string folder = argv[1];
    const bool ok =
        write(folder + "/plain.html", reports::write_html(reports::plain_report())) &&
        write(folder + "/hostile.html", reports::write_html(reports::hostile_report())) &&
        write(folder + "/empty.html", reports::write_html(reports::empty_report())) &&
        write_large(folder) && deterministic();
    return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
