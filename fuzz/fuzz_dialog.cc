// Any octets as what a server says to one of the dialogs (the first octet chooses which), in two
// different cuts: both must end alike, and nothing may be heard without bound.
#include "scanner/dialog/dialog.h"
#include "scanner/dialog/message_dialog.h"
#include "scanner/dialog/proxies.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

using namespace tlsonar;
using namespace tlsonar::scanner;

namespace {

void check(bool holds) {
    if (!holds) std::abort();
}

std::unique_ptr<Dialog> make(std::size_t choice) {
    DialogOptions options;
    options.name = "example.org";
    options.port = 443;
    const auto kinds = dialog_kinds();
    choice %= kinds.size() + 3;
    if (choice < kinds.size()) return kinds[choice]->make(options);
    if (choice == kinds.size()) return make_http_connect(options);
    options.user = choice == kinds.size() + 1 ? "user" : "";
    return make_socks5(options);
}

struct Course {
    Dialog::State state;
    std::string sent, left, trouble;
    bool temporary;
    bool operator==(const Course&) const = default;
};

Course tell(std::size_t choice, Bytes said, std::size_t longest) {
    const auto dialog = make(choice);
    Octets out;
    Dialog::State state = dialog->start(out);
    Course course{state, "", "", "", false};
    for (std::size_t size = 1; !said.empty(); size = size % longest + 1) {
        // A copy on the heap: what is read past its end is found.
        const Octets piece(said.begin(),
                           said.begin() + static_cast<std::ptrdiff_t>(std::min(size, said.size())));
        said = said.subspan(piece.size());
        Bytes rest = piece;
        course.state = dialog->received(rest, out);
        check(course.state == Dialog::State::ready || rest.empty());
        course.left += as_text(rest);
        if (course.state == Dialog::State::talking) check(!dialog->awaited().empty());
    }
    check((course.state == Dialog::State::refused) == !dialog->trouble().empty());
    course.sent = as_text(out);
    course.trouble = dialog->trouble();
    course.temporary = dialog->temporary();
    return course;
}

Octets unwrap(std::size_t choice, Bytes said, std::size_t longest) {
    const auto dialog = make(choice);
    Octets out;
    for (std::size_t size = 1; !said.empty(); size = size % longest + 1) {
        const Bytes piece = said.first(std::min(size, said.size()));
        dialog->unwrap(piece, out);
        said = said.subspan(piece.size());
    }
    return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::size_t choice = data[0];
    const Bytes said(data + 1, size - 1);
    const Course whole = tell(choice, said, size);
    check(tell(choice, said, 1) == whole);
    check(tell(choice, said, 7) == whole);
    check(whole.state != Dialog::State::talking || said.size() <= kMaxPreamble);
    check(unwrap(choice, said, size) == unwrap(choice, said, 3));
    return 0;
}
