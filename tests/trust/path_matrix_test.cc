// Graphs of certificates by the hundred, made by dice: cross-signs, loops, dead ends, and branches
// poisoned in every way. An oracle that knows nothing of DER says whether a way leads to an anchor;
// and what must not matter (order, strangers, poison beside the way) is shown not to matter.
#include "tests/trust/matrix_make.h"
#include "trust/path/validate.h"

#include <algorithm>
#include <set>
#include <vector>

#include <gtest/gtest.h>

namespace tlsonar::trust::matrix {
namespace {

enum class Poison {
    none,
    expired,
    not_yet,
    not_ca,
    no_basic_constraints,
    no_cert_sign,
    other_purpose,
    wrong_signature,
    excludes_leaf,
    permits_others_only,
    malformed_constraints,
    unknown_critical,
    twice,
    version_1,
    negative_serial,
    weak_hash,
    needs_policy,
    path_length_0,
    path_length_1,
    count,
};

// One certificate as the oracle sees it.
struct Node {
    std::string name;
    std::string issuer;
    std::string key;
    std::string signer;
    Poison poison = Poison::none;
};

struct Graph {
    std::vector<Node> pool;
    std::vector<Node> anchors;  // self-signed
    Node leaf;
};

const std::string kSha1 = sequence(item(6, octets({0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 1})));

CertificatePtr made(const Node& node) {
    Making c{.subject = organisation(node.name),
             .issuer = organisation(node.issuer),
             .key_label = node.key,
             .signer_label = node.signer};
    std::string constraints = basic(true);
    std::string usage = key_usage(0x06);
    std::string more;
    switch (node.poison) {
        case Poison::expired:
            c.not_after = kNow - 1;
            break;
        case Poison::not_yet:
            c.not_before = kNow + 1;
            break;
        case Poison::not_ca:
            constraints = basic(false);
            break;
        case Poison::no_basic_constraints:
            constraints.clear();
            break;
        case Poison::no_cert_sign:
            usage = key_usage(0x80, 7);
            break;
        case Poison::other_purpose:
            more = usages(2);
            break;
        case Poison::wrong_signature:
            c.spoilt = true;
            break;
        case Poison::excludes_leaf:
            more = name_constraints("", subtree(dns("example.com")));
            break;
        case Poison::permits_others_only:
            more = name_constraints(subtree(dns("example.org")), "");
            break;
        case Poison::malformed_constraints:
            more = extension(id_ce(30), true, sequence(""));
            break;
        case Poison::unknown_critical:
            more = extension(item(6, octets({0x2A, 3, 4})), true, "x");
            break;
        case Poison::twice:
            more = usage;
            break;
        case Poison::version_1:
            c.version = 0;
            break;
        case Poison::negative_serial:
            c.serial = item(2, octets({0x80}));
            break;
        case Poison::weak_hash:
            c.algorithm = kSha1;
            break;
        case Poison::needs_policy:
            more = extension(id_ce(36), true, sequence(item(0x80, octets({0}))));
            break;
        case Poison::path_length_0:
            constraints = basic(true, 0);
            break;
        case Poison::path_length_1:
            constraints = basic(true, 1);
            break;
        default:
            break;
    }
    c.extensions =
        constraints + usage + subject_key_id(node.key) + authority_key_id(node.signer) + more;
    if (node.poison == Poison::version_1) c.extensions.clear();
    return make(c);
}

// ---- the oracle ----

class Oracle {
  public:
    explicit Oracle(const Graph& graph) : graph_(graph) {}
    bool is_valid() { return from(graph_.leaf, 0); }

  private:
    // A way up from `top`, with so many intermediates below that are not self-issued.
    bool from(const Node& top, std::size_t below) {
        for (const Node& anchor : graph_.anchors)
            if (signs(anchor, top) && is_good(anchor, below)) return true;
        for (const Node& next : graph_.pool) {
            const std::pair<std::string, std::string> identity{next.name, next.key};
            if (!signs(next, top) || !is_good(next, below) || used_.count(identity) != 0) continue;
            used_.insert(identity);
            const bool found = from(next, below + (next.name == next.issuer ? 0U : 1U));
            used_.erase(identity);
            if (found) return true;
        }
        return false;
    }
    static bool signs(const Node& issuer, const Node& subject) {
        return issuer.name == subject.issuer && issuer.key == subject.signer;
    }
    bool is_good(const Node& node, std::size_t below) const {
        const bool is_anchor = std::any_of(graph_.anchors.begin(), graph_.anchors.end(),
                                           [&node](const Node& a) { return &a == &node; });
        switch (node.poison) {
            case Poison::none:
                return true;
            case Poison::path_length_0:
                return below == 0;
            case Poison::path_length_1:
                return below <= 1;
            // Nobody asks how an anchor was signed, what number it has; and its policies count
            // from the caller (RFC 5280 section 6.2).
            case Poison::wrong_signature:
            case Poison::weak_hash:
            case Poison::negative_serial:
            case Poison::needs_policy:
                return is_anchor;
            default:
                return false;
        }
    }

