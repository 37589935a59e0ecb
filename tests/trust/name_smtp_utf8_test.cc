// SmtpUTF8Mailbox (RFC 9598): an otherName that constraints on rfc822Name speak of.
#include "tests/trust/path_maker.h"
#include "trust/name/constraints.h"
#include "trust/path/facts.h"
#include "trust/path/validate.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace tlsonar::trust {
namespace {

using test::make;
using Kind = GeneralName::Kind;

std::string item(int tag, const std::string& content) {
    return std::string(1, static_cast<char>(tag)) + static_cast<char>(content.size()) + content;
}
const std::string kOid = item(6, "\x2B\x06\x01\x05\x05\x07\x08\x09");
std::string mailbox(const std::string& text) { return kOid + item(0xA0, item(0x0C, text)); }

TEST(SmtpUtf8Mailbox, IsRead) {
    bool malformed = false;
    EXPECT_EQ(smtp_utf8_mailbox(mailbox("jörg@example.com"), malformed), "jörg@example.com");
    EXPECT_FALSE(malformed);
    const std::string upn = item(6, "\x2B\x06\x01\x04\x01\x82\x37\x14\x02\x03");
    EXPECT_FALSE(smtp_utf8_mailbox(upn + item(0xA0, item(0x0C, "a@b")), malformed));
    EXPECT_FALSE(malformed);  // another name, and none of our business
}

TEST(SmtpUtf8Mailbox, WhatIsMalformed) {
    for (const std::string& bad :
         {kOid, kOid + item(0xA0, ""), kOid + item(0xA0, item(0x16, "a@example.com")),
          kOid + item(0x0C, "a@example.com"), kOid + item(0xA1, item(0x0C, "a@example.com")),
          kOid + item(0xA0, item(0x0C, "a@example.com") + item(5, "")),
          mailbox("a@example.com") + item(5, ""),
          kOid + item(0xA0, item(0x0C, "a@example.com").substr(0, 6))}) {
        bool malformed = false;
        EXPECT_FALSE(smtp_utf8_mailbox(bad, malformed));
        EXPECT_TRUE(malformed);
    }
}

// In a whole path: the constraint stands in the intermediate.
class ConstrainedMailbox : public testing::Test {
  protected:
    PathReport judge(const std::string& constraint, const std::string& name) {
        const CertificatePtr root = make({.subject = "Root",
                                          .issuer = "Root",
                                          .key = root_.get(),
                                          .signer = root_.get(),
                                          .ca = true});
        const CertificatePtr middle =
            make({.subject = "Middle",
                  .issuer = "Root",
                  .key = middle_.get(),
                  .signer = root_.get(),
                  .ca = true,
                  .more = {{NID_name_constraints, "critical," + constraint}}});
        const CertificatePtr leaf =
            make({.subject = "Leaf",
                  .issuer = "Middle",
                  .key = leaf_.get(),
                  .signer = middle_.get(),
                  .host = "www.example.com,otherName:1.3.6.1.5.5.7.8.9;UTF8:" + name});
        CertificatePool pool;
        pool.add(middle);
        TrustAnchorSet anchors("test");
        anchors.add(make_trust_anchor(root));
        ValidationOptions options;
        options.time = 1'800'000'000;
        ValidationCache cache;
        return validate(leaf, pool, anchors, options, cache);
    }
    Verdict verdict(const std::string& constraint, const std::string& name) {
        return judge(constraint, name).verdict;
    }
    test::Key root_ = test::new_key();
    test::Key middle_ = test::new_key();
    test::Key leaf_ = test::new_key();
};

TEST_F(ConstrainedMailbox, ByHostAndDomain) {
    const std::string jorg = "j\xC3\xB6rg@";
    EXPECT_EQ(verdict("permitted;email:example.com", jorg + "example.com"), Verdict::valid);
    EXPECT_EQ(verdict("permitted;email:example.com", jorg + "EXAMPLE.com"), Verdict::valid);
    EXPECT_EQ(verdict("permitted;email:example.com", jorg + "mail.example.com"), Verdict::invalid);
    EXPECT_EQ(verdict("permitted;email:.example.com", jorg + "mail.example.com"), Verdict::valid);
    EXPECT_EQ(verdict("permitted;email:.example.com", jorg + "example.com"), Verdict::invalid);
    EXPECT_EQ(verdict("permitted;email:example.com", jorg + "example.org"), Verdict::invalid);
    EXPECT_EQ(verdict("excluded;email:example.com", jorg + "example.com"), Verdict::invalid);
    EXPECT_EQ(verdict("excluded;email:.example.com", jorg + "mail.example.com"), Verdict::invalid);
    EXPECT_EQ(verdict("excluded;email:example.com", jorg + "example.org"), Verdict::valid);
}

// A mailbox without an at sign, or with U-labels where RFC 9598 wants them as they are, must not
// slip through a constraint.
TEST_F(ConstrainedMailbox, WhatIsNoMailboxLiesNowhere) {
    EXPECT_NE(verdict("permitted;email:example.com", "example.com"), Verdict::valid);
    EXPECT_NE(verdict("excluded;email:example.com", "example.com"), Verdict::valid);
    EXPECT_NE(verdict("permitted;email:example.com", "j\xC3\xB6rg@"), Verdict::valid);
    EXPECT_NE(verdict("permitted;email:example.com", "@example.com"), Verdict::valid);
}

// RFC 9598 section 6: the domain is compared as A-labels.
TEST_F(ConstrainedMailbox, Internationalised) {
    const std::string name =
        "j\xC3\xB6rg@b\xC3\xBC"
        "cher.example";
    EXPECT_NE(verdict("excluded;email:xn--bcher-kva.example", name), Verdict::valid);
    EXPECT_NE(verdict("permitted;email:example.com", name), Verdict::valid);
}

TEST_F(ConstrainedMailbox, WithoutAConstraintItIsNobodysBusiness) {
    EXPECT_EQ(verdict("permitted;DNS:example.com", "j\xC3\xB6rg@elsewhere.example"),
              Verdict::valid);
}

}  // namespace
}  // namespace tlsonar::trust
