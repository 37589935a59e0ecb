// cert.leaf.* that follow from one certificate alone, as a table. docs/facts.md tells what each
// means.
#include "audit/subject/certificate_private.h"
#include "audit/subject/fact_private.h"
#include "audit/subject/read_private.h"

#include <algorithm>
#include <bit>

namespace tlsonar::audit {
namespace {

using json::Kind;

constexpr std::string_view kCut = "the certificate was not read to its end";
constexpr std::string_view kOlder = "the document does not tell";
constexpr std::int64_t kDay = 86'400;

struct Case {
    json::Item certificate;
    std::int64_t now = 0;

    json::Item operator[](std::string_view member) const { return certificate[member]; }
    json::Item key(std::string_view member) const { return certificate["public_key"][member]; }
};

Fact malformed() { return unknown(reading::kMalformed); }

// What a member that is not there means: nothing in a certificate that was read to its end.
Fact absent(const Case& c) { return is_whole(c.certificate) ? none() : unknown(kCut); }

// The same of members that documents have had only since they tell the version.
Fact absent_since_version(const Case& c) {
    return c["version"].is(Kind::integer) ? absent(c) : unknown(kOlder);
}

Fact names_or(json::Item member, Fact missing) {
    if (!member) return missing;
    auto names = reading::strings(member);
    return names ? known(std::move(*names)) : malformed();
}

Fact flag_or(json::Item member, Fact missing) {
    if (!member) return missing;
    const auto flag = member.flag();
    return flag ? known(*flag) : malformed();
}

Fact type(const Case& c) {
    std::string name = key_type(c.certificate);
    return name.empty() ? unknown("the kind of key is not known") : known(std::move(name));
}

std::optional<std::int64_t> count(json::Item member) {
    const auto number = member.number();
    return number && *number > 0 ? number : std::nullopt;
}

bool has_type(const Case& c, std::string_view wanted) { return key_type(c.certificate) == wanted; }

Fact bits(const Case& c) {
    if (has_type(c, "ED25519")) return known(std::int64_t{256});
    if (has_type(c, "ED448")) return known(std::int64_t{456});
    if (const auto bits = count(c.key("bits"))) return known(*bits);
    const std::string name = key_type(c.certificate);
    const bool parameter_set = name.starts_with("ML-") || name.starts_with("SLH-");
    return parameter_set && !c.key("bits") ? none() : malformed();
}

// The fact where the key is of the type; nothing to be had of others.
Fact of_type(const Case& c, std::string_view wanted, Fact fact) {
    if (key_type(c.certificate).empty()) return unknown("the kind of key is not known");
    return has_type(c, wanted) ? std::move(fact) : none();
}

Fact bits_mod8(const Case& c) {
    const auto bits = count(c.key("bits"));
    return of_type(c, "RSA", bits ? known(*bits % 8) : malformed());
}

Fact curve(const Case& c) {
    const std::string_view curve = c.key("curve").text();
    return of_type(c, "EC",
                   curve.empty() ? unknown("the curve is not known") : known(std::string(curve)));
}

Fact exponent(const Case& c) {
    const auto exponent = count(c.key("exponent"));
    return of_type(c, "RSA",
                   exponent ? known(*exponent) : unknown("no exponent of 64 bits was read"));
}

Fact security_bits(const Case& c) {
    const auto strength = key_strength(c.certificate);
    return strength ? known(*strength) : unknown("the kind of key is not known");
}

// Baseline Requirements section 6.3.2: a day is 86,400 seconds, and any more is another day;
// both ends belong to the validity (RFC 5280 section 4.1.2.5).
Fact validity_days(const Case& c) {
    const auto from = reading::seconds(c["not_before"]), until = reading::seconds(c["not_after"]);
    if (!from || !until) return unknown("the validity was not read");
    const std::int64_t length = *until - *from + 1;
    return known(length <= 0 ? std::int64_t{0} : (length + kDay - 1) / kDay);
}

// What people mean by a certificate of 90 days (openssl -days 90): from its beginning to its end,
// without the last second. More is another day.
Fact lifetime_days(const Case& c) {
    const auto from = reading::seconds(c["not_before"]), until = reading::seconds(c["not_after"]);
    if (!from || !until) return unknown("the validity was not read");
    const std::int64_t length = *until - *from;
    return known(length <= 0 ? std::int64_t{0} : (length + kDay - 1) / kDay);
}

Fact not_before(const Case& c) {
    const auto from = reading::seconds(c["not_before"]);
    return from ? known(reading::day(*from)) : unknown("the validity was not read");
}

Fact time_valid(const Case& c) {
    const auto from = reading::seconds(c["not_before"]), until = reading::seconds(c["not_after"]);
    if ((from && c.now < *from) || (until && c.now > *until)) return known(false);
    return from && until ? known(true) : unknown("the validity was not read");
}

// Whole days; negative when it has expired.
Fact days_left(const Case& c) {
    const auto until = reading::seconds(c["not_after"]);
    if (!until) return unknown("the validity was not read");
    const std::int64_t left = *until - c.now;
    return known(left >= 0 ? left / kDay : -((-left + kDay - 1) / kDay));
}

Fact signature(const Case& c) {
    const std::string_view text = c["signature"].text();
    return text.empty() ? unknown("the signature algorithm was not read")
                        : known(signature_name(text));
}

Fact hash(const Case& c) {
    const json::Item hash = c["signature_hash"];
    if (!hash) return unknown(kOlder);
    if (!hash.is(Kind::string)) return malformed();
    if (!hash.text().empty()) return known(reading::text(hash));
    return signature_name(c["signature"].text()) == "rsassaPss" ? unknown("its hash was not read")
                                                                : none();
}

Fact version(const Case& c) {
    const auto version = c["version"].number();
    if (version) return known(*version);
    return c["version"] ? malformed() : unknown(kOlder);
}

// The digits of a serial number that is not negative; nothing for others.
std::optional<std::int64_t> serial_length(const Case& c) {
    std::string_view digits = c["serial"].text();
    if (digits.empty()) return std::nullopt;
    if (digits.front() == '-') digits.remove_prefix(1);
    const auto is_digit = [](char d) { return (d >= '0' && d <= '9') || (d >= 'a' && d <= 'f'); };
    if (digits.empty() || !std::ranges::all_of(digits, is_digit)) return std::nullopt;
    digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
    if (digits.empty()) return 0;
    const char first = digits.front();
    const auto value = static_cast<unsigned>(first <= '9' ? first - '0' : first - 'a' + 10);
    return static_cast<std::int64_t>((digits.size() - 1) * 4 +
                                     static_cast<std::size_t>(std::bit_width(value)));
}

Fact serial_bits(const Case& c) {
    const auto bits = serial_length(c);
    return bits ? known(*bits) : unknown("the serial number was not read");
}

// Of the INTEGER: a sign bit belongs to it.
Fact serial_bytes(const Case& c) {
    const auto bits = serial_length(c);
    return bits ? known(*bits / 8 + 1) : unknown("the serial number was not read");
}

Fact name_count(const Case& c) {
    const json::Item names = c["subject_alt_names"];
    if (!names) return is_whole(c.certificate) ? known(std::int64_t{0}) : unknown(kCut);
    return names.is(Kind::array) ? known(static_cast<std::int64_t>(names.size())) : malformed();
}

Fact common_name(const Case& c) {
    const json::Item name = c["common_name"];
    if (!name) return absent(c);
    return name.is(Kind::string) ? known(reading::text(name)) : malformed();
}

bool same_name(std::string_view a, std::string_view b) {
    const auto lower = [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    };
    return std::ranges::equal(a, b, {}, lower, lower);
}

Fact common_name_listed(const Case& c) {
    Fact name = common_name(c);
    const auto* text = std::get_if<std::string>(&name.value);
    if (text == nullptr) return name;
    bool all_read = true;
    for (const json::Item each : c["subject_alt_names"]) {
        if (same_name(each["value"].text(), *text)) return known(true);
        all_read = all_read && each["value"].is(Kind::string);
    }
    Fact names = name_count(c);
    if (!names.known) return names;
    return all_read ? known(false) : malformed();
}

// RFC 5280 section 4.1.2.4; e-mail addresses and domain components are IA5Strings by definition.
Fact name_encoding(const Case& c) {
    const json::Item types = c["name_types"];
    if (!types) return unknown(kOlder);
    const auto names = reading::strings(types);
    if (!names) return malformed();
    for (const std::string& type : *names)
        if (type != "PrintableString" && type != "UTF8String" && type != "IA5String")
            return known(false);
    return known(true);
}

Fact access(const Case& c) {
    Names ways;
    for (const auto& [member, way] :
         {std::pair{"ocsp_urls", "ocsp"}, std::pair{"ca_issuer_urls", "caIssuers"}}) {
        const json::Item urls = c[member];
        if (urls && !reading::strings(urls)) return malformed();
        if (urls) ways.emplace_back(way);
    }
    return ways.empty() ? absent_since_version(c) : known(std::move(ways));
}

struct LeafRow {
    std::string_view name;
    Fact (*fact)(const Case& c);
};
constexpr LeafRow kLeafRows[] = {
    {"cert.leaf.aia", access},
    {"cert.leaf.aia.ocsp",
     [](const Case& c) { return names_or(c["ocsp_urls"], absent_since_version(c)); }},
    {"cert.leaf.cn_in_san", common_name_listed},
    {"cert.leaf.crldp",
     [](const Case& c) { return names_or(c["crl_urls"], absent_since_version(c)); }},
    {"cert.leaf.days_left", days_left},
    {"cert.leaf.dn_encoding_ok", name_encoding},
    {"cert.leaf.eku", [](const Case& c) { return names_or(c["extended_key_usage"], absent(c)); }},
    {"cert.leaf.key.bits", bits},
    {"cert.leaf.key.bits_mod8", bits_mod8},
    {"cert.leaf.key.curve", curve},
    {"cert.leaf.key.rsa_exponent", exponent},
    {"cert.leaf.key.type", type},
    {"cert.leaf.ku", [](const Case& c) { return names_or(c["key_usage"], absent(c)); }},
    {"cert.leaf.ku_critical",
     [](const Case& c) {
         return flag_or(c["key_usage_critical"], c["key_usage"] ? unknown(kOlder) : absent(c));
     }},
    {"cert.leaf.lifetime_days", lifetime_days},
    {"cert.leaf.not_before", not_before},
    {"cert.leaf.policy_oids",
     [](const Case& c) { return names_or(c["policies"], absent_since_version(c)); }},
    {"cert.leaf.san.count", name_count},
    {"cert.leaf.security_bits", security_bits},
    {"cert.leaf.serial_bits", serial_bits},
    {"cert.leaf.serial_bytes", serial_bytes},
    {"cert.leaf.signature", signature},
    {"cert.leaf.signature_hash", hash},
    {"cert.leaf.subject.cn", common_name},
    {"cert.leaf.time_valid", time_valid},
    {"cert.leaf.validity_days", validity_days},
    {"cert.leaf.version", version},
};

}  // namespace

Facts leaf_facts(json::Item certificate, std::int64_t now) {
    Facts facts;
    const Case c{certificate, now};
    for (const LeafRow& row : kLeafRows)
        put(facts, row.name, row.fact(c));
    return facts;
}

}  // namespace tlsonar::audit
