// Lines of a log of Zeek, in JSON or tab-separated:
// https://docs.zeek.org/en/master/log-formats.html
#pragma once

#include "reports/json_writer.h"
#include "reports/records/writer.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tlsonar::reports::records {

struct ZeekColumn {
    std::string_view name;
    std::string_view type;  // as in #types
};

enum class ZeekForm : std::uint8_t { json, tsv };

// The fields of one line, given in the order of the columns, none left out: what is unknown is
// unset. The line ends with the object.
class ZeekLine {
  public:
    ZeekLine(std::string& out, ZeekForm form, std::span<const ZeekColumn> columns,
             JsonBuffer& buffer);
    ~ZeekLine();
    ZeekLine(const ZeekLine&) = delete;
    ZeekLine& operator=(const ZeekLine&) = delete;

    void unset();
    void text(std::string_view value);
    void maybe(const std::optional<std::string>& value);  // nothing: unset
    // Empty: unset.
    void name(std::string_view value);
    void count(std::uint64_t value);
    void flag(const std::optional<bool>& value);
    void time(const Moment& moment);                         // never seen: unset
    void seconds(const std::optional<std::int64_t>& value);  // since 1970
    void list(const std::vector<std::string>& values);

  private:
    std::string_view next();  // the name of the column; in TSV writes the tab before its value
    void number(std::int64_t whole, std::uint32_t millionths);

    std::string& out_;
    std::span<const ZeekColumn> columns_;
    std::size_t column_ = 0;
    std::optional<JsonWriter> json_;  // nothing in TSV
};

// A log: its columns, and in TSV its header and end. Its dates are those of the traffic, so that
// the same packets make the same octets.
class ZeekLog : public RecordWriter {
  public:
    ZeekLog(ZeekForm form, std::string_view path, std::span<const ZeekColumn> columns)
        : form_(form),
          path_(path),
          columns_(columns),
          buffer_(std::make_unique_for_overwrite<JsonBuffer>()) {}

    void add(std::string& out, const profile::Record& record) final;
    void end(std::string& out) final;

  protected:
    virtual void write(std::string& out, const profile::Record& record) = 0;
    ZeekLine line(std::string& out) { return {out, form_, columns_, *buffer_}; }

  private:
    void header(std::string& out);

    ZeekForm form_;
    std::string_view path_;
    std::span<const ZeekColumn> columns_;
    std::unique_ptr<JsonBuffer> buffer_;
    bool begun_ = false;
    Moment latest_;
};

// Text as the tab-separated form holds it: \xNN for the backslash, control characters and what is
// no UTF-8, and where the text would read as "unset" or "empty"; in lists also for the comma.
void append_zeek_text(std::string& out, std::string_view text, bool in_list);

}  // namespace tlsonar::reports::records
