#include "trust/file/certificate_request.h"
#include "trust/file/request_kinds_private.h"
#include "trust/name/host_syntax.h"
#include "trust/name/peer_name.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace tlsonar::trust {
namespace {

constexpr std::string_view kServerAuth = "1.3.6.1.5.5.7.3.1";
constexpr std::string_view kAnyUsage = "2.5.29.37.0";
// Findings on names end here; a request with more bad ones is told enough.
constexpr std::size_t kMaxFindings = 100;

// Endings under which nobody can register a name (RFC 6761, 6762, 8375, 9476; ICANN's list of
// collisions). The Tor network's .onion has rules of its own and is certified.
constexpr std::string_view kInternalEndings[] = {
    "local", "localhost", "localdomain", "internal", "intranet", "private",   "lan", "home",
    "corp",  "mail",      "test",        "example",  "invalid",  "home.arpa", "alt",
};

struct Network {
    std::string_view prefix;  // as many octets as are compared whole …
    unsigned bits;            // … or in part
};

// IANA's special-purpose registries (RFC 6890): what is not globally reachable.
constexpr Network kReserved4[] = {
    {{"\0", 1}, 8},        {{"\x0a", 1}, 8},          {{"\x64\x40", 2}, 10},
    {{"\x7f", 1}, 8},      {{"\xa9\xfe", 2}, 16},     {{"\xac\x10", 2}, 12},
    {{"\xc0\0\0", 3}, 24}, {{"\xc0\0\x02", 3}, 24},   {{"\xc0\xa8", 2}, 16},
    {{"\xc6\x12", 2}, 15}, {{"\xc6\x33\x64", 3}, 24}, {{"\xcb\0\x71", 3}, 24},
    {{"\xe0", 1}, 4},      {{"\xf0", 1}, 4},
};
constexpr Network kReserved6[] = {
    {{"\0\0\0\0\0\0\0\0\0\0\0\0", 12}, 96},      // unspecified, loopback, compatible
    {{"\0\0\0\0\0\0\0\0\0\0\xff\xff", 12}, 96},  // IPv4-mapped
    {{"\x01\0\0\0\0\0\0\0", 8}, 64},             // discard
    {{"\x20\x01\x0d\xb8", 4}, 32},               // documentation
    {{"\xfc", 1}, 7},                            // unique local
    {{"\xfe\x80", 2}, 10},                       // link-local
    {{"\xff", 1}, 8},                            // multicast
};

bool is_in(std::string_view address, const Network& network) {
    for (unsigned bit = 0; bit < network.bits; ++bit) {
        const auto differ = static_cast<unsigned char>(address[bit / 8] ^ network.prefix[bit / 8]);
        if (((differ >> (7 - bit % 8)) & 1) != 0) return false;
    }
    return true;
}

bool is_reserved(std::string_view address) {
    const auto in = [&](const Network& network) { return is_in(address, network); };
    if (address.size() == 4) return std::any_of(std::begin(kReserved4), std::end(kReserved4), in);
    return address.size() == 16 && std::any_of(std::begin(kReserved6), std::end(kReserved6), in);
}

bool is_internal(std::string_view host) {
    return std::any_of(std::begin(kInternalEndings), std::end(kInternalEndings),
                       [&](std::string_view ending) { return is_within_domain(host, ending); });
}

class RequestExamination {
  public:
    explicit RequestExamination(const CertificateRequest& request)
        : request_(request), summary_(request.summary) {}

    std::vector<Finding> run() {
        examine_signature();
        examine_key();
        examine_names();
        examine_extensions();
        std::stable_sort(findings_.begin(), findings_.end(), [](const auto& a, const auto& b) {
            return a.kind->severity > b.kind->severity;
        });
        return std::move(findings_);
    }

  private:
    void add(const FindingKind* kind, std::string found = {}, std::string expected = {}) {
        if (findings_.size() < kMaxFindings)
            findings_.push_back(
                {kind, Finding::kNoCertificate, std::move(found), std::move(expected)});
    }

