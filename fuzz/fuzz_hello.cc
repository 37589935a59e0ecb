// Hellos and their extensions: what decodes is written the same, and what is asked of a beginning
// is asked without harm.
#include "dissect/extension/known.h"
#include "dissect/message/hello.h"

#include <cstdlib>

namespace {

using namespace tlsonar;
using namespace tlsonar::dissect;

void require(bool holds) {
    if (!holds) std::abort();
}

std::size_t ask(const ExtensionList& list) {
    std::size_t n = supported_groups(list).size() + signature_algorithms(list).size() +
                    supported_versions(list).size() + ec_point_formats(list).size() +
                    alpn_offer(list).size() + client_key_shares(list).size();
    if (const auto name = host_name(list)) n += name->size();
    if (const auto offer = psk_offer(list)) n += offer->identities.size() + offer->binders.size();
    if (const auto share = server_key_share(list)) n += share->key_exchange.size();
    if (const auto protocol = selected_alpn(list)) n += protocol->size();
    if (const auto partial = list.partial_last()) n += partial.extension.body.size();
    return n + static_cast<std::size_t>(ech_kind(list)) + (list.framing_ok() ? 1 : 0);
}

template <class Hello>
void try_hello(Bytes octets) {
    if (const auto hello = decode<Hello>(octets)) {
        require(equal(encode(*hello), octets));
        ask(hello->extensions);
    }
    ask(decode_prefix<Hello>(octets).extensions);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Bytes octets(data, size);
    try_hello<ClientHello>(octets);
    try_hello<ServerHello>(octets);
    ask(ExtensionList(octets));
    return 0;
}
