#include "reports/records/zeek_log.h"

#include "core/text.h"
#include "reports/records/values.h"

#include <algorithm>

namespace tlsonar::reports::records {
namespace {

constexpr std::string_view kUnset = "-";
constexpr std::string_view kEmpty = "(empty)";

void append_octets(std::string& out, std::string_view octets) {
    for (const char octet : octets) {
        out += "\\x";
        append_hex(out, as_bytes(std::string_view(&octet, 1)));
    }
}

// Control characters, and those that hide or turn around what follows: Zeek would let the latter
// pass, its readers undo the escape all the same.
bool is_harmless(const CodePoint& point) {
    const std::uint32_t c = point.value;
    if (point.length == 0 || c < 0x20 || (c >= 0x7F && c < 0xA0) || c == '\\') return false;
    const bool turns = c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
                       (c >= 0x2066 && c <= 0x2069);
    const bool breaks = c == 0x2028 || c == 0x2029;
    return !turns && !breaks;
}

// "2026-11-21-02-17-30"
void append_header_time(std::string& out, std::string_view name, const Moment& moment) {
    if (moment.ordinal == 0) return;
    std::string text = instant(microseconds(moment.at).seconds);
    std::replace(text.begin(), text.end(), 'T', '-');
    std::replace(text.begin(), text.end(), ':', '-');
    out.append(name).append("\t").append(text).append("\n");
}

}  // namespace

void append_zeek_text(std::string& out, std::string_view text, bool in_list) {
    if (text.empty()) {
        out += kEmpty;
        return;
    }
    if (text == kUnset || text == kEmpty) {
        append_octets(out, text.substr(0, 1));
        text.remove_prefix(1);
    }
    while (!text.empty()) {
        const CodePoint point = decode_utf8(text);
        const std::string_view octets = text.substr(0, std::max(point.length, 1U));
        if (is_harmless(point) && !(in_list && point.value == ','))
            out += octets;
        else
            append_octets(out, octets);
        text.remove_prefix(octets.size());
    }
}

ZeekLine::ZeekLine(std::string& out, ZeekForm form, std::span<const ZeekColumn> columns,
                   JsonBuffer& buffer)
    : out_(out), columns_(columns) {
    if (form == ZeekForm::tsv) return;
    json_.emplace(out, buffer);
    json_->begin_object();
}

ZeekLine::~ZeekLine() {
    if (json_) {
        json_->end_object();
        json_.reset();
    }
    out_ += '\n';
}

std::string_view ZeekLine::next() {
    if (!json_ && column_ > 0) out_ += '\t';
    return columns_[column_++].name;
}

void ZeekLine::unset() {
    next();
    if (!json_) out_ += kUnset;
}

void ZeekLine::text(std::string_view value) {
    const std::string_view column = next();
    if (json_)
        json_->string(column, value);
    else
        append_zeek_text(out_, value, false);
}

void ZeekLine::maybe(const std::optional<std::string>& value) { value ? text(*value) : unset(); }

void ZeekLine::name(std::string_view value) { value.empty() ? unset() : text(value); }

void ZeekLine::count(std::uint64_t value) {
    const std::string_view column = next();
    if (json_)
        json_->number(column, value);
    else
        out_ += std::to_string(value);
}

void ZeekLine::flag(const std::optional<bool>& value) {
    if (!value) return unset();
    const std::string_view column = next();
    if (json_)
        json_->boolean(column, *value);
    else
        out_ += *value ? 'T' : 'F';
}

void ZeekLine::number(std::int64_t whole, std::uint32_t millionths) {
    // -0.25 is the second before 1970 and 750000 millionths.
    constexpr std::uint32_t kMillion = 1'000'000;
    std::string text;
    if (whole < 0 && millionths > 0) {
        ++whole;
        millionths = kMillion - millionths;
        if (whole == 0) text = "-";
    }
    text += std::to_string(whole) + '.';
    append_six_digits(text, millionths);
    const std::string_view column = next();
    if (json_)
        json_->raw(column, text);
    else
        out_ += text;
}

void ZeekLine::time(const Moment& moment) {
    if (moment.ordinal == 0) return unset();
    const Microseconds at = microseconds(moment.at);
    number(at.seconds, at.rest);
}

void ZeekLine::seconds(const std::optional<std::int64_t>& value) {
    value ? number(*value, 0) : unset();
}

void ZeekLine::list(const std::vector<std::string>& values) {
    const std::string_view column = next();
    if (json_) {
        json_->begin_array(column);
        for (const std::string& value : values)
            json_->string(value);
        json_->end_array();
        return;
    }
    if (values.empty()) out_ += kEmpty;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (i > 0) out_ += ',';
        append_zeek_text(out_, values[i], true);
    }
}

void ZeekLog::header(std::string& out) {
    if (form_ == ZeekForm::json || begun_) return;
    begun_ = true;
    out += "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\t";
    out.append(path_).append("\n");
    append_header_time(out, "#open", latest_);
    for (const auto& [tag, part] :
         {std::pair{"#fields", &ZeekColumn::name}, std::pair{"#types", &ZeekColumn::type}}) {
        out += tag;
        for (const ZeekColumn& column : columns_)
            out.append("\t").append(column.*part);
        out += '\n';
    }
}

void ZeekLog::add(std::string& out, const profile::Record& record) {
    if (record.first.ordinal != 0) latest_ = record.first;
    header(out);
    write(out, record);
}

void ZeekLog::end(std::string& out) {
    header(out);
    if (form_ == ZeekForm::tsv) append_header_time(out, "#close", latest_);
}

}  // namespace tlsonar::reports::records
