// Whole scans of servers made of libssl: ECH, HTTPS records, delegated credentials, groups of RFC
// 7919, tickets of other endpoints.
#include "core/writer.h"
#include "openssl_talk_support.h"
#include "resolve_server.h"
#include "scanner/engine/scan.h"
#include "scanner/probe/shared_tickets.h"
#include "tls_network.h"

#include <algorithm>

#include <gtest/gtest.h>
#include <openssl/dh.h>

namespace tlsonar::scanner {
namespace {

using profile::EndpointProfile;
using Octets = std::vector<std::uint8_t>;

constexpr unsigned kEch = 0xFE0D, kCredential = 34;

std::string text_of(const Writer& writer) { return std::string(as_text(writer.written())); }

// An ECHConfigList of one configuration.
std::string ech_list(std::uint8_t id, std::string_view name) {
    Writer contents;
    contents.u8(id);
    contents.u16(0x0020);
    contents.vector16(Octets(32, 9));
    contents.prefixed(2, [&] {
        contents.u16(1);
        contents.u16(1);
    });
    contents.u8(0);
    contents.vector8(as_bytes(name));
    contents.u16(0);
    Writer list;
    list.prefixed(2, [&] {
        list.u16(0xFE0D);
        list.vector16(contents.written());
    });
    return text_of(list);
}

Target target(std::string_view name, std::string_view address = {}) {
    Target out;
    out.name = name;
    if (!address.empty()) out.address = *parse_ip_address(address);
    return out;
}

struct Lab {
    Loop loop;
    TlsNetwork network{loop};
    ResolverOptions names;
    ScanOptions options;
    Lab() {
        options.survey.http = false;
        options.host.deadlines = {200'000'000, 200'000'000, 2'000'000'000};
        options.hosts_at_once = 1;
    }

    std::vector<EndpointProfile> scan(std::vector<Target> targets) {
        std::vector<EndpointProfile> out;
        Resolver resolver(loop, names);
        Scan scan(loop, network, resolver, nullptr, options);
        std::size_t next = 0;
        scan.start(
            [&] { return next < targets.size() ? std::optional(targets[next++]) : std::nullopt; },
            nullptr,
            [&](EndpointProfile&& profile, std::vector<KeptTalk>&&) {
                out.push_back(std::move(profile));
            });
        loop.run();
        EXPECT_TRUE(scan.finished());
        return out;
    }
    EndpointProfile scan_one(const Target& one) {
        std::vector<EndpointProfile> all = scan({one});
        EXPECT_EQ(all.size(), 1U);
        return all.empty() ? EndpointProfile{} : std::move(all[0]);
    }
};

constexpr std::string_view kFirst = "192.0.2.1", kSecond = "192.0.2.2";

TEST(ScanEch, ConfigurationsOfTheServer) {
    Lab lab;
    const std::string list = ech_list(7, "cover.example");
    answer_extension(lab.network.serve(kFirst, 443), kEch, SSL_EXT_TLS1_3_ENCRYPTED_EXTENSIONS,
                     list);
    const EndpointProfile profile = lab.scan_one(target("", kFirst));
    ASSERT_TRUE(profile.ech.retry.yes()) << profile.ech.retry.cause << profile.trouble;
    ASSERT_EQ(profile.ech.configs.configs.size(), 1U);
    EXPECT_EQ(profile.ech.configs.configs[0].public_name, "cover.example");
    EXPECT_EQ(profile.ech.configs.configs[0].config_id, 7);
    EXPECT_TRUE(profile.extension("ech")->fact.yes());
    EXPECT_EQ(profile.service_records.found.answer, profile::Answer::unknown);
    EXPECT_NE(profile.service_records.found.cause.find("address"), std::string::npos);
}

TEST(ScanEch, NoneAndNoTls13) {
    Lab lab;
    lab.network.serve(kFirst, 443);
    SSL_CTX_set_max_proto_version(lab.network.serve(kSecond, 443), TLS1_2_VERSION);
    const auto all = lab.scan({target("", kFirst), target("", kSecond)});
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].ech.retry.cause, "offered, and not answered");
    EXPECT_EQ(all[1].ech.retry.cause, "the server has no TLS 1.3");
    EXPECT_TRUE(all[0].ech.retry.no() && all[1].ech.retry.no());
}

TEST(ScanEch, WhatIsNoListIsToldAsSuch) {
    Lab lab;
    const std::string nonsense = "\x01\x02\x03";
    answer_extension(lab.network.serve(kFirst, 443), kEch, SSL_EXT_TLS1_3_ENCRYPTED_EXTENSIONS,
                     nonsense);
    const EndpointProfile profile = lab.scan_one(target("", kFirst));
    EXPECT_TRUE(profile.ech.retry.yes());
    EXPECT_TRUE(profile.ech.configs.malformed);
}

// A name server with an address and, where wanted, an HTTPS record that publishes ECH.
DnsServer::Handler names_with(const std::string& ech) {
    return [ech](const DnsRequest& request) -> std::optional<Octets> {
        DnsAnswerBuilder answer(request);
        if (request.type == 1) answer.address(request.name, kFirst);
        if (request.type == 65 && !ech.empty()) {
            Writer data;
            data.u16(1);
            data.u8(0);
            data.u16(1);  // alpn
            data.u16(3);
            data.vector8(as_bytes(std::string_view("h2")));
            data.u16(5);  // ech
            data.vector16(as_bytes(ech));
            answer.record(request.name, 65, data.release());
        }
        return answer.octets();
    };
}

TEST(ScanEch, TheDnsAndTheServerAgreeOrNot) {
    const std::string served = ech_list(7, "cover.example");
    for (const bool same : {true, false}) {
        const DnsServer server(names_with(same ? served : ech_list(8, "cover.example")));
        Lab lab;
        lab.names.servers = {server.endpoint()};
        answer_extension(lab.network.serve(kFirst, 443), kEch, SSL_EXT_TLS1_3_ENCRYPTED_EXTENSIONS,
                         served);
        const EndpointProfile profile = lab.scan_one(target("a.example"));
        ASSERT_TRUE(profile.service_records.found.yes()) << profile.service_records.found.cause;
        EXPECT_EQ(profile.service_records.records[0].alpn, std::vector<std::string>{"h2"});
        const profile::Fact agreement = profile::ech_agreement(profile);
        EXPECT_EQ(agreement.yes(), same);
        EXPECT_EQ(agreement.no(), !same);
        const bool told = std::any_of(
            profile.weaknesses.begin(), profile.weaknesses.end(),
            [](const auto& weakness) { return weakness.finding.kind->id == "tls.ech-outdated"; });
        EXPECT_EQ(told, !same);
    }
}

TEST(ScanEch, NoRecordIsANo) {
    DnsServer server(names_with(""));
    Lab lab;
    lab.names.servers = {server.endpoint()};
    lab.network.serve(kFirst, 443);
    const EndpointProfile profile = lab.scan_one(target("a.example"));
    EXPECT_TRUE(profile.service_records.found.no());
    EXPECT_EQ(server.asked()["a.example 65"], 1);
}

TEST(ScanEch, NothingIsLookedUpWhereItIsNotWanted) {
    DnsServer server(names_with(ech_list(1, "x")));
    Lab lab;
    lab.names.servers = {server.endpoint()};
    lab.network.serve(kFirst, 443);
    lab.options.service_records = false;
    EXPECT_EQ(lab.scan_one(target("a.example")).service_records.found.answer,
              profile::Answer::unknown);
    lab.options.service_records = true;
    lab.options.connect_to = Endpoint{*parse_ip_address(kFirst), 443};
    EXPECT_EQ(lab.scan_one(target("a.example")).service_records.found.answer,
              profile::Answer::unknown);
    EXPECT_EQ(server.asked().count("a.example 65"), 0U);
}

TEST(ScanCredential, ABadOneIsJudged) {
    Lab lab;
    Writer credential;
    credential.u32(1);  // has expired: the certificate is an hour old
    credential.u16(0x0403);
    credential.vector24(Octets(91, 1));
    credential.u16(0x0403);
    credential.vector16(Octets(70, 2));
    const std::string body = text_of(credential);
    answer_extension(lab.network.serve(kFirst, 443), kCredential, SSL_EXT_TLS1_3_CERTIFICATE, body);
    const EndpointProfile profile = lab.scan_one(target("", kFirst));
    ASSERT_TRUE(profile.delegated_credential);
    EXPECT_TRUE(profile.extension("delegated_credentials")->fact.yes());
    const auto problems = profile.delegated_credential->problems();
    EXPECT_EQ(problems.size(), 4U);  // no usage twice, expired, not signed
    EXPECT_TRUE(std::any_of(
        profile.weaknesses.begin(), profile.weaknesses.end(),
        [](const auto& w) { return w.finding.kind->id == "tls.delegated-credential"; }));
}

TEST(ScanCredential, NoneIsANo) {
    Lab lab;
    lab.network.serve(kFirst, 443);
    const EndpointProfile profile = lab.scan_one(target("", kFirst));
    EXPECT_FALSE(profile.delegated_credential);
    EXPECT_TRUE(profile.extension("delegated_credentials")->fact.no());
}

TEST(ScanNamedDh, AServerWithItsOwnPrime) {
    Lab lab;
    SSL_CTX* context = lab.network.serve(kFirst, 443);
    SSL_CTX_set_max_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_dh_auto(context, 1);
    SSL_CTX_set_cipher_list(context, "aNULL:@SECLEVEL=0");
    const EndpointProfile profile = lab.scan_one(target("", kFirst));
    ASSERT_FALSE(profile.dh_groups.empty());
    EXPECT_TRUE(profile.named_dh.honoured.no()) << profile.named_dh.honoured.cause;
    EXPECT_EQ(profile.named_dh.honoured.cause, "its own prime is used whatever is named");
    EXPECT_EQ(profile.named_dh.version, 0x0303);
}

TEST(ScanNamedDh, NothingIsAskedWithoutDhe) {
    Lab lab;
    lab.network.serve(kFirst, 443);
    const EndpointProfile profile = lab.scan_one(target("", kFirst));
    EXPECT_TRUE(profile.named_dh.honoured.no());
    EXPECT_EQ(profile.named_dh.version, 0);
    for (const auto& note : profile.notes)
        EXPECT_NE(note.probe, "named-dh");
}

void set_ticket_keys(SSL_CTX* context, std::uint8_t fill) {
    Octets keys(80);
    for (std::size_t i = 0; i < keys.size(); ++i)
        keys[i] = static_cast<std::uint8_t>(fill + i);
    SSL_CTX_set_tlsext_ticket_keys(context, keys.data(), static_cast<long>(keys.size()));
}

TEST(ScanTickets, EndpointsWithOneTicketKey) {
    for (const bool shared : {true, false})
        for (const bool old : {false, true}) {
            Lab lab;
            for (const std::string_view address : {kFirst, kSecond}) {
                SSL_CTX* context = lab.network.serve(address, 443);
                if (old) SSL_CTX_set_max_proto_version(context, TLS1_2_VERSION);
                set_ticket_keys(context, shared || address == kFirst ? 1 : 2);
            }
            const auto all = lab.scan({target("", kFirst), target("", kSecond)});
            ASSERT_EQ(all.size(), 2U);
            EXPECT_FALSE(all[0].shared_tickets.trial);
            ASSERT_TRUE(all[1].shared_tickets.trial);
            const profile::Fact& taken = all[1].shared_tickets.trial->taken;
            EXPECT_EQ(taken.yes(), shared) << taken.cause;
            EXPECT_EQ(taken.no(), !shared) << taken.cause;
            Octets name(16);
            for (std::size_t i = 0; i < name.size(); ++i)
                name[i] = static_cast<std::uint8_t>(1 + i);
            // In TLS 1.2 OpenSSL gives a single ticket; a second is fetched.
            EXPECT_EQ(all[0].shared_tickets.key_name, name);
            EXPECT_EQ(all[1].shared_tickets.key_name == name, shared);
        }
}

TEST(TicketKeyName, OnlyWhereTicketsLookLikeThat) {
    const auto seen = [](std::uint8_t name, std::uint8_t vector) {
        OwnTickets::Seen out;
        for (std::size_t i = 0; i < 16; ++i)
            out.begin.push_back(static_cast<std::uint8_t>(name + 3 * i));
        for (std::size_t i = 0; i < 16; ++i)
            out.begin.push_back(static_cast<std::uint8_t>(vector + 5 * i));
        return out;
    };
    EXPECT_EQ(key_name_of({seen(1, 1), seen(1, 2)}).size(), 16U);
    EXPECT_TRUE(key_name_of({seen(1, 1)}).empty());              // one says nothing
    EXPECT_TRUE(key_name_of({seen(1, 1), seen(2, 2)}).empty());  // a vector first, no name
    EXPECT_TRUE(key_name_of({seen(1, 1), seen(1, 1)}).empty());  // a constant of some program
    OwnTickets::Seen zeros = seen(1, 1);
    std::fill_n(zeros.begin.begin(), 16, std::uint8_t{0});
    OwnTickets::Seen more = seen(1, 2);
    std::fill_n(more.begin.begin(), 16, std::uint8_t{0});
    EXPECT_TRUE(key_name_of({zeros, more}).empty());
}

}  // namespace
}  // namespace tlsonar::scanner
