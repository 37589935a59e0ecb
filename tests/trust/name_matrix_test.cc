// Name constraints by the thousand: every mixture of DNS names and addresses in a leaf with every
// mixture of permitted and excluded subtrees above it, against an oracle of a few lines that shares
// no code with the program.
#include "tests/trust/matrix_make.h"
#include "trust/path/validate.h"

#include <algorithm>
#include <vector>

#include <gtest/gtest.h>

namespace tlsonar::trust::matrix {
namespace {

// ---- the oracle ----

std::vector<std::string> labels(std::string name) {
    std::vector<std::string> out;
    std::string label;
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    for (const char c : name + ".") {
        if (c != '.') {
            label += c;
            continue;
        }
        if (!label.empty()) out.insert(out.begin(), label);
        label.clear();
    }
    return out;
}

// "www.example.com" lies in "example.com" and in "".
bool lies_below(const std::string& name, const std::string& base) {
    const auto a = labels(name);
    const auto b = labels(base);
    return b.size() <= a.size() && std::equal(b.begin(), b.end(), a.begin());
}

struct Base {
    bool is_address = false;
    std::string text;  // a domain; an address and a mask, raw
};

bool may_lie_in(const Base& name, const Base& base) {
    if (name.is_address != base.is_address) return false;
    if (!name.is_address) {
        if (!name.text.starts_with("*.")) return lies_below(name.text, base.text);
        const std::string host = name.text.substr(2);
        const auto last = labels(base.text);
        // One label in place of the star: one that nobody has, and the one that the base has.
        const bool one_more = !last.empty() && last.size() == labels(host).size() + 1;
        return lies_below("nobody." + host, base.text) ||
               (one_more && lies_below(last.back() + "." + host, base.text));
    }
    std::string raw = name.text;
    if (raw.size() == 16 && base.text.size() == 8 &&
        raw.substr(0, 12) == std::string(10, '\0') + "\xFF\xFF")
        raw = raw.substr(12);
    if (raw.size() * 2 != base.text.size()) return false;
    for (std::size_t i = 0; i < raw.size(); ++i)
        if (((raw[i] ^ base.text[i]) & base.text[raw.size() + i]) != 0) return false;
    return true;
}

bool surely_lies_in(const Base& name, const Base& base) {
    if (name.is_address)
        return base.is_address && name.text.size() * 2 == base.text.size() &&
               may_lie_in(name, base);
    if (base.is_address) return false;
    return name.text.starts_with("*.") ? lies_below("nobody." + name.text.substr(2), base.text)
                                       : lies_below(name.text, base.text);
}

struct Constraints {
    std::vector<Base> permitted;
    std::vector<Base> excluded;
};

bool obeys(const std::vector<Base>& names, const Constraints& constraints) {
    for (const Base& name : names) {
        for (const Base& base : constraints.excluded)
            if (may_lie_in(name, base)) return false;
        bool asked = false;
        bool within = false;
        for (const Base& base : constraints.permitted) {
            if (base.is_address != name.is_address) continue;
            asked = true;
            within = within || surely_lies_in(name, base);
        }
        if (asked && !within) return false;
    }
    return true;
}

// ---- the material ----

std::string raw(std::initializer_list<int> values) { return octets(values); }
const std::string kHere = raw({192, 0, 2, 1});
const std::string kThere = raw({198, 51, 100, 1});
const std::string kMapped = std::string(10, '\0') + "\xFF\xFF" + kHere;
const std::string kSix = raw({0x20, 1, 0x0D, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});

std::vector<std::vector<Base>> leaf_names() {
    const std::vector<std::vector<std::string>> domains = {
        {},
        {"www.example.com"},
        {"WWW.Example.COM"},
        {"example.com"},
        {"bad.test"},
        {"*.example.com"},
        {"*.www.example.com"},
        {"notexample.com"},
        {"www.example.com", "bad.test"},
        {"example.com", "*.example.com"},
    };
    const std::vector<std::vector<std::string>> addresses = {
        {}, {kHere}, {kThere}, {kSix}, {kMapped}, {kHere, kThere}, {kHere, kSix}};
    std::vector<std::vector<Base>> out;
    for (const auto& d : domains)
        for (const auto& a : addresses) {
            std::vector<Base> names;
            for (const std::string& text : d)
                names.push_back({false, text});
            for (const std::string& text : a)
                names.push_back({true, text});
            if (!names.empty()) out.push_back(names);
        }
    return out;
}

std::vector<Constraints> all_constraints() {
    const std::string host4 = raw({255, 255, 255, 255});
    const std::string net4 = raw({255, 255, 255, 0});
    const std::vector<std::vector<Base>> domains = {
        {},
        {{false, ""}},
        {{false, "com"}},
        {{false, "example.com"}},
        {{false, "EXAMPLE.com"}},
        {{false, "www.example.com"}},
        {{false, "a.www.example.com"}},
        {{false, "bad.test"}, {false, "www.example.com"}},
    };
    const std::vector<std::vector<Base>> addresses = {
        {},
        {{true, kHere + host4}},
        {{true, raw({192, 0, 2, 0}) + net4}},
        {{true, std::string(8, '\0')}},
        {{true, std::string(32, '\0')}},
        {{true, kThere + host4}, {true, kSix + std::string(16, '\xFF')}},
    };
    std::vector<Constraints> out;
    for (const auto& pd : domains)
        for (const auto& pa : addresses)
            for (const auto& ed : domains)
                for (const auto& ea : addresses) {
                    Constraints c;
                    c.permitted.insert(c.permitted.end(), pd.begin(), pd.end());
                    c.permitted.insert(c.permitted.end(), pa.begin(), pa.end());
                    c.excluded.insert(c.excluded.end(), ed.begin(), ed.end());
                    c.excluded.insert(c.excluded.end(), ea.begin(), ea.end());
                    if (!c.permitted.empty() || !c.excluded.empty()) out.push_back(c);
                }
    return out;
}

std::string general(const Base& base) {
    return base.is_address ? address(base.text) : dns(base.text);
}

std::string subtrees(const std::vector<Base>& bases) {
    std::string out;
    for (const Base& base : bases)
        out += subtree(general(base));
    return out;
}

std::string extension_of(const Constraints& c) {
    return name_constraints(subtrees(c.permitted), subtrees(c.excluded));
}

class NameMatrix : public testing::Test {
  protected:
    NameMatrix() {
        for (const auto& names : leaf_names()) {
            std::string general_names;
            for (const Base& name : names)
                general_names += general(name);
            names_.push_back(names);
            leaves_.push_back(leaf("Below", general_names));
        }
    }
    Verdict judge(const CertificatePtr& leaf, const CertificatePool& pool,
                  const CertificatePtr& root, Profile profile = Profile::webpki) {
        TrustAnchorSet anchors;
        anchors.add(make_trust_anchor(root));
        ValidationOptions options;
        options.time = kNow;
        options.profile = profile;
        return validate(leaf, pool, anchors, options, cache_).verdict;
    }

