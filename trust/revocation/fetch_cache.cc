#include "core/text.h"
#include "trust/revocation/fetch_cache_private.h"

#include <charconv>
#include <fstream>
#include <system_error>

namespace tlsonar::trust {
namespace {

// A file: this line, the time until which it holds in decimal, a line feed, the body.
constexpr std::string_view kMagic = "tlsonar-cache-1\n";
constexpr std::size_t kMaxFile = 256UL * 1024 * 1024;

}  // namespace

// URL and request are told apart by their hash: they never become a file name themselves.
std::string FetchCache::key(const std::string& url, Bytes request) {
    std::string whole = url;
    whole += '\0';
    whole += as_text(request);
    return hex(hasher_.sha256(as_bytes(whole)));
}

std::optional<std::vector<std::uint8_t>> FetchCache::find(const std::string& url, Bytes request,
                                                          std::int64_t now) {
    const std::string name = key(url, request);
    if (const auto at = entries_.find(name); at != entries_.end()) {
        if (now <= at->second.until) return at->second.body;
        octets_ -= at->second.body.size();
        entries_.erase(at);
    }
    if (directory_.empty()) return std::nullopt;
    auto entry = read_file(name);
    if (!entry || now > entry->until) return std::nullopt;
    return std::move(entry->body);
}

void FetchCache::keep(const std::string& url, Bytes request, Bytes body, std::int64_t until) {
    const std::string name = key(url, request);
    if (!directory_.empty()) write_file(name, body, until);
    if (body.size() > max_octets_) return;
    if (const auto at = entries_.find(name); at != entries_.end()) {
        octets_ -= at->second.body.size();
        entries_.erase(at);
    }
    while (!entries_.empty() && octets_ + body.size() > max_octets_) {
        octets_ -= entries_.begin()->second.body.size();
        entries_.erase(entries_.begin());
    }
    entries_[name] = {std::vector<std::uint8_t>(body.begin(), body.end()), until};
    octets_ += body.size();
}

std::optional<FetchCache::Entry> FetchCache::read_file(const std::string& name) const {
    std::error_code error;
    const auto path = directory_ / name;
    const auto size = std::filesystem::file_size(path, error);
    if (error || size > kMaxFile) return std::nullopt;
    std::ifstream file(path, std::ios::binary);
    std::string text(static_cast<std::size_t>(size), '\0');
    if (!file.read(text.data(), static_cast<std::streamsize>(text.size()))) return std::nullopt;
    if (text.compare(0, kMagic.size(), kMagic) != 0) return std::nullopt;
    const std::size_t end = text.find('\n', kMagic.size());
    if (end == std::string::npos) return std::nullopt;
    Entry entry;
    const char* const stop = text.data() + end;
    const auto [at, fault] = std::from_chars(text.data() + kMagic.size(), stop, entry.until);
    if (fault != std::errc() || at != stop) return std::nullopt;
    entry.body.assign(text.begin() + static_cast<std::ptrdiff_t>(end) + 1, text.end());
    return entry;
}

// Written beside and renamed, so that nobody reads half a file.
void FetchCache::write_file(const std::string& name, Bytes body, std::int64_t until) const {
    std::error_code error;
    std::filesystem::create_directories(directory_, error);
    const auto path = directory_ / name;
    auto beside = path;
    beside += ".new";
    {
        std::ofstream file(beside, std::ios::binary | std::ios::trunc);
        file << kMagic << until << '\n' << as_text(body);
        if (!file.flush()) {
            file.close();
            std::filesystem::remove(beside, error);
            return;
        }
    }
    std::filesystem::rename(beside, path, error);
    if (error) std::filesystem::remove(beside, error);
}

}  // namespace tlsonar::trust
