// --mx: from domains to their mail servers.
#pragma once

#include "scanner/resolve/resolver.h"
#include "scanner/target/target_source.h"

#include <string>
#include <vector>

namespace tlsonar::cli {

struct MailServers {
    std::size_t domains = 0;
    std::size_t addresses = 0;  // written where domains are wanted
    // Of domains whose mail servers are not known, or that were no domains. Sentences.
    std::vector<std::string> troubles;
    // Of domains that take no mail: nothing is amiss.
    std::vector<std::string> notes;
};

// Adds the mail servers of the domains to `source`, as targets of SMTP. Domains are written as
// targets are: files and labels too; what `source` excludes is not asked for. Runs the loop.
MailServers add_mail_servers(const std::vector<std::string>& domains, scanner::Loop& loop,
                             scanner::Resolver& resolver, scanner::TargetSource& source);

}  // namespace tlsonar::cli
