#include "scanner/target/target_line.h"

#include "core/text.h"

#include <algorithm>

namespace tlsonar::scanner {
namespace {

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\v' || c == '\f';
}

void skip_space(std::string_view& text) {
    while (!text.empty() && is_space(text.front()))
        text.remove_prefix(1);
    if (text.starts_with('#')) text = {};
}

std::string_view take_word(std::string_view& text) {
    const auto end = std::find_if(text.begin(), text.end(), is_space);
    const std::string_view word = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    text.remove_prefix(word.size());
    return word;
}

// After the opening quote. False: there is no closing one.
bool take_quoted(std::string_view& text, std::string& value) {
    while (!text.empty()) {
        char c = text.front();
        text.remove_prefix(1);
        if (c == '"') return true;
        if (c == '\\' && !text.empty() && (text.front() == '"' || text.front() == '\\')) {
            c = text.front();
            text.remove_prefix(1);
        }
        value += c;
    }
    return false;
}

// key=value, key="a value". Empty when all is well.
std::string take_label(std::string_view& text, Label& label) {
    const std::size_t end = text.find_first_of("= \t\"");
    label.key = text.substr(0, end);
    if (end == text.npos || text[end] != '=')
        return "\"" + fit(printable(label.key), 40) + "\" is no label: labels are key=value";
    if (label.key.empty()) return "a label has no key before its \"=\"";
    text.remove_prefix(end + 1);
    if (!text.starts_with('"')) {
        label.value = take_word(text);
        return {};
    }
    text.remove_prefix(1);
    if (!take_quoted(text, label.value)) return "the closing quote of a label is missing";
    if (!text.empty() && !is_space(text.front()))
        return "something follows the closing quote of a label";
    return {};
}

}  // namespace

Result<TargetLine, std::string> split_target_line(std::string_view line) {
    if (line.size() > TargetLine::kMaxLength)
        return "the line is longer than " + std::to_string(TargetLine::kMaxLength) + " octets";
    TargetLine result;
    skip_space(line);
    result.target = take_word(line);
    for (skip_space(line); !line.empty(); skip_space(line)) {
        if (result.labels.size() == TargetLine::kMaxLabels)
            return "there are more than " + std::to_string(TargetLine::kMaxLabels) + " labels";
        Label label;
        if (auto fault = take_label(line, label); !fault.empty()) return fault;
        result.labels.push_back(std::move(label));
    }
    return result;
}

}  // namespace tlsonar::scanner
