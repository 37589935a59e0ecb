// Tolerance against servers that are functions: what breaks them is known.
#include "scanner/probe/tolerance.h"

#include "dissect/extension/extension.h"
#include "dissect/extension/extension_type.h"
#include "scanner/probe/probes.h"
#include "tests/scanner/hello_server.h"

#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>

namespace tlsonar::scanner {
namespace {

using namespace test;  // NOLINT
using profile::Answer;
using profile::Tolerance;
namespace type = dissect::extension_type;

constexpr std::uint16_t kSuite12 = 0xC02F, kSuite13 = 0x1301, kTheirGroup = 0x001D;

bool any_grease(const std::vector<std::uint16_t>& codes) {
    return std::any_of(codes.begin(), codes.end(), dissect::is_grease);
}
std::uint16_t best_version(const SeenHello& seen, std::uint16_t most) {
    std::uint16_t best = 0;
    const auto listed = seen.codes(type::supported_versions, 1);
    if (listed.empty()) return std::min({seen.hello.legacy_version, most, std::uint16_t{0x0303}});
    for (const std::uint16_t version : listed)
        if (version <= most && version >= 0x0300) best = std::max(best, version);
    return best;
}

// A server that bears everything. `most`: its newest version.
Deed well_behaved(const SeenHello& seen, std::uint16_t most) {
    if (best_version(seen, most) >= kTls13) return hello_retry(kSuite13, kTheirGroup);
    return server_hello(best_version(seen, most), kSuite12, most >= kTls13);
}

struct Probed {
    std::map<std::string_view, Tolerance> tests;
    std::vector<profile::Unknown> unknowns;
    std::size_t connections = 0;
    profile::EndpointProfile profile;
};

void know(profile::EndpointProfile& profile, std::uint16_t version, std::uint16_t suite) {
    profile.versions.push_back({version, profile::Fact::make_yes({"test", 1})});
    profile::AcceptedList list;
    list.version = version;
    list.accepted = {{suite, {}}};
    list.complete = true;
    profile.suites.push_back(list);
}

// Runs the probe alone, after what the other probes would have found.
Probed run_against(const Answering& answering, std::uint16_t most = kTls13,
                   Survey::Style style = {}, std::size_t suites = 1) {
    Loop loop;
    HelloNetwork network(loop, answering);
    Budget budget(loop, 100, 0);
    KeyAgreement keys;
    Draw draw(1);
    profile::CertificateCache certificates;
    const TalkTools tools{&keys, &draw, &certificates};
    profile::EndpointProfile profile;
    profile.sni = "tolerance.example";
    HostOptions options;
    options.deadlines.silence = 30'000'000;
    Host host(loop, network, budget, tools, {}, options, profile);
    const SurveyOptions survey_options;
    Survey survey(host, survey_options);
    survey.style = style;
    survey.contacted = true;
    if (most >= kTls12) know(profile, kTls12, kSuite12);
    while (profile.suites.size() == 1 && profile.suites[0].accepted.size() < suites)
        profile.suites[0].accepted.push_back(
            {static_cast<std::uint32_t>(0xC030 + profile.suites[0].accepted.size()), {}});
    if (most >= kTls13) know(profile, kTls13, kSuite13);
    if (most < kTls12) know(profile, most, 0x002F);
    HelloRecipe control = survey.hello(std::min(most, kTls12));
    control.no_extensions = style.no_extensions;
    control.groups = {kTheirGroup};
    control.schemes = {0x0401};
    control.suites = {kSuite12, 0x002F};
    host.set_control(control);
    Task<void> task = probe::kTolerance.run(survey);
    task.start();
    loop.run();
    EXPECT_TRUE(task.done());
    Probed out;
    for (const Tolerance& test : profile.tolerance)
        out.tests.emplace(test.test, test);
    EXPECT_EQ(out.tests.size(), profile.tolerance.size());
    out.unknowns = profile.unknowns;
    out.connections = network.opened();
    out.profile = std::move(profile);
    return out;
}

// All but those named are borne.
void expect_broken(const Probed& run, const std::set<std::string_view>& broken) {
    for (const auto& [id, test] : run.tests)
        EXPECT_EQ(test.bears.answer, broken.count(id) != 0 ? Answer::no : Answer::yes)
            << id << ": " << test.bears.cause;
    for (const std::string_view id : broken)
        EXPECT_EQ(run.tests.count(id), 1U) << id;
}

TEST(Tolerance, WhoBearsEverythingCostsFourConnections) {
    const Probed run =
        run_against([](const SeenHello& seen) { return well_behaved(seen, kTls13); });
    EXPECT_EQ(run.tests.size(), tolerance_tests().size());
    expect_broken(run, {});
    EXPECT_EQ(run.connections, 4U);
    EXPECT_TRUE(run.unknowns.empty());
    for (const auto& [id, test] : run.tests)
        EXPECT_NE(test.bears.evidence.connection, 0U) << id;
}

TEST(Tolerance, OldServersThatBearEverything) {
    for (const std::uint16_t most : {kTls12, kTls10}) {
        const Probed run =
            run_against([most](const SeenHello& seen) { return well_behaved(seen, most); }, most);
        expect_broken(run, {});
        EXPECT_EQ(run.connections, 4U);
    }
}

// What breaks the server, by the test that must say so.
using Breaks = bool (*)(const SeenHello&);
const std::map<std::string_view, Breaks> kBreaks = {
    {"grease-extension", [](const SeenHello& s) { return any_grease(s.extensions()); }},
    {"grease-suite", [](const SeenHello& s) { return any_grease(s.suites()); }},
    {"grease-scheme",
     [](const SeenHello& s) { return any_grease(s.codes(type::signature_algorithms, 2)); }},
    {"grease-version",
     [](const SeenHello& s) { return any_grease(s.codes(type::supported_versions, 1)); }},
    {"grease-alpn",
     [](const SeenHello& s) {
         const auto found = s.hello.extensions.find(type::application_layer_protocol_negotiation);
         return found && found.body.size() > 4 && found.body[2] == 2 && found.body[3] == 0x6A;
     }},
    {"grease-key-share",
     [](const SeenHello& s) {
         const auto found = s.hello.extensions.find(type::key_share);
         return found && found.body.size() > 2;
     }},
    {"future-supported-version",
     [](const SeenHello& s) {
         const auto codes = s.codes(type::supported_versions, 1);
         return std::count(codes.begin(), codes.end(), 0x0305) != 0;
     }},
    {"future-version", [](const SeenHello& s) { return s.hello.legacy_version > 0x0303; }},
    {"unknown-compression",
     [](const SeenHello& s) { return s.hello.compression_methods.size() > 1; }},
    {"long-hello", [](const SeenHello& s) { return s.octets >= 256 && s.octets <= 511; }},
    {"large-hello", [](const SeenHello& s) { return s.octets >= 16'000; }},
    {"many-suites", [](const SeenHello& s) { return s.suites().size() > 128; }},
    {"many-extensions", [](const SeenHello& s) { return s.extensions().size() > 40; }},
    {"empty-last-extension",
     [](const SeenHello& s) {
         Bytes last(s.message);
         for (const dissect::Extension& extension : s.hello.extensions)
             last = extension.body;
         return last.empty();
     }},
};

TEST(Tolerance, EachThatBreaksIsFoundAndNothingElse) {
    for (const auto& [id, breaks] : kBreaks) {
        SCOPED_TRACE(id);
        const Breaks test = breaks;
        const Probed run = run_against([test](const SeenHello& seen) {
            return test(seen) ? alert(50) : well_behaved(seen, kTls13);
        });
        expect_broken(run, {id});
        EXPECT_EQ(run.tests.at(id).bears.cause.substr(0, 18), "alert decode_error");
        EXPECT_GT(run.tests.at(id).hello_octets, 64U);
        EXPECT_TRUE(run.unknowns.empty());
        EXPECT_LE(run.connections, 40U);
    }
}

// The same without TLS 1.3, where supported_versions and key_share are unknown extensions.
TEST(Tolerance, EachThatBreaksBelowTls13) {
    for (const auto& [id, breaks] : kBreaks) {
        SCOPED_TRACE(id);
        const Breaks test = breaks;
        const Probed run = run_against(
            [test](const SeenHello& seen) {
                return test(seen) ? alert(50) : well_behaved(seen, kTls12);
            },
            kTls12);
        expect_broken(run, {id});
    }
}

// A key share of an unknown group can't be sent without the group.
TEST(Tolerance, WhatCantBeToldApartIsUnknown) {
    const Probed run = run_against([](const SeenHello& seen) {
        return any_grease(seen.codes(type::supported_groups, 2)) ? alert(47)
                                                                 : well_behaved(seen, kTls13);
    });
    EXPECT_TRUE(run.tests.at("grease-group").bears.no());
    EXPECT_EQ(run.tests.at("grease-key-share").bears.answer, Answer::unknown);
    EXPECT_NE(run.tests.at("grease-key-share").bears.cause.find("comes with it"),
              std::string::npos);
    EXPECT_TRUE(run.tests.at("grease-suite").bears.yes());
    EXPECT_TRUE(run.unknowns.empty());
}

TEST(Tolerance, SplitRecords) {
    const auto broken_by = [](Breaks test) {
        return run_against([test](const SeenHello& seen) {
            return test(seen) ? close_it() : well_behaved(seen, kTls13);
        });
    };
    expect_broken(broken_by([](const SeenHello& s) { return s.records[0] < 6; }),
                  {"split-header", "one-octet-records"});
    expect_broken(broken_by([](const SeenHello& s) { return s.records.size() > 20; }),
                  {"one-octet-records"});
    expect_broken(broken_by([](const SeenHello& s) { return s.records.size() > 1; }),
                  {"split-record", "split-header", "one-octet-records", "large-hello"});
}

TEST(Tolerance, TheSmallestHelloThatBreaks) {
    const auto broken_by = [](Breaks test) {
        return run_against([test](const SeenHello& seen) {
            return test(seen) ? alert(40) : well_behaved(seen, kTls13);
        });
    };
    const Tolerance size = broken_by([](const SeenHello& s) {
                               return s.octets >= 256 && s.octets <= 511;
                           }).tests.at("long-hello");
    EXPECT_EQ(size.hello_octets, 256U);
    EXPECT_EQ(size.bears.cause, "alert handshake_failure, with 256 octets; 255 are borne");
    const Tolerance suites = broken_by([](const SeenHello& s) {
                                 return s.suites().size() > 64;
                             }).tests.at("many-suites");
    EXPECT_EQ(suites.bears.cause, "alert handshake_failure, with 65 suites; 64 are borne");
    const Tolerance large =
        broken_by([](const SeenHello& s) { return s.octets > 16384; }).tests.at("large-hello");
    EXPECT_EQ(large.hello_octets, 16385U);
    // Where it is no power of two, it gets near.
    const Tolerance odd =
        broken_by([](const SeenHello& s) { return s.octets > 5000; }).tests.at("large-hello");
    EXPECT_GT(odd.hello_octets, 5000U);
    EXPECT_LT(odd.hello_octets, 5600U);
}

TEST(Tolerance, ResetsAndSilenceCountWhenTheControlWorks) {
    for (const auto& deed : {reset_it, close_it, keep_silent}) {
        const Probed run = run_against([&](const SeenHello& seen) {
            return any_grease(seen.suites()) ? deed() : well_behaved(seen, kTls13);
        });
        expect_broken(run, {"grease-suite"});
    }
}

TEST(Tolerance, AServerThatTakesUpWhatDoesNotExist) {
    const Probed run = run_against([](const SeenHello& seen) {
        for (const std::uint16_t suite : seen.suites())
            if (dissect::is_grease(suite)) return server_hello(0x0303, suite);
        return well_behaved(seen, kTls13);
    });
    expect_broken(run, {"grease-suite"});
    EXPECT_EQ(run.tests.at("grease-suite").bears.cause,
              "the server chose a cipher suite that does not exist");
}

// RFC 5246 appendix E.1: it must answer with its newest.
TEST(Tolerance, AServerThatFallsTooFar) {
    const Probed run = run_against([](const SeenHello& seen) {
        if (seen.hello.legacy_version > 0x0303) return server_hello(0x0301, kSuite12, true);
        return well_behaved(seen, kTls13);
    });
    expect_broken(run, {"future-version"});
    EXPECT_EQ(run.tests.at("future-version").bears.cause,
              "the server chose TLS 1.0 instead of TLS 1.2");
}

TEST(Tolerance, EachAloneIsBorneButNotTogether) {
    const Probed run = run_against([](const SeenHello& seen) {
        return any_grease(seen.suites()) && any_grease(seen.extensions())
                   ? alert(47)
                   : well_behaved(seen, kTls13);
    });
    expect_broken(run, {"combination"});
}

TEST(Tolerance, AServerWithoutExtensions) {
    Survey::Style style;
    style.small = style.no_extensions = style.no_name = true;
    const Probed run = run_against(
        [](const SeenHello& seen) {
            return seen.hello.has_extensions ? close_it() : server_hello(0x0301, 0x002F);
        },
        kTls10, style);
    EXPECT_EQ(run.tests.count("grease-extension"), 0U);
    EXPECT_EQ(run.tests.count("long-hello"), 0U);
    expect_broken(run, {});
    EXPECT_TRUE(run.tests.count("grease-suite") == 1 && run.tests.count("future-version") == 1);
}

// The hello must be as large as other probes send it, with a curve that nobody expects.
TEST(Tolerance, AServerThatNeedsMoreThanASmallHello) {
    const auto needs = [](bool breaks) {
        return run_against(
            [breaks](const SeenHello& seen) {
                const auto groups = seen.codes(type::supported_groups, 2);
                if (std::count(groups.begin(), groups.end(), 0x001B) == 0) return alert(40);
                return breaks && any_grease(seen.suites()) ? alert(47) : well_behaved(seen, kTls12);
            },
            kTls12);
    };
    const Probed fine = needs(false);
    EXPECT_TRUE(fine.tests.at("long-hello").bears.yes());  // it has some 400 octets anyway
    EXPECT_TRUE(fine.tests.at("grease-suite").bears.yes());
    EXPECT_TRUE(fine.tests.at("large-hello").bears.yes());
    EXPECT_TRUE(fine.unknowns.empty());
    const Probed broken = needs(true);
    EXPECT_TRUE(broken.tests.at("grease-suite").bears.no());
    EXPECT_TRUE(broken.tests.at("grease-group").bears.yes());
}

// A hello that is larger anyway says nothing of hellos of 256 to 511 octets.
TEST(Tolerance, WhereNoHelloIsAsShort) {
    constexpr std::size_t kSuites = 115;
    const Probed probed = run_against(
        [](const SeenHello& seen) {
            return seen.suites().size() < 100 ? alert(40) : well_behaved(seen, kTls12);
        },
        kTls12, {}, kSuites);
    EXPECT_EQ(probed.tests.at("long-hello").bears.answer, Answer::unknown);
    EXPECT_EQ(probed.tests.at("long-hello").bears.cause.substr(0, 27),
              "no hello as short is answer");
    EXPECT_TRUE(probed.tests.at("future-version").bears.yes());
    EXPECT_TRUE(probed.unknowns.empty());
}

// Whoever refuses every hello is not broken by odd ones.
TEST(Tolerance, AServerThatAnswersNothingAnyMore) {
    const Probed run = run_against([](const SeenHello&) { return alert(80); });
    for (const auto& [id, test] : run.tests)
        EXPECT_EQ(test.bears.answer, Answer::unknown) << id;
    EXPECT_FALSE(run.unknowns.empty());
}

TEST(Tolerance, TheMarkAgainstDowngrades) {
    const Probed with =
        run_against([](const SeenHello& seen) { return well_behaved(seen, kTls13); });
    ASSERT_NE(with.profile.extension("downgrade_sentinel"), nullptr);
    EXPECT_TRUE(with.profile.extension("downgrade_sentinel")->fact.yes());
    const Probed without = run_against([](const SeenHello& seen) {
        if (best_version(seen, kTls13) < kTls13) return server_hello(0x0303, kSuite12, false);
        return well_behaved(seen, kTls13);
    });
    EXPECT_TRUE(without.profile.extension("downgrade_sentinel")->fact.no());
    // Without TLS 1.3 there is nothing to be marked.
    const Probed old =
        run_against([](const SeenHello& seen) { return well_behaved(seen, kTls12); }, kTls12);
    EXPECT_EQ(old.profile.extension("downgrade_sentinel"), nullptr);
}

TEST(Tolerance, BetweenEndsAndFindsPowersOfTwo) {
    EXPECT_EQ(between(7, 8), 0U);
    EXPECT_EQ(between(9, 9), 0U);
    EXPECT_EQ(between(180, 400), 255U);
    EXPECT_EQ(between(255, 400), 256U);
    EXPECT_EQ(between(256, 400), 257U);
    EXPECT_EQ(between(257, 400), 328U);
    // Whatever the limit, it is found in a bounded number of steps.
    for (std::size_t limit = 1; limit < 20'000; limit = limit * 7 / 5 + 1) {
        std::size_t borne = 0, broke = 20'000, steps = 0;
        while (const std::size_t next = between(borne, broke)) {
            ASSERT_TRUE(next > borne && next < broke);
            (next >= limit ? broke : borne) = next;
            ASSERT_LT(++steps, 40U);
        }
        EXPECT_EQ(broke, limit);
    }
}

}  // namespace
}  // namespace tlsonar::scanner
