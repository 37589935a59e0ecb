// The little XML that JUnit needs.
#pragma once

#include <string>
#include <string_view>

namespace tlsonar::reports {

// Appends `text` for an attribute's value or an element's content; `text` went through visible(),
// or holds lines of such texts.
void append_xml(std::string& out, std::string_view text);
// ` name="value"`
void append_attribute(std::string& out, std::string_view name, std::string_view value);

}  // namespace tlsonar::reports
