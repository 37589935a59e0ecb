// Documents from anywhere as subjects: nothing throws, ids are all different, and a failed endpoint
// has no facts.
#include "audit/subject/intake.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <set>
#include <string>

using namespace tlsonar;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr Time kNow = 1'795'305'600'000'000'000;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    audit::Intake intake(kNow);
    const auto status = intake.read(text, "fuzz");
    if (!status.ok() && status.error().problem.empty()) std::abort();
    std::set<std::string> ids;
    for (const audit::Subject& subject : intake.take()) {
        if (subject.id.empty() || !ids.insert(subject.id).second) std::abort();
        if (!subject.reached() && !subject.facts.all().empty()) std::abort();
        for (const auto& [id, fact] : subject.facts.all())
            if (!fact.known && fact.cause.empty()) std::abort();
        for (const audit::LeafFacts& leaf : subject.leaves)
            if (leaf.certificate == nullptr) std::abort();
    }
    if (!intake.take().empty()) std::abort();
    return 0;
}
