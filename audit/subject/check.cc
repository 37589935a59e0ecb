// tlsonar.check/1: a subject for each server certificate with what would be sent with it.
#include "audit/subject/chain_private.h"
#include "audit/subject/documents_private.h"
#include "audit/subject/read_private.h"

namespace tlsonar::audit {
namespace {

using json::Item;
using reading::text;

class Check {
  public:
    Check(Item document, IntakeContext& context) : document_(document), context_(context) {
        for (const Item object : document["objects"])
            objects_.push_back(object);
        for (const Item file : document["files"])
            files_.push_back(text(file["name"]));
    }

    Subject subject(Item deployment) const {
        Subject out;
        out.mode = Mode::file;
        const Item leaf = object(deployment["leaf"]);
        const std::uint32_t file = reading::small_number(leaf["file"]);
        out.file = leaf["file"].number() && file < files_.size() ? files_[file] : "certificate";
        out.line = reading::small_number(leaf["line"]);
        out.seen = text(document_["as_of"]);
        out.seen_at = reading::instant(out.seen).value_or(0);
        read_names(out, deployment);
        read_chain(out, deployment, leaf);
        reading::append_findings(out.findings, deployment["findings"]);
        reading::append_findings(out.findings, deployment["lints"]);
        reading::append_findings(out.findings, leaf["findings"]);
        return out;
    }

  private:
    Item object(Item number) const {
        const auto at = number.number();
        if (!at || *at < 0 || static_cast<std::size_t>(*at) >= objects_.size()) return {};
        return objects_[static_cast<std::size_t>(*at)];
    }

    // The leaf first; nothing where the document is at odds with itself.
    std::vector<Item> sent(Item deployment) const {
        std::vector<Item> out;
        for (const Item number : deployment["sent"]) {
            const bool leaf_first = !out.empty() || number.number() == deployment["leaf"].number();
            const Item each = object(number);
            if (!each.is(json::Kind::object) || !leaf_first) return {};
            out.push_back(each);
        }
        return out;
    }

    static void read_names(Subject& out, Item deployment) {
        for (const Item name : deployment["names"])
            if (out.name.empty()) out.name = text(name["name"]);
    }

    static MaybeFact name_match(Item deployment) {
        bool open = false, any = false;
        for (const Item name : deployment["names"]) {
            any = true;
            const auto covered = name["covered"].flag();
            if (covered == false) return known(false);
            open = open || !covered;
        }
        if (!any) return std::nullopt;
        return open ? unknown(reading::kMalformed) : known(true);
    }

    static void read_programmes(ChainView& view, Item deployment) {
        for (const Item programme : deployment["programmes"]) {
            const Item verdict = programme["verdict"];
            view.programmes.emplace_back(text(programme["name"]), verdict.says("valid") ? "yes"
                                                                  : verdict.says("invalid")
                                                                      ? "no"
                                                                      : text(verdict));
        }
        for (const Item store : deployment["stores"]) {
            if (!view.path.empty()) break;
            view.store = text(store["name"]);
            for (const Item path : store["paths"]) {
                for (const Item certificate : path["certificates"])
                    view.path.push_back(text(certificate["subject"]));
                if (const Item anchor = path["anchor"])
                    view.path.push_back(text(anchor["subject"]));
                break;
            }
        }
    }

    static void put_key_facts(Facts& facts, Item leaf) {
        const Item findings = leaf["findings"];
        facts.set("cert.leaf.key.examined", true);
        if (findings && !findings.is(json::Kind::array))
            return facts.set_unknown("cert.leaf.key.weaknesses", std::string(reading::kMalformed));
        Names weaknesses;
        for (const Item finding : findings)
            if (finding["id"].text().starts_with("key.")) weaknesses.push_back(text(finding["id"]));
        facts.set("cert.leaf.key.weaknesses", std::move(weaknesses));
    }

    void read_chain(Subject& out, Item deployment, Item leaf) const {
        ChainCase chain;
        chain.sent = sent(deployment);
        chain.validation = deployment;
        chain.more_findings = deployment["chain"]["findings"];
        ChainView view;
        view.asked = out.file;
        view.sent = sent_views(chain.sent, context_.certificates);
        view.verdict = text(deployment["verdict"]);
        read_programmes(view, deployment);
        reading::append_findings(view.findings, chain.more_findings);
        out.chains.push_back(std::move(view));
        // Issuers by themselves are no server's certificate.
        if (chain.sent.empty()) return;
        if (deployment["server_certificate"].flag() != true)
            return put_sent_facts(out.facts, chain.sent);
        const auto facts = chain_facts(chain, context_.now, context_.certificates);
        if (!facts) return;
        out.facts = facts->facts;
        out.facts.erase(*find_fact("cert.leaf.hostname_match"));
        put(out.facts, "cert.leaf.hostname_match", name_match(deployment));
        put_key_facts(out.facts, leaf);
        out.facts.set("report.inventory.certificates", true);
    }

    Item document_;
    IntakeContext& context_;
    std::vector<Item> objects_;
    std::vector<std::string> files_;
};

}  // namespace

std::optional<std::string> read_check(Item document, IntakeContext& context,
                                      std::vector<Subject>& out) {
    if (!document["deployments"].is(json::Kind::array)) return "has no list of deployments";
    const Check check(document, context);
    for (const Item deployment : document["deployments"])
        out.push_back(check.subject(deployment));
    return std::nullopt;
}

}  // namespace tlsonar::audit
