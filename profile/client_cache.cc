#include "profile/client_cache.h"

#include "core/quick_hash.h"
#include "dissect/extension/extension_type.h"
#include "dissect/extension/known.h"
#include "profile/codes.h"

#include <array>
#include <cstring>
#include <utility>

namespace tlsonar::profile {
namespace {

using dissect::ClientHello;
namespace extension_type = dissect::extension_type;

// All that ClientLists depend on, and nothing that changes from one hello of a client to its next:
// the types of all extensions in order, the bodies of those that are lists, the groups and sizes of
// key shares. Lengths before what varies make it unambiguous.
class Traits {
  public:
    // `room` is reused from hello to hello.
    Traits(const ClientHello& hello, std::vector<std::uint8_t>& room) {
        // An extension takes four octets at least, and at most four more here than there.
        const std::size_t most = 16 + hello.cipher_suites.octets().size() +
                                 hello.compression_methods.size() +
                                 2 * hello.extensions.octets().size();
        if (room.size() < most) room.resize(most);
        begin_ = at_ = room.data();
        add(hello);
    }
    Bytes octets() const { return {begin_, at_}; }

  private:
    void add(const ClientHello& hello) {
        number(hello.legacy_version);
        list(hello.cipher_suites.octets());
        list(hello.compression_methods);
        bool shares_added = false;
        for (const dissect::Extension& extension : hello.extensions) {
            number(extension.type);
            switch (extension.type) {
                case extension_type::supported_groups:
                case extension_type::ec_point_formats:
                case extension_type::signature_algorithms:
                case extension_type::application_layer_protocol_negotiation:
                case extension_type::compress_certificate:
                case extension_type::supported_versions:
                    list(extension.body);
                    break;
                case extension_type::key_share:
                case extension_type::key_share_draft:
                    if (!shares_added) add_shares(hello);
                    shares_added = true;
                    break;
                default:
                    break;
            }
        }
    }
    void add_shares(const ClientHello& hello) {
        const auto shares = dissect::client_key_shares(hello.extensions);
        number(shares.size());
        for (const auto& share : shares) {
            number(share.group);
            number(share.key_exchange.size());
        }
    }
    void number(std::size_t n) {
        *at_++ = static_cast<std::uint8_t>(n >> 8);
        *at_++ = static_cast<std::uint8_t>(n);
    }
    void list(Bytes octets) {
        number(octets.size());
        if (!octets.empty()) std::memcpy(at_, octets.data(), octets.size());
        at_ += octets.size();
    }

    std::uint8_t* begin_ = nullptr;
    std::uint8_t* at_ = nullptr;
};

// Appends to `lists.codes`; the views are made when all codes are there.
class Filler {
  public:
    explicit Filler(ClientLists& lists) : lists_(lists) {}

    template <class List, class... CodeOf>
    void add(std::span<const Code> OfferedLists::*view, const List& list, CodeOf... code_of) {
        const std::size_t begin = lists_.codes.size();
        append(lists_.codes, list, code_of...);
        parts_[count_++] = {view, begin, lists_.codes.size() - begin};
    }
    void finish() {
        for (std::size_t i = 0; i < count_; ++i)
            lists_.lists.*parts_[i].view =
                std::span<const Code>(lists_.codes).subspan(parts_[i].begin, parts_[i].size);
        lists_.lists.key_shares = lists_.shares;
    }

  private:
    struct Part {
        std::span<const Code> OfferedLists::*view = nullptr;
        std::size_t begin = 0;
        std::size_t size = 0;
    };
    ClientLists& lists_;
    std::array<Part, 8> parts_;
    std::size_t count_ = 0;
};

void read_lists(const ClientHello& hello, ClientLists& lists) {
    const dissect::ExtensionList& list = hello.extensions;
    const dissect::CodeList schemes = dissect::signature_algorithms(list);
    lists.codes.reserve(hello.cipher_suites.size() + schemes.size() + 48);
    Filler filler(lists);
    filler.add(&OfferedLists::suites, hello.cipher_suites, suite_code);
    filler.add(&OfferedLists::compression_methods, hello.compression_methods, compression_code);
    filler.add(&OfferedLists::extensions, list);
    filler.add(&OfferedLists::versions, dissect::supported_versions(list), version_code);
    filler.add(&OfferedLists::groups, dissect::supported_groups(list), group_code);
    filler.add(&OfferedLists::signature_schemes, schemes, scheme_code);
    filler.add(&OfferedLists::point_formats, dissect::ec_point_formats(list), point_format_code);
    filler.add(&OfferedLists::certificate_compression,
               dissect::certificate_compression_algorithms(list), certificate_compression_code);
    for (const auto& share : dissect::client_key_shares(list))
        lists.shares.push_back(
            {group_code(share.group), static_cast<std::uint32_t>(share.key_exchange.size())});
    for (const auto& protocol : dissect::alpn_offer(list))
        lists.alpn.emplace_back(as_text(protocol.name));
    filler.finish();
}

}  // namespace

ClientCache::ClientCache() : places_(2 * kPairs) {}

std::shared_ptr<const ClientLists> ClientCache::get(const ClientHello& hello) {
    const Bytes traits = Traits(hello, room_).octets();
    Place* const pair = &places_[2 * (quick_hash(traits) % kPairs)];
    if (equal(pair[0].traits, traits)) return pair[0].lists;
    if (equal(pair[1].traits, traits)) return pair[1].lists;
    auto lists = std::make_shared<ClientLists>();
    read_lists(hello, *lists);
    const auto& texts = fingerprinter_.client(hello, dissect::Ja4Transport::tcp);
    lists->ja3.assign(texts.ja3.view());
    lists->ja4.assign(texts.ja4.view());
    if (traits.size() > kMaxTraits) return lists;
    std::swap(pair[0], pair[1]);
    pair[0].traits.assign(traits.begin(), traits.end());
    pair[0].lists = lists;
    return lists;
}

std::shared_ptr<const ClientLists> ClientCache::read_cut(const ClientHello& hello) {
    auto lists = std::make_shared<ClientLists>();
    read_lists(hello, *lists);
    return lists;
}

std::shared_ptr<const ClientLists> ClientCache::read_ssl2(Bytes cipher_specs) {
    auto lists = std::make_shared<ClientLists>();
    Reader reader(cipher_specs);
    while (reader.more())
        lists->codes.push_back(ssl2_suite_code(reader.u24()));
    lists->lists.suites = lists->codes;
    return lists;
}

}  // namespace tlsonar::profile
