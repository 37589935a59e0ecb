// IP without any link layer.
#include "capture/link/layers.h"

namespace tlsonar::capture {

Carried unwrap_raw(Bytes frame) { return carries_ip(frame); }

}  // namespace tlsonar::capture
