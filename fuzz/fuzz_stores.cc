// Any octets as a table of programmes, as OneCRL, and as a store of certificates.
#include "trust/store/one_crl.h"
#include "trust/store/programmes.h"
#include "trust/store/store.h"

#include <cstdint>
#include <cstdlib>

using tlsonar::Bytes;
using namespace tlsonar::trust;

namespace {

void check(bool holds) {
    if (!holds) std::abort();
}

void ask(const ProgrammeTable& table) {
    check(!table.programmes().empty());
    for (const Anchor& anchor : table.anchors()) {
        check(table.find(anchor.certificate->sha256) == &anchor);
        check(table.membership(*anchor.certificate).size() == table.programmes().size());
        for (std::size_t i = 0; i < table.programmes().size(); ++i)
            (void)table.phase_out(i, anchor);
    }
    for (std::size_t i = 0; i < table.programmes().size(); ++i)
        check(table.anchors_of(i).size() <= table.anchors().size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Bytes octets(data, size);
    const std::string_view text = tlsonar::as_text(octets);
    if (const auto table = ProgrammeTable::parse(text))
        ask(*table);
    else
        check(!table.error().what.empty());
    if (const auto list = OneCrl::parse(text)) check(list->size() <= OneCrl::kMaxEntries);
    if (const auto store = read_store("fuzz", octets)) {
        check(!store->certificates.empty());
        check(store->notes.size() <= TrustStore::kMaxNotes);
    }
    return 0;
}
