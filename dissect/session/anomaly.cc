#include "dissect/session/anomaly.h"

namespace tlsonar::dissect::anomaly {

const AnomalyKind kUnexpectedMessage = {
    "unexpected_message", "a handshake message that the protocol does not allow at this point"};
const AnomalyKind kUnknownMessage = {"unknown_message",
                                     "a handshake message type that no standard defines"};
const AnomalyKind kUndecodableMessage = {"undecodable_message",
                                         "the octets are not what the message type requires"};
const AnomalyKind kUndecodableExtension = {"undecodable_extension",
                                           "the octets are not what the extension requires"};
const AnomalyKind kDuplicateExtension = {"duplicate_extension",
                                         "the same extension stands twice in one message"};
const AnomalyKind kMisplacedExtension = {"misplaced_extension",
                                         "an extension in a message that may not carry it"};
const AnomalyKind kBrokenExtensionList = {"broken_extension_list",
                                          "the lengths of the extensions do not add up"};
const AnomalyKind kRecordOverflow = {"record_overflow",
                                     "a record longer than 2^14 octets of content allow"};
const AnomalyKind kEmptyRecord = {"empty_record", "a record of a type that may not be empty"};
const AnomalyKind kNotARecord = {"not_a_record",
                                 "octets where a TLS record should begin, and none does"};
const AnomalyKind kInterleavedRecord = {"interleaved_record",
                                        "another record type in the middle of a handshake message"};
const AnomalyKind kBadAlert = {"bad_alert", "an alert that is not two octets of known level"};
const AnomalyKind kBadChangeCipherSpec = {"bad_change_cipher_spec",
                                          "a ChangeCipherSpec that is not the single octet 1"};
const AnomalyKind kMessageTooLong = {"message_too_long",
                                     "a handshake message longer than tlsonar keeps"};
const AnomalyKind kHandshakeTooLong = {"handshake_too_long",
                                       "a handshake with more octets than tlsonar keeps"};
const AnomalyKind kMissingOctets = {"missing_octets",
                                    "the capture lacks octets of this sender's stream"};
const AnomalyKind kUnopenedRecord = {"unopened_record",
                                     "a protected record that the given secrets do not open"};
const AnomalyKind kHeartbeatOverread = {
    "heartbeat_overread", "a heartbeat that claims more payload than it carries (CVE-2014-0160)"};
const AnomalyKind kPlaintextAnswer = {"plaintext_answer", "the answer to a TLS hello is not TLS"};
const AnomalyKind kTooManyMessages = {"too_many_messages",
                                      "more messages in one handshake than tlsonar keeps"};
const AnomalyKind kUnofferedSuite = {"unoffered_suite",
                                     "the server chose a cipher suite that was not offered"};
const AnomalyKind kUnofferedVersion = {"unoffered_version",
                                       "the server chose a version that was not offered"};

}  // namespace tlsonar::dissect::anomaly
