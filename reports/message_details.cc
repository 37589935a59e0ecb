#include "reports/message_details.h"

namespace tlsonar::reports {

void write_details(JsonWriter&, const dissect::Handshake&, std::size_t) {}

}  // namespace tlsonar::reports
