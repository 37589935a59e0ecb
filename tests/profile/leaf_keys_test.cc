// What is wrong with the keys that servers show becomes a weakness of theirs.
#include "profile/endpoint/leaf_keys.h"

#include "profile/certificate_cache.h"
#include "profile/endpoint/weaknesses.h"

#include <gtest/gtest.h>

namespace tlsonar::profile {
namespace {

using Octets = std::vector<std::uint8_t>;

// A SubjectPublicKeyInfo with the key of RFC 8032 section 7.1, test 1, whose private half is
// printed there.
const Octets kPrinted = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21,
                         0x00, 0xd7, 0x5a, 0x98, 0x01, 0x82, 0xb1, 0x0a, 0xb7, 0xd5, 0x4b,
                         0xfe, 0xd3, 0xc9, 0x64, 0x07, 0x3a, 0x0e, 0xe1, 0x72, 0xf3, 0xda,
                         0xa6, 0x23, 0x25, 0xaf, 0x02, 0x1a, 0x68, 0xf7, 0x07, 0x51, 0x1a};

EndpointProfile with_key(const Octets& spki, bool cut = false) {
    EndpointProfile out;
    for (int i = 0; i < 2; ++i) {
        ServerChain& chain = out.chains.emplace_back();
        chain.chain.push_back(CertificateCache().get(spki, true, cut));
        chain.evidence = {"test", static_cast<std::uint32_t>(7 + i)};
    }
    out.chains.emplace_back();  // nothing was shown
    return out;
}

TEST(LeafKeys, AreExamined) {
    LeafKeys keys;
    EndpointProfile profile = with_key(kPrinted);
    keys.examine(profile);
    ASSERT_NE(profile.chains[0].key_findings, nullptr);
    ASSERT_EQ(profile.chains[0].key_findings->size(), 1U);
    EXPECT_EQ(profile.chains[0].key_findings->front().kind->id, "key.known-example");
    // Once only, whoever shows it.
    EXPECT_EQ(profile.chains[1].key_findings, profile.chains[0].key_findings);
    EXPECT_EQ(profile.chains[2].key_findings, nullptr);

    const std::vector<Weakness> found = weaknesses(profile);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].finding.kind->id, "key.known-example");
    EXPECT_EQ(found[0].evidence.connection, 7U);
}

TEST(LeafKeys, NothingIsSaidOfWhatWasNotLookedAt) {
    EndpointProfile profile = with_key(kPrinted);
    EXPECT_TRUE(weaknesses(profile).empty());
    EndpointProfile cut = with_key(kPrinted, true);
    LeafKeys().examine(cut);
    EXPECT_EQ(cut.chains[0].key_findings, nullptr);
    Octets sound = kPrinted;
    // Made for this test; the private half was thrown away.
    const Octets other = {0x1c, 0xc2, 0x7d, 0xa8, 0xa7, 0xcf, 0x5b, 0x67, 0x1f, 0xd6, 0x2e,
                          0xc2, 0x11, 0x8c, 0x6e, 0x0a, 0xe4, 0xcf, 0x0e, 0xb8, 0x7e, 0x5d,
                          0x49, 0xe5, 0x81, 0x46, 0x02, 0xf6, 0xca, 0x80, 0xf4, 0x3e};
    std::copy(other.begin(), other.end(), sound.end() - 32);
    EndpointProfile fine = with_key(sound);
    LeafKeys().examine(fine);
    ASSERT_NE(fine.chains[0].key_findings, nullptr);
    EXPECT_TRUE(weaknesses(fine).empty());
}

}  // namespace
}  // namespace tlsonar::profile
