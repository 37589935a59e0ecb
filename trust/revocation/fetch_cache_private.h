// FetchCache: bodies by URL and request, until their nextUpdate; in memory and in a directory.
// Private to this folder.
#pragma once

#include "core/bytes.h"
#include "trust/certificate.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tlsonar::trust {

class FetchCache {
  public:
    FetchCache(std::filesystem::path directory, std::size_t max_octets)
        : directory_(std::move(directory)), max_octets_(max_octets) {}

    std::optional<std::vector<std::uint8_t>> find(const std::string& url, Bytes request,
                                                  std::int64_t now);
    // A directory that cannot be written to is passed over: it is only a cache.
    void keep(const std::string& url, Bytes request, Bytes body, std::int64_t until);

  private:
    struct Entry {
        std::vector<std::uint8_t> body;
        std::int64_t until = 0;
    };
    std::string key(const std::string& url, Bytes request);
    std::optional<Entry> read_file(const std::string& key) const;
    void write_file(const std::string& key, Bytes body, std::int64_t until) const;

    std::filesystem::path directory_;
    std::size_t max_octets_;
    std::size_t octets_ = 0;
    std::map<std::string, Entry> entries_;
    CertificateHasher hasher_;
};

}  // namespace tlsonar::trust
