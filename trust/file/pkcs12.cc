#include "trust/file/library_private.h"
#include "trust/file/object_reader_private.h"

#include <openssl/asn1.h>
#include <openssl/err.h>
#include <openssl/pkcs12.h>
#include <openssl/x509.h>

namespace tlsonar::trust {
namespace {

constexpr unsigned kMaxBagDepth = 4;  // of SafeContents in SafeContents
constexpr std::uint64_t kPbmac1Rounds = 1;

void free_safes(STACK_OF(PKCS7) * safes) { sk_PKCS7_pop_free(safes, PKCS7_free); }
void free_bags(STACK_OF(PKCS12_SAFEBAG) * bags) {
    sk_PKCS12_SAFEBAG_pop_free(bags, PKCS12_SAFEBAG_free);
}
using Store = Owned<PKCS12, PKCS12_free>;
using Safes = Owned<STACK_OF(PKCS7), free_safes>;
using Bags = Owned<STACK_OF(PKCS12_SAFEBAG), free_bags>;

// i2d into octets of our own, wiped.
template <typename Thing, typename Encode, typename Use>
void with_der(const Thing* thing, Encode encode, const Use& use) {
    unsigned char* octets = nullptr;
    const int size = thing ? encode(thing, &octets) : 0;
    if (size <= 0) return;
    use(Bytes(octets, static_cast<std::size_t>(size)));
    OPENSSL_clear_free(octets, static_cast<std::size_t>(size));
}

class Pkcs12Reading {
  public:
    Pkcs12Reading(ObjectReader& reader, const ObjectPlace& place)
        : reader_(reader), place_(place) {}

    void run(Bytes der) {
        const unsigned char* at = der.data();
        const Store store(d2i_PKCS12(nullptr, &at, static_cast<long>(der.size())));
        if (!store) return broken("PKCS #12 is cut off or damaged");
        if (!find_passwords(store)) return;
        const Safes safes(PKCS12_unpack_authsafes(store.get()));
        if (!safes) return broken("PKCS #12 without contents that can be read");
        for (int i = 0; i < sk_PKCS7_num(safes.get()); ++i)
            read_safe(sk_PKCS7_value(safes.get(), i));
    }

  private:
    void broken(const char* what) {
        reader_.problem(file_kind("deploy.file-broken-block"), place_, what);
    }

    // The MAC tells the password. Files without one leave all candidates to the decryption.
    bool find_passwords(const Store& store) {
        passwords_ = candidate_passwords(reader_.options());
        const ASN1_INTEGER* iterations = nullptr;
        const X509_ALGOR* algorithm = nullptr;
        const ASN1_OBJECT* type = nullptr;
        PKCS12_get0_mac(nullptr, &algorithm, nullptr, &iterations, store.get());
        if (algorithm == nullptr) return true;
        X509_ALGOR_get0(&type, nullptr, nullptr, algorithm);
        // RFC 9579, which the library may not know: then the decryption tells, too.
        if (OBJ_obj2nid(type) == NID_pbmac1) return true;
        std::uint64_t rounds = kPbmac1Rounds;
        if (iterations != nullptr && ASN1_INTEGER_get_uint64(&rounds, iterations) != 1)
            rounds = UINT64_MAX;
        for (const Password& password : passwords_) {
            if (!reader_.may_derive(rounds, place_)) return false;
            if (PKCS12_verify_mac(store.get(), password.text, password.size) != 1) continue;
            passwords_ = {Password(password)};
            return true;
        }
        tell_password(reader_, place_);
        return false;
    }

    void read_safe(const PKCS7* safe) {
        if (PKCS7_type_is_data(safe)) {
            const Bags bags(PKCS12_unpack_p7data(const_cast<PKCS7*>(safe)));
            if (!bags) return broken("a part of the PKCS #12 is damaged");
            return read_bags(bags.get(), false, 0);
        }
        if (!PKCS7_type_is_encrypted(safe) || safe->d.encrypted == nullptr)
            return reader_.problem(file_kind("deploy.file-unsupported-format"), place_,
                                   "a part of the PKCS #12 that is encrypted for a public key");
        const PKCS7_ENC_CONTENT* content = safe->d.encrypted->enc_data;
        if (content == nullptr || content->algorithm == nullptr || content->enc_data == nullptr)
            return broken("a part of the PKCS #12 is empty");
        read_encrypted(content);
    }

