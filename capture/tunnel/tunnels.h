// The unwrap functions that list.cc puts into tables.
#pragma once

#include "capture/link/carried.h"

namespace tlsonar::capture {

Carried unwrap_gre(Bytes payload);        // gre.cc
Carried unwrap_ip_in_ip(Bytes payload);   // ip_in_ip.cc
Carried unwrap_ether_ip(Bytes payload);   // ether_ip.cc
Carried unwrap_vxlan(Bytes payload);      // vxlan.cc
Carried unwrap_vxlan_gpe(Bytes payload);  // vxlan.cc
Carried unwrap_geneve(Bytes payload);     // geneve.cc
Carried unwrap_gtp(Bytes payload);        // gtp.cc
Carried unwrap_teredo(Bytes payload);     // teredo.cc
Carried unwrap_l2tp(Bytes payload);       // l2tp.cc

}  // namespace tlsonar::capture
