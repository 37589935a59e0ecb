// OCSP responses and CRLs bent in every direction: each case says what must come out of it. A case
// that should be good and is not is a nuisance; one that should not and is, a hole.
#include "tests/trust/revocation_asking.h"

#include <vector>

#include <gtest/gtest.h>
#include <openssl/evp.h>

namespace tlsonar::trust::making {
namespace {

using Status = RevocationAnswer::Status;

std::string kp(int n) { return item(6, octets({0x2B, 6, 1, 5, 5, 7, 3, n})); }
std::string purposes(const std::string& oids) {
    return extension(id_ce(37), false, sequence(oids));
}
std::string usage(int bits) { return extension(id_ce(15), true, item(3, octets({0, bits}))); }

struct HashRow {
    const char* name;
    std::string oid;
    const EVP_MD* (*get)();
    bool known;
};
const std::vector<HashRow>& hashes() {
    static const std::vector<HashRow> rows = {
        {"SHA-1", item(6, octets({0x2B, 0x0E, 3, 2, 0x1A})), EVP_sha1, true},
        {"SHA-256", item(6, octets({0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1})), EVP_sha256, true},
        {"SHA-384", item(6, octets({0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 2})), EVP_sha384, true},
        {"SHA-512", item(6, octets({0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 3})), EVP_sha512, true},
        {"SHA-224", item(6, octets({0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 4})), EVP_sha224, false},
        {"MD5", item(6, octets({0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 2, 5})), EVP_md5, false},
        // A signature's algorithm is no hash.
        {"sha256WithRSAEncryption",
         item(6, octets({0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 0x0B})), EVP_sha256, false},
    };
    return rows;
}
std::string digest(const EVP_MD* type, std::string_view what) {
    unsigned char out[EVP_MAX_MD_SIZE];
    unsigned n = 0;
    EVP_Digest(what.data(), what.size(), out, &n, type, nullptr);
    return std::string(reinterpret_cast<char*>(out), n);
}

// What may be said of a CertID: each part by itself.
struct IdMaking {
    const HashRow* hash = &hashes()[0];
    std::string issuer = "CA";
    const Key* key = nullptr;
    std::string serial = integer(1);
    bool null_parameters = false;
};

class RevocationMatrix : public RevocationAsking {
  protected:
    std::string cert_id(const IdMaking& m) const {
        const Key& key = m.key != nullptr ? *m.key : ca_key_;
        return sequence(sequence(m.hash->oid + (m.null_parameters ? octets({5, 0}) : "")) +
                        item(4, digest(m.hash->get(), name(m.issuer))) +
                        item(4, digest(m.hash->get(), key.bits())) + m.serial);
    }
    static std::string single_of(const std::string& id,
                                 const std::string& status = item(0x80, "")) {
        return sequence(id + status + generalized(kNow - 3600) +
                        item(0xA0, generalized(kNow + kDay)));
    }
    std::string single(const std::string& status = item(0x80, ""), std::int64_t from = kNow - 3600,
                       std::int64_t until = kNow + kDay, const std::string& more = {}) const {
        return sequence(cert_id({}) + status + generalized(from) +
                        (until != 0 ? item(0xA0, generalized(until)) : "") +
                        (more.empty() ? "" : item(0xA1, sequence(more))));
    }
    std::string says(const std::string& singles) const {
        return ocsp({.singles = singles}, ca_key_);
    }

