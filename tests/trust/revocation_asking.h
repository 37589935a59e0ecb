// A CA that is the anchor, a leaf below it, and what comes of asking about the leaf.
#pragma once

#include "tests/trust/revocation_make.h"
#include "trust/path/validate.h"
#include "trust/revocation/checker.h"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace tlsonar::trust::making {

class RevocationAsking : public testing::Test {
  protected:
    struct Material {
        std::vector<std::string> responses = {};
        std::vector<std::string> crls = {};
        std::vector<CertificatePtr> certificates = {};
        bool stapled = false;
    };
    RevocationStatus ask_with(const Material& made, RevocationOptions options = {}) {
        RevocationMaterial material;
        for (const std::string& response : made.responses)
            material.responses.push_back({parse_ocsp_response(as_bytes(response)), made.stapled});
        for (const std::string& crl : made.crls)
            material.crls.push_back(parse_crl(as_bytes(crl)));
        for (const CertificatePtr& certificate : made.certificates)
            material.certificates.add(certificate);
        RevocationJudge judge(std::move(material), options);
        const TrustAnchorPtr anchor = make_trust_anchor(ca_);
        const std::vector<CertificatePtr> path = {leaf_};
        RevocationQuery query;
        query.path = path;
        query.anchor = anchor.get();
        query.issuer = ca_.get();
        query.issuer_name = anchor->subject;
        query.issuer_public_key = anchor->public_key;
        query.time = time_;
        query.profile = profile_;
        query.cache = &cache_;
        const RevocationStatus status = judge.examine(query);
        EXPECT_EQ(judge.found(*leaf_)->status, status.status);
        ++asked_;
        return status;
    }
    ~RevocationAsking() override { RecordProperty("asked", asked_); }

    Key ca_key_;
    Key leaf_key_;
    Key other_key_;
    CertificatePtr ca_ = make({.serial = 9,
                               .subject = "CA",
                               .not_after = kNow + 900 * kDay,
                               .extensions = ca_extensions()},
                              ca_key_, ca_key_);
    CertificatePtr leaf_ = make({}, leaf_key_, ca_key_);
    std::int64_t time_ = kNow;
    Profile profile_ = Profile::rfc5280;
    ValidationCache cache_;
    int asked_ = 0;
};

}  // namespace tlsonar::trust::making
