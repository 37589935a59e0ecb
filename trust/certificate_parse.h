// What the files that read a certificate share. Private to this room.
#pragma once

#include "trust/certificate.h"
#include "trust/der.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace tlsonar::trust {

// A parse in progress: what is known so far, and what was wrong.
class CertificateParse {
  public:
    explicit CertificateParse(CertificateSummary& summary) : out(summary) {}

    // Odd, but understood.
    void problem(std::string_view what, std::size_t offset) {
        if (out.problems.size() < CertificateSummary::kMaxProblems)
            out.problems.push_back({what, offset});
    }
    // Something is missing because of it.
    void fault(std::string_view what, std::size_t offset) {
        out.complete = false;
        problem(what, offset);
    }

    CertificateSummary& out;
};

// DerReader over the content of an item, always in prefix mode: an item whose length runs past the
// end of its parent gives what is there. Trouble is noted in the parse as it is met.
class CertificateWalk {
  public:
    CertificateWalk(CertificateParse& parse, const DerItem& parent)
        : parse_(parse),
          reader_(DerReader::prefix(parent.content, parent.content_offset())),
          parent_cut_(parent.cut) {}

    bool next(DerItem& item) { return check(reader_.next(item), item); }
    bool next_if(std::uint8_t octet, DerItem& item) {
        if (reader_.rest().empty() || reader_.rest()[0] != octet) return false;
        return next(item);
    }
    // The next item must have that tag: otherwise a fault called `what`, and the walk is over.
    bool expect(std::uint8_t octet, DerItem& item, std::string_view what) {
        if (next_if(octet, item)) return true;
        if (!troubled_ && !(parent_cut_ && !reader_.more())) parse_.fault(what, reader_.offset());
        troubled_ = true;
        return false;
    }
    bool more() const { return reader_.more(); }
    std::size_t offset() const { return reader_.offset(); }
    CertificateParse& parse() { return parse_; }

  private:
    bool check(bool found, const DerItem& item);

    CertificateParse& parse_;
    DerReader reader_;
    bool parent_cut_;        // said already: what is missing here is missing because of that
    bool troubled_ = false;  // one word per walk is enough
};

inline Range range_of(const DerItem& item) {
    return {item.start, item.header + item.content.size()};
}
inline Range content_range(const DerItem& item) {
    return {item.content_offset(), item.content.size()};
}

// Content of a whole item as an owned string of octets.
inline std::string octets_of(const DerItem& item) { return std::string(as_text(item.content)); }

// An INTEGER's content as a number; nothing when negative, empty or too large.
std::optional<std::uint64_t> unsigned_of(Bytes integer);
// The width in bits of an INTEGER's magnitude.
std::uint32_t bit_width_of(Bytes integer);

// UTCTime and GeneralizedTime (X.680 sections 46 and 47) as seconds since 1970. `der_form` is false
// when it is not written as RFC 5280 section 4.1.2.5 wants.
std::optional<std::int64_t> read_time(std::uint8_t tag, Bytes text, bool& der_form);

void read_name(CertificateParse& parse, const DerItem& sequence, Name& name);
bool read_general_name(CertificateParse& parse, const DerItem& item, GeneralName& name);
void read_public_key(CertificateParse& parse, const DerItem& info, PublicKey& key);
void read_signature_algorithm(CertificateParse& parse, const DerItem& sequence,
                              SignatureAlgorithm& algorithm);
// SEQUENCE OF Extension.
void read_extensions(CertificateParse& parse, const DerItem& sequence);

}  // namespace tlsonar::trust
