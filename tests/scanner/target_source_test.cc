#include "scanner/target/target_source.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

namespace tlsonar::scanner {
namespace {

TargetSourceOptions written() {
    TargetSourceOptions options;
    options.seed.reset();
    return options;
}

std::vector<std::string> rest(TargetSource& source) {
    std::vector<std::string> all;
    while (const auto target = source.next())
        all.push_back(canonical(*target));
    return all;
}

std::vector<std::string> walk(TargetSourceOptions options, const std::vector<std::string>& targets,
                              const std::vector<std::string>& never = {}) {
    TargetSource source(std::move(options));
    for (const auto& text : never)
        EXPECT_TRUE(source.exclusions().add(text).ok()) << text;
    for (const auto& text : targets)
        source.add(text);
    EXPECT_TRUE(source.troubles().empty());
    source.start();
    return rest(source);
}

TEST(Permutation, IsABijection) {
    for (const unsigned n : {1U, 2U, 3U, 5U, 16U, 17U, 255U, 256U, 1000U, 4097U})
        for (const std::uint64_t seed : {0U, 1U, 99U}) {
            const Permutation order(n, seed);
            std::set<Count> seen;
            for (unsigned i = 0; i < n; ++i) {
                const Count at = order(i);
                ASSERT_LT(at, n);
                seen.insert(at);
            }
            EXPECT_EQ(seen.size(), n);
        }
}

TEST(Permutation, SpreadsNeighbours) {
    constexpr unsigned kMembers = 65536;
    const Permutation order(kMembers, 7);
    unsigned close = 0;
    for (unsigned i = 1; i < kMembers; ++i) {
        const auto a = static_cast<long>(order(i - 1));
        const auto b = static_cast<long>(order(i));
        if (std::abs(a - b) < 256) ++close;
    }
    // By chance 1 in 128 pairs is that close.
    EXPECT_LT(close, kMembers / 64);
}

TEST(Permutation, SpansMoreThan64Bits) {
    const Count n = (Count{1} << 100) + 12345;
    const Permutation order(n, 3);
    std::set<Count> seen;
    bool far = false;
    for (unsigned i = 0; i < 1000; ++i) {
        const Count at = order(i);
        ASSERT_TRUE(at < n);
        far = far || at > (Count{1} << 99);
        seen.insert(at);
    }
    EXPECT_EQ(seen.size(), 1000U);
    EXPECT_TRUE(far);
}

TEST(TargetSource, WalksWhatWasWritten) {
    EXPECT_EQ(walk(written(), {"b.example", "192.0.2.1-2:8443", "a.example:443,25"}),
              (std::vector<std::string>{"b.example:443", "smtp://a.example:25", "a.example:443",
                                        "192.0.2.1:8443", "192.0.2.2:8443"}));
}

TEST(TargetSource, PermutesAllSpecsTogetherAndRepeatably) {
    const std::vector<std::string> targets{"10.0.0.0/24", "192.0.2.0/24", "a.example",
                                           "b.example:1-200"};
    TargetSourceOptions options;
    options.seed = 5;
    const auto once = walk(options, targets);
    EXPECT_EQ(walk(options, targets), once);
    options.seed = 6;
    EXPECT_NE(walk(options, targets), once);
    EXPECT_EQ(once.size(), 256U + 256 + 1 + 200);
    EXPECT_EQ(std::set<std::string>(once.begin(), once.end()).size(), once.size());
    // Of the first hundred each network has its share.
    const auto of_ten = std::count_if(once.begin(), once.begin() + 100,
                                      [](const auto& text) { return text.starts_with("10."); });
    EXPECT_GT(of_ten, 15);
    EXPECT_LT(of_ten, 60);
}

TEST(TargetSource, ShardsAreDisjointAndComplete) {
    const std::vector<std::string> targets{"10.0.0.0/25", "10.0.0.100-10.0.1.3", "a.example",
                                           "10.0.0.7"};
    const std::vector<std::string> never{"10.0.0.16/28"};
    auto whole = walk({}, targets, never);
    std::vector<std::string> joined;
    for (std::uint32_t i = 1; i <= 3; ++i) {
        TargetSourceOptions options;
        options.shard = {i, 3};
        const auto part = walk(options, targets, never);
        EXPECT_GT(part.size(), whole.size() / 4);
        joined.insert(joined.end(), part.begin(), part.end());
    }
    std::sort(whole.begin(), whole.end());
    std::sort(joined.begin(), joined.end());
    EXPECT_EQ(joined, whole);
    EXPECT_EQ(std::adjacent_find(whole.begin(), whole.end()), whole.end());
    EXPECT_EQ(whole.size(), 256U + 4 - 16 + 1);
}

TEST(TargetSource, ReadsShards) {
    EXPECT_EQ(parse_shard("2/4")->index, 2U);
    EXPECT_EQ(parse_shard("2/4")->count, 4U);
    for (const char* bad : {"", "2", "2/", "/4", "0/4", "5/4", "a/b", "1/2/3", "1/0", "-1/2"})
        EXPECT_FALSE(parse_shard(bad).ok()) << bad;
}

TEST(TargetSource, DropsDuplicates) {
    TargetSource source(written());
    for (const char* text :
         {"a.example", "A.example:443", "https://a.example/x", "smtp://a.example", "a.example:25",
          "a.example:25,443,8443", "[::ffff:192.0.2.1]", "192.0.2.1"})
        source.add(text);
    source.start();
    EXPECT_EQ(source.count(), 4U);
    EXPECT_EQ(source.duplicates(), 6U);
    EXPECT_EQ(rest(source), (std::vector<std::string>{"a.example:443", "smtp://a.example:25",
                                                      "a.example:8443", "192.0.2.1:443"}));
}

TEST(TargetSource, SinglesKeepTheirLabelsInARange) {
    TargetSource source({});
    source.add("192.0.2.0/30 env=test");
    source.add("192.0.2.2 owner=me");
    source.start();
    std::map<std::string, std::string> labels;
    int seen = 0;
    while (const auto target = source.next()) {
        ++seen;
        labels[canonical(*target)] = target->labels.at(0).key;
    }
    EXPECT_EQ(seen, 4);
    EXPECT_EQ(labels["192.0.2.2:443"], "owner");
    EXPECT_EQ(labels["192.0.2.1:443"], "env");
}

TEST(TargetSource, OverlappingRangesComeOnce) {
    TargetSource source({});
    for (const char* text :
         {"10.0.0.0/24", "10.0.0.128-10.0.1.127", "10.0.0.0/23", "10.0.0.0/30:8443"})
        source.add(text);
    source.start();
    EXPECT_EQ(source.count(), 512U + 4);
    EXPECT_EQ(source.left_out_of_ranges(), 128U + 384);
    const auto all = rest(source);
    EXPECT_EQ(all.size(), 516U);
    EXPECT_EQ(std::set<std::string>(all.begin(), all.end()).size(), 516U);
}

TEST(TargetSource, WalksGiganticSpacesLazily) {
    TargetSource source({});
    source.add("0.0.0.0/0");
    source.add("2001:db8::/64:1-65535");
    ASSERT_TRUE(source.exclusions().add("2001:db8::/66").ok());
    source.start();
    const Count expected = (Count{1} << 32) + ((Count{1} << 64) - (Count{1} << 62)) * 65535;
    EXPECT_EQ(to_text(source.count()), to_text(expected));
    for (int i = 0; i < 100; ++i) {
        const auto target = source.next();
        ASSERT_TRUE(target);
        EXPECT_FALSE(source.exclusions().excluded(*target));
    }
    EXPECT_EQ(source.passed(), 100U);
}

TEST(TargetSource, EverythingExcludedEndsAtOnce) {
    EXPECT_TRUE(walk({}, {"2001:db8::/64", "10.0.0.0/8", "a.example", "b.example:1-1000"},
                     {"2001:db8::/32", "0.0.0.0/0", "*.example"})
                    .empty());
}

TEST(TargetSource, SaysWhichLineIsWrong) {
    std::istringstream lines(
        "\xef\xbb\xbf# hosts\n"
        "a.example:25 owner=payments env=\"prod eu\"\r\n"
        "\n"
        "b.example:99999\n"
        "@other.txt\n"
        "c.example label\n"
        "https://me:secret@d.example/\n"
        "e\x1b[31m.example\n"
        "f.example");
    TargetSource source(written());
    source.add_lines(lines, "hosts.txt", "hosts.txt");
    source.start();
    std::vector<std::string> sentences;
    for (const auto& trouble : source.troubles())
        sentences.push_back(trouble.text);
    EXPECT_EQ(sentences,
              (std::vector<std::string>{
                  "hosts.txt:4: b.example:99999: port 99999 is not between 1 and 65535",
                  "hosts.txt:5: @other.txt: a file of targets names no other file",
                  "hosts.txt:6: \"label\" is no label: labels are key=value",
                  "hosts.txt:7: https://…@d.example/: user names and passwords are not used here: "
                  "leave out what stands before the @",
                  "hosts.txt:8: e\\x1b[31m.example: host names have no \"\\x1b\""}));
    EXPECT_EQ(source.trouble_count(), 5U);
    const auto first = source.next();
    ASSERT_TRUE(first);
    EXPECT_EQ(first->text, "a.example:25");
    EXPECT_EQ(first->origin, "hosts.txt:2");
    EXPECT_EQ(first->file, "hosts.txt");
    EXPECT_EQ(first->line, 2U);
    EXPECT_EQ(first->labels, (std::vector<Label>{{"owner", "payments"}, {"env", "prod eu"}}));
    EXPECT_EQ(source.next()->line, 9U);
    EXPECT_FALSE(source.next());
}

TEST(TargetSource, TellsTheColumns) {
    std::istringstream lines(
        "\xef\xbb\xbf  a.example:25 owner=payments\n"
        "b\xc3\xbc"
        "cher.example\r\n"
        "\t192.0.2.7");
    TargetSource source({});
    source.add_lines(lines, "hosts.txt", "hosts.txt");
    source.add("d.example");
    source.start();
    std::vector<std::pair<std::uint32_t, std::uint32_t>> columns;
    while (const auto target = source.next())
        columns.emplace_back(target->column, target->end_column);
    std::ranges::sort(columns);
    // None for arguments.
    const std::vector<std::pair<std::uint32_t, std::uint32_t>> expected = {
        {0, 0}, {1, 15}, {2, 11}, {3, 15}};
    EXPECT_EQ(columns, expected);
    EXPECT_EQ(source.trouble_count(), 0U);
}

TEST(TargetSource, ReadsFiles) {
    const std::string path = testing::TempDir() + "tlsonar-target-source.txt";
    std::ofstream(path) << "a.example\n";
    TargetSource source({});
    source.add("@" + path);
    source.add("@/no/such/file");
    source.add("@" + testing::TempDir());
    source.add("");
    source.start();
    EXPECT_EQ(rest(source), std::vector<std::string>{"a.example:443"});
    ASSERT_EQ(source.troubles().size(), 3U);
    EXPECT_EQ(source.troubles()[0].text,
              "/no/such/file: cannot be opened: No such file or directory");
    EXPECT_NE(source.troubles()[1].text.find("cannot be read"), std::string::npos);
    EXPECT_EQ(source.troubles()[2].text, "a target is empty");
    std::remove(path.c_str());
}

TEST(TargetSource, HoldsManyLines) {
    constexpr unsigned kLines = 20'000;
    std::string text;
    for (unsigned i = 0; i < kLines; ++i)
        text += "host" + std::to_string(i % 19'000) + ".example\n";
    std::istringstream lines(text);
    TargetSource source({});
    source.add_lines(lines, "many", "");
    ASSERT_TRUE(source.exclusions().add("host7.example").ok());
    source.start();
    EXPECT_EQ(source.duplicates(), 1000U);
    EXPECT_EQ(source.excluded_singles(), 1U);
    EXPECT_EQ(rest(source).size(), 18'999U);
}

TEST(Exclusions, KnowHostsHoweverTheyAreWritten) {
    Exclusions never;
    for (const char* text : {"A.example.", "*.b.example", "192.0.2.0/24", "198.51.100.1-20",
                             "2001:db8::/32", "https://c.example/path", "::ffff:203.0.113.0/120"})
        EXPECT_TRUE(never.add(text).ok()) << text;
    const auto address = [&](std::string_view text) {
        return never.excluded(*parse_ip_address(text));
    };
    EXPECT_TRUE(never.excluded(std::string_view("a.example")));
    EXPECT_FALSE(never.excluded(std::string_view("x.a.example")));
    EXPECT_TRUE(never.excluded(std::string_view("x.y.b.example")));
    EXPECT_FALSE(never.excluded(std::string_view("b.example")));
    EXPECT_FALSE(never.excluded(std::string_view("xb.example")));
    EXPECT_TRUE(never.excluded(std::string_view("c.example")));
    EXPECT_TRUE(address("192.0.2.0"));
    EXPECT_TRUE(address("192.0.2.255"));
    EXPECT_FALSE(address("192.0.3.0"));
    EXPECT_TRUE(address("198.51.100.20"));
    EXPECT_FALSE(address("198.51.100.21"));
    EXPECT_TRUE(address("203.0.113.9"));
    EXPECT_TRUE(address("2001:db8:ffff::1"));
    EXPECT_FALSE(address("2001:db9::1"));
    EXPECT_TRUE(address("::ffff:192.0.2.7"));
    EXPECT_TRUE(address("64:ff9b::192.0.2.7"));
    EXPECT_FALSE(address("64:ff9b:0:1::192.0.2.7"));
}

TEST(Exclusions, SayWhatIsWrong) {
    Exclusions never;
    EXPECT_EQ(never.add("a.example:443").error(),
              "hosts are excluded, not their ports: leave the port out");
    EXPECT_EQ(never.add("*.192.0.2.1").error(), "\"*.\" stands before names, not before addresses");
    EXPECT_FALSE(never.add("10.0.0.0/33").ok());
    std::istringstream lines("# all\na.example # fine\nb..example\n10.0.0.0/8\n");
    EXPECT_EQ(never.add_lines(lines, "never.txt"),
              std::vector<std::string>{
                  "never.txt:3: b..example: a dot is missing something before or behind it"});
    EXPECT_EQ(
        never.add_file("/no/such/file"),
        std::vector<std::string>{"/no/such/file: cannot be opened: No such file or directory"});
}

// The same answers as going through all of them.
TEST(IntervalSet, AgreesWithASet) {
    std::uint32_t state = 1;
    const auto random = [&](std::uint32_t below) {
        state = state * 1664525 + 1013904223;
        return (state >> 8) % below;
    };
    for (int round = 0; round < 200; ++round) {
        IntervalSet set;
        std::set<unsigned> truth;
        for (int i = 0; i < 12; ++i) {
            const unsigned first = random(100);
            const unsigned last = first + random(15);
            set.add({first, last});
            for (unsigned n = first; n <= last; ++n)
                truth.insert(n);
        }
        for (unsigned n = 0; n < 120; ++n)
            ASSERT_EQ(set.contains(n), truth.contains(n));
        const unsigned first = random(100);
        const unsigned last = first + random(60);
        std::set<unsigned> outside;
        for (const Interval& piece : set.outside({first, last}))
            for (Count n = piece.first; n <= piece.last; ++n)
                outside.insert(static_cast<unsigned>(n));
        for (unsigned n = 0; n < 200; ++n)
            ASSERT_EQ(outside.contains(n), n >= first && n <= last && !truth.contains(n));
    }
    IntervalSet all;
    all.add({0, ~Count{0}});
    all.add({5, 7});
    EXPECT_TRUE(all.contains(~Count{0}));
    EXPECT_TRUE(all.outside({3, 9}).empty());
}

// Proxies pass on no datagrams: what needs them is told, and the rest goes on.
TEST(TargetSource, WithoutUdp) {
    TargetSourceOptions options = written();
    options.no_udp = "no way";
    TargetSource source(options);
    source.add("dtls://192.0.2.1:4433");
    source.add("192.0.2.2");
    source.start();
    ASSERT_EQ(source.troubles().size(), 1U);
    EXPECT_EQ(source.troubles()[0].text, "dtls://192.0.2.1:4433: no way");
    EXPECT_EQ(rest(source), (std::vector<std::string>{"192.0.2.2:443"}));
}

TEST(TargetSource, FoundOnTheWay) {
    TargetSource source(written());
    source.add_found("smtp://mx.example.org:25 domain=example.org", "MX of example.org");
    source.start();
    const auto target = source.next();
    ASSERT_TRUE(target);
    EXPECT_EQ(target->origin, "MX of example.org");
    EXPECT_EQ(target->labels, (std::vector<Label>{{"domain", "example.org"}}));
    EXPECT_EQ(canonical(*target), "smtp://mx.example.org:25");
}

// One address of a name is still the name's.
TEST(Target, NameAtAnAddress) {
    Target target;
    target.name = "www.example.org";
    const std::string plain = canonical(target);
    target.address = parse_ip_address("192.0.2.1");
    EXPECT_EQ(canonical(target), plain);
    target.name.clear();
    EXPECT_EQ(canonical(target), "192.0.2.1:443");
}

}  // namespace
}  // namespace tlsonar::scanner
