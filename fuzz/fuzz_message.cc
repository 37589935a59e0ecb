// Every message in every layout: the first octets choose type, version, cipher suite and mode, the
// rest is the body. What passes the check is written the same; describing never fails.
#include "dissect/extension/extension.h"
#include "dissect/message/message.h"

#include <cstdlib>

namespace {

using namespace tlsonar;
using namespace tlsonar::dissect;

void require(bool holds) {
    if (!holds) std::abort();
}

// Counts what it is told, and that what begins also ends.
class Counter : public FieldSink {
  public:
    void text(std::string_view, std::string_view value) override { seen_ += value.size(); }
    void number(std::string_view, std::uint64_t) override { ++seen_; }
    void flag(std::string_view, bool) override { ++seen_; }
    void hex(std::string_view, Bytes value) override { seen_ += value.size(); }
    void code(std::string_view, std::uint32_t, int, std::string_view name) override {
        seen_ += name.size();
    }
    void begin_object(std::string_view) override { ++depth_; }
    void end_object() override { --depth_; }
    void begin_list(std::string_view) override { ++depth_; }
    void end_list() override { --depth_; }
    bool balanced() const { return depth_ == 0; }

  private:
    std::size_t seen_ = 0;
    int depth_ = 0;
};

void try_message(const MessageKind& kind, Bytes body, const MessageContext& context) {
    Counter counter;
    kind.describe(body, context, counter);
    require(counter.balanced());
    if (!context.partial && kind.check(body, context))
        require(equal(kind.rewrite(body, context), body));
}

void try_extension(const ExtensionKind& kind, Bytes body, ExtensionPlace place) {
    Counter counter;
    kind.describe(body, place, counter);
    require(counter.balanced());
    if (kind.check(body, place)) require(equal(kind.rewrite(body, place), body));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr std::size_t kChoices = 6;
    if (size < kChoices) return 0;
    const Bytes body(data + kChoices, size - kChoices);
    const std::uint8_t mode = data[0];
    if (mode % 4 == 3) {
        const auto kinds = extension_kinds();
        try_extension(*kinds[data[1] % kinds.size()], body,
                      static_cast<ExtensionPlace>(data[2] % 7));
        return 0;
    }
    MessageContext context;
    context.version = load_be16(data + 2);
    context.suite = find_cipher_suite(load_be16(data + 4));
    context.partial = (mode & 4) != 0;
    context.certificate_type = mode >> 6;
    const auto kinds = mode % 4 == 2 ? ssl2_message_kinds() : message_kinds();
    try_message(*kinds[data[1] % kinds.size()], body, context);
    return 0;
}
