#include "profile/endpoint/run_weaknesses.h"

#include "profile/certificate_cache.h"

#include <memory>

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

namespace tlsonar::profile {
namespace {

struct Free {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(X509* certificate) const { X509_free(certificate); }
};
using Key = std::unique_ptr<EVP_PKEY, Free>;

Key rsa_key() { return Key(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{1024})); }
Key ec_key() { return Key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256")); }

CertificateRef certificate(const Key& key, long serial) {
    const std::unique_ptr<X509, Free> made(X509_new());
    ASN1_INTEGER_set(X509_get_serialNumber(made.get()), serial);
    X509_gmtime_adj(X509_getm_notBefore(made.get()), 0);
    X509_gmtime_adj(X509_getm_notAfter(made.get()), 86400);
    X509_set_pubkey(made.get(), key.get());
    X509_sign(made.get(), key.get(), EVP_sha256());
    unsigned char* der = nullptr;
    const int size = i2d_X509(made.get(), &der);
    CertificateCache cache;
    CertificateRef out = cache.get(Bytes(der, static_cast<std::size_t>(size)), false, false);
    OPENSSL_free(der);
    return out;
}

EndpointProfile endpoint(std::string target, const std::vector<CertificateRef>& leaves,
                         Answer ssl2) {
    EndpointProfile profile;
    profile.target = std::move(target);
    Fact fact;
    fact.answer = ssl2;
    profile.versions.push_back({0x0002, fact});
    for (const CertificateRef& leaf : leaves) {
        ServerChain chain;
        chain.chain = {leaf};
        chain.evidence = {"test", 3};
        profile.chains.push_back(std::move(chain));
    }
    return profile;
}

TEST(RunWeaknesses, TheSameKeyOverSsl2Elsewhere) {
    const Key shared = rsa_key(), own = rsa_key();
    RunWeaknesses run;
    // Another certificate of the same key, and before and after the one that breaks it.
    run.add(endpoint("before:443", {certificate(shared, 1)}, Answer::no));
    run.add(endpoint("old:443", {certificate(shared, 2)}, Answer::yes));
    run.add(endpoint("after:443", {certificate(own, 3), certificate(shared, 4)}, Answer::unknown));
    run.add(endpoint("other:443", {certificate(own, 5)}, Answer::no));
    const std::vector<LateWeakness> late = run.conclude();
    ASSERT_EQ(late.size(), 2U);
    EXPECT_EQ(late[0].target, "before:443");
    EXPECT_EQ(late[1].target, "after:443");
    for (const LateWeakness& each : late) {
        EXPECT_EQ(each.weakness.finding.kind->id, "tls.drown-elsewhere");
        EXPECT_EQ(each.weakness.finding.found, "old:443 speaks SSLv2 with this RSA key");
        EXPECT_EQ(each.weakness.evidence.connection, 3U);
    }
    EXPECT_EQ(run.left_out(), 0U);
}

TEST(RunWeaknesses, NothingWhereSsl2IsNotSpokenOrNotKnown) {
    const Key shared = rsa_key();
    RunWeaknesses run;
    run.add(endpoint("a:443", {certificate(shared, 1)}, Answer::no));
    run.add(endpoint("b:443", {certificate(shared, 2)}, Answer::unknown));
    EXPECT_TRUE(run.conclude().empty());
}

TEST(RunWeaknesses, OtherKeysAndKindsOfKeys) {
    const Key curve = ec_key();
    RunWeaknesses run;
    run.add(endpoint("a:443", {certificate(curve, 1)}, Answer::no));
    run.add(endpoint("b:443", {certificate(curve, 2)}, Answer::yes));
    run.add(endpoint("c:443", {certificate(rsa_key(), 3)}, Answer::yes));
    run.add(endpoint("d:443", {certificate(rsa_key(), 4)}, Answer::no));
    run.add(endpoint("e:443", {}, Answer::yes));
    EXPECT_TRUE(run.conclude().empty());
}

EndpointProfile with_tickets(std::string target, const Key& key, std::uint8_t name) {
    EndpointProfile profile = endpoint(std::move(target), {certificate(key, 1)}, Answer::no);
    profile.shared_tickets.key_name.assign(16, name);
    profile.shared_tickets.key_name_evidence = {"sessions", 9};
    return profile;
}

TEST(RunWeaknesses, TicketsUnderTheKeyOfAnother) {
    const Key a = ec_key(), b = ec_key();
    RunWeaknesses run;
    run.add(with_tickets("a1:443", a, 1));
    run.add(with_tickets("a2:443", a, 1));
    run.add(with_tickets("b:443", b, 1));
    run.add(with_tickets("other:443", ec_key(), 2));
    const std::vector<LateWeakness> late = run.conclude();
    ASSERT_EQ(late.size(), 3U);
    const std::string_view targets[] = {"a1:443", "a2:443", "b:443"};
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(late[i].weakness.finding.kind->id, "tls.ticket-key-elsewhere");
        EXPECT_EQ(late[i].target, targets[i]);
        EXPECT_EQ(late[i].weakness.evidence.connection, 9U);
    }
    EXPECT_EQ(late[0].weakness.finding.found, "as b:443, which has another certificate key");
    EXPECT_EQ(late[2].weakness.finding.found, "as a1:443, which has another certificate key");
}

TEST(RunWeaknesses, TicketsOfServersWithTheSameCertificateKey) {
    const Key a = ec_key();
    RunWeaknesses run;
    run.add(with_tickets("a1:443", a, 1));
    run.add(with_tickets("a2:443", a, 1));
    EXPECT_TRUE(run.conclude().empty());
}

}  // namespace
}  // namespace tlsonar::profile
