#include "reports/terminal/diff_text.h"

#include "core/text.h"
#include "reports/format.h"
#include "reports/terminal/page.h"

namespace tlsonar::reports {
namespace {

using audit::Change;
using Presence = audit::SubjectChanges::Presence;

constexpr std::size_t kMostColumns = 200;  // of one value

std::string shown(std::string_view text) {
    return fit(printable(text.substr(0, 4 * kMostColumns)), kMostColumns);
}

Tone tone_of(const Change& change) {
    if (change.direction > 0) return Tone::good;
    if (change.direction < 0) return Tone::bad;
    return Tone::plain;
}

void add_change(Page& page, const Change& change) {
    const std::string_view mark = change.kind == Change::Kind::added     ? "+ "
                                  : change.kind == Change::Kind::removed ? "- "
                                                                         : "~ ";
    std::string text = shown(change.what) + ": ";
    if (change.kind == Change::Kind::changed)
        text += shown(change.before) + " → " + shown(change.after);
    else
        text += shown(change.kind == Change::Kind::added ? change.after : change.before);
    if (change.direction != 0) text += change.direction > 0 ? "  (better)" : "  (worse)";
    page.sentence(mark, tone_of(change), text, Page::kIndent, tone_of(change));
}

}  // namespace

std::string diff_text(const audit::Difference& difference, const Style& style) {
    Page page(style);
    for (const audit::SubjectChanges& subject : difference.subjects) {
        page.gap();
        const std::string_view presence = subject.presence == Presence::only_new   ? "  new"
                                          : subject.presence == Presence::only_old ? "  gone"
                                                                                   : "";
        const PageItem head[] = {{shown(subject.id), Tone::strong},
                                 {std::string(presence), Tone::accent}};
        page.line(0, head);
        for (const Change& change : subject.changes)
            add_change(page, change);
    }
    page.gap();
    const std::string summary =
        difference.empty() ? "nothing changed (" + plural(difference.unchanged, "subject") + ")"
                           : plural(difference.subjects.size(), "subject") + " changed, " +
                                 std::to_string(difference.unchanged) + " did not";
    page.sentence("", Tone::plain, summary, 0, difference.empty() ? Tone::good : Tone::strong);
    return std::move(page).take();
}

}  // namespace tlsonar::reports
