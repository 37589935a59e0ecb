// A report as one HTML file: no requests, readable without JavaScript and on paper.
#pragma once

#include "audit/report/report.h"

#include <cstddef>
#include <string>

namespace tlsonar::reports {

struct HtmlOptions {
    std::string title = "TLS audit";
    // Up to so many subjects, every endpoint's page stands in the document as it is. Of more, only
    // some of the worst do; the pages of all travel compressed, and the script opens them.
    std::size_t whole_pages = 60;
    std::size_t worst_pages = 5;
    // Rows of the matrix that stand in the document; the script pages through all.
    std::size_t matrix_rows = 200;
};

std::string write_html(const audit::Report& report, const HtmlOptions& options = {});

}  // namespace tlsonar::reports
