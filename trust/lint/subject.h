// A certificate as lints look at it: the summary, the letter of its DER, and what kind of
// certificate it is. Private to this folder.
#pragma once

#include "trust/lint/lint.h"
#include "trust/lint/raw.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tlsonar::trust {

// Identifiers that lints ask for, dotted.
namespace oid {
inline constexpr std::string_view subject_key_id = "2.5.29.14";
inline constexpr std::string_view key_usage = "2.5.29.15";
inline constexpr std::string_view subject_alt_name = "2.5.29.17";
inline constexpr std::string_view issuer_alt_name = "2.5.29.18";
inline constexpr std::string_view basic_constraints = "2.5.29.19";
inline constexpr std::string_view name_constraints = "2.5.29.30";
inline constexpr std::string_view crl_points = "2.5.29.31";
inline constexpr std::string_view policies = "2.5.29.32";
inline constexpr std::string_view policy_mappings = "2.5.29.33";
inline constexpr std::string_view authority_key_id = "2.5.29.35";
inline constexpr std::string_view policy_constraints = "2.5.29.36";
inline constexpr std::string_view extended_key_usage = "2.5.29.37";
inline constexpr std::string_view freshest_crl = "2.5.29.46";
inline constexpr std::string_view inhibit_any_policy = "2.5.29.54";
inline constexpr std::string_view authority_info = "1.3.6.1.5.5.7.1.1";
inline constexpr std::string_view subject_info = "1.3.6.1.5.5.7.1.11";
inline constexpr std::string_view subject_directory = "2.5.29.9";
inline constexpr std::string_view sct_list = "1.3.6.1.4.1.11129.2.4.2";
inline constexpr std::string_view any_usage = "2.5.29.37.0";
inline constexpr std::string_view server_auth = "1.3.6.1.5.5.7.3.1";
inline constexpr std::string_view client_auth = "1.3.6.1.5.5.7.3.2";
inline constexpr std::string_view code_signing = "1.3.6.1.5.5.7.3.3";
inline constexpr std::string_view email_protection = "1.3.6.1.5.5.7.3.4";
inline constexpr std::string_view time_stamping = "1.3.6.1.5.5.7.3.8";
inline constexpr std::string_view ocsp_signing = "1.3.6.1.5.5.7.3.9";
inline constexpr std::string_view precertificate_signing = "1.3.6.1.4.1.11129.2.4.4";
inline constexpr std::string_view ad_ocsp = "1.3.6.1.5.5.7.48.1";
inline constexpr std::string_view ad_ca_issuers = "1.3.6.1.5.5.7.48.2";
inline constexpr std::string_view any_policy = "2.5.29.32.0";
inline constexpr std::string_view cps_qualifier = "1.3.6.1.5.5.7.2.1";
inline constexpr std::string_view notice_qualifier = "1.3.6.1.5.5.7.2.2";
inline constexpr std::string_view policy_ev = "2.23.140.1.1";
inline constexpr std::string_view policy_dv = "2.23.140.1.2.1";
inline constexpr std::string_view policy_ov = "2.23.140.1.2.2";
inline constexpr std::string_view policy_iv = "2.23.140.1.2.3";
}  // namespace oid

class LintSubject {
  public:
    LintSubject(const Certificate& certificate, const LintContext& context);

    const Certificate& certificate;
    const CertificateSummary& summary;
    const LintContext& context;
    RawCertificate raw;

    // What kind of certificate it is.
    bool self_signed = false;  // names itself as issuer, and its own key verifies it
    bool ca = false;
    bool server = false;  // may be a TLS server's: no EKU, serverAuth or any, or a CA/B policy
    bool root() const { return ca && self_signed; }
    bool subordinate() const { return ca && !self_signed; }
    bool subscriber() const { return !ca && !self_signed; }

    // Content of the SAN's dNSNames, in order; views into the summary.
    std::vector<std::string_view> dns_names;
    std::vector<std::string> common_names;  // as UTF-8, in the order of the encoding
    std::string common_name() const {
        return common_names.empty() ? std::string() : common_names.back();
    }

    // The first extension of that type; null when none.
    const RawExtension* extension(std::string_view dotted) const;
    bool has(std::string_view dotted) const { return extension(dotted) != nullptr; }
    bool critical(std::string_view dotted) const;
    // The outer item of an extension's value: content of extnValue read as one DER item.
    std::optional<DerItem> value(std::string_view dotted) const;

    bool has_usage(std::string_view purpose) const;  // extended key usage
    bool has_policy(std::string_view policy) const;
    bool key_usage(unsigned bits) const { return (summary.key_usage.value_or(0) & bits) != 0; }
    std::size_t count(std::string_view attribute) const;  // of the subject, by dotted identifier
    bool in_subject(std::string_view attribute) const { return count(attribute) != 0; }
    std::size_t names_of(GeneralName::Kind kind) const;  // in the SAN

    // notAfter - notBefore, both ends included, as CA/B counts; 0 when unreadable.
    std::int64_t lifetime() const;

  private:
    void read_names();
};

}  // namespace tlsonar::trust
