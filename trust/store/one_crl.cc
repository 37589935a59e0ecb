#include "trust/store/one_crl.h"

#include "trust/store/lines.h"
#include "trust/store/tables.h"

#include <cassert>

namespace tlsonar::trust {
namespace {

constexpr std::size_t kHashSize = 32;

std::string joined(std::string_view first, std::string_view second) {
    std::string both(first);
    both.append(second);
    return both;
}

}  // namespace

OneCrl OneCrl::built_in() {
    std::string text;
    for (const std::string_view piece : tables::one_crl())
        text += piece;
    Result<OneCrl, TableError> list = parse(text);
    assert(list.ok());  // tests read it, too
    return list ? std::move(list).value() : OneCrl();
}

Result<OneCrl, TableError> OneCrl::parse(std::string_view text) {
    if (text.size() > ProgrammeTable::kMaxText) return TableError{0, "too long"};
    TableLines lines(text);
    std::vector<std::string_view> fields;
    const auto wrong = [&](const char* what) { return TableError{lines.number(), what}; };
    if (!lines.next(fields) || fields != std::vector<std::string_view>{"tlsonar-onecrl", "1"})
        return wrong("not a OneCRL table, version 1");
    OneCrl list;
    std::string name, value;
    while (lines.next(fields)) {
        if (fields[0] == "date" && fields.size() == 2) {
            list.date_ = fields[1];
        } else if (fields[0] == "issuer" && fields.size() > 2) {
            if (!from_base64(fields[1], name)) return wrong("name in base64 expected");
            for (std::size_t i = 2; i < fields.size(); ++i) {
                if (!from_base64(fields[i], value)) return wrong("serial in base64 expected");
                list.issued_.insert(joined(name, value));
            }
        } else if (fields[0] == "key" && fields.size() == 3) {
            if (!from_base64(fields[1], name) || !from_base64(fields[2], value) ||
                value.size() != kHashSize)
                return wrong("name and SHA-256 in base64 expected");
            list.keys_.insert(joined(name, value));
        } else {
            return wrong("unknown kind of line");
        }
        if (list.size() > kMaxEntries) return wrong("too many entries");
    }
    if (list.date_.empty()) return wrong("no date");
    return list;
}

bool OneCrl::revoked(const Certificate& certificate) const {
    const CertificateSummary& summary = certificate.summary;
    if (issued_.contains(joined(as_text(certificate.bytes(summary.issuer.der)),
                                as_text(certificate.bytes(summary.serial_octets)))))
        return true;
    if (keys_.empty()) return false;
    CertificateHasher hasher;
    const Sha256 key = hasher.sha256(certificate.bytes(summary.public_key.info));
    return keys_.contains(joined(as_text(certificate.bytes(summary.subject.der)), as_text(key)));
}

}  // namespace tlsonar::trust
