// However the octets of a connection are cut into records, segments and calls, the record is the
// same, octet for octet.
#include "tests/property/conversation.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace tlsonar::property {
namespace {

struct Sample {
    const char* name;
    const char* file;
    bool recut;  // plain TLS: its records can be cut anew
};

const Sample kSamples[] = {
    {"tls12-ecdhe", "tls12-ecdhe.pcap", true},
    {"tls12-rsa", "tls12-rsa.pcap", true},
    {"tls12-client-cert", "tls12-client-cert.pcap", true},
    {"tls12-renegotiation", "tls12-renegotiation.pcap", true},
    {"tls12-ticket-resumption", "tls12-ticket-resumption.pcap", true},
    {"tls10", "tls10.pcap", true},
    {"tls13-aes128", "tls13-aes128.pcap", true},
    {"tls13-hrr", "tls13-hrr.pcap", true},
    {"tls13-0rtt", "tls13-0rtt.pcap", true},
    {"tls13-client-cert", "tls13-client-cert.pcap", true},
    {"tls13-keyupdate", "tls13-keyupdate.pcap", true},
    {"tls13-mlkem", "tls13-mlkem.pcap", true},
    {"alerts", "alerts.pcap", true},
    {"null-cipher", "null-cipher.pcap", true},
    {"starttls-smtp", "starttls-smtp.pcap", false},
    {"starttls-tds", "starttls-tds.pcap", false},
    {"starttls-http-connect", "starttls-http-connect.pcap", false},
    {"sslv2", "crafted/sslv2.pcap", false},
    {"sslv2-framed-hello", "crafted/sslv2-framed-hello.pcap", false},
};

class Split : public testing::TestWithParam<Sample> {
  protected:
    // Each connection of the sample, without its secrets and with them.
    template <class Body>
    void each(Body&& body) {
        const auto all = conversations(GetParam().file);
        ASSERT_FALSE(all.empty());
        const dissect::SecretStore secrets = secrets_of(GetParam().name);
        for (std::size_t i = 0; i < all.size() && i < 3; ++i) {
            for (const dissect::SecretStore* known : {&none_, &secrets}) {
                SCOPED_TRACE("connection " + std::to_string(i) +
                             (known == &none_ ? "" : " with secrets"));
                const Records whole = tell(all[i], known);
                ASSERT_FALSE(whole.empty());
                body(all[i], known, whole);
                if (HasFatalFailure()) return;
            }
            if (secrets.empty()) break;
        }
    }

    Random random_{20261121};
    const dissect::SecretStore none_{};
};

TEST_P(Split, CallsOfAnyLength) {
    each([&](const Conversation& c, const dissect::SecretStore* secrets, const Records& whole) {
        for (const std::size_t most : {1U, 2U, 7U, 60U, 500U, 5000U})
            for (int round = 0; round < 4; ++round)
                ASSERT_EQ(tell_cut(c, secrets, most, random_), whole) << "at most " << most;
    });
}

TEST_P(Split, RecordsOfAnyLength) {
    if (!GetParam().recut) GTEST_SKIP() << "records inside another protocol";
    each([&](const Conversation& c, const dissect::SecretStore* secrets, const Records& whole) {
        for (int round = 0; round < 12; ++round) {
            const Conversation recut = recut_records(c, random_);
            ASSERT_EQ(tell(recut, secrets), whole) << "round " << round;
            ASSERT_EQ(tell_cut(recut, secrets, 40, random_), whole) << "round " << round;
        }
    });
}

TEST_P(Split, SegmentsInAnyOrder) {
    each([&](const Conversation& c, const dissect::SecretStore* secrets, const Records& whole) {
        for (const std::size_t longest : {1U, 20U, 200U, 1448U})
            for (int kind = 0; kind < 4; ++kind) {
                const Disorder disorder{longest, (kind & 1) != 0, (kind & 2) != 0};
                ASSERT_EQ(tell_in_segments(c, secrets, disorder, random_), whole)
                    << "at most " << longest << " octets, kind " << kind;
            }
    });
}

// No prefix crashes, and none tells of more handshakes than the whole.
TEST_P(Split, EveryBeginning) {
    each([&](const Conversation& c, const dissect::SecretStore* secrets, const Records& whole) {
        const std::size_t all = size_of(c);
        // Every octet where small things stand, then some hundred places more.
        const std::size_t step = 1 + all / 300;
        for (std::size_t n = 0; n <= all; n += n < 600 ? 1 : step) {
            ASSERT_LE(tell_beginning(c, secrets, n).size(), whole.size()) << n << " octets";
            for (const Sender only : {Sender::initiator, Sender::responder})
                if (n % 8 == 0) tell_beginning(c, secrets, n, &only);
        }
    });
}

INSTANTIATE_TEST_SUITE_P(Samples, Split, testing::ValuesIn(kSamples), [](const auto& sample) {
    std::string name = sample.param.name;
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
});

}  // namespace
}  // namespace tlsonar::property
