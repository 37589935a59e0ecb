// The unwrap functions that list.cc puts into tables, and that layers lend one another.
#pragma once

#include "capture/link/carried.h"

namespace tlsonar::capture {

Carried unwrap_ethernet(Bytes frame);       // ethernet.cc
Carried unwrap_llc(Bytes payload);          // llc.cc: IEEE 802.2, with SNAP
Carried unwrap_vlan(Bytes payload);         // vlan.cc: one tag
Carried unwrap_mpls(Bytes payload);         // mpls.cc: the whole stack of labels
Carried unwrap_ppp(Bytes payload);          // ppp.cc
Carried unwrap_cisco_hdlc(Bytes frame);     // ppp.cc
Carried unwrap_pppoe(Bytes payload);        // pppoe.cc
Carried unwrap_linux_cooked(Bytes frame);   // linux_cooked.cc
Carried unwrap_linux_cooked2(Bytes frame);  // linux_cooked.cc
Carried unwrap_null(Bytes frame);           // null.cc
Carried unwrap_loop(Bytes frame);           // null.cc
Carried unwrap_raw(Bytes frame);            // raw.cc
Carried unwrap_wlan(Bytes frame);           // wlan.cc
Carried unwrap_radiotap(Bytes frame);       // wlan.cc

}  // namespace tlsonar::capture
