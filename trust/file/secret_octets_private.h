// Octets that are wiped when they are no longer needed. Private to this folder.
#pragma once

#include "core/bytes.h"

#include <cstdint>
#include <utility>
#include <vector>

#include <openssl/crypto.h>

namespace tlsonar::trust {

class SecretOctets {
  public:
    SecretOctets() = default;
    explicit SecretOctets(Bytes octets) : octets_(octets.begin(), octets.end()) {}
    SecretOctets(SecretOctets&& other) noexcept : octets_(std::exchange(other.octets_, {})) {}
    SecretOctets& operator=(SecretOctets&& other) noexcept {
        std::swap(octets_, other.octets_);
        return *this;
    }
    ~SecretOctets() { OPENSSL_cleanse(octets_.data(), octets_.size()); }

    // Room for as many: growing beyond it would leave copies behind.
    void reserve(std::size_t size) { octets_.reserve(size); }
    void push_back(std::uint8_t octet) { octets_.push_back(octet); }
    // Only ever smaller; what is cut off is wiped.
    void shrink(std::size_t size) {
        if (size >= octets_.size()) return;
        OPENSSL_cleanse(octets_.data() + size, octets_.size() - size);
        octets_.resize(size);
    }
    std::uint8_t* data() { return octets_.data(); }
    std::size_t size() const { return octets_.size(); }
    Bytes bytes() const { return octets_; }

  private:
    std::vector<std::uint8_t> octets_;
};

}  // namespace tlsonar::trust
