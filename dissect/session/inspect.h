// Looks into a handshake message for what the standards forbid: octets that do not decode, doubled,
// misplaced and malformed extensions.
#pragma once

#include "dissect/session/anomaly.h"
#include "dissect/session/message_stream.h"

#include <cstdint>
#include <type_traits>

namespace tlsonar::dissect {

// A callable (const AnomalyKind&, std::uint64_t value), borrowed for the call.
class AnomalyNote {
  public:
    template <class F>
        requires(!std::is_same_v<std::remove_cvref_t<F>, AnomalyNote>)
    // NOLINTNEXTLINE(bugprone-forwarding-reference-overload): it knows enable_if, not `requires`
    AnomalyNote(F&& f)  // implicit: it stands for a lambda in a call
        : object_(&f), call_([](void* object, const AnomalyKind& kind, std::uint64_t value) {
              (*static_cast<std::remove_reference_t<F>*>(object))(kind, value);
          }) {}
    void operator()(const AnomalyKind& kind, std::uint64_t value) const {
        call_(object_, kind, value);
    }

  private:
    void* object_;
    void (*call_)(void*, const AnomalyKind&, std::uint64_t);
};

// `version` and `suite` as selected, 0 while unknown.
void inspect_message(const RawMessage& message, std::uint16_t version, std::uint16_t suite,
                     const AnomalyNote& note);

}  // namespace tlsonar::dissect
