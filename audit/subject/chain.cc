#include "audit/subject/chain_private.h"
#include "audit/subject/read_private.h"

#include <algorithm>

namespace tlsonar::audit {
namespace {

using json::Item;
using json::Kind;

void add_once(Names& names, std::string name) {
    if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
}

// A list that is gathered from several certificates.
struct Gathered {
    Names names;
    std::string missing;  // why something is not in it

    Fact fact() && {
        if (!missing.empty()) return partial(std::move(names), std::move(missing));
        return known(std::move(names));
    }
    // Nothing gathered: there is no such thing.
    Fact fact_or_none() && {
        return names.empty() && missing.empty() ? none() : std::move(*this).fact();
    }
};

constexpr std::string_view kUnread = "a certificate of the chain was not read whole";

// What the certificates of a chain have.
struct Sum {
    Gathered signatures, hashes, curves, types;
    std::optional<std::int64_t> shortest;  // of RSA keys
    bool rsa_unread = false;

    // It is not known whether a certificate counts.
    void miss_all() {
        signatures.missing = hashes.missing = curves.missing = kUnread;
        rsa_unread = true;
    }
    void add_signature(Item certificate) {
        const std::string_view signature = certificate["signature"].text();
        if (signature.empty())
            signatures.missing = kUnread;
        else
            add_once(signatures.names, signature_name(signature));
        const Item hash = certificate["signature_hash"];
        if (!hash.is(Kind::string) || (hash.text().empty() && signature.starts_with("RSASSA")))
            hashes.missing = hash ? kUnread : "the document does not tell";
        else if (!hash.text().empty())
            add_once(hashes.names, reading::text(hash));
    }
    void add_key(Item certificate, std::string_view type) {
        const auto bits = certificate["public_key"]["bits"].number();
        const std::string_view curve = certificate["public_key"]["curve"].text();
        if (type == "ED25519" || type == "ED448")
            add_once(curves.names, type == "ED448" ? "ed448" : "ed25519");
        if (type == "EC" && !curve.empty()) add_once(curves.names, std::string(curve));
        if (type.empty() || (type == "EC" && curve.empty())) curves.missing = kUnread;
        if (type == "RSA" && bits) shortest = std::min(shortest.value_or(*bits), *bits);
        rsa_unread = rsa_unread || type.empty() || (type == "RSA" && !bits);
    }
};

// A trust anchor's signature of itself proves nothing, and nobody looks at it.
bool is_sent_anchor(Item certificate, std::size_t place) {
    return place > 0 && certificate["self_issued"].flag().value_or(false);
}

Fact findings_say(Item validation, std::string_view id, bool value_when_found) {
    const Item findings = validation["findings"];
    if (findings && !findings.is(Kind::array)) return unknown(reading::kMalformed);
    if (reading::has_finding(findings, id)) return known(value_when_found);
    // Who found nothing wrong says "valid"; else something stands there.
    if (validation["verdict"].says("valid") || findings.size() > 0) return known(!value_when_found);
    return unknown("the document does not tell what validation found");
}

MaybeFact name_match(const ChainCase& chain) {
    if (!chain.validation) return std::nullopt;
    if (!chain.name_asked) return unknown("the client named no server");
    return findings_say(chain.validation, "name.mismatch", false);
}

// A wrong name is another rule's matter.
bool only_the_name_is_wrong(Item findings) {
    bool any = false;
    for (const Item finding : findings) {
        if (!finding["id"].text().starts_with("name.")) return false;
        any = true;
    }
    return any;
}

MaybeFact trusted(const ChainCase& chain) {
    const Item verdict = chain.validation["verdict"];
    if (!chain.validation) return std::nullopt;
    if (verdict.says("valid")) return known(true);
    if (verdict.says("invalid")) return known(only_the_name_is_wrong(chain.validation["findings"]));
    if (!verdict.says("inconclusive")) return unknown(reading::kMalformed);
    std::string cause = "validation is inconclusive";
    for (const Item finding : chain.validation["findings"]) {
        cause += ": " + reading::text(finding["title"]);
        break;
    }
    return unknown(cause);
}

MaybeFact is_public(const ChainCase& chain) {
    if (!chain.validation) return std::nullopt;
    const Item said = chain.validation["publicly_trusted"];
    if (said && !said.flag()) return unknown(reading::kMalformed);
    if (said.flag() == true) return known(true);
    if (chain.validation["verdict"].says("valid")) return known(false);
    // Who does not get as far as a root does not know whose it is.
    if (reading::has_finding(chain.validation["findings"], "path.untrusted-root"))
        return known(false);
    return unknown("no path to a root was found");
}

MaybeFact revoked(const ChainCase& chain) {
    const Item findings = chain.validation["findings"];
    for (const std::string_view id : {"path.revoked", "revocation.revoked", "revocation.on-hold"})
        if (reading::has_finding(findings, id)) return known(true);
    const Item status = chain.validation["staple"]["status"];
    if (status.says("good")) return known(false);
    if (status.says("revoked")) return known(true);
    if (status || reading::has_finding(findings, "path.revocation-unknown"))
        return unknown("no statement on revocation counts");
    return std::nullopt;
}

// "revoked", "good", or that nobody could say.
MaybeFact revocation(const ChainCase& chain) {
    if (!chain.validation) return std::nullopt;
    const MaybeFact said = revoked(chain);
    if (said && said->known)
        return known(std::string(std::get<bool>(said->value) ? "revoked" : "good"));
    const Item verdict = chain.validation["verdict"];
    return verdict.is(Kind::string) ? known(std::string("unchecked"))
                                    : unknown(reading::kMalformed);
}

// None of these was found.
MaybeFact has_none_of(const ChainCase& chain, std::initializer_list<std::string_view> ids) {
    if (!chain.validation) return std::nullopt;
    const Item lists[] = {chain.validation["findings"], chain.validation["chain_findings"],
                          chain.more_findings};
    for (const Item& list : lists)
        for (const std::string_view id : ids)
            if (reading::has_finding(list, id)) return known(false);
    for (const Item& list : lists)
        if (list && !list.is(Kind::array)) return unknown(reading::kMalformed);
    if (!chain.validation["verdict"].is(Kind::string)) return unknown(reading::kMalformed);
    return known(true);
}

MaybeFact staple_valid(const ChainCase& chain) {
    const auto octets = chain.staple.number();
    const bool there = octets ? *octets > 0 : chain.staple.flag().value_or(false);
    if (!octets && !chain.staple.flag()) return std::nullopt;
    if (!there) return none();
    const Item status = chain.validation["staple"]["status"];
    if (status.says("good") || status.says("revoked")) return known(true);
    if (status.says("unknown")) return known(false);
    return unknown("nobody judged the response");
}

Fact sct_count(const ChainCase& chain, Item leaf) {
    const Item embedded = leaf["scts"];
    if ((embedded && !embedded.number()) || (chain.scts && !chain.scts.number()))
        return unknown(reading::kMalformed);
    if (!embedded && !is_whole(leaf)) return unknown("the certificate was not read to its end");
    const std::int64_t sent = embedded.number().value_or(0) + chain.scts.number().value_or(0);
    const auto judged = static_cast<std::int64_t>(chain.validation["ct"]["scts"].size());
    return known(std::max(sent, judged));
}

void put_key_facts(Facts& facts, Item weaknesses) {
    facts.set("cert.leaf.key.examined", weaknesses.is(Kind::array));
    if (!weaknesses) return;
    auto ids = reading::strings(weaknesses);
    put(facts, "cert.leaf.key.weaknesses",
        ids ? known(std::move(*ids)) : unknown(reading::kMalformed));
}

}  // namespace

void put_sent_facts(Facts& facts, const std::vector<Item>& sent) {
    Sum sum;
    std::size_t place = 0;
    for (const Item& each : sent) {
        const std::string type = key_type(each);
        if (type.empty())
            sum.types.missing = kUnread;
        else
            add_once(sum.types.names, type);
        if (place > 0 && !each["self_issued"].flag()) sum.miss_all();
        if (is_sent_anchor(each, place++)) continue;
        sum.add_signature(each);
        sum.add_key(each, type);
    }
    put(facts, "cert.chain.key_types", std::move(sum.types).fact());
    put(facts, "cert.chain.signatures", std::move(sum.signatures).fact());
    put(facts, "cert.chain.signature_hashes", std::move(sum.hashes).fact());
    put(facts, "cert.chain.ec.curves", std::move(sum.curves).fact_or_none());
    put(facts, "cert.chain.rsa.min_bits",
        sum.rsa_unread ? unknown(kUnread)
        : sum.shortest ? known(*sum.shortest)
                       : none());
}

std::optional<ChainFacts> chain_facts(const ChainCase& chain, std::int64_t now,
                                      CertificateShelf& shelf) {
    if (chain.sent.empty()) return std::nullopt;
    const Item leaf = chain.sent.front();
    if (leaf["raw_public_key"]) return std::nullopt;  // RFC 7250: no certificate
    ChainFacts out;
    out.leaf = shelf.put(leaf);
    if (out.leaf == nullptr) return std::nullopt;
    for (const Item& each : chain.sent)
        out.key += reading::text(each["sha256"]) + ' ';
    out.evidence = chain.evidence;
    out.facts = leaf_facts(leaf, now);
    put_sent_facts(out.facts, chain.sent);
    put_key_facts(out.facts, chain.key_weaknesses);
    put(out.facts, "cert.leaf.sct.count", sct_count(chain, leaf));
    put(out.facts, "cert.leaf.hostname_match", name_match(chain));
    put(out.facts, "cert.chain.trusted", trusted(chain));
    put(out.facts, "cert.chain.public", is_public(chain));
    put(out.facts, "cert.chain.complete",
        has_none_of(chain, {"deploy.missing-intermediate", "path.missing-issuer"}));
    put(out.facts, "cert.chain.ordered",
        has_none_of(chain, {"deploy.wrong-order", "deploy.leaf-not-first"}));
    put(out.facts, "cert.leaf.revoked", revoked(chain));
    put(out.facts, "cert.leaf.revocation", revocation(chain));
    put(out.facts, "server.ocsp.stapled_valid", staple_valid(chain));
    return out;
}

std::vector<Item> objects_of(Item list) {
    std::vector<Item> out;
    for (const Item each : list)
        if (each.is(Kind::object)) out.push_back(each);
    return out;
}

std::vector<CertificatePtr> sent_views(const std::vector<Item>& sent, CertificateShelf& shelf) {
    std::vector<CertificatePtr> out;
    for (const Item& each : sent)
        if (CertificatePtr view = shelf.put(each)) out.push_back(std::move(view));
    return out;
}

void read_verdict(ChainView& view, Item validation) {
    view.verdict = reading::text(validation["verdict"]);
    view.store = reading::text(validation["store"]);
    view.path = reading::some_strings(validation["path"]);
    reading::append_findings(view.findings, validation["findings"]);
    reading::append_findings(view.findings, validation["chain_findings"]);
    reading::append_findings(view.findings, validation["ct"]["findings"]);
}

}  // namespace tlsonar::audit
