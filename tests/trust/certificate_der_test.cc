// DER, object identifiers, times and certificates that openssl(1) would not make.
#include "core/text.h"
#include "core/writer.h"
#include "trust/certificate.h"
#include "trust/certificate_parse.h"
#include "trust/der.h"

#include <gtest/gtest.h>

namespace tlsonar::trust {
namespace {

using Octets = std::vector<std::uint8_t>;

Octets item(std::uint8_t tag, Bytes content) {
    Writer writer;
    writer.u8(tag);
    if (content.size() < 0x80) {
        writer.u8(static_cast<std::uint8_t>(content.size()));
    } else if (content.size() < 0x100) {
        writer.u8(0x81);
        writer.u8(static_cast<std::uint8_t>(content.size()));
    } else {
        writer.u8(0x82);
        writer.u16(static_cast<std::uint16_t>(content.size()));
    }
    writer.bytes(content);
    return writer.release();
}

Octets join(std::initializer_list<Octets> parts) {
    Octets all;
    for (const Octets& part : parts)
        all.insert(all.end(), part.begin(), part.end());
    return all;
}

Octets text_item(std::uint8_t tag, std::string_view text) { return item(tag, as_bytes(text)); }

Octets name(std::uint8_t string_tag, std::string_view value) {
    return item(0x30, item(0x31, item(0x30, join({text_item(0x06, "\x55\x04\x03"),
                                                  text_item(string_tag, value)}))));
}

struct Parts {
    Octets serial = {0x02, 0x01, 0x05};
    Octets subject = name(0x0C, "subject");
    Octets not_before = text_item(0x17, "260101000000Z");
    Octets not_after = text_item(0x17, "270101000000Z");
    std::string algorithm = "\x60\x86\x48\x01\x65\x03\x04\x03\x12";  // id-ml-dsa-65
    Octets extensions;
};

Octets certificate(const Parts& parts) {
    const Octets algorithm = item(0x30, text_item(0x06, parts.algorithm));
    const Octets key = item(0x03, Octets(50, 0));
    const Octets tbs = item(
        0x30,
        join({item(0xA0, Octets{0x02, 0x01, 0x02}), parts.serial, algorithm, name(0x0C, "issuer"),
              item(0x30, join({parts.not_before, parts.not_after})), parts.subject,
              item(0x30, join({algorithm, key})),
              parts.extensions.empty() ? Octets() : item(0xA3, item(0x30, parts.extensions))}));
    return item(0x30, join({tbs, algorithm, item(0x03, Octets(20, 0))}));
}

Octets extension(std::string_view oid, const Octets& value) {
    return item(0x30, join({text_item(0x06, oid), item(0x04, value)}));
}

TEST(Der, walks_items) {
    const Octets octets = {0x02, 0x01, 0x07, 0x30, 0x03, 0x02, 0x01, 0x01};
    DerReader reader(octets);
    DerItem found;
    ASSERT_TRUE(reader.next_if(tag::integer, found));
    EXPECT_EQ(found.content[0], 7);
    EXPECT_FALSE(reader.next_if(tag::set, found));
    ASSERT_TRUE(reader.next(found));
    DerReader inner = DerReader::inside(found);
    ASSERT_TRUE(inner.next(found));
    EXPECT_EQ(found.start, 5U);
    EXPECT_FALSE(reader.more());
    EXPECT_FALSE(reader.next(found));
    EXPECT_FALSE(reader.failed());
}

TEST(Der, high_tag_numbers) {
    const Octets octets = {0xBF, 0x8A, 0x39, 0x01, 0x00};
    DerReader reader(octets);
    DerItem found;
    ASSERT_TRUE(reader.next(found));
    EXPECT_EQ(found.tag.number, 1337U);
    EXPECT_EQ(found.content.size(), 1U);
}

TEST(Der, refuses_what_has_no_end) {
    for (const Octets& octets :
         {Octets{0x30, 0x80, 0x00, 0x00}, Octets{0x30, 0x85, 1, 1, 1, 1, 1}, Octets{0x30, 0x05, 0},
          Octets{0x1F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F}, Octets{0x30}, Octets{0x1F}}) {
        DerReader reader(octets);
        DerItem found;
        EXPECT_FALSE(reader.next(found));
        EXPECT_TRUE(reader.failed());
    }
}

TEST(Der, prefix_mode_gives_what_is_there) {
    const Octets octets = {0x04, 0x05, 1, 2};
    DerReader reader = DerReader::prefix(octets);
    DerItem found;
    ASSERT_TRUE(reader.next(found));
    EXPECT_TRUE(found.cut);
    EXPECT_EQ(found.content.size(), 2U);
    EXPECT_EQ(found.length, 5U);
    EXPECT_TRUE(reader.cut());
    EXPECT_FALSE(reader.failed());
}

TEST(Der, lengths_longer_than_needed_are_noted) {
    const Octets octets = {0x04, 0x82, 0x00, 0x01, 9};
    DerReader reader(octets);
    DerItem found;
    ASSERT_TRUE(reader.next(found));
    EXPECT_FALSE(found.minimal);
}

TEST(Oid, known_and_unknown) {
    const ObjectId known(as_bytes("\x55\x04\x03"));
    EXPECT_EQ(known.dotted(), "2.5.4.3");
    EXPECT_EQ(known.name(), "id-at-commonName");
    EXPECT_EQ(known.label(), "CN");
    const ObjectId unknown(as_bytes("\x2A\x03\x04"));
    EXPECT_EQ(unknown.label(), "1.2.3.4");
}

TEST(Oid, odd_encodings) {
    EXPECT_EQ(dotted_oid(as_bytes("\x88\x37")), "2.999");
    EXPECT_EQ(dotted_oid({}), "hex:");
    EXPECT_EQ(dotted_oid(as_bytes("\x55\x84")), "hex:5584");
    EXPECT_EQ(dotted_oid(as_bytes("\x55\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x7F")),
              "hex:55ffffffffffffffffffff7f");
}

std::optional<std::int64_t> utc(std::string_view text) {
    bool form = true;
    return read_time(tag::utc_time, as_bytes(text), form);
}
std::optional<std::int64_t> generalized(std::string_view text, bool* der_form = nullptr) {
    bool form = true;
    const auto time = read_time(tag::generalized_time, as_bytes(text), form);
    if (der_form != nullptr) *der_form = form;
    return time;
}

TEST(Time, both_forms) {
    EXPECT_EQ(utc("700101000000Z"), 0);
    EXPECT_EQ(utc("491231235959Z"), 2524607999);
    EXPECT_EQ(utc("500101000000Z"), -631152000);
    EXPECT_EQ(generalized("20500101000000Z"), 2524608000);
    EXPECT_EQ(generalized("99991231235959Z"), 253402300799);
    EXPECT_EQ(generalized("00000101000000Z"), -62167219200);
    EXPECT_EQ(generalized("20240229000000Z"), 1709164800);
}

TEST(Time, odd_ones) {
    EXPECT_EQ(utc("7001010000Z"), 0);
    EXPECT_EQ(utc("700101010000+0100"), 0);
    EXPECT_EQ(utc("700101000000-0030"), 1800);
    bool form = true;
    EXPECT_EQ(generalized("20500101000000.5Z", &form), 2524608000);
    EXPECT_FALSE(form);
    for (const char* text : {"", "Z", "700101", "701301000000Z", "700132000000Z", "230229000000Z",
                             "700101240000Z", "700101006000Z", "7001010000xxZ", "700101000000Zx"})
        EXPECT_FALSE(utc(text)) << text;
}

TEST(Certificate, post_quantum_key) {
    const auto summary = parse_certificate(certificate({}));
    EXPECT_TRUE(summary.complete);
    EXPECT_EQ(summary.public_key.kind, KeyKind::ml_dsa);
    EXPECT_EQ(summary.public_key.parameter_set, "ML-DSA-65");
    EXPECT_EQ(summary.public_key.key.size, 49U);
    EXPECT_EQ(summary.signature.text(), "ML-DSA-65");
}

TEST(Certificate, unreadable_times_cost_only_themselves) {
    Parts parts;
    parts.not_before = text_item(0x17, "yesterday");
    const auto summary = parse_certificate(certificate(parts));
    EXPECT_TRUE(summary.complete);
    EXPECT_FALSE(summary.not_before);
    EXPECT_EQ(summary.not_before_text, "yesterday");
    EXPECT_EQ(summary.not_after, 1798761600);
    EXPECT_EQ(summary.problems.size(), 1U);
    EXPECT_EQ(summary.common_name(), "subject");
}

TEST(Certificate, serials) {
    const auto serial = [](Octets octets) {
        Parts parts;
        parts.serial = std::move(octets);
        return parse_certificate(certificate(parts)).serial;
    };
    EXPECT_EQ(serial({0x02, 0x01, 0x00}), "00");
    EXPECT_EQ(serial({0x02, 0x02, 0x00, 0x80}), "80");
    EXPECT_EQ(serial({0x02, 0x01, 0xFF}), "-01");
    EXPECT_EQ(serial({0x02, 0x02, 0xFF, 0x00}), "-0100");
    EXPECT_EQ(serial({0x02, 0x00}), "");
}

TEST(Certificate, one_bad_extension_costs_that_extension) {
    Parts parts;
    parts.extensions = join({extension("\x55\x1D\x13", {0x30, 0x05, 0x01}),
                             extension("\x55\x1D\x0F", {0x03, 0x02, 0x01, 0x06})});
    const auto summary = parse_certificate(certificate(parts));
    EXPECT_FALSE(summary.complete);
    EXPECT_EQ(summary.extensions.size(), 2U);
    EXPECT_FALSE(summary.basic_constraints);
    EXPECT_EQ(summary.key_usage, key_usage_key_cert_sign | key_usage_crl_sign);
    ASSERT_EQ(summary.problems.size(), 1U);
    EXPECT_EQ(summary.problems[0].what, "runs past the end");
}

TEST(Certificate, an_extension_that_appears_twice_is_a_problem) {
    Parts parts;
    const Octets usage = extension("\x55\x1D\x0F", {0x03, 0x02, 0x01, 0x06});
    parts.extensions = join({usage, usage});
    const auto summary = parse_certificate(certificate(parts));
    EXPECT_TRUE(summary.complete);
    ASSERT_EQ(summary.problems.size(), 1U);
    EXPECT_EQ(summary.problems[0].what, "extension appears twice");
}

TEST(Name, strings_that_are_not_what_they_say) {
    const auto text = [](std::uint8_t tag, std::string_view value) {
        Parts parts;
        parts.subject = name(tag, value);
        return parse_certificate(certificate(parts)).common_name();
    };
    EXPECT_EQ(text(tag::bmp_string, "odd"), "odd");
    EXPECT_EQ(text(tag::bmp_string, std::string_view("\xD8\x3D\xDE\x00", 4)), "\xF0\x9F\x98\x80");
    EXPECT_EQ(text(tag::bmp_string, std::string_view("\xDE\x00\xD8\x3D", 4)),
              std::string("\xDE\x00\xD8\x3D", 4));
    EXPECT_EQ(text(tag::t61_string, "\xE9"), "\xC3\xA9");
    EXPECT_EQ(text(tag::universal_string, std::string_view("\0\1\xF6\0", 4)), "\xF0\x9F\x98\x80");
}

TEST(Name, unknown_types_appear_as_ber) {
    Parts parts;
    parts.subject =
        item(0x30,
             item(0x31, item(0x30, join({text_item(0x06, "\x2A\x03\x04"), text_item(0x13, "x")}))));
    const auto summary = parse_certificate(certificate(parts));
    EXPECT_EQ(summary.subject.rfc4514(), "1.2.3.4=#130178");
}

TEST(GeneralName, addresses) {
    EXPECT_EQ((GeneralName{GeneralName::Kind::ip, std::string("\x0A\0\0\0\xFF\0\0\0", 8)}.text()),
              "10.0.0.0/255.0.0.0");
    EXPECT_EQ((GeneralName{GeneralName::Kind::ip, "abc"}.text()), "616263");
}

}  // namespace
}  // namespace tlsonar::trust
