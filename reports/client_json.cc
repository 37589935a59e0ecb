#include "reports/client_json.h"

#include "core/quick_hash.h"
#include "reports/code_json.h"
#include "reports/format.h"

#include <utility>

namespace tlsonar::reports {
namespace {

void write_lists(JsonWriter& json, const profile::ClientOffer& client) {
    write_some(json, "versions", client.versions);
    write_codes(json, "suites", client.suites, client.ssl2_format ? 6 : 4);
    write_some(json, "compression_methods", client.compression_methods, 2);
    write_codes(json, "extensions", client.extensions);
    write_some(json, "groups", client.groups);
    if (!client.key_shares.empty()) {
        json.begin_array("key_shares");
        for (const profile::KeyShare& share : client.key_shares) {
            json.begin_object();
            json.plain("group", text(share.group));
            json.number("octets", share.octets);
            json.end_object();
        }
        json.end_array();
    }
    write_some(json, "signature_schemes", client.signature_schemes);
    write_some(json, "point_formats", client.point_formats, 2);
    write_some(json, "certificate_compression", client.certificate_compression);
}

}  // namespace

void ClientJson::append_lists(JsonWriter& json, const profile::ClientOffer& client) {
    if (client.owner == nullptr) return write_lists(json, client);
    const profile::ClientLists* address = client.owner.get();
    // NOLINTNEXTLINE(bugprone-sizeof-expression): the address is what is hashed
    const Bytes octets{reinterpret_cast<const std::uint8_t*>(&address), sizeof address};
    Place* const pair = &places_[2 * (quick_hash(octets) % kPairs)];
    for (const Place* place : {pair, pair + 1})
        if (place->lists.get() == address) return json.raw(place->text);
    std::swap(pair[0], pair[1]);
    Place& place = pair[0];
    place.lists.reset();
    place.text.clear();
    {
        JsonWriter own(place.text);
        write_lists(own, client);
    }
    json.raw(place.text);
    if (place.text.size() <= kLongest)
        place.lists = client.owner;
    else
        place.text = {};
}

}  // namespace tlsonar::reports
