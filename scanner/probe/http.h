// What one request over HTTPS, and one over plain HTTP, tell of a server: HSTS and redirects.
#pragma once

#include "scanner/probe/sessions.h"

#include <string>

namespace tlsonar::scanner {

// By what it negotiates, else by its port.
bool is_http(const profile::EndpointProfile& profile);

// `GET / HTTP/1.1`, naming us.
std::string http_request(Survey& survey);

// Makes a talk ask for the page; false, with the cause in the profile, where that can't be.
bool ask_for_page(Survey& survey, OpenSslOptions& options);

// Folds the page that a talk brought into the profile.
void fold_page(Survey& survey, const FullTalk& talk);

// Asks port 80 of the same address, where the target is port 443 and reached directly, and then
// says what follows of the page and this together.
Task<void> ask_plain_http(Survey& survey);

// Of the facts above, for the name of the target.
void judge_preload(profile::EndpointProfile& profile, profile::Evidence from);

}  // namespace tlsonar::scanner
