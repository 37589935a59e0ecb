// ECH configurations as peers and the DNS send them, and how both compare.
#include "core/writer.h"
#include "profile/endpoint/endpoint_profile.h"

#include <gtest/gtest.h>

namespace tlsonar::profile {
namespace {

std::vector<std::uint8_t> contents(std::uint8_t id, std::string_view name) {
    Writer out;
    out.u8(id);
    out.u16(0x0020);
    out.vector16(std::vector<std::uint8_t>(32, 9));
    out.prefixed(2, [&] {
        out.u16(1);
        out.u16(3);
    });
    out.u8(64);
    out.vector8(as_bytes(name));
    out.u16(0);
    return out.release();
}

std::vector<std::uint8_t> list(
    const std::vector<std::pair<std::uint16_t, std::vector<std::uint8_t>>>& configs) {
    Writer out;
    out.prefixed(2, [&] {
        for (const auto& [version, octets] : configs) {
            out.u16(version);
            out.vector16(octets);
        }
    });
    return out.release();
}

TEST(EchConfigs, AreReadAndOthersPassedOver) {
    const EchConfigs read = read_ech_configs(
        list({{0xFE0A, {1, 2, 3}}, {0xFE0D, contents(5, "cover.example")}, {0xFE0D, {1}}}));
    EXPECT_FALSE(read.malformed);
    ASSERT_EQ(read.configs.size(), 3U);
    EXPECT_FALSE(read.configs[0].readable);
    EXPECT_EQ(read.configs[0].version, 0xFE0A);
    ASSERT_TRUE(read.configs[1].readable);
    EXPECT_EQ(read.configs[1].config_id, 5);
    EXPECT_EQ(read.configs[1].kem, 0x0020);
    ASSERT_EQ(read.configs[1].suites.size(), 1U);
    EXPECT_EQ(read.configs[1].suites[0].aead, 3);
    EXPECT_EQ(read.configs[1].maximum_name_length, 64);
    EXPECT_FALSE(read.configs[2].readable);
    EXPECT_EQ(ech_configs_text(read),
              "one that can't be read, 5 (cover.example), one that can't be read");
}

TEST(EchConfigs, NonsenseAndTooMany) {
    EXPECT_TRUE(read_ech_configs({}).malformed);
    EXPECT_TRUE(read_ech_configs(list({})).malformed);
    auto cut = list({{0xFE0D, contents(5, "cover.example")}});
    cut.pop_back();
    EXPECT_TRUE(read_ech_configs(cut).malformed);
    const std::vector<std::pair<std::uint16_t, std::vector<std::uint8_t>>> many(1000, {1, {}});
    EXPECT_EQ(read_ech_configs(list(many)).configs.size(), EchConfigs::kMost);
}

TEST(EchAgreement, IsUnknownWhereOneSideIs) {
    EndpointProfile profile;
    EXPECT_EQ(ech_agreement(profile).answer, Answer::unknown);
    profile.ech.retry = Fact::make_no({}, "offered, and not answered");
    EXPECT_EQ(ech_agreement(profile).answer, Answer::unknown);
    profile.service_records.found = Fact::make_no({}, "the DNS has none");
    EXPECT_EQ(ech_agreement(profile).answer, Answer::unknown);
    EXPECT_EQ(ech_agreement(profile).cause, "neither the DNS nor the server has ECH");
    profile.service_records.found = Fact::make_yes({});
    profile.service_records.records.resize(1);
    profile.service_records.records[0].ech =
        read_ech_configs(list({{0xFE0D, contents(5, "cover.example")}}));
    EXPECT_TRUE(ech_agreement(profile).no());
    EXPECT_EQ(ech_agreement(profile).cause,
              "the DNS publishes 5 (cover.example), and the server gives none");
}

}  // namespace
}  // namespace tlsonar::profile