    CertificatePtr plain_root_ = root("Root");
    std::vector<std::vector<Base>> names_;
    std::vector<CertificatePtr> leaves_;
    ValidationCache cache_;
};

// In the intermediate, in the root, and in both, for a part of all leaves each.
TEST_F(NameMatrix, PermittedAndExcluded) {
    const auto constraints = all_constraints();
    const CertificatePtr plain = intermediate("Below", "Root");
    std::size_t count = 0;
    std::size_t valid = 0;
    for (std::size_t c = 0; c < constraints.size(); c += 3) {
        const std::string more = extension_of(constraints[c]);
        const bool in_root = c % 8 == 5;
        const CertificatePtr top = in_root ? root("Root", more) : plain_root_;
        CertificatePool pool;
        pool.add(in_root ? plain : intermediate("Below", "Root", more));
        for (std::size_t l = c % 7; l < leaves_.size(); l += 7) {
            const bool expected = obeys(names_[l], constraints[c]);
            const Profile profile = (c + l) % 2 == 0 ? Profile::webpki : Profile::rfc5280;
            ++count;
            valid += expected ? 1U : 0U;
            ASSERT_EQ(judge(leaves_[l], pool, top, profile),
                      expected ? Verdict::valid : Verdict::invalid)
                << "constraints " << c << ", leaf " << l << (in_root ? ", in the root" : "");
        }
    }
    EXPECT_GT(count, 6'000U);
    EXPECT_GT(valid, 300U);
    RecordProperty("cases", static_cast<int>(count));
}

// Each CA's constraints hold for all that is below it; what one permits another may take away.
TEST_F(NameMatrix, SeveralLevels) {
    const auto constraints = all_constraints();
    Dice dice(7);
    for (int i = 0; i < 60; ++i) {
        const Constraints& upper = constraints[dice.below(constraints.size())];
        const Constraints& middle = constraints[dice.below(constraints.size())];
        const Constraints& lower = constraints[dice.below(constraints.size())];
        const CertificatePtr top = root("Root", extension_of(upper));
        CertificatePool pool;
        pool.add(intermediate("Middle", "Root", extension_of(middle)));
        pool.add(intermediate("Below", "Middle", extension_of(lower)));
        for (std::size_t l = 0; l < leaves_.size(); l += 3) {
            const bool expected =
                obeys(names_[l], upper) && obeys(names_[l], middle) && obeys(names_[l], lower);
            ASSERT_EQ(judge(leaves_[l], pool, top), expected ? Verdict::valid : Verdict::invalid)
                << "round " << i << ", leaf " << l;
        }
    }
}

// The common name is nobody's name: no constraint on DNS names speaks of it, and it helps nobody.
TEST_F(NameMatrix, CommonNamesAreNoNames) {
    CertificatePool pool;
    pool.add(intermediate("Below", "Root",
                          name_constraints(subtree(dns("example.com")), subtree(dns("bad.test")))));
    const auto with = [](const std::string& common_name, const std::string& extensions) {
        return make({.subject = organisation_and_name("leaf", common_name),
                     .issuer = organisation("Below"),
                     .key_label = "leaf",
                     .signer_label = "Below",
                     .extensions = usages(1) + authority_key_id("Below") + extensions});
    };
    for (const char* common_name : {"www.example.com", "bad.test", "192.0.2.1", "someone"}) {
        EXPECT_EQ(judge(with(common_name, ""), pool, plain_root_), Verdict::invalid);
        EXPECT_EQ(judge(with(common_name, ""), pool, plain_root_, Profile::rfc5280),
                  Verdict::valid);
        const auto good = with(common_name, alt_names(dns("www.example.com")));
        EXPECT_EQ(judge(good, pool, plain_root_, Profile::rfc5280), Verdict::valid);
        const auto bad = with(common_name, alt_names(dns("bad.test")));
        EXPECT_EQ(judge(bad, pool, plain_root_), Verdict::invalid);
        EXPECT_EQ(judge(bad, pool, plain_root_, Profile::rfc5280), Verdict::invalid);
        // Whoever asks for that name is not answered by the common name.
        TrustAnchorSet anchors;
        anchors.add(make_trust_anchor(plain_root_));
        ValidationOptions options;
        options.time = kNow;
        options.profile = Profile::rfc5280;
        options.names = {*PeerName::from_text(common_name)};
        EXPECT_EQ(validate(with(common_name, ""), pool, anchors, options, cache_).verdict,
                  Verdict::invalid)
            << common_name;
    }
}

// Whom the client asks for, what is in the names and in the common name, and what is permitted and
// excluded, in all combinations. The common name neither helps nor hurts.
TEST_F(NameMatrix, CommonNamesBesideNames) {
    const std::string here = raw({127, 0, 0, 1});
    const std::string there = raw({1, 1, 1, 1});
    const std::string net = raw({255, 255, 255, 0});
    const std::vector<std::vector<Base>> domains = {
        {}, {{false, "test.localhost"}}, {{false, "bad.example.com"}}};
    const std::vector<std::vector<Base>> addresses = {{}, {{true, here}}, {{true, there}}};
    const std::vector<std::string> common_names = {"",          "test.localhost", "bad.example.com",
                                                   "127.0.0.1", "1.1.1.1",        "End entity"};
    const std::vector<std::vector<Base>> trees = {
        {}, {{false, "localhost"}}, {{false, "example.com"}}};
    const std::vector<std::vector<Base>> networks = {
        {}, {{true, raw({127, 0, 0, 0}) + net}}, {{true, raw({1, 1, 1, 0}) + net}}};
    const auto both = [](const std::vector<Base>& a, const std::vector<Base>& b) {
        std::vector<Base> all = a;
        all.insert(all.end(), b.begin(), b.end());
        return all;
    };
    TrustAnchorSet anchors;
    anchors.add(make_trust_anchor(plain_root_));
    std::vector<std::pair<std::vector<Base>, CertificatePtr>> leaves;
    for (const auto& d : domains)
        for (const auto& a : addresses)
            for (const std::string& cn : common_names) {
                const auto names = both(d, a);
                std::string general_names;
                for (const Base& name : names)
                    general_names += general(name);
                leaves.emplace_back(
                    names, make({.subject = cn.empty() ? organisation("leaf")
                                                       : organisation_and_name("leaf", cn),
                                 .issuer = organisation("Below"),
                                 .key_label = "leaf",
                                 .signer_label = "Below",
                                 .extensions = usages(1) + authority_key_id("Below") +
                                               (names.empty() ? "" : alt_names(general_names))}));
            }
    std::size_t count = 0;
    std::size_t valid = 0;
    for (const auto& pd : trees)
        for (const auto& pa : networks)
            for (const auto& ed : trees)
                for (const auto& ea : networks) {
                    const Constraints constraints{both(pd, pa), both(ed, ea)};
                    const bool none = constraints.permitted.empty() && constraints.excluded.empty();
                    CertificatePool pool;
                    pool.add(intermediate("Below", "Root", none ? "" : extension_of(constraints)));
                    for (const auto& [names, certificate] : leaves)
                        for (const Base& asked :
                             {Base{false, "test.localhost"}, Base{true, here}}) {
                            const bool covered =
                                std::any_of(names.begin(), names.end(), [&asked](const Base& name) {
                                    return name.is_address == asked.is_address &&
                                           name.text == asked.text;
                                });
                            ValidationOptions options;
                            options.time = kNow;
                            options.names = {asked.is_address ? *PeerName::ip("127.0.0.1")
                                                              : *PeerName::dns(asked.text)};
                            const bool expected = covered && obeys(names, constraints);
                            ++count;
                            valid += expected ? 1U : 0U;
                            ASSERT_EQ(validate(certificate, pool, anchors, options, cache_).verdict,
                                      expected ? Verdict::valid : Verdict::invalid)
                                << certificate->summary.common_name() << ", case " << count;
                        }
                }
    EXPECT_GT(count, 8'000U);
    EXPECT_GT(valid, 500U);
}

// Nor may it pretend to be one of the names.
TEST_F(NameMatrix, CommonNamesThatMislead) {
    CertificatePool pool;
    pool.add(intermediate("Below", "Root"));
    const auto verdict = [&](const std::string& cn, const std::string& names) {
        return judge(make({.subject = organisation_and_name("leaf", cn),
                           .issuer = organisation("Below"),
                           .key_label = "leaf",
                           .signer_label = "Below",
                           .extensions = usages(1) + authority_key_id("Below") + alt_names(names)}),
                     pool, plain_root_);
    };
    const std::string www = dns("www.example.com") + address(kHere) + address(kSix);
    for (const char* good : {"www.example.com", "192.0.2.1", "2001:db8::1", "example.com",
                             "www.example.org", "198.51.100.1", "Web server 7", "localhost"})
        EXPECT_EQ(verdict(good, www), Verdict::valid) << good;
    for (const char* bad : {"WWW.example.com", "mail.example.com", "0xC0000201", "192.0.002.001",
                            "2001:DB8::1", "2001:db8:0:0:0:0:0:1", "0xC0.0.2.9",
                            "b\xC3\xBC"
                            "cher.example.com",
                            "\xC3\xA9\xE2\x80\xA8.com"})
        EXPECT_EQ(verdict(bad, www), Verdict::invalid) << bad;
}

// Whatever the leaf: what cannot be read limits everything.
TEST_F(NameMatrix, MalformedConstraintsPermitNothing) {
    const auto nc = [](const std::string& content) { return extension(id_ce(30), true, content); };
    const std::string good = subtree(dns("example.com"));
    const std::vector<std::string> malformed = {
        nc(""),
        nc(sequence("")),
        nc(sequence(item(0xA0, ""))),
        nc(sequence(item(0xA1, ""))),
        nc(sequence(item(0xA0, "") + item(0xA1, ""))),
        nc(sequence(item(0xA0, good) + item(0xA0, good))),
        nc(sequence(item(0xA1, good) + item(0xA0, good))),
        nc(sequence(item(0xA0, good) + item(0xA1, good) + item(0xA2, good))),
        nc(sequence(item(0xA0, good)) + "x"),
        nc(sequence(item(0xA0, sequence("")))),
        nc(sequence(item(0xA0, good + integer(1)))),
        nc(sequence(item(0xA0, dns("example.com")))),
        name_constraints(subtree(dns(".example.com")), ""),
        name_constraints(subtree(dns("*.example.com")), ""),
        name_constraints(subtree(dns("example.com.")), ""),
        name_constraints(subtree(dns("exam ple.com")), ""),
        name_constraints(subtree(dns("192.0.2.1")), ""),
        name_constraints("", subtree(dns("."))),
        name_constraints("", subtree(dns("a..test"))),
        name_constraints(subtree(dns("example.com") + item(0x80, octets({1}))), ""),
        name_constraints(subtree(dns("example.com") + item(0x81, octets({1}))), ""),
        name_constraints(subtree(dns("example.com") + item(0x80, "")), ""),
        name_constraints(subtree(address(kHere)), ""),
        name_constraints(subtree(address("")), ""),
        name_constraints(subtree(address(kHere + kHere + kHere)), ""),
        name_constraints(subtree(address(kHere + raw({255, 0, 255, 0}))), ""),
        name_constraints("", subtree(address(kHere + raw({255, 255, 254, 1})))),
        name_constraints("", subtree(address(kSix))),
        name_constraints("", subtree(item(0xA2, "example.com"))),
        name_constraints("", subtree(item(0x89, "example.com"))),
        name_constraints("", subtree(item(0x16, "example.com"))),
        name_constraints("", subtree(item(0xA4, "no name"))),
        name_constraints(subtree(item(0x81, "@example.com")), ""),
        name_constraints(subtree(item(0x81, "a@b@example.com")), ""),
        name_constraints(subtree(item(0x86, "http://example.com")), ""),
        name_constraints(subtree(item(0x86, "192.0.2.1")), ""),
    };
    const CertificatePtr plain = intermediate("Below", "Root");
    for (std::size_t m = 0; m < malformed.size(); ++m) {
        CertificatePool constrained;
        constrained.add(intermediate("Below", "Root", malformed[m]));
        CertificatePool unconstrained;
        unconstrained.add(plain);
        for (std::size_t l = m % 14; l < leaves_.size(); l += 14)
            for (const Profile profile : {Profile::webpki, Profile::rfc5280}) {
                ASSERT_EQ(judge(leaves_[l], constrained, plain_root_, profile), Verdict::invalid)
                    << m;
                ASSERT_EQ(judge(leaves_[l], unconstrained, root("Root", malformed[m]), profile),
                          Verdict::invalid)
                    << m << " in the root";
            }
    }
}

// Quotes are no disguise for a mailbox, nor is IPv6 for an address.
TEST_F(NameMatrix, DisguisesAreSeenThrough) {
    const auto email = [](std::string_view text) { return item(0x81, text); };
    const auto verdict = [&](const std::string& name, const std::string& permitted,
                             const std::string& excluded) {
        CertificatePool pool;
        pool.add(intermediate("Below", "Root", name_constraints(permitted, excluded)));
        return judge(leaf("Below", dns("www.example.com") + name), pool, plain_root_);
    };
    const std::string someone = subtree(email("a.b@example.com"));
    EXPECT_EQ(verdict(email("a.b@example.com"), "", someone), Verdict::invalid);
    EXPECT_EQ(verdict(email("\"a.b\"@example.com"), "", someone), Verdict::invalid);
    EXPECT_EQ(verdict(email("\"a\\.b\"@EXAMPLE.com"), "", someone), Verdict::invalid);
    EXPECT_EQ(verdict(email("\"a b\"@example.com"), "", someone), Verdict::valid);
    EXPECT_EQ(verdict(email("\"a.b\"@example.com"), someone, ""), Verdict::valid);
    EXPECT_EQ(verdict(email("c@example.com"), someone, ""), Verdict::invalid);
    const std::string net = subtree(address(raw({192, 0, 2, 0, 255, 255, 255, 0})));
    EXPECT_EQ(verdict(address(kMapped), "", net), Verdict::invalid);
    EXPECT_EQ(verdict(address(kMapped), net, ""), Verdict::invalid);
    EXPECT_EQ(verdict(address(kSix), "", net), Verdict::valid);
    // All of IPv6 is not all of IPv4.
    EXPECT_EQ(verdict(address(kHere), "", subtree(address(std::string(32, '\0')))), Verdict::valid);
}

// Self-issued intermediates are exempt, the leaf never is.
TEST_F(NameMatrix, OnlySelfIssuedIntermediatesAreExempt) {
    const std::string only_other = name_constraints(subtree(item(0xA4, organisation("Other"))), "");
    CertificatePool pool;
    pool.add(intermediate("Middle", "Root", only_other));
    // Middle's own change of keys: same name, another key.
    pool.add(make({.subject = organisation("Middle"),
                   .issuer = organisation("Middle"),
                   .key_label = "Middle's new key",
                   .signer_label = "Middle",
                   .extensions = issuer_extensions("Middle's new key", "Middle")}));
    const auto below = [](const std::string& subject) {
        return make({.subject = subject,
                     .issuer = organisation("Middle"),
                     .key_label = "leaf",
                     .signer_label = "Middle's new key",
                     .extensions = usages(1) + authority_key_id("Middle's new key") +
                                   alt_names(dns("www.example.com"), subject == sequence(""))});
    };
    EXPECT_EQ(judge(below(organisation("Other")), pool, plain_root_), Verdict::valid);
    EXPECT_EQ(judge(below(sequence("")), pool, plain_root_), Verdict::valid);
    EXPECT_EQ(judge(below(organisation("leaf")), pool, plain_root_), Verdict::invalid);
    EXPECT_EQ(judge(below(organisation("Middle")), pool, plain_root_), Verdict::invalid);
}

}  // namespace
}  // namespace tlsonar::trust::matrix
