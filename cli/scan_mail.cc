#include "cli/scan_mail.h"

#include "core/text.h"

#include <optional>

namespace tlsonar::cli {
namespace {

using scanner::MailAnswer;
using scanner::Target;

constexpr std::size_t kMailBatch = 1000;    // domains asked for side by side
constexpr std::size_t kMostAddresses = 10;  // somebody meant something else: it may be a network

// A label as target lines have it.
std::string label_text(const scanner::Label& label) {
    std::string out = " " + label.key + "=\"";
    for (const char c : label.value) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + "\"";
}

void add(const Target& domain, const MailAnswer& answer, scanner::TargetSource& source,
         MailServers& out) {
    std::string labels = " domain=" + domain.name;
    for (const scanner::Label& label : domain.labels)
        labels += label_text(label);
    const auto add_server = [&](const std::string& name) {
        source.add_found("smtp://" + name + ":25" + labels, "MX of " + domain.name);
    };
    for (const std::string& note : answer.notes)
        out.troubles.push_back(domain.name + ": " + note);
    for (const scanner::MailServer& server : answer.servers)
        add_server(server.name);
    if (answer.ok()) return;
    if (answer.takes_no_mail)
        out.notes.push_back(domain.name + ": " + answer.trouble);
    else if (answer.why == scanner::Unresolved::no_record)
        add_server(domain.name);  // RFC 5321 section 5.1: the domain is its own mail server
    else
        out.troubles.push_back(domain.name + ": " + answer.trouble);
}

// The next domains; fewer at the end.
std::vector<Target> next_domains(scanner::TargetSource& domains, MailServers& out) {
    std::vector<Target> batch;
    while (batch.size() < kMailBatch) {
        std::optional<Target> domain = domains.next();
        if (!domain) break;
        ++out.domains;
        if (!domain->address) {
            batch.push_back(std::move(*domain));
            continue;
        }
        out.troubles.push_back(domain->text + ": --mx wants domains, and this is an address");
        if (++out.addresses == kMostAddresses) break;
    }
    return batch;
}

}  // namespace

MailServers add_mail_servers(const std::vector<std::string>& texts, scanner::Loop& loop,
                             scanner::Resolver& resolver, scanner::TargetSource& source) {
    MailServers out;
    scanner::TargetSourceOptions in_order;
    in_order.seed.reset();
    scanner::TargetSource domains(in_order);
    domains.exclusions() = source.exclusions();
    for (const std::string& text : texts)
        domains.add(text);
    for (const scanner::TargetTrouble& trouble : domains.troubles())
        out.troubles.push_back(trouble.text);
    domains.start();
    for (;;) {
        if (out.addresses == kMostAddresses) return out;
        const std::vector<Target> batch = next_domains(domains, out);
        if (batch.empty()) return out;
        // Kept until all are there: the order of targets must not depend on who answers first.
        std::vector<MailAnswer> answers(batch.size());
        std::vector<scanner::Resolver::Pending> pending;
        for (std::size_t i = 0; i < batch.size(); ++i)
            pending.push_back(resolver.mail_servers(
                batch[i].name, [&answers, i](const MailAnswer& answer) { answers[i] = answer; }));
        loop.run();
        for (std::size_t i = 0; i < batch.size(); ++i)
            add(batch[i], answers[i], source, out);
    }
}

}  // namespace tlsonar::cli
