// A certificate's DER read again by the letter: tags, defaults and encodings that the tolerant
// reader (trust/certificate.h) forgives. Private to this folder.
#pragma once

#include "trust/der.h"
#include "trust/oid.h"

#include <cstddef>
#include <vector>

namespace tlsonar::trust {

// Extension ::= SEQUENCE { extnID, critical BOOLEAN DEFAULT FALSE, extnValue OCTET STRING }.
struct RawExtension {
    ObjectId type;
    bool critical = false;
    bool false_written = false;  // the default stands there, which DER forbids
    bool odd_true = false;       // TRUE as something else than FF
    Bytes value;                 // content of extnValue
};

// All items borrow the octets that were given.
struct RawCertificate {
    bool complete = false;  // the outer structure was there up to the signature
    bool version_written = false;
    DerItem version;  // the INTEGER
    DerItem serial;
    DerItem signature;  // AlgorithmIdentifier in the TBSCertificate
    DerItem issuer;
    DerItem not_before;
    DerItem not_after;
    DerItem subject;
    DerItem key_algorithm;  // AlgorithmIdentifier of the SubjectPublicKeyInfo
    DerItem key_bits;       // its BIT STRING
    bool has_issuer_unique_id = false;
    bool has_subject_unique_id = false;
    bool extensions_written = false;
    std::vector<RawExtension> extensions;
    DerItem outer_signature;  // AlgorithmIdentifier beside the TBSCertificate
};

RawCertificate read_raw_certificate(Bytes der);

// Items directly inside a constructed one; at most `limit`, empty when it is malformed.
std::vector<DerItem> der_children(const DerItem& parent, std::size_t limit = 256);
// The single item that `octets` are; false when there is none or more follows.
bool der_single(Bytes octets, DerItem& item);

}  // namespace tlsonar::trust
