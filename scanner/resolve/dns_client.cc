#include "scanner/resolve/dns_client.h"

#include "scanner/resolve/dns_channel_private.h"

#include <algorithm>
#include <cstdio>
#include <unordered_set>
#include <utility>

namespace tlsonar::scanner {
namespace {

constexpr Time kSecond = 1'000'000'000;
constexpr Time kLeastShare = 100'000'000;

std::string seconds(Time time) {
    char text[32];
    std::snprintf(text, sizeof text, "%.3g s", static_cast<double>(time) / double{kSecond});
    return text;
}

std::string server_name(const Endpoint& server) {
    constexpr std::uint16_t kDnsPort = 53;
    return "the name server " +
           (server.port == kDnsPort ? to_text(server.address) : to_text(server));
}

std::string rcode_text(std::uint8_t rcode) {
    switch (rcode) {
        case 1:
            return "did not understand the question (FORMERR)";
        case 2:
            return "failed (SERVFAIL)";
        case 4:
            return "does not do this (NOTIMP)";
        case 5:
            return "refused to answer (REFUSED)";
        default:
            return "answered with error " + std::to_string(rcode);
    }
}

std::string ares_text(int status) {
    switch (status) {
        case ARES_ECONNREFUSED:
            return "is not there (nobody listens, or it cannot be reached)";
        case ARES_EBADRESP:
        case ARES_EFORMERR:
            return "answered nonsense";
        case ARES_EOF:
            return "closed the connection";
        default:
            return std::string("could not be asked: ") + ares_strerror(status);
    }
}

}  // namespace

struct DnsClient::Impl {
    struct Question {
        std::string name;
        DnsType type{};
        std::function<void(DnsReply)> done;
        Time until = 0;
        Time sent = 0;          // to the server that is asked now
        std::size_t first = 0;  // the server that is asked first
        std::size_t asked = 0;  // how many were
        bool all_silent = true;
        std::string troubles;
        Loop::Timer timer;
        bool closed = false;
    };
    // What c-ares holds of a question while a server is asked.
    struct Attempt {
        std::weak_ptr<Impl> client;
        std::shared_ptr<Question> question;
        std::size_t number;
    };

    Impl(Loop& on, std::vector<Endpoint> of, Time wait)
        : loop(on), servers(std::move(of)), timeout(wait) {}

    void open();
    void ask_next(const std::shared_ptr<Question>& question);
    static void on_reply(void* argument, int status, int, unsigned char* octets, int size);
    void attempt_failed(const std::shared_ptr<Question>& question, const std::string& what,
                        bool silent);
    void server_refused(std::size_t index);
    std::size_t server_of(const Question& question, std::size_t number) const {
        return (question.first + number - 1) % servers.size();
    }
    void close(const std::shared_ptr<Question>& question, DnsReply reply);

