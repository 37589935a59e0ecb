#include "reports/records/list.h"

#include "reports/records/writers.h"

#include <algorithm>
#include <iterator>

namespace tlsonar::reports {
namespace {

constexpr RecordLog kEcs[] = {{"", writers::ecs}};
constexpr RecordLog kEve[] = {{"", writers::eve}};
constexpr RecordLog kZeek[] = {{"ssl.log", writers::zeek_ssl_json},
                               {"x509.log", writers::zeek_x509_json}};
constexpr RecordLog kZeekTsv[] = {{"ssl.log", writers::zeek_ssl_tsv},
                                  {"x509.log", writers::zeek_x509_tsv}};

constexpr RecordFormat kFormats[] = {
    {"ecs", "Elastic Common Schema, an event a line", kEcs},
    {"eve", "Suricata's EVE, an event of type tls a line", kEve},
    {"zeek", "folder with Zeek's ssl.log and x509.log, in JSON", kZeek},
    {"zeek-tsv", "folder with Zeek's ssl.log and x509.log, tab-separated", kZeekTsv},
};
constexpr bool kSorted =
    std::is_sorted(std::begin(kFormats), std::end(kFormats),
                   [](const RecordFormat& a, const RecordFormat& b) { return a.name < b.name; });
static_assert(kSorted);

}  // namespace

std::span<const RecordFormat> record_formats() { return kFormats; }

const RecordFormat* find_record_format(std::string_view name) {
    const auto* at = std::find_if(std::begin(kFormats), std::end(kFormats),
                                  [&](const RecordFormat& f) { return f.name == name; });
    return at != std::end(kFormats) ? at : nullptr;
}

}  // namespace tlsonar::reports
