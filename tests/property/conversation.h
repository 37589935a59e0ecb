// A recorded connection as its two streams, to be told again in other ways.
#pragma once

#include "core/stream.h"
#include "dissect/protect/secret_store.h"

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace tlsonar::property {

using Octets = std::vector<std::uint8_t>;
using Random = std::mt19937;

// What one end said until the other spoke.
struct Turn {
    Sender from = Sender::initiator;
    Octets octets;
};
using Conversation = std::vector<Turn>;

// All connections of samples/NAME.
std::vector<Conversation> conversations(const std::string& name);
// Empty when there is no samples/keys/NAME.keys.
dissect::SecretStore secrets_of(const std::string& name);

// The records of its handshakes as JSON, without what depends on packets: `seen`, and the frames
// and moments of messages, alerts and anomalies.
using Records = std::vector<std::string>;

// Told as it is, closed at its end.
Records tell(const Conversation& conversation, const dissect::SecretStore* secrets);
// Each turn cut into pieces of at most `most` octets, one octet each when it is 1.
Records tell_cut(const Conversation& conversation, const dissect::SecretStore* secrets,
                 std::size_t most, Random& random);
// Only the first `octets`, of both streams together; `only` leaves out the other's. These records
// are to be counted, not compared.
Records tell_beginning(const Conversation& conversation, const dissect::SecretStore* secrets,
                       std::size_t octets, const Sender* only = nullptr);

// The same conversation with the records of plaintext handshake messages cut anew.
Conversation recut_records(const Conversation& conversation, Random& random);

// As TCP segments through the flow table: shuffled within stretches of each turn, repeated,
// overlapping.
struct Disorder {
    std::size_t longest = 1448;  // segment
    bool shuffle = false;
    bool repeat = false;
};
Records tell_in_segments(const Conversation& conversation, const dissect::SecretStore* secrets,
                         const Disorder& disorder, Random& random);

std::size_t size_of(const Conversation& conversation);

}  // namespace tlsonar::property
