// Dialogs told by script: what the server says and what must be answered, in turns. Every script is
// told again in other pieces, which must change nothing.
#pragma once

#include "scanner/dialog/dialog.h"

#include <functional>
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tlsonar::scanner::testing {

using State = Dialog::State;

// What the client must say, or what the server says.
struct Turn {
    enum class Who : char { client, server } who;
    std::string text;
};
inline Turn C(std::string text) { return {Turn::Who::client, std::move(text)}; }
inline Turn S(std::string text) { return {Turn::Who::server, std::move(text)}; }

using Maker = std::function<std::unique_ptr<Dialog>()>;
// Of the catalogue, for the name mail.example.org.
Maker kind(std::string_view name);

// Octets from hexadecimal; blanks do not count.
std::string octets(std::string_view hex);

// Where a dialog ended.
struct Course {
    State state = State::talking;
    std::string sent;
    std::string left;  // of what the server said
    std::string trouble;
    bool temporary = false;
    friend bool operator==(const Course&, const Course&) = default;
};
void PrintTo(const Course& course, std::ostream* out);
// Tells all that a server says in pieces of sizes that `next` gives.
Course tell(Dialog& dialog, std::string_view server, const std::function<std::size_t()>& next);

// The dialog follows the script turn by turn and ends in ready; what the server sends after that is
// left alone.
void expect_ready(const Maker& make, const std::vector<Turn>& script);
// … and ends refused with this trouble. "(for now) " before it: temporary() is true.
void expect_refused(const Maker& make, const std::vector<Turn>& script, const std::string& trouble);
// … and still waits at its end, for this.
void expect_waiting(const Maker& make, const std::vector<Turn>& script, const std::string& awaited);

}  // namespace tlsonar::scanner::testing
