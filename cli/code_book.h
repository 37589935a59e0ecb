// The registries of dissect, for reports that must not know them.
#pragma once

#include "reports/code_book.h"

namespace tlsonar::cli {

reports::CodeBook code_book();

}  // namespace tlsonar::cli
