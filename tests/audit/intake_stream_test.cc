// Documents that come in pieces: whatever these are, the same is read as from the whole.
#include "audit/subject/intake_stream.h"

#include "audit/verdict/fingerprint.h"
#include "intake_make.h"

#include <random>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace tlsonar::audit::testing {
namespace {

using Json = nlohmann::json;

struct Streamed {
    std::vector<std::string> ids;
    std::string fault;
    std::string hash;
};

// In pieces of the sizes that `next` gives.
template <class Next>
Streamed stream(std::string_view text, unsigned threads, Next next) {
    Intake intake(Time{0}, threads);
    IntakeStream stream(intake, "file");
    while (!text.empty()) {
        const std::size_t size = std::min<std::size_t>(next(), text.size());
        stream.add(text.substr(0, size));
        text.remove_prefix(size);
    }
    Streamed out;
    if (const auto status = stream.end(); !status.ok()) out.fault = status.error().sentence();
    out.hash = stream.sha256_hex();
    for (const Subject& subject : intake.take())
        out.ids.push_back(subject.id);
    return out;
}

Streamed whole(const std::string& text) {
    Intake intake(Time{0});
    Streamed out;
    if (const auto status = intake.read(text, "file"); !status.ok())
        out.fault = status.error().sentence();
    out.hash = sha256_hex(text);
    for (const Subject& subject : intake.take())
        out.ids.push_back(subject.id);
    return out;
}

std::vector<std::string> documents() {
    Json one = scanned_in_short();
    std::string lines;
    Json list = Json::array();
    for (int port = 1; port <= 12; ++port) {
        one["port"] = port;
        list.push_back(one);
        lines += one.dump() + (port % 3 == 0 ? "\r\n\n" : "\n");
    }
    const Json document = {{"schema", "tlsonar.scan/1"}, {"endpoints", list}};
    return {lines,
            "\n \n" + lines,
            lines.substr(0, lines.size() - 2),
            lines + R"({"schema":"tlsonar.late-weakness/1"})",
            lines + "{\"schema\":\n",
            lines.substr(0, lines.size() / 2),
            one.dump(),
            document.dump(),
            document.dump(2),
            "",
            "\n\n",
            "hello\nyou"};
}

TEST(IntakeStream, AnyPiecesTellTheSame) {
    std::mt19937 random(11);
    for (const std::string& text : documents()) {
        const Streamed expected = whole(text);
        for (const std::size_t most : {std::size_t{400}, std::size_t{9000}, std::size_t{1} << 20})
            for (const unsigned threads : {1U, 3U}) {
                const Streamed got = stream(text, threads, [&] { return 1 + random() % most; });
                EXPECT_EQ(got.ids, expected.ids) << text.substr(0, 60);
                EXPECT_EQ(got.fault, expected.fault) << text.substr(0, 60);
                EXPECT_EQ(got.hash, expected.hash);
            }
    }
}

}  // namespace
}  // namespace tlsonar::audit::testing
