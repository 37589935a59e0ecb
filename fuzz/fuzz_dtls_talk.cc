// Any octets as what a server says over UDP (kind | length (2) | octets, again and again; an odd
// kind is silence instead): the conversation ends, never says more than a hello and a farewell at
// once, and leaves a reply.
#include "core/reader.h"
#include "scanner/talk/dtls_talk.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <vector>

using namespace tlsonar;           // NOLINT
using namespace tlsonar::scanner;  // NOLINT

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

HelloRecipe make_recipe() {
    HelloRecipe recipe;
    recipe.legacy_version = kDtls12;
    recipe.suites = {0xC02F, 0x009E, 0x002F};
    recipe.groups = {0x001D};
    recipe.schemes = {0x0401};
    return recipe;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr std::size_t kMostSaid = 1024;  // the hello with a cookie of 255 octets, and an alert
    constexpr std::size_t kMostWakes = 16;
    static KeyAgreement keys;
    Draw draw(1);
    profile::CertificateCache certificates;
    const TalkTools tools{&keys, &draw, &certificates};
    Reader input(Bytes(data, size));
    const Until until = input.u8() % 2 == 0 ? Until::flight : Until::server_hello;
    DtlsTalk talk(make_recipe(), until, tools);
    Octets out;
    talk.start(out, {});
    std::size_t wakes = 0;
    bool over = false;
    while (input.more() && !over) {
        out.clear();
        const bool silent = input.u8() % 2 == 1;
        const std::size_t length = input.u16();
        const Bytes octets = input.take(std::min(length, input.left()));
        if (silent && talk.wake_after() == 0) continue;
        // A copy on the heap: what is read past its end is found.
        const Octets datagram(octets.begin(), octets.end());
        over = silent ? talk.woken(out, {}) : talk.received(datagram, out, {});
        require(out.size() <= kMostSaid);
        wakes += silent ? 1 : 0;
        require(wakes <= kMostWakes);
    }
    talk.ended(over ? End::done : End::timeout, {});
    const Reply& reply = talk.reply();
    require(reply.kind != ReplyKind::ssl2);
    require(reply.sent_again <= wakes);
    require(reply.kind != ReplyKind::alert || reply.alert.has_value());
    return 0;
}