    void read_encrypted(const PKCS7_ENC_CONTENT* content) {
        std::uint64_t rounds = UINT64_MAX;
        with_der(content->algorithm, i2d_X509_ALGOR,
                 [&](Bytes der) { rounds = derivation_rounds(der); });
        bool unsupported = false;
        for (const Password& password : passwords_) {
            if (!reader_.may_derive(rounds, place_)) return;
            ERR_clear_error();
            const Bags bags(static_cast<STACK_OF(PKCS12_SAFEBAG)*>(PKCS12_item_decrypt_d2i_ex(
                content->algorithm, ASN1_ITEM_rptr(PKCS12_SAFEBAGS), password.text, password.size,
                content->enc_data, 1, reader_.library().context, nullptr)));
            if (bags) return read_bags(bags.get(), true, 0);
            unsupported = is_unsupported(ERR_peek_error());
        }
        if (unsupported)
            reader_.problem(file_kind("deploy.file-unsupported-format"), place_,
                            "PKCS #12 with an encryption that the library does not have");
        else
            tell_password(reader_, place_);
    }

    static bool is_unsupported(unsigned long error) {
        return ERR_GET_LIB(error) == ERR_LIB_EVP &&
               (ERR_GET_REASON(error) == ERR_R_UNSUPPORTED ||
                ERR_GET_REASON(error) == EVP_R_UNSUPPORTED_ALGORITHM ||
                ERR_GET_REASON(error) == EVP_R_UNKNOWN_PBE_ALGORITHM);
    }

    void read_bags(const STACK_OF(PKCS12_SAFEBAG) * bags, bool encrypted, unsigned depth) {
        for (int i = 0; i < sk_PKCS12_SAFEBAG_num(bags); ++i)
            read_bag(sk_PKCS12_SAFEBAG_value(bags, i), encrypted, depth);
    }

    static std::string name_of(const PKCS12_SAFEBAG* bag) {
        char* text = PKCS12_get_friendlyname(const_cast<PKCS12_SAFEBAG*>(bag));
        std::string name = text ? text : "";
        OPENSSL_free(text);
        return name;
    }

    void read_bag(const PKCS12_SAFEBAG* bag, bool encrypted, unsigned depth) {
        switch (PKCS12_SAFEBAG_get_nid(bag)) {
            case NID_keyBag:
                return with_der(PKCS12_SAFEBAG_get0_p8inf(bag), i2d_PKCS8_PRIV_KEY_INFO,
                                [&](Bytes der) {
                                    reader_.add_private_key(der, place_, encrypted, name_of(bag));
                                });
            case NID_pkcs8ShroudedKeyBag:
                return with_der(PKCS12_SAFEBAG_get0_pkcs8(bag), i2d_X509_SIG, [&](Bytes der) {
                    read_encrypted_key(reader_, der, place_, passwords_, name_of(bag));
                });
            case NID_certBag:
                return read_certificate(bag);
            case NID_crlBag: {
                const Owned<X509_CRL, X509_CRL_free> crl(PKCS12_SAFEBAG_get1_crl(bag));
                return with_der(crl.get(), i2d_X509_CRL,
                                [&](Bytes der) { reader_.add_crl(der, place_); });
            }
            case NID_safeContentsBag:
                if (depth < kMaxBagDepth)
                    read_bags(PKCS12_SAFEBAG_get0_safes(bag), encrypted, depth + 1);
                return;
            default:  // secrets and private extensions
                return;
        }
    }

    void read_certificate(const PKCS12_SAFEBAG* bag) {
        const Owned<X509, X509_free> certificate(PKCS12_SAFEBAG_get1_cert(bag));
        if (!certificate) return broken("a certificate in the PKCS #12 is damaged");
        with_der(certificate.get(), i2d_X509,
                 [&](Bytes der) { reader_.add_certificate(der, place_, name_of(bag)); });
    }

    ObjectReader& reader_;
    const ObjectPlace& place_;
    std::vector<Password> passwords_;
};

}  // namespace

void read_pkcs12(ObjectReader& reader, Bytes der, const ObjectPlace& place) {
    const QuietErrors quiet;
    Pkcs12Reading(reader, place).run(der);
}

}  // namespace tlsonar::trust
