// CRLs bent in every direction: scope, reasons, windows, deltas, odd entries.
#include "tests/trust/revocation_asking.h"

#include <vector>

#include <gtest/gtest.h>

namespace tlsonar::trust::making {
namespace {

using Status = RevocationAnswer::Status;

std::string uri(std::string_view text) { return item(0xA0, item(0xA0, item(0x86, text))); }
std::string scope(const std::string& content) {
    return extension(id_ce(28), true, sequence(content));
}
std::string point(const std::string& content) {
    return extension(id_ce(31), false, sequence(sequence(content)));
}
std::string flag(int n) { return item(0x80 | n, octets({0xFF})); }

class CrlMatrix : public RevocationAsking {
  protected:
    RevocationStatus ask(const std::vector<std::string>& crls) { return ask_with({.crls = crls}); }
    Status by(const CrlMaking& making) { return ask({crl(making, ca_key_)}).status; }
    Status by_all(const std::vector<std::string>& crls) { return ask(crls).status; }
    void subject_is(bool ca, const std::string& more = {}) {
        leaf_ =
            make({.extensions = (ca ? ca_extensions() : std::string()) + more}, leaf_key_, ca_key_);
    }
};

// Each flag of the scope, for each kind of certificate, with the certificate listed or not.
TEST_F(CrlMatrix, ScopeByKind) {
    for (const bool ca : {false, true}) {
        subject_is(ca);
        for (unsigned flags = 0; flags < 8; ++flags)
            for (const bool listed : {false, true}) {
                const bool only_users = (flags & 1U) != 0;
                const bool only_cas = (flags & 2U) != 0;
                const bool only_attributes = (flags & 4U) != 0;
                const std::string content = (only_users ? flag(1) : "") +
                                            (only_cas ? flag(2) : "") +
                                            (only_attributes ? flag(5) : "");
                const bool covers = !(only_users && ca) && !(only_cas && !ca) && !only_attributes;
                const Status wanted = !covers  ? Status::unknown
                                      : listed ? Status::revoked
                                               : Status::good;
                EXPECT_EQ(by({.entries = listed ? entry(1, kNow - kDay) : entry(2, kNow - kDay),
                              .extensions = scope(content)}),
                          wanted)
                    << ca << ' ' << flags << ' ' << listed;
            }
    }
}

// The certificate's distribution point against the list's.
TEST_F(CrlMatrix, ScopeByName) {
    const std::vector<std::string> names = {"", "http://a.example/crl", "http://b.example/crl",
                                            "http://A.example/crl"};
    for (const std::string& in_certificate : names)
        for (const std::string& in_list : names) {
            subject_is(false, in_certificate.empty() ? "" : point(uri(in_certificate)));
            // A list without a name is for all; one with a name is for those who name it.
            const bool covers = in_list.empty() || in_list == in_certificate;
            const std::string extensions = in_list.empty() ? "" : scope(uri(in_list));
            EXPECT_EQ(by({.extensions = extensions}), covers ? Status::good : Status::unknown)
                << in_certificate << ' ' << in_list;
            EXPECT_EQ(by({.entries = entry(1, kNow - kDay), .extensions = extensions}),
                      covers ? Status::revoked : Status::unknown)
                << in_certificate << ' ' << in_list;
        }
}

// Lists for some reasons add up to all, and less than all is not good.
TEST_F(CrlMatrix, Reasons) {
    // Bits 1 … 8 of ReasonFlags, as the octets of a BIT STRING.
    const auto some = [](int first, int second) {
        return scope(item(0x83, octets({7, first, second})));
    };
    const std::vector<std::pair<int, int>> parts = {{0x7F, 0x80}, {0x7F, 0x00}, {0x00, 0x80},
                                                    {0x60, 0x00}, {0x1F, 0x80}, {0x00, 0x00}};
    for (const auto& a : parts)
        for (const auto& b : parts) {
            const int first = a.first | b.first;
            const int second = a.second | b.second;
            const bool all = first == 0x7F && second == 0x80;
            EXPECT_EQ(by_all({crl({.extensions = some(a.first, a.second)}, ca_key_),
                              crl({.number = 8, .extensions = some(b.first, b.second)}, ca_key_)}),
                      all ? Status::good : Status::unknown)
                << a.first << ' ' << a.second << ' ' << b.first << ' ' << b.second;
        }
}

TEST_F(CrlMatrix, Windows) {
    const std::int64_t skew = RevocationOptions{}.skew;
    for (const std::int64_t from :
         {kNow - 40 * kDay, kNow - kDay, kNow, kNow + skew, kNow + skew + 1})
        for (const std::int64_t until :
             {std::int64_t{0}, kNow - 9 * kDay, kNow - 1, kNow, kNow + 1, kNow + kDay})
            for (const int reason : {-1, 1, 6})
                for (const bool listed : {false, true}) {
                    const bool begun = from <= kNow + skew;
                    const bool current = until != 0 ? until >= kNow : from >= kNow - kDay;
                    Status wanted = begun && current ? Status::good : Status::unknown;
                    // What was revoked stays so; only a hold ends.
                    if (listed && ((begun && current) || reason != 6)) wanted = Status::revoked;
                    EXPECT_EQ(by({.this_update = from,
                                  .next_update = until,
                                  .entries = entry(listed ? 1 : 2, kNow - 50 * kDay, reason)}),
                              wanted)
                        << from - kNow << ' ' << until - kNow << ' ' << reason << listed;
                }
}

// What is on a complete list and on a delta list, for every pair of reasons.
TEST_F(CrlMatrix, Deltas) {
    const auto delta = [&](const std::string& entries, int base, int number, std::int64_t until) {
        return crl({.this_update = kNow - 3600,
                    .next_update = until,
                    .number = number,
                    .entries = entries,
                    .extensions = extension(id_ce(27), true, integer(base))},
                   ca_key_);
    };
    // -2: not listed.
    for (const int in_base : {-2, 1, 6, 8})
        for (const int in_delta : {-2, 1, 6, 8})
            for (const int base_number : {5, 7, 8})
                for (const int number : {6, 7, 9})
                    for (const bool current : {true, false}) {
                        const auto listed = [](int reason) {
                            return reason == -2 ? std::string() : entry(1, kNow - kDay, reason);
                        };
                        // The complete list has number 7.
                        const bool counts = base_number <= 7 && number > 7 && current;
                        const int decides = counts && in_delta != -2 ? in_delta : in_base;
                        const bool removed = counts && in_delta == 8;
                        const Status wanted =
                            decides == -2 || removed ? Status::good : Status::revoked;
                        EXPECT_EQ(by_all({crl({.entries = listed(in_base)}, ca_key_),
                                          delta(listed(in_delta), base_number, number,
                                                current ? kNow + 60 : kNow - 60)}),
                                  wanted)
                            << in_base << ' ' << in_delta << ' ' << base_number << ' ' << number
                            << current;
                    }
    // A delta list alone says nothing good.
    EXPECT_EQ(by_all({delta("", 5, 9, kNow + 60)}), Status::unknown);
}

// What nobody understands: the absent are not good, the listed are revoked.
TEST_F(CrlMatrix, CriticalExtensions) {
    for (const bool critical : {false, true})
        for (const bool listed : {false, true})
            for (const int where : {0, 1, 2}) {  // the list, the entry, another's entry
                std::string entries = entry(listed ? 1 : 3, kNow - kDay, 1,
                                            where == 1 ? unknown_extension(critical) : "");
                if (where == 2) entries += entry(4, kNow - kDay, 1, unknown_extension(critical));
                const Status wanted = listed     ? Status::revoked
                                      : critical ? Status::unknown
                                                 : Status::good;
                EXPECT_EQ(by({.entries = entries,
                              .extensions = where == 0 ? unknown_extension(critical) : ""}),
                          wanted)
                    << critical << listed << where;
            }
}

// On a complete list "removed" is no excuse.
TEST_F(CrlMatrix, RemovedIsForDeltas) {
    EXPECT_EQ(by({.entries = entry(1, kNow - kDay, 8)}), Status::revoked);
    EXPECT_EQ(by({.entries = entry(1, kNow - kDay, 8) + entry(1, kNow - kDay, 1)}),
              Status::revoked);
    EXPECT_EQ(by({.entries = entry(2, kNow - kDay, 8)}), Status::good);
}

// Entries of indirect lists belong to whom they name; who names nobody that can be read spoils the
// list.
TEST_F(CrlMatrix, IssuersOfEntries) {
    const auto of = [](const std::string& names) {
        return extension(id_ce(29), true, sequence(names));
    };
    const auto directory = [](const char* who) { return item(0xA4, name(who)); };
    const std::string indirect = scope(flag(4));
    const auto listed = [&](const std::string& issuer) {
        return by({.entries = entry(1, kNow - kDay, 1, of(issuer)), .extensions = indirect});
    };
    EXPECT_EQ(listed(directory("CA")), Status::revoked);
    EXPECT_EQ(listed(directory("Other")), Status::good);
    EXPECT_EQ(listed(directory("Other") + directory("CA")), Status::revoked);
    EXPECT_EQ(listed(item(0x82, "CA")), Status::good);
    EXPECT_EQ(listed(""), Status::unknown);
    EXPECT_EQ(listed(item(4, "x")), Status::unknown);
}

TEST_F(CrlMatrix, SpoiltLists) {
    const std::string good = crl({}, ca_key_);
    ASSERT_EQ(by_all({good}), Status::good);
    // Any octet of it: never revoked by accident, and good only where nothing was signed.
    for (std::size_t i = 0; i < good.size(); i += 3) {
        std::string bent = good;
        bent[i] = static_cast<char>(bent[i] ^ 0x01);
        EXPECT_EQ(by_all({bent}), Status::unknown) << i;
    }
    const std::string revoking = crl({.entries = entry(1, kNow - kDay)}, ca_key_);
    EXPECT_EQ(by_all({good, revoking}), Status::revoked);
    EXPECT_EQ(by_all({revoking, good}), Status::revoked);
    const Key stranger;
    EXPECT_EQ(by_all({crl({.entries = entry(1, kNow - kDay)}, stranger)}), Status::unknown);
    EXPECT_EQ(by_all({good, crl({.entries = entry(1, kNow - kDay)}, stranger)}), Status::good);
}

}  // namespace
}  // namespace tlsonar::trust::making
