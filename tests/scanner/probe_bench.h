// A probe alone before a server that is a function, after what the other probes would have found.
#pragma once

#include "scanner/probe/survey.h"
#include "tests/scanner/hello_server.h"

#include <utility>

#include <gtest/gtest.h>

namespace tlsonar::scanner::test {

class ProbeBench {
  public:
    explicit ProbeBench(Answering answering)
        : network_(loop_, std::move(answering)),
          budget_(loop_, 100, 0),
          host_(loop_, network_, budget_, tools_, {}, host_options(), profile),
          survey(host_, options_) {
        profile.sni = "probe.example";
        survey.contacted = true;
        for (const std::uint16_t version : {kSsl3, kTls10, kTls11, kTls12, kTls13})
            survey.suites_done(version).set();
        // One suite: servers may tell it by that.
        control_.suites = {0xC02F};
        host_.set_control(control_);
    }

    void know(std::uint16_t version, const Codes& suites) {
        survey.version(version, profile::Fact::make_yes({"test", 1}));
        profile::AcceptedList& list = survey.suites(version);
        for (const std::uint16_t suite : suites)
            list.accepted.push_back({suite, {}});
        list.complete = true;
        list.cause.clear();
    }
    void lacks(std::initializer_list<std::uint16_t> versions) {
        for (const std::uint16_t version : versions)
            survey.version(version, profile::Fact::make_no({"test", 1}, "alert"));
    }
    void run(const ProbeKind& kind) { run(kind.run(survey)); }
    void run(Task<void> task) {
        task.start();
        loop_.run();
        EXPECT_TRUE(task.done());
    }
    // The cause of what the profile calls unknown; empty when it does not.
    std::string unknown(std::string_view fact) const {
        for (const profile::Unknown& entry : profile.unknowns)
            if (entry.fact == fact) return entry.cause;
        return {};
    }
    std::size_t connections() const { return network_.opened(); }

  private:
    static HostOptions host_options() {
        HostOptions options;
        options.deadlines = {30'000'000, 30'000'000, 100'000'000};
        return options;
    }
    Loop loop_;
    HelloNetwork network_;
    Budget budget_;
    KeyAgreement keys_;
    Draw draw_{1};
    profile::CertificateCache certificates_;
    TalkTools tools_{&keys_, &draw_, &certificates_};
    HelloRecipe control_;
    SurveyOptions options_;

  public:
    profile::EndpointProfile profile;

  private:
    Host host_;

  public:
    Survey survey;
};

}  // namespace tlsonar::scanner::test
