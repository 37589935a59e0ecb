// Weaknesses that follow from the cipher suites accepted.
#include "profile/endpoint/weakness_rules.h"

#include <algorithm>

namespace tlsonar::profile {
namespace {

using dissect::Authentication;
using dissect::Cipher;
using dissect::KeyExchange;
using trust::tls_kind;

bool add_once(std::vector<std::string>& names, std::string name) {
    if (std::find(names.begin(), names.end(), name) != names.end()) return false;
    names.push_back(std::move(name));
    return true;
}

// All suites of that kind: "TLS_RSA_WITH_RC4_128_SHA and TLS_… (TLS 1.0, TLS 1.1)".
template <class Keep>
Verdict suites_that(const EndpointProfile& profile, Keep keep, std::string_view expected) {
    std::vector<std::string> names, versions;
    Evidence evidence;
    for (const SuiteView& view : suite_views(profile)) {
        if (!keep(view)) continue;
        if (names.empty()) evidence = view.evidence;
        add_once(names, std::string(view.name));
        add_once(versions, version_title(view.version));
    }
    if (names.empty()) return std::nullopt;
    std::string found = some_of(names) + " (";
    for (std::size_t i = 0; i < versions.size(); ++i)
        found += (i > 0 ? ", " : "") + versions[i];
    return Hit{found + ")", std::string(expected), evidence};
}

bool is_null(const SuiteView& s) { return s.tls != nullptr && s.tls->cipher == Cipher::null; }
bool is_anonymous(const SuiteView& s) {
    return s.tls != nullptr && s.tls->auth == Authentication::anonymous;
}
bool is_single_des(const SuiteView& s) { return s.cipher() == Cipher::des && !s.export_grade(); }
bool is_freak(const SuiteView& s) {
    return s.tls != nullptr && s.tls->export_bits != 0 && s.tls->kx == KeyExchange::rsa;
}
bool is_logjam(const SuiteView& s) {
    return s.tls != nullptr && s.tls->export_bits != 0 && s.tls->kx == KeyExchange::dhe;
}

Verdict null(const EndpointProfile& p) { return suites_that(p, is_null, "suites that encrypt"); }
Verdict anonymous(const EndpointProfile& p) {
    return suites_that(p, is_anonymous, "suites that authenticate the server");
}
Verdict export_grade(const EndpointProfile& p) {
    const auto keep = [](const SuiteView& s) { return s.export_grade(); };
    return suites_that(p, keep, "keys of 128 bits or more");
}
Verdict freak(const EndpointProfile& p) { return suites_that(p, is_freak, "no export suites"); }
Verdict logjam_export(const EndpointProfile& p) {
    return suites_that(p, is_logjam, "no export suites");
}
Verdict single_des(const EndpointProfile& p) {
    return suites_that(p, is_single_des, "keys of 128 bits or more");
}
Verdict rc4(const EndpointProfile& p) {
    const auto keep = [](const SuiteView& s) { return s.cipher() == Cipher::rc4; };
    return suites_that(p, keep, "AES-GCM or ChaCha20-Poly1305");
}
Verdict sweet32(const EndpointProfile& p) {
    const auto keep = [](const SuiteView& s) { return s.block_of_64_bits(); };
    return suites_that(p, keep, "blocks of 128 bits");
}
Verdict poodle(const EndpointProfile& p) {
    const auto keep = [](const SuiteView& s) { return s.version == version::ssl3 && s.cbc(); };
    return suites_that(p, keep, "no SSLv3");
}
Verdict beast(const EndpointProfile& p) {
    const auto keep = [](const SuiteView& s) {
        return (s.version == version::ssl3 || s.version == version::tls10) && s.cbc();
    };
    return suites_that(p, keep, "TLS 1.2 or newer");
}

// A version is exposed when a client of it may well end with CBC: the server puts it first, or
// leaves the choice to the client.
bool puts_cbc_first(const AcceptedList& list) {
    if (list.decides != Decides::server) return true;
    if (!list.ordered || list.accepted.empty()) return false;
    const auto* first =
        dissect::find_cipher_suite(static_cast<std::uint16_t>(list.accepted.front().code));
    return first != nullptr && first->mode == dissect::Mode::cbc;
}
bool all_cbc(const AcceptedList& list) {
    return std::all_of(list.accepted.begin(), list.accepted.end(), [](const Accepted& entry) {
        const auto* suite = dissect::find_cipher_suite(static_cast<std::uint16_t>(entry.code));
        return suite != nullptr && suite->mode == dissect::Mode::cbc;
    });
}
bool exposed(const AcceptedList& list) {
    if (list.complete && all_cbc(list)) return true;
    return list.decides != Decides::unknown && puts_cbc_first(list);
}

Verdict lucky13(const EndpointProfile& p) {
    const Fact* etm = named_fact(p, "encrypt_then_mac");
    if (etm == nullptr || !etm->no()) return std::nullopt;
    const auto keep = [&](const SuiteView& s) {
        const AcceptedList* list = p.suites_of(s.version);
        return s.cbc() && list != nullptr && exposed(*list);
    };
    return suites_that(p, keep, "AEAD suites first, or encrypt-then-MAC");
}

// All suites of all versions are known; and there are some.
bool all_suites_known(const EndpointProfile& p) {
    bool any = false;
    for (const std::uint16_t version : versions_of(p)) {
        const Fact supported = p.supports(version);
        if (supported.no()) continue;
        const AcceptedList* list = p.suites_of(version);
        if (!supported.yes() || list == nullptr || !list->complete || list->accepted.empty())
            return false;
        any = true;
    }
    return any;
}

bool is_static(const SuiteView& s) { return s.tls != nullptr && !s.forward_secret(); }

bool any_forward_secret(const EndpointProfile& p) {
    const std::vector<SuiteView> views = suite_views(p);
    return std::any_of(views.begin(), views.end(),
                       [](const SuiteView& s) { return s.forward_secret(); });
}

Verdict no_forward_secrecy(const EndpointProfile& p) {
    if (!all_suites_known(p) || any_forward_secret(p)) return std::nullopt;
    return suites_that(p, is_static, "TLS 1.3, or suites with ECDHE");
}

// Where nothing else is there, tls.no-forward-secrecy says more.
Verdict static_key_exchange(const EndpointProfile& p) {
    if (!any_forward_secret(p)) return std::nullopt;
    return suites_that(p, is_static, "ECDHE or DHE");
}

constexpr WeaknessRule kSuiteRules[] = {
    {tls_kind("tls.null"), null},
    {tls_kind("tls.anonymous"), anonymous},
    {tls_kind("tls.export"), export_grade},
    {tls_kind("tls.freak"), freak},
    {tls_kind("tls.logjam-export"), logjam_export},
    {tls_kind("tls.single-des"), single_des},
    {tls_kind("tls.rc4"), rc4},
    {tls_kind("tls.sweet32"), sweet32},
    {tls_kind("tls.poodle"), poodle},
    {tls_kind("tls.beast"), beast},
    {tls_kind("tls.lucky13"), lucky13},
    {tls_kind("tls.no-forward-secrecy"), no_forward_secrecy},
    {tls_kind("tls.static-key-exchange"), static_key_exchange},
};

}  // namespace

std::span<const WeaknessRule> suite_rules() { return kSuiteRules; }

}  // namespace tlsonar::profile