    Loop& loop;
    std::vector<Endpoint> servers;
    Time timeout;
    std::vector<std::shared_ptr<DnsChannel>> channels;
    std::size_t preferred = 0;  // the server that answered last
    std::weak_ptr<Impl> self;
    std::unordered_set<std::shared_ptr<Question>> open_questions;
};

void DnsClient::Impl::open() {
    if (servers.empty()) servers = DnsChannel::system_servers();
    if (servers.size() > kMaxServers) servers.resize(kMaxServers);
    const auto count = static_cast<Time>(std::max<std::size_t>(servers.size(), 1));
    const Time share = std::max(timeout / count, kLeastShare);
    for (const Endpoint& server : servers) {
        auto channel = std::make_shared<DnsChannel>(loop, share);
        channels.push_back(channel->open(server) ? std::move(channel) : nullptr);
    }
}

void DnsClient::Impl::close(const std::shared_ptr<Question>& question, DnsReply reply) {
    question->closed = true;
    question->timer.cancel();
    open_questions.erase(question);
    // c-ares would go on asking on behalf of those whose time has passed, and the loop with it.
    if (open_questions.empty())
        for (const auto& channel : channels)
            if (channel) channel->cancel();
    const auto done = std::exchange(question->done, nullptr);
    done(std::move(reply));
}

void DnsClient::Impl::ask_next(const std::shared_ptr<Question>& question) {
    const std::size_t left = servers.size() - question->asked;
    const Time now = Loop::steady_now();
    if (left == 0 || now >= question->until) {
        std::string trouble = std::move(question->troubles);
        if (servers.empty()) trouble = "there is no name server to ask";
        close(question, {question->all_silent && !servers.empty() ? DnsReply::State::silent
                                                                  : DnsReply::State::failed,
                         {},
                         std::move(trouble)});
        return;
    }
    const std::size_t number = ++question->asked;
    const std::size_t index = server_of(*question, number);
    question->sent = now;
    const Time share = (question->until - now) / static_cast<Time>(left);
    const auto fail = [question, number, weak = self](const std::string& what, bool silent) {
        const auto impl = weak.lock();
        if (impl && !question->closed && question->asked == number)
            impl->attempt_failed(question, what, silent);
    };
    // The lambda holds the question, and the question the timer: close() parts them.
    question->timer =
        loop.after(share, [fail, share] { fail("did not answer within " + seconds(share), true); });
    if (!channels[index]) {
        loop.post([fail] { fail("could not be asked", false); });
        return;
    }
    auto attempt = std::make_unique<Attempt>(Attempt{self, question, number});
    channels[index]->ask(question->name, static_cast<int>(question->type), &Impl::on_reply,
                         attempt.release());
}

void DnsClient::Impl::attempt_failed(const std::shared_ptr<Question>& question,
                                     const std::string& what, bool silent) {
    const std::size_t index = server_of(*question, question->asked);
    if (!question->troubles.empty()) question->troubles += "; ";
    question->troubles += server_name(servers[index]) + " " + what;
    question->all_silent = question->all_silent && silent;
    ask_next(question);
}

// The system tells a refusal (ICMP) to one of the questions that share a socket; the others would
// wait for their time to pass.
void DnsClient::Impl::server_refused(std::size_t index) {
    std::vector<std::shared_ptr<Question>> waiting;
    for (const auto& question : open_questions)
        if (question->asked > 0 && server_of(*question, question->asked) == index)
            waiting.push_back(question);
    for (const auto& question : waiting)
        if (!question->closed) attempt_failed(question, ares_text(ARES_ECONNREFUSED), false);
}

// Called by c-ares, maybe from within ask(): what follows is left to the loop.
void DnsClient::Impl::on_reply(void* argument, int status, int, unsigned char* octets, int size) {
    const std::unique_ptr<Attempt> attempt(static_cast<Attempt*>(argument));
    const auto impl = attempt->client.lock();
    if (!impl || status == ARES_EDESTRUCTION || attempt->question->closed) return;
    std::vector<std::uint8_t> message;
    if (octets != nullptr && size > 0) message.assign(octets, octets + size);
    impl->loop.post([weak = attempt->client, question = attempt->question, number = attempt->number,
                     status, message = std::move(message)]() mutable {
        const auto client = weak.lock();
        if (!client || question->closed) return;
        constexpr std::size_t kRcodeAt = 3;
        const std::uint8_t rcode = message.size() > kRcodeAt ? message[kRcodeAt] & 0x0f : 0;
        const bool usable = message.size() > kRcodeAt &&
                            (rcode == DnsAnswer::kNoError || rcode == DnsAnswer::kNoSuchName);
        if (usable) {
            // A late answer is as good as any.
            client->preferred = client->server_of(*question, number);
            client->close(question, {DnsReply::State::answered, std::move(message), {}});
        } else if (question->asked == number) {
            const bool has_rcode = message.size() > kRcodeAt && rcode != 0;
            if (has_rcode)
                client->attempt_failed(question, rcode_text(rcode), false);
            else if (status == ARES_ETIMEOUT)
                client->attempt_failed(
                    question,
                    "did not answer within " + seconds(Loop::steady_now() - question->sent), true);
            else if (status == ARES_ECONNREFUSED)
                client->server_refused(client->server_of(*question, number));
            else
                client->attempt_failed(question, ares_text(status), false);
        }
    });
}

DnsClient::DnsClient(Loop& loop, std::vector<Endpoint> servers, Time timeout)
    : impl_(std::make_shared<Impl>(loop, std::move(servers), timeout)) {
    impl_->self = impl_;
    impl_->open();
}

// Timers hold their questions: the loop must not wait for them.
DnsClient::~DnsClient() {
    for (const auto& question : impl_->open_questions) {
        question->closed = true;
        question->timer.cancel();
    }
    impl_->open_questions.clear();
}

const std::vector<Endpoint>& DnsClient::servers() const { return impl_->servers; }

void DnsClient::ask(const std::string& name, DnsType type, std::function<void(DnsReply)> done) {
    auto question = std::make_shared<Impl::Question>();
    question->name = name;
    question->type = type;
    question->done = std::move(done);
    question->until = Loop::steady_now() + impl_->timeout;
    question->first = impl_->preferred;
    impl_->open_questions.insert(question);
    impl_->loop.post([weak = impl_->self, question] {
        const auto impl = weak.lock();
        if (impl && !question->closed) impl->ask_next(question);
    });
}

}  // namespace tlsonar::scanner
