// Host: one endpoint while it is scanned. Probes ask it; it opens the connections within the pace,
// repeats what failed, and says how sure an answer is.
//
// A server that says nothing (RST, EOF, silence) may mean no, or may be a firewall, a limiter, a
// bad line. So silence is looked into with all else at rest: a hello that worked before (the
// control) is tried in between, and only when that works each time, and the silence comes back each
// time, it counts as the server's answer. When the control fails, the pace drops, and it is tried
// again later.
#pragma once

#include "profile/endpoint/endpoint_profile.h"
#include "scanner/engine/attempt.h"
#include "scanner/engine/pace.h"
#include "scanner/engine/silence.h"
#include "scanner/engine/task.h"
#include "scanner/talk/dtls_talk.h"
#include "scanner/talk/hello_talk.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace tlsonar::scanner {

// A reply and what it is worth.
struct Asked {
    Reply reply;
    // The server said it, or kept silent so steadily that it comes to the same.
    bool certain = false;
    // Of what is not certain: why. Of a refusal: how it was said.
    std::string cause;
    // It let this hello hang, again and again, while others were answered. That is no "no": but
    // whoever asks how a server bears a hello knows enough.
    bool hung = false;

    bool accepted() const { return reply.accepted(); }
    bool refused() const { return certain && !reply.accepted(); }
    bool unknown() const { return !certain; }
};

// One conversation kept for evidence.
struct KeptTalk {
    std::string_view probe;
    std::uint32_t connection = 0;
    Endpoint local, remote;
    bool udp = false;
    End end = End::done;
    Time begin = 0;  // of the wall
    Time duration = 0;
    bool opened = false;
    std::vector<WireOctets> wire;
    std::string key_log;
};

struct HostOptions {
    Deadlines deadlines;
    Time limit = 300'000'000'000;  // of the whole scan of one endpoint
    std::size_t connections = 8;   // at once
    Time interval = 0;             // between two connections
    bool keep_wire = false;
    // The second time: the server was seen to fail at random, so silence must come more often.
    bool careful = false;
    std::size_t most_connections = 2000;
};

class Host {
  public:
    Host(Loop& loop, Network& network, Budget& budget, const TalkTools& tools, Route route,
         const HostOptions& options, profile::EndpointProfile& profile);

    // Asks with a hello until the answer is certain, or nothing more can be done. What is passed by
    // reference must live until the task ends.
    Task<Asked> ask(const HelloRecipe& recipe, std::string_view probe,
                    Until until = Until::server_hello);
    Task<Asked> ask_ssl2(const std::vector<std::uint32_t>& kinds, std::string_view probe);
    Task<Asked> ask_octets(const Octets& hello, std::string_view probe, Until until);

    // One conversation as it is, without judgement: for probes of several steps. `alone`: within a
    // try of settle() that says so.
    Task<Outcome> converse(Conversation& conversation, std::string_view probe, bool alone = false);
    // The same at another place, e.g. another port of this address.
    Task<Outcome> converse_at(const Route& route, Conversation& conversation,
                              std::string_view probe);
    // Tries until the server has answered, or fell silent so steadily that it comes to the same.
    // `try_once` must live until the task ends.
    Task<Verdict> settle(const TryOnce& try_once);
    // What the note of a connection says of its end.
    void tell(std::uint32_t number, std::string outcome);

    // The hello that worked, and with which silence is compared.
    void set_control(const HelloRecipe& recipe);
    void set_control(std::vector<std::uint32_t> ssl2_kinds);  // of a server that has SSLv2 alone
    bool has_control() const { return control_ || !ssl2_control_.empty(); }

    profile::EndpointProfile& profile() { return profile_; }
    const TalkTools& tools() const { return tools_; }
    Loop& loop() { return loop_; }
    const Route& route() const { return route_; }
    // The server name to send: the profile's.
    const std::string& sni() const { return profile_.sni; }

    // Why nothing more can be learnt: time is up, or the server answers no more. Empty while it
    // does.
    const std::string& given_up() const { return given_up_; }
    // It failed at random, and silence had been taken for an answer before that was noticed.
    bool needs_repeat() const { return flaky_ && early_silences_ > 0 && !options_.careful; }
    bool flaky() const { return flaky_; }

    void unknown(std::string fact, std::string cause);
    std::vector<KeptTalk>& kept() { return kept_; }

  private:
    using MakeTalk = std::function<std::unique_ptr<ReplyTalk>()>;

    std::unique_ptr<ReplyTalk> talk_of(const HelloRecipe& recipe, Until until) const;
    Task<Asked> ask_with(const MakeTalk& make, std::string_view probe);
    Task<Reply> confirm(const MakeTalk& make, std::string_view probe, Reply first);
    Task<Reply> once(const MakeTalk& make, std::string_view probe, bool alone);
    Task<Outcome> converse_as(const Route& route, Conversation& conversation,
                              std::string_view probe, bool alone);
    Task<Asked> before_control(const MakeTalk& make, std::string_view probe);
    Task<Verdict> look_into(const TryOnce& try_once, Tried first);
    Verdict judge(Tried steady);
    Task<bool> control_works();
    Task<void> wait(Time nanoseconds);
    std::size_t silences_needed(Tried tried) const;
    Asked certain(Reply reply) const;
    Asked uncertain(Reply reply) const;
    Asked worth(Reply reply, Verdict verdict) const;
    bool out_of_time();
    void note(std::string_view probe, const Outcome& outcome);
    void keep(const Route& route, std::string_view probe, Outcome& outcome, std::string key_log);
    void learn(const Reply& reply, Time duration);
    Time first_wait() const;
    void remark_pace();

    Loop& loop_;
    Network& network_;
    TalkTools tools_;
    Route route_;
    HostOptions options_;
    profile::EndpointProfile& profile_;
    Pace pace_;
    Time began_;
    std::optional<HelloRecipe> control_;
    std::vector<std::uint32_t> ssl2_control_;
    std::set<Tried> known_silences_;  // that were found to be the server's
    std::size_t early_silences_ = 0;
    bool flaky_ = false;
    bool datagrams_lost_ = false;
    std::size_t answers_ = 0;  // over UDP, to what was sent once
    Time slowest_answer_ = 0;
    std::string given_up_;
    std::vector<KeptTalk> kept_;
};

}  // namespace tlsonar::scanner