    void examine_signature() {
        if (!summary_.complete)
            add(request_kind("deploy.request-broken"),
                summary_.problems.empty() ? "" : std::string(summary_.problems[0].what));
        if (request_.self_signature == SignatureCheck::wrong)
            add(request_kind("deploy.request-signature-wrong"), summary_.signature.text());
        if (request_.self_signature == SignatureCheck::unsupported)
            add(request_kind("deploy.request-signature-unverified"), summary_.signature.text());
        const std::string_view hash = summary_.signature.hash;
        if (hash == "SHA-1" || hash.starts_with("MD"))
            add(request_kind("deploy.request-weak-hash"), std::string(hash), "SHA-256");
    }

    void examine_key() {
        const PublicKey& key = request_.key->summary;
        const bool rsa = key.kind == KeyKind::rsa || key.kind == KeyKind::rsa_pss;
        const bool good_rsa = rsa && key.bits >= 2048 && key.bits % 8 == 0;
        const bool good_ec =
            key.kind == KeyKind::ec && !key.explicit_curve &&
            (key.curve == "secp256r1" || key.curve == "secp384r1" || key.curve == "secp521r1");
        if (!good_rsa && !good_ec)
            add(request_kind("deploy.request-key-refused"), request_.key->text(),
                "RSA of 2048 bits or more, secp256r1 or secp384r1");
    }

    void examine_names() {
        const std::string common_name = summary_.common_name();
        if (summary_.subject_alt_names.empty())
            add(request_kind("deploy.request-no-names"),
                common_name.empty() ? "no names at all" : "only the common name " + common_name,
                "a subjectAltName");
        else if (!common_name.empty() && !is_among_names(common_name))
            add(request_kind("deploy.request-name-outside-san"), common_name, "in subjectAltName");
        for (const GeneralName& name : summary_.subject_alt_names)
            examine_name(name);
    }

    bool is_among_names(std::string_view name) const {
        return std::any_of(
            summary_.subject_alt_names.begin(), summary_.subject_alt_names.end(),
            [&](const GeneralName& other) { return equal_ignoring_case(other.text(), name); });
    }

    void examine_name(const GeneralName& name) {
        if (name.kind == GeneralName::Kind::dns) return examine_host(name.octets);
        if (name.kind != GeneralName::Kind::ip)
            return add(request_kind("deploy.request-other-name"), name.text());
        if (name.octets.size() != 4 && name.octets.size() != 16)
            add(request_kind("deploy.request-bad-name"),
                "an address of " + std::to_string(name.octets.size()) + " octets", "4 or 16");
        else if (is_reserved(name.octets))
            add(request_kind("deploy.request-reserved-address"), name.text());
    }

    void examine_host(const std::string& written) {
        std::string host = ascii_lower(std::string_view(written));
        const bool wildcard = host.starts_with("*.");
        if (wildcard) host.erase(0, 2);
        if (host.find('*') != std::string::npos)
            return add(request_kind("deploy.request-bad-wildcard"), written, "*.domain");
        if (!is_host_name(host, true) || has_numeric_end(host))
            return add(request_kind("deploy.request-bad-name"), written);
        if (host.find('_') != std::string::npos)
            add(request_kind("deploy.request-underscore"), written);
        const bool internal = is_internal(host);
        if (!internal && wildcard && is_public_suffix(host))
            add(request_kind("deploy.request-bad-wildcard"), written);
        else if (internal || host.find('.') == std::string::npos)
            add(request_kind("deploy.request-internal-name"), written);
    }

    void examine_extensions() {
        if (request_.has_challenge_password) add(request_kind("deploy.request-challenge-password"));
        if (summary_.is_ca()) add(request_kind("deploy.request-asks-for-ca"), "cA:TRUE");
        const auto& usages = summary_.extended_key_usage;
        const bool server = std::any_of(usages.begin(), usages.end(), [](const ObjectId& id) {
            return id.dotted() == kServerAuth || id.dotted() == kAnyUsage;
        });
        if (!usages.empty() && !server)
            add(request_kind("deploy.request-not-for-servers"), std::string(usages[0].label()),
                "serverAuth");
    }

    const CertificateRequest& request_;
    const CertificateSummary& summary_;
    std::vector<Finding> findings_;
};

}  // namespace

std::vector<Finding> examine_request(const CertificateRequest& request) {
    return RequestExamination(request).run();
}

}  // namespace tlsonar::trust
