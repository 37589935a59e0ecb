#include "reports/formats/cbom_model.h"

#include "core/text.h"
#include "reports/formats/digest.h"
#include "reports/formats/versions.h"
#include "reports/formats/visible.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace tlsonar::reports {
namespace {

using audit::ListView;
using audit::Subject;

std::uint16_t wire_version(std::string_view version) {
    return version.starts_with("SSLv2") || version == "SSL 2.0" ? 0x0002 : 0x0303;
}

// References must be unique, short and harmless: what is long or strange is told by its hash.
std::string reference(std::string_view kind, std::string_view text) {
    constexpr std::size_t kMost = 120;
    std::string out(kind);
    out += ':';
    if (text.size() <= kMost && is_plain_json(text)) return out += text;
    return out += "sha256-" + digest(text);
}

class Maker {
  public:
    Maker(const audit::Report& report, const CodeBook& codes) : report_(report), codes_(codes) {}

    Cbom make() {
        for (const audit::Assessed& assessed : report_.subjects)
            add(assessed.subject);
        return std::move(out_);
    }

  private:
    std::string algorithm(CbomAlgorithm algorithm) {
        std::string ref = reference("alg", algorithm.name);
        out_.algorithms.emplace(ref, std::move(algorithm));
        return ref;
    }

    std::string certificate(const audit::CertificatePtr& view) {
        std::string ref = reference("cert", view->sha256);
        if (out_.certificates.contains(ref)) return ref;
        CbomCertificate made;
        made.view = view;
        made.key = reference("key", view->sha256);
        made.key_algorithm = algorithm(algorithm_of_key(*view));
        made.signature = algorithm(algorithm_of_signature(view->signature));
        out_.dependencies[ref] = {made.key, made.signature};
        out_.dependencies[made.key] = {made.key_algorithm};
        out_.certificates.emplace(ref, std::move(made));
        return ref;
    }

    void add(const Subject& subject) {
        std::set<std::string> certificates;
        for (const audit::ChainView& chain : subject.chains)
            for (const audit::CertificatePtr& sent : chain.sent)
                certificates.insert(certificate(sent));
        if (subject.mode == audit::Mode::file) return;
        const std::string service = reference("svc", subject.id);
        out_.services.emplace(service, &subject);
        std::set<std::string> needs;
        for (const audit::VersionView& version : subject.versions)
            if (version.supported == "yes") needs.insert(protocol(subject, version.version));
        for (const std::string& ref : std::set(needs))
            for (const std::string& used : out_.protocols[ref].certificates)
                certificates.erase(used);
        // Those that came with a version that nobody names.
        needs.merge(certificates);
        out_.dependencies[service] = std::move(needs);
    }

    std::string protocol(const Subject& subject, const std::string& version) {
        CbomProtocol made;
        made.subject = &subject;
        made.version = version;
        for (const audit::ChainView& chain : subject.chains)
            if (list_is_of(chain.version, version) || chain.version.empty())
                for (const audit::CertificatePtr& sent : chain.sent)
                    made.certificates.insert(certificate(sent));
        each(made, subject.suites, [&](const ListView::Item& item) { add_suite(made, item); });
        each(made, subject.groups, [&](const ListView::Item& item) { add_group(made, item); });
        each(made, subject.schemes, [&](const ListView::Item& item) {
            made.schemes.push_back(visible(item.name.empty() ? item.code : item.name, 100));
        });
        std::string ref = reference("proto", version + "@" + subject.id);
        auto& needs = out_.dependencies[ref];
        needs = made.certificates;
        needs.insert(made.algorithms.begin(), made.algorithms.end());
        out_.protocols.emplace(ref, std::move(made));
        return ref;
    }

    template <class Add>
    void each(CbomProtocol& made, const std::vector<ListView>& lists, Add add_item) {
        for (const ListView& list : lists) {
            if (!list_is_of(list.version, made.version)) continue;
            if (!list.complete && made.cause.empty())
                made.cause = list.cause.empty() ? "not all was learnt" : list.cause;
            for (const ListView::Item& item : list.items)
                add_item(item);
        }
    }

    void add_suite(CbomProtocol& made, const ListView::Item& item) {
        CbomSuite suite;
        suite.item = &item;
        const auto code = cbom_code(item.code);
        const SuiteFacts facts =
            code ? codes_.suite(wire_version(made.version), *code) : SuiteFacts{};
        for (CbomAlgorithm& one : algorithms_of_suite(facts))
            suite.algorithms.push_back(algorithm(std::move(one)));
        made.algorithms.insert(suite.algorithms.begin(), suite.algorithms.end());
        made.suites.push_back(std::move(suite));
    }

    void add_group(CbomProtocol& made, const ListView::Item& item) {
        const std::uint32_t code = cbom_code(item.code).value_or(0);
        made.groups.push_back(visible(item.name.empty() ? item.code : item.name, 100));
        made.algorithms.insert(algorithm(algorithm_of_group(code, item, codes_.group(code))));
    }

    const audit::Report& report_;
    const CodeBook& codes_;
    Cbom out_;
};

}  // namespace

std::optional<std::uint32_t> cbom_code(std::string_view text) {
    std::uint32_t out = 0;
    if (!text.starts_with("0x")) return std::nullopt;
    const char* end = text.data() + text.size();
    const auto done = std::from_chars(text.data() + 2, end, out, 16);
    if (done.ec != std::errc() || done.ptr != end) return std::nullopt;
    return out;
}

Cbom cbom_of(const audit::Report& report, const CodeBook& codes) {
    return Maker(report, codes).make();
}

}  // namespace tlsonar::reports
