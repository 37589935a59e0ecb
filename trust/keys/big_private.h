// Big numbers of GMP that clean up after themselves. Private to this folder.
#pragma once

#include "core/bytes.h"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include <gmp.h>

namespace tlsonar::trust {

class Big {
  public:
    Big() { mpz_init(value_); }
    explicit Big(unsigned long value) { mpz_init_set_ui(value_, value); }
    // A big-endian magnitude.
    explicit Big(Bytes octets) {
        mpz_init(value_);
        mpz_import(value_, octets.size(), 1, 1, 1, 0, octets.data());
    }
    Big(const Big& other) { mpz_init_set(value_, other.value_); }
    Big(Big&& other) noexcept {
        mpz_init(value_);
        mpz_swap(value_, other.value_);
    }
    Big& operator=(const Big& other) {
        mpz_set(value_, other.value_);
        return *this;
    }
    Big& operator=(Big&& other) noexcept {
        mpz_swap(value_, other.value_);
        return *this;
    }
    ~Big() { mpz_clear(value_); }

    operator mpz_ptr() { return value_; }           // NOLINT: so that it is written as GMP's are
    operator mpz_srcptr() const { return value_; }  // NOLINT

    // Less than, equal to or greater than zero. (GMP's own is a macro that wants a pointer.)
    int compare(unsigned long other) const { return mpz_cmp_ui(value_, other); }
    bool odd() const { return mpz_odd_p(value_) != 0; }
    std::size_t bits() const { return mpz_sgn(value_) == 0 ? 0 : mpz_sizeinbase(value_, 2); }
    std::vector<std::uint8_t> octets() const {
        std::vector<std::uint8_t> out((bits() + 7) / 8);
        mpz_export(out.data(), nullptr, 1, 1, 1, 0, value_);
        return out;
    }
    friend bool operator==(const Big& a, const Big& b) { return mpz_cmp(a, b) == 0; }
    friend bool operator<(const Big& a, const Big& b) { return mpz_cmp(a, b) < 0; }

  private:
    mpz_t value_;
};

}  // namespace tlsonar::trust
