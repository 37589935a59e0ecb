// The writers of the catalogue (list.h), one a file.
#pragma once

#include "reports/formats/list.h"

namespace tlsonar::reports::writers {

std::string cbom_1_6(const audit::Report& report, const FormatOptions& options);
std::string cbom_1_7(const audit::Report& report, const FormatOptions& options);
std::string csv(const audit::Report& report, const FormatOptions& options);
std::string gitlab(const audit::Report& report, const FormatOptions& options);
std::string json(const audit::Report& report, const FormatOptions& options);
std::string junit(const audit::Report& report, const FormatOptions& options);
std::string junit_gitlab(const audit::Report& report, const FormatOptions& options);
std::string markdown(const audit::Report& report, const FormatOptions& options);
std::string markdown_comment(const audit::Report& report, const FormatOptions& options);
std::string ndjson(const audit::Report& report, const FormatOptions& options);
std::string prometheus(const audit::Report& report, const FormatOptions& options);
std::string sarif(const audit::Report& report, const FormatOptions& options);
std::string testssl_json(const audit::Report& report, const FormatOptions& options);

}  // namespace tlsonar::reports::writers
