#include "scanner/resolve/lookups.h"

#include <algorithm>
#include <utility>

namespace tlsonar::scanner {
namespace {

LookupResult read_reply(DnsReply reply, const std::string& name, DnsType type) {
    LookupResult result;
    result.state = reply.state;
    result.trouble = std::move(reply.trouble);
    if (reply.state != DnsReply::State::answered) return result;
    auto answer = read_dns_answer(reply.octets, type);
    // A name without a dot went through the search list, and comes back longer.
    const bool other = answer && name.find('.') != name.npos && answer->asked != name;
    if (other) {
        result.state = DnsReply::State::failed;
        result.trouble = "the name server answered another question";
    } else if (answer) {
        result.answer = std::move(*answer);
        result.octets = std::move(reply.octets);
    } else {
        result.state = DnsReply::State::failed;
        result.trouble = "the name server's answer makes no sense: " + std::string(answer.error());
    }
    return result;
}

}  // namespace

Lookups::Lookups(Loop& loop, const ResolverOptions& options)
    : loop_(loop),
      max_in_flight_(std::max<std::size_t>(options.max_in_flight, 1)),
      client_(loop, options.servers, options.timeout) {}

Lookups::~Lookups() { *alive_ = false; }

std::shared_ptr<void> Lookups::ask(const std::string& name, DnsType type, Done done) {
    auto waiter = std::make_shared<Waiter>(Waiter{std::move(done)});
    std::string key = std::to_string(static_cast<unsigned>(type)) + ' ' + name;
    if (const auto found = kept_.find(key); found != kept_.end()) {
        ++counts_.kept;
        loop_.post([alive = alive_, weak = std::weak_ptr(waiter), result = found->second] {
            const auto held = weak.lock();
            if (*alive && held) held->done(*result);
        });
        return waiter;
    }
    if (const auto found = open_.find(key); found != open_.end()) {
        ++counts_.joined;
        found->second->waiters.push_back(waiter);
        return waiter;
    }
    auto question = std::make_shared<Question>(Question{key, name, type, {waiter}});
    open_.emplace(std::move(key), question);
    queue_.push_back(std::move(question));
    send_more();
    return waiter;
}

void Lookups::send_more() {
    while (in_flight_ < max_in_flight_ && !queue_.empty()) {
        const auto question = std::move(queue_.front());
        queue_.pop_front();
        const auto gone = [](const auto& waiter) { return waiter.expired(); };
        if (std::all_of(question->waiters.begin(), question->waiters.end(), gone)) {
            open_.erase(question->key);
            continue;
        }
        ++in_flight_;
        ++counts_.asked;
        client_.ask(question->name, question->type, [this, question](DnsReply reply) {
            answered(question, std::move(reply));  // client_ is ours: it does not outlive us
        });
    }
}

void Lookups::answered(const std::shared_ptr<Question>& question, DnsReply reply) {
    const Result result = std::make_shared<const LookupResult>(
        read_reply(std::move(reply), question->name, question->type));
    --in_flight_;
    open_.erase(question->key);
    if (result->state == DnsReply::State::answered) keep(question->key, result);
    send_more();
    // From here on whoever is called may destroy this.
    const auto alive = alive_;
    // NOLINTNEXTLINE(performance-unnecessary-copy-initialization): the caller's may go with this
    const auto held_question = question;
    for (const auto& weak : held_question->waiters) {
        if (!*alive) return;
        if (const auto waiter = weak.lock()) waiter->done(*result);
    }
}

void Lookups::keep(const std::string& key, const Result& result) {
    kept_octets_ += result->octets.size();
    if (kept_.emplace(key, result).second) kept_order_.push_back(key);
    while (kept_order_.size() > Resolver::kMaxKept || kept_octets_ > Resolver::kMaxKeptOctets) {
        const auto oldest = kept_.find(kept_order_.front());
        kept_octets_ -= oldest->second->octets.size();
        kept_.erase(oldest);
        kept_order_.pop_front();
    }
}

}  // namespace tlsonar::scanner