    const Graph& graph_;
    std::set<std::pair<std::string, std::string>> used_;
};

// ---- the dice ----

std::string ca(std::size_t n) { return "CA " + std::to_string(n); }

Graph throw_graph(std::uint64_t seed) {
    Dice dice(seed);
    const std::size_t names = 3 + dice.below(3);
    const std::size_t count = 4 + dice.below(12);
    // From none poisoned to nearly all.
    const std::size_t poisoned = dice.below(5);
    const auto poison = [&] {
        if (dice.below(4) >= poisoned) return Poison::none;
        return static_cast<Poison>(dice.below(static_cast<std::size_t>(Poison::count)));
    };
    // Sometimes a CA has a second key.
    const auto key_of = [&](const std::string& name) {
        return dice.below(5) == 0 ? name + ", new key" : name;
    };
    Graph graph;
    graph.anchors.push_back({"Root", "Root", "Root", "Root", Poison::none});
    if (dice.below(2) == 0)
        graph.anchors.push_back({"Root 2", "Root 2", "Root 2", "Root 2", poison()});
    for (std::size_t i = 0; i < count; ++i) {
        const std::string name = dice.below(8) == 0 ? "Root" : ca(dice.below(names));
        const std::size_t above = dice.below(names + 3);
        const std::string issuer = above < names        ? ca(above)
                                   : above == names     ? "Root"
                                   : above == names + 1 ? "Root 2"
                                                        : "Nobody";
        graph.pool.push_back({name, issuer, key_of(name), key_of(issuer), poison()});
    }
    // Anchors among the intermediates are no news.
    if (dice.below(3) == 0) graph.pool.push_back(graph.anchors[0]);
    const std::string issuer = ca(dice.below(names));
    graph.leaf = {"leaf", issuer, "leaf", key_of(issuer), Poison::none};
    return graph;
}

struct Material {
    CertificatePtr leaf;
    std::vector<CertificatePtr> pool;
    std::vector<CertificatePtr> anchors;
};

Material material_of(const Graph& graph) {
    Material out;
    out.leaf = make({.subject = organisation("leaf"),
                     .issuer = organisation(graph.leaf.issuer),
                     .key_label = "leaf",
                     .signer_label = graph.leaf.signer,
                     .extensions = usages(1) + authority_key_id(graph.leaf.signer) +
                                   alt_names(dns("www.example.com"))});
    for (const Node& node : graph.anchors)
        out.anchors.push_back(made(node));
    for (const Node& node : graph.pool)
        out.pool.push_back(made(node));
    return out;
}

Verdict judge(const Material& material, ValidationCache& cache, bool all_paths = false) {
    CertificatePool pool;
    for (const CertificatePtr& certificate : material.pool)
        pool.add(certificate);
    TrustAnchorSet anchors;
    for (const CertificatePtr& certificate : material.anchors)
        anchors.add(make_trust_anchor(certificate));
    ValidationOptions options;
    options.time = kNow;
    options.names = {*PeerName::dns("www.example.com")};
    options.all_paths = all_paths;
    const PathReport report = validate(material.leaf, pool, anchors, options, cache);
    EXPECT_FALSE(report.budget_exhausted);
    const Path* best = report.best_path();
    EXPECT_TRUE(best != nullptr && best->verdict == report.verdict);
    return report.verdict;
}

template <class T>
void shuffle(std::vector<T>& list, Dice& dice) {
    for (std::size_t i = list.size(); i > 1; --i)
        std::swap(list[i - 1], list[dice.below(i)]);
}

constexpr std::uint64_t kGraphs = 200;

TEST(PathMatrix, GraphsByDice) {
    std::size_t valid = 0;
    for (std::uint64_t seed = 1; seed <= kGraphs; ++seed) {
        const Graph graph = throw_graph(seed);
        const Verdict expected = Oracle(graph).is_valid() ? Verdict::valid : Verdict::invalid;
        valid += expected == Verdict::valid ? 1U : 0U;
        ValidationCache cache;
        ASSERT_EQ(judge(material_of(graph), cache), expected) << "seed " << seed;
    }
    EXPECT_GT(valid, kGraphs / 8);
    EXPECT_LT(valid, kGraphs * 4 / 5);
}

TEST(PathMatrix, OrderDoesNotMatter) {
    for (std::uint64_t seed = 1; seed <= kGraphs; seed += 4) {
        const Graph graph = throw_graph(seed);
        const Verdict expected = Oracle(graph).is_valid() ? Verdict::valid : Verdict::invalid;
        Material material = material_of(graph);
        Dice dice(seed);
        ValidationCache cache;
        for (int round = 0; round < 6; ++round) {
            shuffle(material.pool, dice);
            shuffle(material.anchors, dice);
            ASSERT_EQ(judge(material, cache, round % 2 == 1), expected) << "seed " << seed;
        }
    }
}

// One more certificate that leads nowhere, wherever it is put.
TEST(PathMatrix, PoisonBesideTheWayDoesNotMatter) {
    for (std::uint64_t seed = 1; seed <= kGraphs; seed += 10) {
        const Graph graph = throw_graph(seed);
        const Verdict expected = Oracle(graph).is_valid() ? Verdict::valid : Verdict::invalid;
        Material material = material_of(graph);
        ValidationCache cache;
        for (std::size_t p = 1; p < static_cast<std::size_t>(Poison::path_length_0); ++p) {
            // Another way from the leaf's issuer to the root, a bad one.
            const Node bad{graph.leaf.issuer, "Root", graph.leaf.signer, "Root",
                           static_cast<Poison>(p)};
            material.pool.insert(material.pool.begin(), made(bad));
            ASSERT_EQ(judge(material, cache), expected) << "seed " << seed << ", poison " << p;
        }
        material.pool.insert(material.pool.begin(),
                             made({"Stranger", "Root", "Stranger", "Root", Poison::none}));
        material.pool.push_back(
            made({graph.leaf.issuer, "Root", "a stranger's", "Root", Poison::none}));
        ASSERT_EQ(judge(material, cache), expected) << "seed " << seed << ", strangers";
    }
}

TEST(PathMatrix, FewerAnchorsNeverHelp) {
    for (std::uint64_t seed = 1; seed <= kGraphs; seed += 4) {
        Graph graph = throw_graph(seed);
        ValidationCache cache;
        while (!graph.anchors.empty()) {
            const bool before = Oracle(graph).is_valid();
            graph.anchors.pop_back();
            const Verdict after = judge(material_of(graph), cache);
            ASSERT_TRUE(before || after != Verdict::valid) << "seed " << seed;
            ASSERT_EQ(after == Verdict::valid, Oracle(graph).is_valid()) << "seed " << seed;
        }
    }
}

// A store may give name and key without a certificate, or forbid names to a good root.
TEST(PathMatrix, ConstraintsOfStores) {
    const auto run = [](const std::string& constraints, const CertificatePtr& leaf,
                        const CertificatePtr& anchor_certificate, Profile profile) {
        auto anchor = std::make_shared<TrustAnchor>(*make_trust_anchor(anchor_certificate));
        anchor->name_constraints.assign(constraints.begin(), constraints.end());
        TrustAnchorSet anchors;
        anchors.add(std::move(anchor));
        CertificatePool pool;
        pool.add(intermediate("Below", "Root"));
        ValidationOptions options;
        options.time = kNow;
        options.profile = profile;
        ValidationCache cache;
        return validate(leaf, pool, anchors, options, cache).verdict;
    };
    const std::string within = sequence(item(0xA0, subtree(dns("example.com"))));
    const std::string without = sequence(item(0xA1, subtree(dns("example.com"))));
    const auto below = leaf("Below", dns("www.example.com"));
    EXPECT_EQ(run(within, below, root("Root"), Profile::webpki), Verdict::valid);
    EXPECT_EQ(run(without, below, root("Root"), Profile::webpki), Verdict::invalid);
    EXPECT_EQ(run("x", below, root("Root"), Profile::webpki), Verdict::invalid);
    // The anchor itself is the leaf.
    EXPECT_EQ(run(within, below, below, Profile::webpki), Verdict::valid);
    EXPECT_EQ(run(without, below, below, Profile::webpki), Verdict::invalid);
}

}  // namespace
}  // namespace tlsonar::trust::matrix
