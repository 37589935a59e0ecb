// Certificates as JSON, each written once and then copied.
#pragma once

#include "profile/record.h"
#include "reports/json_writer.h"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tlsonar::reports {

// "subject" … "problems": the members that describe a certificate.
void write_certificate_members(JsonWriter& json, const trust::CertificateSummary& summary);
// "public_key".
void write_public_key(JsonWriter& json, const trust::PublicKey& key);
// "subject_alt_names"; nothing when the extension is absent.
void write_alt_names(JsonWriter& json, const trust::CertificateSummary& summary);
// A time in seconds since 1970; nothing when there is none.
void write_instant(JsonWriter& json, std::string_view name,
                   const std::optional<std::int64_t>& seconds);

class CertificateJson {
  public:
    explicit CertificateJson(bool der) : der_(der) {}

    // An array of the chain as it was sent; nothing when the message was not seen.
    void append(JsonWriter& json, std::string_view name, bool seen,
                const std::vector<profile::CertificateRef>& chain);

  private:
    static constexpr std::size_t kMaxKept = 4096;
    struct Kept {
        profile::CertificateRef certificate;  // keeps the address from being used again
        std::string text;
    };

    bool der_;
    std::unordered_map<const profile::Certificate*, Kept> kept_;
};

}  // namespace tlsonar::reports
