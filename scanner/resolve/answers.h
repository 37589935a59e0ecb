// What single questions of DNS say together: pure, sentences for people included.
#pragma once

#include "scanner/resolve/lookups.h"
#include "scanner/resolve/resolver.h"

#include <vector>

namespace tlsonar::scanner {

// Null: not asked.
AddressAnswer join_addresses(const LookupResult* a, const LookupResult* aaaa, AddressChoice choice);
// Orders, leaves out what was not chosen, and cuts.
void choose_addresses(AddressAnswer& answer, std::vector<IpAddress> addresses,
                      AddressChoice choice);
MailAnswer mail_answer(const LookupResult& mx);
ServiceAnswer service_answer(const LookupResult& https);
CaaAnswer caa_answer(const LookupResult& caa);

}  // namespace tlsonar::scanner
