#include "trust/der.h"
#include "trust/file/library_private.h"
#include "trust/file/pem_private.h"
#include "trust/file/secret_octets_private.h"

#include <algorithm>
#include <limits>

#include <openssl/evp.h>
#include <openssl/pkcs12.h>
#include <openssl/x509.h>

namespace tlsonar::trust {
namespace {

// 1.3.6.1.4.1.11591.4.11: its numbers multiply.
constexpr std::string_view kScrypt("\x2b\x06\x01\x04\x01\xda\x47\x04\x0b", 9);
constexpr unsigned kMaxKeyDepth = 8;
constexpr std::uint64_t kEndless = std::numeric_limits<std::uint64_t>::max();

struct Rounds {
    std::uint64_t largest = 1;
    std::uint64_t product = 1;
    bool scrypt = false;

    void note(Bytes integer) {
        std::uint64_t value = 0;
        for (const std::uint8_t octet : integer)
            value = value >> 56 != 0 ? kEndless : (value << 8) | octet;
        largest = std::max(largest, value);
        if (value != 0) product = product > kEndless / value ? kEndless : product * value;
    }

    void walk(Bytes octets, unsigned depth) {
        DerReader reader(octets);
        DerItem item;
        while (depth < kMaxKeyDepth && reader.next(item)) {
            if (item.is(tag::integer)) note(item.content);
            if (item.is(tag::object_identifier)) scrypt |= as_text(item.content) == kScrypt;
            if (item.is(tag::sequence)) walk(item.content, depth + 1);
        }
    }
};

struct FreeSignature {
    void operator()(X509_SIG* thing) const { X509_SIG_free(thing); }
};
using Info = Owned<PKCS8_PRIV_KEY_INFO, PKCS8_PRIV_KEY_INFO_free>;
using Cipher = Owned<EVP_CIPHER, EVP_CIPHER_free>;
using CipherContext = Owned<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free>;

bool add_info(ObjectReader& reader, const Info& info, const ObjectPlace& place,
              const std::string& friendly_name) {
    unsigned char* octets = nullptr;
    const int size = i2d_PKCS8_PRIV_KEY_INFO(info.get(), &octets);
    if (size <= 0) return false;
    reader.add_private_key(Bytes(octets, static_cast<std::size_t>(size)), place, true,
                           friendly_name);
    OPENSSL_clear_free(octets, static_cast<std::size_t>(size));
    return true;
}

// DEK-Info: NAME,IV in hexadecimal.
struct Dek {
    std::string cipher;
    std::vector<std::uint8_t> iv;
};

std::optional<Dek> read_dek(std::string_view headers) {
    constexpr std::string_view kField = "DEK-Info:";
    const std::size_t at = headers.find(kField);
    if (at == std::string_view::npos) return std::nullopt;
    std::string_view value = headers.substr(at + kField.size());
    value = value.substr(0, value.find_first_of("\r\n"));
    const std::size_t comma = value.find(',');
    if (comma == std::string_view::npos) return std::nullopt;
    Dek dek;
    for (const char c : value.substr(0, comma))
        if (c != ' ') dek.cipher += c;
    int high = -1;
    for (const char c : value.substr(comma + 1)) {
        if (c == ' ') continue;
        const int digit = OPENSSL_hexchar2int(static_cast<unsigned char>(c));
        if (digit < 0) return std::nullopt;
        if (high >= 0) dek.iv.push_back(static_cast<std::uint8_t>(high * 16 + digit));
        high = high >= 0 ? -1 : digit;
    }
    return dek;
}

std::optional<SecretOctets> decrypt_rfc1421(const EVP_CIPHER* cipher, const Dek& dek,
                                            Bytes ciphertext, Password password) {
    unsigned char key[EVP_MAX_KEY_LENGTH];
    // One round of MD5: as weak as it looks.
    EVP_BytesToKey(cipher, EVP_md5(), dek.iv.data(),
                   reinterpret_cast<const unsigned char*>(password.text), password.size, 1, key,
                   nullptr);
    const CipherContext context(EVP_CIPHER_CTX_new());
    SecretOctets plain((Bytes(ciphertext)));
    SecretOctets last(Bytes(key, EVP_MAX_BLOCK_LENGTH));
    int size = 0;
    int rest = 0;
    const bool good = context &&
                      EVP_DecryptInit_ex(context.get(), cipher, nullptr, key, dek.iv.data()) == 1 &&
                      EVP_DecryptUpdate(context.get(), plain.data(), &size, ciphertext.data(),
                                        static_cast<int>(ciphertext.size())) == 1 &&
                      EVP_DecryptFinal_ex(context.get(), last.data(), &rest) == 1;
    OPENSSL_cleanse(key, sizeof(key));
    if (!good || size < 0 || rest < 0 ||
        static_cast<std::size_t>(size) + static_cast<std::size_t>(rest) > plain.size())
        return std::nullopt;
    std::copy_n(last.data(), rest, plain.data() + size);
    plain.shrink(static_cast<std::size_t>(size) + static_cast<std::size_t>(rest));
    return plain;
}

}  // namespace

std::vector<Password> candidate_passwords(const ReadOptions& options) {
    std::vector<Password> all = {{nullptr, 0}, {"", 0}};
    for (const std::string& password : options.passwords)
        all.push_back(
            {password.c_str(), static_cast<int>(std::min<std::size_t>(password.size(), 1024))});
    return all;
}

void tell_password(ObjectReader& reader, const ObjectPlace& place) {
    const std::size_t given = reader.options().passwords.size();
    if (given == 0) return reader.problem(file_kind("deploy.file-password-missing"), place);
    reader.problem(file_kind("deploy.file-password-wrong"), place,
                   std::to_string(given) + (given == 1 ? " password" : " passwords") + " tried");
}

std::uint64_t derivation_rounds(Bytes algorithm) {
    Rounds rounds;
    rounds.walk(algorithm, 0);
    return rounds.scrypt ? rounds.product : rounds.largest;
}

void read_encrypted_key(ObjectReader& reader, Bytes der, const ObjectPlace& place,
                        const std::vector<Password>& passwords, std::string friendly_name) {
    const QuietErrors quiet;
    const unsigned char* at = der.data();
    const std::unique_ptr<X509_SIG, FreeSignature> sealed(
        d2i_X509_SIG(nullptr, &at, static_cast<long>(der.size())));
    DerReader outer(der);
    DerItem item;
    if (!sealed || !outer.next(item)) {
        reader.problem(file_kind("deploy.file-broken-block"), place,
                       "an encrypted private key that cannot be read");
        return;
    }
    DerReader inner = DerReader::inside(item);
    const std::uint64_t rounds = inner.next(item) ? derivation_rounds(item.whole()) : kEndless;
    for (const Password& password : passwords) {
        if (!reader.may_derive(rounds, place)) return reader.add_unopened_key(place, friendly_name);
        const Info info(PKCS8_decrypt_ex(sealed.get(), password.text, password.size,
                                         reader.library().context, nullptr));
        if (info && add_info(reader, info, place, friendly_name)) return;
    }
    reader.add_unopened_key(place, std::move(friendly_name));
    tell_password(reader, place);
}

void read_encrypted_key(ObjectReader& reader, Bytes der, const ObjectPlace& place) {
    read_encrypted_key(reader, der, place, candidate_passwords(reader.options()), {});
}

void read_rfc1421_key(ObjectReader& reader, std::string_view headers, Bytes ciphertext,
                      const ObjectPlace& place) {
    const QuietErrors quiet;
    const auto dek = read_dek(headers);
    const Cipher cipher(
        dek ? EVP_CIPHER_fetch(reader.library().context, dek->cipher.c_str(), nullptr) : nullptr);
    const auto iv_size =
        static_cast<std::size_t>(cipher ? EVP_CIPHER_get_iv_length(cipher.get()) : 0);
    // The first eight octets of the IV are the salt.
    if (!cipher || iv_size < 8 || dek->iv.size() != iv_size || ciphertext.size() > 65'536) {
        reader.add_unopened_key(place);
        return reader.problem(file_kind("deploy.file-key-unsupported"), place,
                              dek ? "encrypted with " + dek->cipher : "encrypted somehow");
    }
    for (const Password& password : candidate_passwords(reader.options())) {
        if (password.text == nullptr) continue;
        const auto plain = decrypt_rfc1421(cipher.get(), *dek, ciphertext, password);
        // A wrong password may leave a padding that looks right, but no key.
        if (plain && recognise(plain->bytes()) == Structure::private_key &&
            open_private_key(plain->bytes()).key)
            return reader.add_private_key(plain->bytes(), place, true);
    }
    reader.add_unopened_key(place);
    tell_password(reader, place);
}

}  // namespace tlsonar::trust
