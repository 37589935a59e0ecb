// What the .cc files that use asio share of the loop.
#pragma once

#include "scanner/net/loop.h"

#include <asio/io_context.hpp>

namespace tlsonar::scanner {

struct Loop::Impl {
    asio::io_context context{1};  // one thread runs it
};

}  // namespace tlsonar::scanner
