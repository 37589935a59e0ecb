// Version, serial number, times, and the letter of DER.
#include "trust/lint/catalogue.h"
#include "trust/lint/make.h"

#include <algorithm>

namespace tlsonar::trust {
namespace {

LintOutcome short_serial(const LintSubject& x) {
    Bytes serial = x.raw.serial.content;
    // Padding that DER forbids does not count: it is another fault.
    while (serial.size() > 1 &&
           ((serial[0] == 0 && serial[1] < 0x80) || (serial[0] == 0xFF && serial[1] >= 0x80)))
        serial = serial.subspan(1);
    return lint_check(serial.size() <= 20, std::to_string(serial.size()) + " octets",
                      "at most 20 octets");
}

LintOutcome positive_serial(const LintSubject& x) {
    const Bytes serial = x.raw.serial.content;
    const bool zero = std::all_of(serial.begin(), serial.end(), [](auto o) { return o == 0; });
    const bool negative = !serial.empty() && serial[0] >= 0x80;
    return lint_check(!zero && !negative, x.summary.serial, "a positive number");
}

// 64 bits are the least: so few octets leave no room for the sign.
LintOutcome random_serial(const LintSubject& x) {
    Bytes serial = x.raw.serial.content;
    while (!serial.empty() && serial[0] == 0)
        serial = serial.subspan(1);
    return lint_check(serial.size() > 8, std::to_string(serial.size()) + " octets",
                      "more than 8 octets");
}

// 2049-12-31T23:59:59Z is the last second of UTCTime.
constexpr std::int64_t kYear2050 = lint_date(2050, 1, 1);

bool wrong_form(const DerItem& item, std::optional<std::int64_t> time) {
    return time && *time < kYear2050 && !item.is(tag::utc_time);
}
bool wrong_late_form(const DerItem& item, std::optional<std::int64_t> time) {
    return time && *time >= kYear2050 && !item.is(tag::generalized_time);
}

LintOutcome utc_time_until_2049(const LintSubject& x) {
    const bool wrong = wrong_form(x.raw.not_before, x.summary.not_before) ||
                       wrong_form(x.raw.not_after, x.summary.not_after) ||
                       wrong_late_form(x.raw.not_before, x.summary.not_before) ||
                       wrong_late_form(x.raw.not_after, x.summary.not_after);
    return lint_check(!wrong, x.summary.not_before_text + " … " + x.summary.not_after_text,
                      "UTCTime until 2049, GeneralizedTime after");
}

// Judges both times, where they have that tag, by their text.
LintOutcome each_time(const LintSubject& x, std::uint8_t tag, bool (*good)(std::string_view),
                      std::string_view expected) {
    for (const DerItem* item : {&x.raw.not_before, &x.raw.not_after})
        if (item->is(tag) && !good(as_text(item->content)))
            return lint_broken(std::string(as_text(item->content)), std::string(expected));
    return lint_holds();
}
bool ends_with_z(std::string_view text) { return text.ends_with('Z'); }
bool all_digits(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}
bool utc_with_seconds(std::string_view text) {
    return text.size() >= 12 && all_digits(text.substr(0, 12));
}
bool generalized_with_seconds(std::string_view text) {
    return text.size() >= 14 && all_digits(text.substr(0, 14));
}
bool without_fraction(std::string_view text) {
    return text.find_first_of(".,") == std::string_view::npos;
}
template <std::uint8_t Tag>
bool has_time(const LintSubject& x) {
    return x.raw.not_before.is(Tag) || x.raw.not_after.is(Tag);
}

LintOutcome no_false_written(const LintSubject& x) {
    for (const RawExtension& extension : x.raw.extensions)
        if (extension.false_written)
            return lint_broken(std::string(extension.type.label()) + ": critical FALSE written",
                               "left out, as DER wants defaults");
    return lint_holds();
}

LintOutcome no_extension_twice(const LintSubject& x) {
    std::vector<std::string_view> types;
    types.reserve(x.raw.extensions.size());
    for (const RawExtension& extension : x.raw.extensions)
        types.push_back(extension.type.dotted());
    std::sort(types.begin(), types.end());
    const auto twice = std::adjacent_find(types.begin(), types.end());
    return twice == types.end() ? lint_holds()
                                : lint_broken(std::string(*twice) + " twice", "once");
}

// KeyUsage is a named bit list: X.690 section 11.2.2 wants trailing zero bits gone.
LintOutcome minimal_key_usage(const LintSubject& x) {
    const auto item = x.value(oid::key_usage);
    if (!item || !item->is(tag::bit_string) || item->content.size() < 2)
        return lint_unclear("keyUsage cannot be read");
    const unsigned unused = item->content[0];
    const unsigned last = item->content.back();
    unsigned zeros = 0;
    while (zeros < 8 && ((last >> zeros) & 1U) == 0)
        ++zeros;
    return lint_check(unused == zeros, std::to_string(unused) + " unused bits",
                      std::to_string(zeros) + " unused bits");
}

bool has_unique_id(const LintSubject& x) {
    return x.raw.has_issuer_unique_id || x.raw.has_subject_unique_id;
}

constexpr Lint kStructureLints[] = {
    {.kind = {"lint.serial-too-long", Severity::low, "The serial number has more than 20 octets",
              "Software may reserve 20 octets, sign octet included, and fail with longer ones.",
              kReissue, "RFC 5280 section 4.1.2.2"},
     .peer = "e_serial_number_longer_than_20_octets",
     .rules = LintRules::rfc,
     .since = since::rfc3280,
     .applies = any_certificate,
     .holds = short_serial},
    {.kind = {"lint.serial-not-positive", Severity::low, "The serial number is not positive",
              "Zero and negative serial numbers are forbidden; revocation of such a certificate "
              "does not work everywhere.",
              kReissue, "RFC 5280 section 4.1.2.2"},
     .peer = "e_serial_number_not_positive",
     .rules = LintRules::rfc,
     .since = since::rfc3280,
     .applies = any_certificate,
     .holds = positive_serial},
    {.kind =
         {"lint.serial-low-entropy", Severity::low, "The serial number is too short to be random",
          "Serial numbers carry at least 64 random bits, so that a collision of the hash cannot "
          "be prepared.",
          kReissue, "CA/B TLS BR 7.1.2.7, from 2016-09-30"},
     .peer = "n_serial_number_low_entropy",
     .rules = LintRules::baseline,
     .level = LintLevel::note,
     .since = lint_date(2016, 9, 30),
     .pedantic = true,
     .applies = any_certificate,
     .holds = random_serial},
    {.kind = {"lint.version-not-3", Severity::high, "Not an X.509 certificate of version 3",
              "Only version 3 has extensions. Without them nothing says for what names and "
              "purposes the certificate is.",
              kReissue, "CA/B TLS BR 7.1.1"},
     .peer = "e_invalid_certificate_version",
     .rules = LintRules::baseline,
     .since = since::br_1_3_0,
     .applies = any_certificate,
     .holds =
         [](const LintSubject& x) {
             return lint_check(x.summary.version == 3,
                               "version " + std::to_string(x.summary.version), "version 3");
         }},
    {.kind = {"lint.extensions-without-version-3", Severity::medium,
              "Extensions in a certificate that is not of version 3",
              "Only version 3 may have extensions; some software ignores them here.", kReissue,
              "RFC 5280 section 4.1.2.1"},
     .peer = "e_cert_extensions_version_not_3",
     .rules = LintRules::rfc,
     .since = since::rfc2459,
     .applies = any_certificate,
     .holds =
         [](const LintSubject& x) {
             return lint_check(x.summary.version == 3 || x.raw.extensions.empty(),
                               "version " + std::to_string(x.summary.version), "version 3");
         }},
    {.kind = {"lint.unique-identifier", Severity::low, "The certificate has a unique identifier",
              "issuerUniqueID and subjectUniqueID were given up; CAs must not write them.",
              kReissue, "RFC 5280 section 4.1.2.8"},
     .peer = "e_cert_contains_unique_identifier",
     .rules = LintRules::rfc,
     .since = since::rfc5280,
     .applies = any_certificate,
     .holds =
         [](const LintSubject& x) { return lint_check(!has_unique_id(x), "present", "absent"); }},
    {.kind = {"lint.unique-identifier-version", Severity::low,
              "A unique identifier in a certificate of version 1", "They exist from version 2 on.",
              kReissue, "RFC 5280 section 4.1.2.8"},
     .peer = "e_cert_unique_identifier_version_not_2_or_3",
     .rules = LintRules::rfc,
     .since = since::rfc5280,
     .applies = has_unique_id,
     .holds =
         [](const LintSubject& x) {
             return lint_check(x.summary.version == 2 || x.summary.version == 3,
                               "version " + std::to_string(x.summary.version), "version 2 or 3");
         }},
    {.kind = {"lint.time-form-of-the-wrong-century", Severity::low,
              "A time is not in the form for its year",
              "Times until 2049 are written as UTCTime, later ones as GeneralizedTime. Strict "
              "parsers refuse others.",
              kReissue, "RFC 5280 section 4.1.2.5"},
     .peer = "e_wrong_time_format_pre2050",
     .rules = LintRules::rfc,
     .since = since::rfc2459,
     .applies = any_certificate,
     .holds = utc_time_until_2049},
    {.kind = {"lint.utc-time-not-zulu", Severity::low, "A UTCTime has a time zone",
              "Times are written in Greenwich Mean Time, with a Z.", kReissue,
              "RFC 5280 section 4.1.2.5.1"},
     .peer = "e_utc_time_not_in_zulu",
     .rules = LintRules::rfc,
     .since = since::rfc2459,
     .applies = has_time<tag::utc_time>,
     .holds = [](const LintSubject& x) { return each_time(x, tag::utc_time, ends_with_z, "…Z"); }},
    {.kind = {"lint.utc-time-without-seconds", Severity::low, "A UTCTime has no seconds",
              "Seconds must be written, even when they are zero.", kReissue,
              "RFC 5280 section 4.1.2.5.1"},
     .peer = "e_utc_time_does_not_include_seconds",
     .rules = LintRules::rfc,
     .since = since::rfc2459,
     .applies = has_time<tag::utc_time>,
     .holds =
         [](const LintSubject& x) {
             return each_time(x, tag::utc_time, utc_with_seconds, "YYMMDDHHMMSSZ");
         }},
    {.kind = {"lint.generalized-time-not-zulu", Severity::low, "A GeneralizedTime has a time zone",
              "Times are written in Greenwich Mean Time, with a Z.", kReissue,
              "RFC 5280 section 4.1.2.5.2"},
     .peer = "e_generalized_time_not_in_zulu",
     .rules = LintRules::rfc,
     .since = since::rfc2459,
     .applies = has_time<tag::generalized_time>,
     .holds =
         [](const LintSubject& x) {
             return each_time(x, tag::generalized_time, ends_with_z, "…Z");
         }},
    {.kind = {"lint.generalized-time-without-seconds", Severity::low,
              "A GeneralizedTime has no seconds",
              "Seconds must be written, even when they are zero.", kReissue,
              "RFC 5280 section 4.1.2.5.2"},
     .peer = "e_generalized_time_does_not_include_seconds",
     .rules = LintRules::rfc,
     .since = since::rfc2459,
     .applies = has_time<tag::generalized_time>,
     .holds =
         [](const LintSubject& x) {
             return each_time(x, tag::generalized_time, generalized_with_seconds,
                              "YYYYMMDDHHMMSSZ");
         }},
    {.kind = {"lint.generalized-time-with-fraction", Severity::low,
              "A GeneralizedTime has fractions of a second", "They must not be written.", kReissue,
              "RFC 5280 section 4.1.2.5.2"},
     .peer = "e_generalized_time_includes_fraction_seconds",
     .rules = LintRules::rfc,
     .since = since::rfc2459,
     .applies = has_time<tag::generalized_time>,
     .holds =
         [](const LintSubject& x) {
             return each_time(x, tag::generalized_time, without_fraction, "YYYYMMDDHHMMSSZ");
         }},
    {.kind = {"lint.extension-critical-false-written", Severity::low,
              "An extension says critical FALSE in so many octets",
              "FALSE is the default, and DER leaves defaults out. Strict parsers refuse the whole "
              "certificate.",
              kReissue, "RFC 5280 section 4.2; X.690 section 11.5"},
     .peer = "e_cert_ext_invalid_der",
     .rules = LintRules::rfc,
     .since = since::rfc5280,
     .applies = any_certificate,
     .holds = no_false_written},
    {.kind = {"lint.extension-twice", Severity::medium, "An extension appears twice",
              "Software takes the first, or the last, or refuses the certificate.", kReissue,
              "RFC 5280 section 4.2"},
     .peer = "e_ext_duplicate_extension",
     .rules = LintRules::rfc,
     .since = since::rfc2459,
     .applies = any_certificate,
     .holds = no_extension_twice},
    {.kind = {"lint.extensions-empty", Severity::low, "The list of extensions is empty",
              "When it is written it must hold an extension.", kReissue,
              "RFC 5280 section 4.1.2.9"},
     .peer = "e_ext_cannot_be_empty_seq",
     .rules = LintRules::rfc,
     .since = since::rfc5280,
     .applies = any_certificate,
     .holds =
         [](const LintSubject& x) {
             return lint_check(!x.raw.extensions_written || !x.raw.extensions.empty(), "empty",
                               "an extension, or no list");
         }},
    {.kind = {"lint.key-usage-not-minimal", Severity::low,
              "keyUsage is written with trailing zero bits",
              "A list of named bits ends at its last one. Strict parsers refuse the certificate.",
              kReissue, "RFC 5280 section 4.2.1.3; X.690 section 11.2.2"},
     .peer = "e_incorrect_ku_encoding",
     .rules = LintRules::rfc,
     .applies = with<oid::key_usage>,
     .holds = minimal_key_usage},
};

}  // namespace

std::span<const Lint> structure_lints() { return kStructureLints; }

}  // namespace tlsonar::trust
