// Makes a report harmful: see report_make.h.
#include "report_make.h"
#include "report_make_subjects.h"

#include <memory>
#include <utility>

namespace tlsonar::reports {
namespace {

// Where a text has a form (a version, a code, a date) the form stays: the intake gives no other.
std::string harm(const std::string& text) { return harmful_text() + text; }

void harm_all(std::vector<std::string>& texts) {
    for (std::string& text : texts)
        text = harm(text);
}

void harm_pairs(std::vector<std::pair<std::string, std::string>>& pairs) {
    for (auto& [name, value] : pairs) {
        name = harm(name);
        value = harm(value);
    }
}

void harm_findings(std::vector<audit::FindingView>& findings) {
    for (audit::FindingView& finding : findings)
        for (std::string* text : {&finding.title, &finding.source, &finding.found,
                                  &finding.expected, &finding.evidence})
            *text = harm(*text);
}

audit::CertificatePtr harmed(const audit::CertificatePtr& from) {
    audit::CertificateView out = *from;
    for (std::string* text :
         {&out.subject, &out.issuer, &out.common_name, &out.key, &out.curve, &out.signature})
        *text = harm(*text);
    harm_pairs(out.names);
    out.names.emplace_back("dns", std::string(65536, 'a') + harmful_text());
    harm_all(out.key_usage);
    harm_all(out.extended_key_usage);
    return std::make_shared<const audit::CertificateView>(std::move(out));
}

void harm_lists(std::vector<audit::ListView>& lists) {
    for (audit::ListView& list : lists) {
        list.cause = harm(list.cause);
        for (audit::ListView::Item& item : list.items) {
            item.name = harm(item.name.text());
            item.evidence = harm(item.evidence.text());
        }
    }
}

void harm_handshake(audit::HandshakeView& handshake) {
    for (std::string* text : {&handshake.client, &handshake.suite, &handshake.group, &handshake.sni,
                              &handshake.alpn, &handshake.outcome})
        *text = harm(*text);
    for (audit::MessageView& message : handshake.messages) {
        message.name = harm(message.name);
        message.detail = harm(message.detail);
    }
    harm_all(handshake.anomalies);
}

void harm_subject(audit::Subject& subject) {
    for (std::string* text : {&subject.id, &subject.name, &subject.address, &subject.sni,
                              &subject.file, &subject.trouble, &subject.dialog})
        *text = harm(*text);
    harm_pairs(subject.labels);
    harm_pairs(subject.unknowns);
    harm_all(subject.alpn);
    harm_findings(subject.findings);
    harm_lists(subject.suites);
    harm_lists(subject.groups);
    harm_lists(subject.schemes);
    for (audit::NamedAnswer& answer : subject.answers) {
        answer.detail = harm(answer.detail.text());
        answer.cause = harm(answer.cause.text());
    }
    for (audit::ChainView& chain : subject.chains) {
        for (audit::CertificatePtr& certificate : chain.sent)
            certificate = harmed(certificate);
        chain.asked = harm(chain.asked);
        chain.store = harm(chain.store);
        harm_all(chain.path);
        harm_pairs(chain.programmes);
        harm_findings(chain.findings);
    }
    for (audit::HandshakeView& handshake : subject.handshakes)
        harm_handshake(handshake);
}

void harm_judgement(audit::Judgement& judgement) {
    for (audit::RuleResult& result : judgement.results) {
        result.cause = harm(result.cause.text());
        for (audit::Deviation& d : result.deviations)
            for (audit::SharedText* text : {&d.aspect, &d.observed, &d.expected, &d.evidence})
                *text = harm(text->text());
    }
}

// Rules stay where they are: results point at them. (report_make.cc made them as no constants.)
void harm_policies(audit::Report& report) {
    for (audit::PolicyPtr& policy : report.policies) {
        auto& own = const_cast<audit::Policy&>(*policy);
        for (std::string* text : {&own.title, &own.publisher, &own.notes})
            *text = harm(*text);
        for (audit::Rule& rule : own.rules)
            for (std::string* text : {&rule.title, &rule.requirement, &rule.reference, &rule.note})
                *text = harm(*text);
    }
}

}  // namespace

std::string harmful_text() {
    std::string out = "=1+1|x!A0 </script><script>alert(1)</script><img src=x onerror=alert(2)> ";
    out += "\"'`&amp;|@team #1 [a](javascript:x) ]]> --> ";
    out += "\x1b[31m\x07\r\n\t\x7f\xc2\x9b";  // C0, DEL, C1
    out += std::string("\0", 1);
    out +=
        "\xe2\x80\xae"
        "evil\xe2\x80\xac"
        "\xe2\x81\xa6\xe2\x80\x8b\xef\xbb\xbf\xe2\x80\xa8";  // bidi, zero width, U+2028
    out += "\xff\xc0\xaf\xed\xa0\x80\xf5";                   // no UTF-8
    out += "\xef\xbf\xbe\xf0\x9f\x98\x80 \\ ";               // U+FFFE, an emoji, a backslash
    return out;
}

void make_harmful(audit::Report& report) {
    for (audit::Assessed& one : report.subjects) {
        harm_subject(one.subject);
        for (audit::Judgement& judgement : one.judgements)
            harm_judgement(judgement);
        one.grade.cause = harm(one.grade.cause);
        harm_all(one.grade.warnings);
        harm_all(one.grade.arithmetic);
        for (audit::Grade::Cap& cap : one.grade.caps)
            cap.reason = harm(cap.reason);
    }
    harm_policies(report);
    for (audit::Waiver& waiver : report.waivers)
        for (std::string* text : {&waiver.rule, &waiver.target, &waiver.aspect, &waiver.reason,
                                  &waiver.owner, &waiver.ticket, &waiver.file})
            *text = harm(*text);
    for (audit::Notice& notice : report.notices)
        notice.text = harm(notice.text);
    if (report.delta) {
        report.delta->file = harm(report.delta->file);
        harm_all(report.delta->fixed);
    }
}

}  // namespace tlsonar::reports
