// Private keys, opened to see their public halves. Nothing secret leaves this file.
#include "trust/file/library_private.h"
#include "trust/file/object_reader_private.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

namespace tlsonar::trust {
namespace {

using Key = Owned<EVP_PKEY, EVP_PKEY_free>;
using KeyContext = Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;
using Number = Owned<BIGNUM, BN_clear_free>;
using NumberContext = Owned<BN_CTX, BN_CTX_free>;

// Those of RSA with 16,384 bits take 9 KB; what is larger is made to cost time.
constexpr std::size_t kMaxKeyOctets = 32'768;

Number parameter(const Key& key, const char* name) {
    BIGNUM* number = nullptr;
    if (EVP_PKEY_get_bn_param(key.get(), name, &number) != 1) return nullptr;
    return Number(number);
}

// e·d ≡ 1 (mod prime − 1).
bool inverts(const Number& e, const Number& d, const Number& prime, BN_CTX* context) {
    const Number order(BN_dup(prime.get()));
    const Number product(BN_new());
    return order && product && BN_sub_word(order.get(), 1) == 1 && BN_is_zero(order.get()) == 0 &&
           BN_mod_mul(product.get(), e.get(), d.get(), order.get(), context) == 1 &&
           (BN_is_one(product.get()) == 1 || BN_is_one(order.get()) == 1);
}

std::string rsa_contradiction(const Key& key) {
    const Number n = parameter(key, OSSL_PKEY_PARAM_RSA_N);
    const Number e = parameter(key, OSSL_PKEY_PARAM_RSA_E);
    const Number d = parameter(key, OSSL_PKEY_PARAM_RSA_D);
    const Number p = parameter(key, OSSL_PKEY_PARAM_RSA_FACTOR1);
    const Number q = parameter(key, OSSL_PKEY_PARAM_RSA_FACTOR2);
    // Keys of n, e and d alone are allowed; those of more than two primes are not looked into.
    if (!n || !e || !d || !p || !q || parameter(key, OSSL_PKEY_PARAM_RSA_FACTOR3)) return {};
    const NumberContext context(BN_CTX_secure_new());
    const Number product(BN_new());
    if (!context || !product || BN_mul(product.get(), p.get(), q.get(), context.get()) != 1)
        return {};
    if (BN_cmp(product.get(), n.get()) != 0) return "the modulus is not the product of the primes";
    if (!inverts(e, d, p, context.get()) || !inverts(e, d, q, context.get()))
        return "the exponents do not belong together";
    return {};
}

std::string contradiction(const Key& key) {
    switch (EVP_PKEY_get_base_id(key.get())) {
        case EVP_PKEY_RSA:
        case EVP_PKEY_RSA_PSS:
            return rsa_contradiction(key);
        case EVP_PKEY_EC: {
            const KeyContext context(EVP_PKEY_CTX_new(key.get(), nullptr));
            if (!context || EVP_PKEY_pairwise_check(context.get()) == 1) return {};
            return "the public point is not that of the private number";
        }
        default:
            return {};
    }
}

}  // namespace

QuietErrors::QuietErrors() { ERR_set_mark(); }
QuietErrors::~QuietErrors() { ERR_pop_to_mark(); }

OpenedKey open_private_key(Bytes der) {
    OpenedKey opened;
    if (der.empty() || der.size() > kMaxKeyOctets) return opened;
    const QuietErrors quiet;
    const unsigned char* at = der.data();
    const Key key(d2i_AutoPrivateKey(nullptr, &at, static_cast<long>(der.size())));
    if (!key) return opened;
    unsigned char* octets = nullptr;
    const int size = i2d_PUBKEY(key.get(), &octets);
    if (size <= 0) return opened;
    opened.key = make_subject_key(Bytes(octets, static_cast<std::size_t>(size)));
    OPENSSL_free(octets);
    opened.contradiction = contradiction(key);
    return opened;
}

}  // namespace tlsonar::trust
