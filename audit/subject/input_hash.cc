#include "audit/subject/input_hash.h"

#include "core/bytes.h"
#include "core/text.h"
#include "trust/certificate.h"

#include <algorithm>

namespace tlsonar::audit {
namespace {

std::string sha256(std::string_view text) {
    trust::CertificateHasher hasher;
    return hex(hasher.sha256(as_bytes(text)));
}

}  // namespace

void InputHash::add(std::string_view document) { hashes_.push_back(sha256(document)); }

std::string InputHash::hex() const {
    if (hashes_.empty()) return {};
    if (hashes_.size() == 1) return hashes_.front();
    std::vector<std::string> sorted = hashes_;
    std::ranges::sort(sorted);
    std::string lines;
    for (const std::string& hash : sorted)
        lines += hash + "\n";
    return sha256(lines);
}

}  // namespace tlsonar::audit
