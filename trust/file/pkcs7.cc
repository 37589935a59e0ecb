#include "trust/der.h"
#include "trust/file/library_private.h"
#include "trust/file/object_reader_private.h"

#include <openssl/pkcs7.h>

namespace tlsonar::trust {
namespace {

// 1.2.840.113549.1.7.2
constexpr std::string_view kSignedData("\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02", 9);

using Message = Owned<PKCS7, PKCS7_free>;

// SignedData (RFC 5652 section 5.1): version, digestAlgorithms, encapContentInfo,
// [0] certificates, [1] crls, signerInfos. Signatures are nobody's concern here.
void read_signed_data(ObjectReader& reader, const DerItem& data, const ObjectPlace& place) {
    DerReader walk = DerReader::inside(data);
    DerItem item;
    bool found = false;
    while (walk.next(item)) {
        const bool certificates = item.is(tag::constructed(0));
        if (!certificates && !item.is(tag::constructed(1))) continue;
        DerReader set = DerReader::inside(item);
        DerItem one;
        while (set.next(one)) {
            if (!one.is(tag::sequence)) continue;  // attribute certificates and the like
            found = true;
            if (certificates)
                reader.add_certificate(one.whole(), place);
            else
                reader.add_crl(one.whole(), place);
        }
        if (set.failed())
            reader.problem(file_kind("deploy.file-broken-block"), place, "PKCS #7 is cut off");
    }
    if (walk.failed())
        reader.problem(file_kind("deploy.file-broken-block"), place, "PKCS #7 is cut off");
    else if (!found)
        reader.problem(file_kind("deploy.file-nothing-found"), place,
                       "PKCS #7 without certificates");
}

// True when that was DER.
bool read_content_info(ObjectReader& reader, Bytes der, const ObjectPlace& place) {
    DerReader outer(der);
    DerItem item;
    if (!outer.next_if(tag::sequence, item)) return false;
    DerReader walk = DerReader::inside(item);
    DerItem type;
    if (!walk.next_if(tag::object_identifier, type)) return false;
    if (as_text(type.content) != kSignedData) {
        reader.problem(file_kind("deploy.file-unsupported-format"), place,
                       "PKCS #7 of another kind than SignedData");
        return true;
    }
    if (!walk.next_if(tag::constructed(0), item)) return false;
    DerReader content = DerReader::inside(item);
    if (!content.next_if(tag::sequence, item)) return false;
    read_signed_data(reader, item, place);
    return true;
}

}  // namespace

void read_pkcs7(ObjectReader& reader, Bytes der, const ObjectPlace& place) {
    if (read_content_info(reader, der, place)) return;
    // BER, with indefinite lengths: the library makes DER of it.
    const QuietErrors quiet;
    const unsigned char* at = der.data();
    const Message message(d2i_PKCS7(nullptr, &at, static_cast<long>(der.size())));
    unsigned char* octets = nullptr;
    const int size = message ? i2d_PKCS7(message.get(), &octets) : 0;
    const bool read =
        size > 0 && read_content_info(reader, Bytes(octets, static_cast<std::size_t>(size)), place);
    OPENSSL_free(octets);
    if (!read) reader.problem(file_kind("deploy.file-broken-block"), place, "PKCS #7 is cut off");
}

}  // namespace tlsonar::trust
