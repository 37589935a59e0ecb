#include "trust/certificate.h"

#include <openssl/evp.h>

namespace tlsonar::trust {

struct CertificateHasher::State {
    struct Free {
        void operator()(EVP_MD* digest) const { EVP_MD_free(digest); }
        void operator()(EVP_MD_CTX* used) const { EVP_MD_CTX_free(used); }
    };
    // Fetched once: an implicit fetch costs more than hashing a certificate.
    std::unique_ptr<EVP_MD, Free> sha256{EVP_MD_fetch(nullptr, "SHA2-256", nullptr)};
    std::unique_ptr<EVP_MD, Free> sha1{EVP_MD_fetch(nullptr, "SHA1", nullptr)};
    std::unique_ptr<EVP_MD_CTX, Free> context{EVP_MD_CTX_new()};

    // All zeros when the library has no such digest (e.g. SHA-1 under a FIPS policy).
    template <std::size_t N>
    std::array<std::uint8_t, N> digest(const EVP_MD* type, Bytes octets) {
        std::array<std::uint8_t, N> out{};
        if (type == nullptr || context == nullptr ||
            EVP_DigestInit_ex2(context.get(), type, nullptr) != 1 ||
            EVP_DigestUpdate(context.get(), octets.data(), octets.size()) != 1 ||
            EVP_DigestFinal_ex(context.get(), out.data(), nullptr) != 1)
            out.fill(0);
        return out;
    }
};

CertificateHasher::CertificateHasher() : state_(std::make_unique<State>()) {}
CertificateHasher::CertificateHasher(CertificateHasher&& other) noexcept = default;
CertificateHasher& CertificateHasher::operator=(CertificateHasher&& other) noexcept = default;
CertificateHasher::~CertificateHasher() = default;

std::array<std::uint8_t, 32> CertificateHasher::sha256(Bytes octets) {
    return state_->digest<32>(state_->sha256.get(), octets);
}
std::array<std::uint8_t, 20> CertificateHasher::sha1(Bytes octets) {
    return state_->digest<20>(state_->sha1.get(), octets);
}

}  // namespace tlsonar::trust