    RevocationStatus ask(const std::vector<std::string>& responses,
                         const std::vector<std::string>& crls = {},
                         Profile profile = Profile::rfc5280) {
        profile_ = profile;
        return ask_with({.responses = responses, .crls = crls});
    }
    Status by(const std::string& response) { return ask({response}).status; }
    Status by_crl(const CrlMaking& m) { return ask({}, {crl(m, ca_key_)}).status; }
};

// Every part of a CertID has to fit, by every hash.
TEST_F(RevocationMatrix, CertificateIds) {
    for (const HashRow& hash : hashes())
        for (const bool null : {false, true})
            for (const char* issuer : {"CA", "ca", "Other"})
                for (const Key* key : {&ca_key_, &other_key_})
                    for (const std::string& serial :
                         {integer(1), integer(2), item(2, octets({0, 1})), item(2, octets({0xFF})),
                          item(2, octets({1, 1}))}) {
                        const bool fits =
                            hash.known && std::string(issuer) == "CA" && key == &ca_key_ &&
                            (serial == integer(1) || serial == item(2, octets({0, 1})));
                        const std::string id = cert_id({&hash, issuer, key, serial, null});
                        EXPECT_EQ(by(says(single_of(id))), fits ? Status::good : Status::unknown)
                            << hash.name << ' ' << issuer;
                    }
    // Hashes of the wrong length, cut or padded.
    const HashRow& sha1 = hashes()[0];
    const auto bent = [&](const std::string& name_hash, const std::string& key_hash) {
        return says(single_of(
            sequence(sequence(sha1.oid) + item(4, name_hash) + item(4, key_hash) + integer(1))));
    };
    const std::string n = digest(EVP_sha1(), name("CA"));
    const std::string k = digest(EVP_sha1(), ca_key_.bits());
    EXPECT_EQ(by(bent(n, k)), Status::good);
    EXPECT_EQ(by(bent(n.substr(0, 19), k)), Status::unknown);
    EXPECT_EQ(by(bent(n, k + '\0')), Status::unknown);
    EXPECT_EQ(by(bent("", "")), Status::unknown);
    EXPECT_EQ(by(bent(std::string(20, '\0'), std::string(20, '\0'))), Status::unknown);
    EXPECT_EQ(by(bent(k, n)), Status::unknown);
    // Of the whole SubjectPublicKeyInfo instead of the key.
    EXPECT_EQ(by(bent(n, digest(EVP_sha1(), ca_key_.public_key))), Status::unknown);
}

// All mixtures of times, to the second.
TEST_F(RevocationMatrix, WindowsOfResponses) {
    const std::int64_t skew = RevocationOptions{}.skew;
    for (const std::int64_t from :
         {kNow - 40 * kDay, kNow - 7200, kNow, kNow + skew, kNow + skew + 1, kNow + 40 * kDay})
        for (const std::int64_t until :
             {std::int64_t{0}, kNow - 20 * kDay, kNow - 1, kNow, kNow + 1, kNow + 80 * kDay})
            for (const std::int64_t produced : {kNow - 31 * kDay, kNow - 3600, kNow + skew + 1}) {
                const bool begun = from <= kNow + skew && produced <= kNow + skew;
                const bool current =
                    until != 0 ? until >= kNow && until >= from : kNow - from <= kDay + skew;
                const bool in_lifetime = produced >= kNow - 30 * kDay - skew;
                const bool good = begun && current && in_lifetime;
                const std::string response =
                    ocsp({.produced = produced, .singles = single(item(0x80, ""), from, until)},
                         ca_key_);
                EXPECT_EQ(by(response), good ? Status::good : Status::unknown)
                    << from - kNow << ' ' << until - kNow << ' ' << produced - kNow;
            }
}

// Of several answers, in one response or in several, the worst counts.
TEST_F(RevocationMatrix, SeveralAnswers) {
    const std::string good = single();
    const std::string unknown = single(item(0x82, ""));
    const std::string revoked = single(ocsp_revoked(kNow - kDay));
    const std::string held = single(ocsp_revoked(kNow - kDay, 6));
    const std::string stale = single(item(0x80, ""), kNow - 9 * kDay, kNow - 8 * kDay);
    const std::string other = single_of(cert_id({.serial = integer(2)}), ocsp_revoked(kNow - kDay));
    const std::vector<std::pair<std::string, int>> all = {{good, 1}, {unknown, 2}, {revoked, 3},
                                                          {held, 3}, {stale, 0},   {other, 0}};
    const auto expected = [](int worst) {
        return worst == 3 ? Status::revoked : worst == 1 ? Status::good : Status::unknown;
    };
    for (const auto& [a, rank_a] : all)
        for (const auto& [b, rank_b] : all) {
            const Status wanted = expected(std::max(rank_a, rank_b));
            EXPECT_EQ(by(says(a + b)), wanted);
            EXPECT_EQ(ask({says(a), says(b)}).status, wanted);
        }
}

// Who may answer: every fault that a delegate can have.
TEST_F(RevocationMatrix, Delegates) {
    struct Delegate {
        const char* what;
        bool good;
        CertificateMaking making;
    };
    const std::string signing = purposes(kp(9));
    const std::vector<Delegate> cases = {
        {"plain", true, {.serial = 4, .subject = "R", .extensions = signing + kNoCheck}},
        {"with digitalSignature",
         true,
         {.serial = 4, .subject = "R", .extensions = signing + usage(0x80)}},
        {"with nonRepudiation",
         true,
         {.serial = 4, .subject = "R", .extensions = signing + usage(0x40)}},
        {"several purposes",
         true,
         {.serial = 4, .subject = "R", .extensions = purposes(kp(1) + kp(9))}},
        {"no purpose", false, {.serial = 4, .subject = "R", .extensions = kNoCheck}},
        {"another purpose", false, {.serial = 4, .subject = "R", .extensions = purposes(kp(1))}},
        {"any purpose",
         false,
         {.serial = 4,
          .subject = "R",
          .extensions = purposes(item(6, octets({0x55, 0x1D, 0x25, 0})))}},
        {"keyEncipherment only",
         false,
         {.serial = 4, .subject = "R", .extensions = signing + usage(0x20)}},
        {"keyCertSign only",
         false,
         {.serial = 4, .subject = "R", .extensions = signing + usage(0x04)}},
        {"unknown critical",
         false,
         {.serial = 4, .subject = "R", .extensions = signing + unknown_extension(true)}},
        {"unknown",
         true,
         {.serial = 4, .subject = "R", .extensions = signing + unknown_extension(false)}},
        {"expired",
         false,
         {.serial = 4, .subject = "R", .not_after = kNow - 1, .extensions = signing}},
        {"not yet valid",
         false,
         {.serial = 4, .subject = "R", .not_before = kNow - 60, .extensions = signing}},
        {"of another CA",
         false,
         {.serial = 4, .issuer = "Other", .subject = "R", .extensions = signing}},
    };
    for (const Delegate& one : cases)
        for (const int by_key : {0, 1})
            for (const int signed_by : {0, 1, 2})  // the CA, a stranger, itself
                for (const int answer_by : {0, 1}) {
                    const Key delegate_key;
                    const Key& signer = signed_by == 0   ? ca_key_
                                        : signed_by == 1 ? other_key_
                                                         : delegate_key;
                    const CertificatePtr delegate = make(one.making, delegate_key, signer);
                    const std::string responder =
                        by_key != 0 ? item(0xA2, item(4, digest(EVP_sha1(), delegate_key.bits())))
                                    : item(0xA1, name("R"));
                    const std::string response =
                        ocsp({.responder = responder,
                              .singles = single(),
                              .certificates = std::string(as_text(delegate->der))},
                             answer_by == 0 ? delegate_key : other_key_);
                    const bool good = one.good && signed_by == 0 && answer_by == 0;
                    EXPECT_EQ(by(response), good ? Status::good : Status::unknown)
                        << one.what << ' ' << by_key << signed_by << answer_by;
                }
}

TEST_F(RevocationMatrix, ResponsesByTheIssuer) {
    const std::string by_key = item(0xA2, item(4, digest(EVP_sha1(), ca_key_.bits())));
    const std::string sha256 = item(0xA2, item(4, digest(EVP_sha256(), ca_key_.bits())));
    const auto from = [&](const std::string& responder, const Key& key, const std::string& certs) {
        return by(ocsp({.responder = responder, .singles = single(), .certificates = certs}, key));
    };
    const std::string itself(as_text(ca_->der));
    const std::string leaf(as_text(leaf_->der));
    EXPECT_EQ(from(item(0xA1, name("CA")), ca_key_, ""), Status::good);
    EXPECT_EQ(from(by_key, ca_key_, ""), Status::good);
    EXPECT_EQ(from(by_key, ca_key_, itself + leaf), Status::good);
    EXPECT_EQ(from(item(0xA1, name("CA")), other_key_, itself), Status::unknown);
    EXPECT_EQ(from(by_key, other_key_, ""), Status::unknown);
    EXPECT_EQ(from(sha256, ca_key_, ""), Status::unknown);
    EXPECT_EQ(from(item(0xA1, name("Nobody")), ca_key_, ""), Status::unknown);
    EXPECT_EQ(from(item(0xA2, item(4, "")), ca_key_, ""), Status::unknown);
    // The leaf answers for itself.
    EXPECT_EQ(from(item(0xA1, name("leaf")), leaf_key_, leaf), Status::unknown);
    // An impostor with the CA's name.
    const CertificatePtr impostor =
        make({.serial = 5, .issuer = "CA", .subject = "CA", .extensions = purposes(kp(9))},
             other_key_, other_key_);
    EXPECT_EQ(from(item(0xA1, name("CA")), other_key_, std::string(as_text(impostor->der))),
              Status::unknown);
}

// A broken hash proves nothing, not even with the right key.
TEST_F(RevocationMatrix, BrokenHashes) {
    std::string bent = says(single());
    // ecdsa-with-SHA256 → md5WithRSAEncryption would be another key; the label alone is enough to
    // be refused before any mathematics.
    const std::string md5 =
        sequence(item(6, octets({0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 4})) + octets({5, 0}));
    const std::string data =
        sequence(item(0xA1, name("CA")) + generalized(kNow - 3600) + sequence(single()));
    const std::string basic =
        sequence(data + md5 + item(3, std::string(1, '\0') + ca_key_.sign(data)));
    const std::string response = sequence(
        octets({0x0A, 1, 0}) +
        item(0xA0, sequence(item(6, octets({0x2B, 6, 1, 5, 5, 7, 0x30, 1, 1})) + item(4, basic))));
    const auto status = ask({response});
    EXPECT_EQ(status.status, Status::unknown);
    ASSERT_FALSE(status.findings.empty());
    EXPECT_EQ(status.findings[0].kind->id, "revocation.ocsp-signature-weak");
}

TEST_F(RevocationMatrix, CriticalExtensionsOfResponses) {
    const std::string sct = item(6, octets({0x2B, 6, 1, 4, 1, 0xD6, 0x79, 2, 4, 5}));
    const std::string list = item(4, octets({0, 0}));
    for (const bool critical : {false, true}) {
        EXPECT_EQ(
            by(says(single(item(0x80, ""), kNow - 60, kNow + 60, extension(sct, critical, list)))),
            Status::good);
        const Status wanted = critical ? Status::unknown : Status::good;
        EXPECT_EQ(
            by(says(single(item(0x80, ""), kNow - 60, kNow + 60, unknown_extension(critical)))),
            wanted);
        EXPECT_EQ(
            by(ocsp({.singles = single(), .extensions = unknown_extension(critical)}, ca_key_)),
            wanted);
    }
    // Another certificate's answer may be bent as it likes.
    const std::string other = sequence(cert_id({.serial = integer(2)}) + item(0x80, "") +
                                       generalized(kNow - 60) + item(0xA0, generalized(kNow + 60)) +
                                       item(0xA1, sequence(unknown_extension(true))));
    EXPECT_EQ(by(says(other + single())), Status::good);
}

// id-pkix-ocsp-nocheck is for responders: a server does not excuse itself with it.
TEST_F(RevocationMatrix, NoCheckIsForResponders) {
    const auto status = [&](const std::string& extensions) {
        leaf_ = make({.extensions = extensions}, leaf_key_, ca_key_);
        return ask({}).status;
    };
    EXPECT_EQ(status(kNoCheck), Status::unknown);
    EXPECT_EQ(status(kNoCheck + purposes(kp(1))), Status::unknown);
    EXPECT_EQ(status(kNoCheck + purposes(kp(1) + kp(9))), Status::unknown);
    EXPECT_EQ(status(kNoCheck + purposes(kp(9))), Status::not_applicable);
    EXPECT_EQ(status(purposes(kp(9))), Status::unknown);
}

// Short-lived certificates need no status; CAs are never that.
TEST_F(RevocationMatrix, ShortLivedCasNeedAStatus) {
    const CertificateMaking brief{.not_before = kNow - kDay, .not_after = kNow + 5 * kDay};
    leaf_ = make(brief, leaf_key_, ca_key_);
    EXPECT_EQ(ask({}, {}, Profile::webpki).status, Status::not_applicable);
    CertificateMaking ca = brief;
    ca.extensions = ca_extensions();
    leaf_ = make(ca, leaf_key_, ca_key_);
    EXPECT_EQ(ask({}, {}, Profile::webpki).status, Status::unknown);
}

}  // namespace
}  // namespace tlsonar::trust::making
