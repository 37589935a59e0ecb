// Our own suite of chains, tests/chains/NAME/: made by tools/chains/make.py, one test for each
// case.
#include "tests/trust/certificate_files.h"
#include "trust/path/validate.h"
#include "trust/revocation/checker.h"
#include "trust/store/lines.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace tlsonar::trust {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

fs::path suite() { return fs::path(TLSONAR_SOURCE_DIR) / "tests/chains"; }

std::vector<std::string> case_names() {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(suite()))
        if (fs::exists(entry.path() / "case.json")) names.push_back(entry.path().filename());
    std::sort(names.begin(), names.end());
    return names;
}

// Every block of that type; test::read_pem knows certificates alone.
std::vector<test::Der> blocks(const fs::path& file, const std::string& wanted) {
    std::vector<test::Der> all;
    BIO* bio = BIO_new_file(file.c_str(), "r");
    if (bio == nullptr) return all;
    char* type = nullptr;
    char* header = nullptr;
    unsigned char* data = nullptr;
    long size = 0;
    while (PEM_read_bio(bio, &type, &header, &data, &size) == 1) {
        if (type == wanted) all.emplace_back(data, data + size);
        OPENSSL_free(type);
        OPENSSL_free(header);
        OPENSSL_free(data);
    }
    BIO_free(bio);
    return all;
}

class SuiteCase {
  public:
    explicit SuiteCase(const std::string& name) : folder_(suite() / name) {
        std::ifstream file(folder_ / "case.json");
        data_ = json::parse(file);
        for (const test::Der& der : test::read_pem(folder_ / "chain.pem")) {
            chain_.push_back(make_certificate(der));
            if (chain_.size() > 1) pool_.add(chain_.back());
        }
        for (const test::Der& der : test::read_pem(folder_ / "pool.pem"))
            pool_.add(make_certificate(der));
        for (const test::Der& der : test::read_pem(folder_ / "roots.pem"))
            roots_.add(make_trust_anchor(make_certificate(der)));
    }

    const json& data() const { return data_; }
    const std::vector<CertificatePtr>& chain() const { return chain_; }

    // What the handshake that brought the chain says beside it.
    std::vector<Finding> judge_handshake() const {
        if (!data_.value("handshake", false)) return {};
        std::vector<OcspResponsePtr> staples;
        for (const OcspMaterial& each : material().responses)
            staples.push_back(each.response);
        StapleContext context;
        context.staples = staples;
        return judge_stapling(*chain_.front(), context);
    }

    PathReport judge() {
        ValidationOptions options = this->options();
        RevocationJudge revocation(material());
        if (data_.value("revocation", false)) {
            options.revocation = &revocation;
            options.require_revocation_status = data_.value("require_status", false);
        }
        return validate(chain_.front(), pool_, roots_, options, cache_);
    }

  private:
    ValidationOptions options() const {
        ValidationOptions options;
        options.time = from_time(data_["time"].get<std::string>()).value();
        options.profile = data_["profile"] == "webpki" ? Profile::webpki : Profile::rfc5280;
        options.purpose = data_["purpose"] == "server"   ? Purpose::server
                          : data_["purpose"] == "client" ? Purpose::client
                                                         : Purpose::any;
        options.names = {PeerName::from_text(data_["host"].get<std::string>()).value()};
        if (data_.contains("max_depth")) options.max_depth = data_["max_depth"].get<std::size_t>();
        options.policy.explicit_policy = data_.value("explicit_policy", false);
        options.policy.inhibit_mapping = data_.value("inhibit_mapping", false);
        options.policy.inhibit_any_policy = data_.value("inhibit_any_policy", false);
        for (const json& policy : data_.value("acceptable_policies", json::array()))
            options.policy.acceptable.push_back(object_id(policy.get<std::string>()));
        return options;
    }

    static ObjectId object_id(const std::string& dotted) {
        ASN1_OBJECT* object = OBJ_txt2obj(dotted.c_str(), 1);
        const ObjectId id(Bytes(OBJ_get0_data(object), OBJ_length(object)));
        ASN1_OBJECT_free(object);
        return id;
    }

    RevocationMaterial material() const {
        RevocationMaterial material;
        for (const test::Der& der : blocks(folder_ / "crl.pem", "X509 CRL"))
            material.crls.push_back(parse_crl(Bytes(der)));
        std::ifstream file(folder_ / "ocsp.der", std::ios::binary);
        if (file) {
            const std::string octets(std::istreambuf_iterator<char>(file), {});
            material.responses.push_back({parse_ocsp_response(as_bytes(octets)), true});
        }
        return material;
    }

    fs::path folder_;
    json data_;
    std::vector<CertificatePtr> chain_;
    CertificatePool pool_;
    TrustAnchorSet roots_;
    ValidationCache cache_;
};

std::string told(const PathReport& report) {
    std::string text;
    for (const Path& path : report.paths) {
        text += std::string("path of ") + std::to_string(path.certificates.size()) + ": " +
                std::string(verdict_name(path.verdict)) + "\n";
        for (const Finding& finding : path.findings)
            text += "  " + std::string(finding.kind->id) + " of " +
                    std::to_string(finding.certificate) + ": " + finding.found + " / " +
                    finding.expected + "\n";
    }
    return text;
}

class Chains : public ::testing::TestWithParam<std::string> {};

TEST_P(Chains, IsJudgedAsExpected) {
    SuiteCase one(GetParam());
    ASSERT_FALSE(one.chain().empty());
    const PathReport report = one.judge();
    EXPECT_EQ(verdict_name(report.verdict), one.data()["expected"].get<std::string>())
        << one.data()["description"] << "\n"
        << told(report);
    std::set<std::string> found;
    for (const Path& path : report.paths)
        if (&path == report.best_path() || one.data().value("any_path", false))
            for (const Finding& finding : path.findings)
                found.emplace(finding.kind->id);
    for (const Finding& finding : one.judge_handshake())
        found.emplace(finding.kind->id);
    for (const json& id : one.data()["expected_findings"]) {
        EXPECT_NE(find_finding_kind(id.get<std::string>()), nullptr) << id;
        EXPECT_TRUE(found.contains(id.get<std::string>())) << id << " is missing\n" << told(report);
    }
}

INSTANTIATE_TEST_SUITE_P(Suite, Chains, ::testing::ValuesIn(case_names()), [](const auto& each) {
    std::string name = each.param;
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
});

}  // namespace
}  // namespace tlsonar::trust
