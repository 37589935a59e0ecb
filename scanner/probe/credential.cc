#include "scanner/probe/credential.h"

#include "core/writer.h"
#include "dissect/extension/extension_type.h"
#include "profile/codes.h"

namespace tlsonar::scanner {
namespace {

using profile::Fact;

constexpr std::string_view kCredentialFact = "delegated_credentials";

// RFC 9345 section 4.2: not those of keys that are marked as for any use of RSA.
constexpr std::uint16_t kCredentialSchemes[] = {0x0403, 0x0503, 0x0603, 0x0807,
                                                0x0808, 0x0809, 0x080A, 0x080B};

std::string scheme_name(std::uint16_t code) {
    const std::string name(profile::scheme_code(code).name);
    return name.empty() ? "scheme " + std::to_string(code) : name;
}

}  // namespace

RawExtension credential_offer() {
    Writer out;
    out.prefixed(2, [&] {
        for (const std::uint16_t scheme : kCredentialSchemes)
            out.u16(scheme);
    });
    return {dissect::extension_type::delegated_credential, out.release()};
}

void note_credential(Survey& survey, const Reply& reply, std::string_view probe) {
    const profile::Evidence from = evidence(probe, reply);
    if (reply.chain.empty())
        return survey.extension(kCredentialFact, Fact::make_unknown(from, "no certificate came"));
    if (reply.delegated_credential.empty())
        return survey.extension(kCredentialFact, Fact::make_no(from, "offered, and not used"));
    profile::DelegatedCredential credential = profile::examine_credential(
        reply.delegated_credential, *reply.chain.front(), reply.scheme, Loop::wall_now());
    credential.evidence = from;
    survey.extension(kCredentialFact, Fact::make_yes(from, scheme_name(credential.verify_scheme)));
    survey.profile().delegated_credential = std::move(credential);
}

}  // namespace tlsonar::scanner
