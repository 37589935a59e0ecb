#include "reports/diff_json.h"

#include "reports/json_writer.h"

namespace tlsonar::reports {
namespace {

void write_change(JsonWriter& json, const audit::Change& change) {
    constexpr std::string_view kKinds[] = {"added", "removed", "changed"};
    json.begin_object();
    json.plain("kind", kKinds[static_cast<std::size_t>(change.kind)]);
    json.string("what", change.what);
    if (!change.before.empty()) json.string("before", change.before);
    if (!change.after.empty()) json.string("after", change.after);
    if (change.direction != 0) json.plain("direction", change.direction > 0 ? "better" : "worse");
    json.end_object();
}

}  // namespace

std::string diff_json(const audit::Difference& difference) {
    constexpr std::string_view kPresence[] = {"both", "only_old", "only_new"};
    std::string out;
    {
        JsonWriter json(out);
        json.begin_object();
        json.plain("schema", "tlsonar.diff/1");
        json.number("changed", difference.subjects.size());
        json.number("unchanged", difference.unchanged);
        json.begin_array("subjects");
        for (const audit::SubjectChanges& subject : difference.subjects) {
            json.begin_object();
            json.string("id", subject.id);
            json.plain("presence", kPresence[static_cast<std::size_t>(subject.presence)]);
            json.begin_array("changes");
            for (const audit::Change& change : subject.changes)
                write_change(json, change);
            json.end_array();
            json.end_object();
        }
        json.end_array();
        json.end_object();
    }
    return out + "\n";
}

}  // namespace tlsonar::reports
