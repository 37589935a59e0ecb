// The table of handshakes: one line each, as they complete.
#pragma once

#include "profile/record.h"
#include "reports/terminal/style.h"

#include <string>

namespace tlsonar::reports {

class HandshakeTable {
  public:
    explicit HandshakeTable(const Style& style) : style_(style) {}

    std::string header() const;
    // One line with its line break. Nothing in it is wider than the style's columns.
    std::string line(const profile::Record& record) const;

  private:
    Style style_;
};

// What became of the handshake in a word or two: "ok", "resumed", "alert: unknown_ca", "partial";
// "ok ✗" when a chain that was shown in it does not hold.
std::string result_text(const profile::Record& record);
Tone result_tone(const profile::Record& record);
bool chain_refused(const profile::Record& record);
// The name the client asked for, else the server's address; printable.
std::string server_text(const profile::Record& record);

}  // namespace tlsonar::reports
