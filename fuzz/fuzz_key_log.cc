// Any octets as a key log.
#include "dissect/protect/secret_store.h"

#include <cstdint>
#include <cstdlib>

using namespace tlsonar;
using namespace tlsonar::dissect;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    SecretStore store;
    const KeyLogCounts counts = store.add_key_log({data, size});
    if (store.size() > counts.accepted) std::abort();
    if (counts.malformed_lines.size() > counts.malformed) std::abort();
    for (const auto label : {SecretLabel::client_random, SecretLabel::rsa, SecretLabel::ech_config})
        (void)store.find(label, Bytes(data, size < 32 ? size : 32));
    return 0;
}
