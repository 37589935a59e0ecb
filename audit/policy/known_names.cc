// A name that nothing can have makes a rule that never fails: names of registries are looked up.
#include "audit/policy/read_private.h"
#include "core/text.h"
#include "dissect/registry/cipher_suite.h"
#include "dissect/registry/named_group.h"
#include "dissect/registry/signature_scheme.h"
#include "dissect/registry/ssl2_cipher.h"

#include <algorithm>

namespace tlsonar::audit {
namespace {

bool is_version(std::string_view name) {
    static constexpr std::string_view kVersions[] = {"SSLv2",    "SSLv3",   "TLSv1.0",  "TLSv1.1",
                                                     "TLSv1.2",  "TLSv1.3", "DTLSv1.0", "DTLSv1.2",
                                                     "DTLSv1.3", "TLCP 1.1"};
    return std::ranges::find(kVersions, name) != std::end(kVersions);
}

bool is_suite(std::string_view name) {
    return dissect::find_cipher_suite(name) != nullptr ||
           std::ranges::find(dissect::ssl2_ciphers(), name, &dissect::Ssl2Cipher::name) !=
               dissect::ssl2_ciphers().end();
}

// Servers have groups of their own, and may leave the choice to the client.
bool is_group(std::string_view name) {
    return dissect::find_named_group(name) != nullptr || name.starts_with("unnamed-") ||
           name == "client";
}

bool is_scheme(std::string_view name) { return dissect::find_signature_scheme(name) != nullptr; }

struct Registry {
    std::string_view part;  // of the names of facts
    bool (*has)(std::string_view name);
    std::string_view what;
    std::string_view example;
};
constexpr Registry kRegistries[] = {
    {"protocols.", is_version, "protocol version", "TLSv1.2"},
    {"connection.version", is_version, "protocol version", "TLSv1.2"},
    {"dtls.accepted", is_version, "protocol version", "DTLSv1.2"},
    {"suites.accepted", is_suite, "cipher suite", "TLS_AES_128_GCM_SHA256"},
    {"suites.offered", is_suite, "cipher suite", "TLS_AES_128_GCM_SHA256"},
    {"groups.accepted", is_group, "group", "secp256r1"},
    {"groups.offered", is_group, "group", "secp256r1"},
    {"groups.preferred", is_group, "group", "secp256r1"},
    {"connection.group", is_group, "group", "secp256r1"},
    {"sigalg", is_scheme, "signature scheme", "rsa_pss_rsae_sha256"},
};

}  // namespace

void check_names(YamlReader& in, const YamlPlace& at, std::string_view fact,
                 std::span<const std::string> names) {
    const auto registry = std::ranges::find_if(
        kRegistries, [&](const Registry& each) { return fact.find(each.part) != fact.npos; });
    if (registry == std::end(kRegistries)) return;
    for (const std::string& name : names)
        // What has a number and no name is written as that.
        if (!registry->has(name) && !name.starts_with("0x"))
            in.fail(at, "there is no " + std::string(registry->what) + " \"" + printable(name) +
                            "\"; names are written as in " + std::string(registry->example));
}

}  // namespace tlsonar::audit
