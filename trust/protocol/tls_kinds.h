// The kinds of weaknesses of an endpoint: "tls.…". They stand here with all other kinds, so that
// one catalogue knows them; profile/endpoint/weaknesses.h finds them.
#pragma once

#include "trust/finding/finding.h"

#include <string_view>

namespace tlsonar::trust {

inline constexpr FindingKind kTlsKinds[] = {
    {"tls.anonymous", Severity::high, "Cipher suites without authentication are accepted",
     "Nobody proves who the server is. Whoever sits on the line can be the server for one side and "
     "the client for the other, and read and change everything.",
     "Remove anonymous suites (OpenSSL: !aNULL), unless the application authenticates the channel "
     "by itself.",
     "RFC 9325 section 4.1; RFC 5246 appendix F.1.1.1"},
    {"tls.beast", Severity::low, "CBC suites in TLS 1.0 or SSLv3 (BEAST)",
     "The initialisation vector of each record is known before it is sent. Who makes a browser "
     "send chosen requests and reads the line can guess cookies octet by octet. Browsers have "
     "split records against it since 2012; other clients may not.",
     "Switch TLS 1.0 and SSLv3 off.", "CVE-2011-3389; RFC 8996"},
    {"tls.client-renegotiation", Severity::low, "Clients may renegotiate",
     "One connection can make the server go through handshake after handshake, at many times the "
     "cost that the client has: a cheap way to overload it.",
     "Refuse renegotiation that the client begins (OpenSSL: SSL_OP_NO_RENEGOTIATION), or limit "
     "it.",
     "CVE-2011-1473; RFC 9325 section 3.5"},
    {"tls.crime", Severity::high, "TLS compresses (CRIME)",
     "The length of what is encrypted tells what it holds: who makes a browser send chosen "
     "requests and sees their lengths finds session cookies.",
     "Switch TLS compression off (OpenSSL: SSL_OP_NO_COMPRESSION).",
     "CVE-2012-4929; RFC 9325 section 3.3"},
    {"tls.delegated-credential", Severity::medium, "The delegated credential breaks the rules",
     "Clients that know delegated credentials break the handshake off at one that is expired, too "
     "long-lived, not signed by the certificate's key, or not allowed by the certificate. Others "
     "never see it, so that the fault shows to some clients alone.",
     "Issue credentials anew in time, for seven days at most, with a certificate that has the "
     "extension DelegationUsage; or switch them off.",
     "RFC 9345 sections 4.1.3 and 4.2"},
    {"tls.dh-below-1024", Severity::critical, "A Diffie-Hellman prime of fewer than 1024 bits",
     "Discrete logarithms of this size are calculated with rented machines: 512 bits in minutes "
     "after a week of preparation, 768 bits by a research team in 2016. Recorded connections can "
     "be read, and new ones taken over.",
     "Use elliptic curves, or the groups ffdhe2048 and above.",
     "CVE-2015-4000; RFC 9325 section 4.5; weakdh.org"},
    {"tls.dh-common-prime", Severity::high,
     "A Diffie-Hellman prime below 2048 bits that many servers share",
     "The long part of the calculation is done once for a prime, and then serves for every "
     "connection of every server that has it. For a common prime of 1024 bits, the means of a "
     "state are thought to be enough.",
     "Use elliptic curves, or the groups ffdhe2048 and above.",
     "CVE-2015-4000; D. Adrian et al. 2015 (weakdh.org)"},
    {"tls.dh-composite", Severity::critical, "The Diffie-Hellman modulus is no prime",
     "Where its factors are small or known, everybody who knows them reads all connections. Such "
     "a number comes from a slip of the hand, or was put there on purpose.",
     "Use elliptic curves or a group of RFC 7919; look into where the number came from.",
     "CVE-2016-2217; RFC 7919 section 1"},
    {"tls.dh-reuse", Severity::medium, "The server uses its Diffie-Hellman key again",
     "Connections that share the server's secret share its fate, so there is no forward secrecy "
     "until it changes; and leading zero octets of what was agreed leak through time (Raccoon).",
     "Make a new key for each connection (OpenSSL: SSL_OP_SINGLE_DH_USE, always on since 1.1.0), "
     "or "
     "use elliptic curves only.",
     "CVE-2020-1968; CVE-2016-0701; RFC 7919 section 5.1"},
    {"tls.dh-unsafe-prime", Severity::low, "The Diffie-Hellman prime is not a safe prime",
     "The group has further subgroups. A server that uses its key again, or does not look at what "
     "clients send, can lose its secret through the small ones, and clients can't tell.",
     "Use elliptic curves, or the groups of RFC 7919.", "CVE-2016-0701; RFC 2785; RFC 7919"},
    {"tls.dh-weak-generator", Severity::critical, "The Diffie-Hellman generator has a small order",
     "All keys lie in a small subgroup, where everybody can calculate the secrets.",
     "Use elliptic curves, or the groups of RFC 7919.", "RFC 2631 section 2.2; RFC 7919"},
    {"tls.downgrade-sentinel", Severity::medium,
     "The mark against downgrades is missing from older ServerHellos",
     "The server has TLS 1.3, but does not say so when it agrees an older version. Who changes "
     "hellos on the line can hold two sides below TLS 1.3 without their noticing.",
     "Update the TLS library, or the device before the server that ends TLS.",
     "RFC 8446 section 4.1.3"},
    {"tls.drown", Severity::critical, "SSLv2 makes other connections readable (DROWN)",
     "The server answers SSLv2 with its RSA key. Each answer tells something of what was encrypted "
     "to that key, also in TLS: recorded connections with RSA key transport can be read.",
     "Switch SSLv2 off wherever this key is used; then replace the key.", "CVE-2016-0800"},
    {"tls.drown-elsewhere", Severity::critical,
     "Another server answers SSLv2 with the same key (DROWN)",
     "The SSLv2 of the other server breaks connections to this one: what counts is the RSA key, "
     "not the machine.",
     "Switch SSLv2 off on the other server, and give each server a key of its own.",
     "CVE-2016-0800"},
    {"tls.dtls-no-cookie", Severity::medium, "DTLS hellos are answered without a cookie",
     "Whoever writes a forged sender address into one small packet makes the server send a large "
     "answer to that address.",
     "Demand a cookie before the handshake (OpenSSL: SSL_OP_COOKIE_EXCHANGE).",
     "RFC 6347 section 4.2.1; RFC 9147 section 5.1"},
    {"tls.dtls10", Severity::medium, "DTLS 1.0 is offered",
     "It rests on MD5 and SHA-1, has no authenticated encryption, and was withdrawn with TLS 1.1.",
     "Offer DTLS 1.2 or newer alone.", "RFC 8996"},
    {"tls.early-data", Severity::info, "Early data (0-RTT) is accepted",
     "What a client sends with its first packet can be sent again by others, and has less forward "
     "secrecy. It is safe where the application lets requests be repeated only when that does no "
     "harm.",
     "Switch it off (nginx: ssl_early_data off), or make sure that early requests change nothing.",
     "RFC 8446 section 8; RFC 8470"},
    {"tls.ecdh-reuse", Severity::low, "The server uses its elliptic-curve Diffie-Hellman key again",
     "Connections that share the server's secret share its fate: there is no forward secrecy "
     "between them.",
     "Make a new key for each connection (OpenSSL: SSL_OP_SINGLE_ECDH_USE, always on since 1.1.0).",
     "RFC 9325 section 7.4; RFC 8446 appendix C.4"},
    {"tls.ech-not-published", Severity::info, "The server has ECH, and the DNS does not publish it",
     "Encrypted Client Hello hides the server name from whoever reads the line. Clients learn the "
     "key from the HTTPS record of the name; without it the server's part is of no use.",
     "Publish the server's ECHConfigList as ech in the HTTPS record, or switch ECH off.",
     "RFC 9848; RFC 9849"},
    {"tls.ech-not-served", Severity::medium, "The DNS publishes ECH, and the server has none",
     "Clients encrypt their hello to a key that the server does not know. It answers for the "
     "public name instead, and gives nothing to try again with: those who insist on ECH can't "
     "connect, others need a second connection and give the name away.",
     "Configure the server with the key of the HTTPS record, or take ech out of the record.",
     "RFC 9849 sections 6.1.6 and 7.1; RFC 9848"},
    {"tls.ech-outdated", Severity::info,
     "The DNS publishes other ECH configurations than the server",
     "None of those in the HTTPS record is among those that the server gives for a retry. If it "
     "does not know the older key any more, each client needs a second connection.",
     "Publish what the server gives; keep a key on the server until no cache has its record.",
     "RFC 9849 sections 6.1.6 and 8.1"},
    {"tls.explicit-curve", Severity::medium, "Curves that are spelled out are in use",
     "One side sends the curve's parameters, and the other calculates with them. That has been the "
     "way to endless loops and forged keys.",
     "Accept named curves alone.", "RFC 8422 section 5.1.1; CVE-2022-0778"},
    {"tls.export", Severity::high, "Export suites are accepted",
     "They were made weak on purpose: keys of 40 or 56 bits are found by trying, in minutes to "
     "days.",
     "Remove export suites (OpenSSL: !EXPORT; gone since 1.1.0).",
     "RFC 9325 section 4.1; RFC 4346 appendix A.5"},
    {"tls.fallback-scsv", Severity::low, "Downgrades by repeated attempts are not noticed",
     "Clients that try an older version after a failure mark the second attempt; this server does "
     "not look at the mark. Who disturbs the first attempt gets both sides to the oldest version "
     "that they share.",
     "Update the TLS library, or offer no version below TLS 1.2.", "RFC 7507; CVE-2014-3566"},
    {"tls.freak", Severity::high, "RSA export suites are accepted (FREAK)",
     "The server signs an RSA key of 512 bits for whoever asks. Clients with the FREAK error take "
     "it though they did not ask; the small key is factored in hours, and then the connection is "
     "open.",
     "Remove export suites (OpenSSL: !EXPORT; gone since 1.1.0).", "CVE-2015-0204"},
    {"tls.heartbeat", Severity::info, "The heartbeat extension is offered",
     "Hardly anything needs it over TCP, and its reading of lengths was the Heartbleed error. "
     "Whether this server has that error is not said by this.",
     "Build the TLS library without heartbeats, or update it (OpenSSL 1.1.1 has none).",
     "RFC 6520; CVE-2014-0160"},
    {"tls.inconsistent", Severity::info, "The server contradicts itself",
     "The same question got different answers, or its choices fit no order. Mostly several "
     "machines with different configurations stand behind one address.",
     "Configure all machines behind this address alike.", "RFC 5246 section 7.4.1.3"},
    {"tls.insecure-renegotiation", Severity::medium,
     "The server does not know secure renegotiation",
     "Nothing binds a renegotiation to what was said before it. If the server renegotiates at all, "
     "others can put octets of their own before those of a client.",
     "Update the TLS library: all have had RFC 5746 since 2010.", "CVE-2009-3555; RFC 5746"},
    {"tls.intolerant", Severity::low, "Legal hellos make the server fail",
     "The server fails at something in hellos that the standard tells it to ignore or to bear. "
     "Clients that send it, today or in a coming version, can't connect, or fall back to an older "
     "version.",
     "Update the TLS library, or the device before the server that reads hellos.",
     "RFC 8701; RFC 5246 appendix E.1; RFC 8446 section 4.1.2"},
    {"tls.logjam", Severity::medium, "A Diffie-Hellman prime of fewer than 2048 bits",
     "It gives less than 112 bits of security, and recorded connections stay readable for whoever "
     "breaks it later. 1024 bits are thought to be within the means of a state.",
     "Use elliptic curves, or the groups ffdhe2048 and above (nginx: ssl_dhparam).",
     "CVE-2015-4000; RFC 9325 section 4.5; RFC 7919"},
    {"tls.logjam-export", Severity::high, "Export suites with Diffie-Hellman are accepted (Logjam)",
     "Who changes a hello on the line makes the server choose a prime of 512 bits, which the "
     "client takes for its own wish; the key is then calculated within minutes.",
     "Remove export suites (OpenSSL: !EXPORT; gone since 1.1.0).", "CVE-2015-4000"},
    {"tls.lucky13", Severity::low, "CBC suites are used without encrypt-then-MAC (Lucky Thirteen)",
     "The time that padding and MAC take can tell what was encrypted. Libraries hide it as well as "
     "they can; from outside this can't be seen.",
     "Prefer AES-GCM or ChaCha20-Poly1305, and let encrypt-then-MAC be negotiated.",
     "CVE-2013-0169; RFC 7366; RFC 9325 section 4.1"},
    {"tls.md5-signatures", Severity::medium, "The server signs with MD5",
     "Collisions of MD5 take seconds; with transcripts that collide, others can be this server "
     "(SLOTH).",
     "Take MD5 out of the signature algorithms; update the TLS library.",
     "CVE-2015-7575; RFC 9155"},
    {"tls.no-extended-main-secret", Severity::low, "No extended main secret",
     "The secret of a connection depends on too little of its handshake: two connections can be "
     "made to share one, which breaks bindings of a channel and renegotiation (Triple Handshake).",
     "Update the TLS library: all have had RFC 7627 since about 2016.", "RFC 7627; RFC 9325"},
    {"tls.no-forward-secrecy", Severity::high, "No cipher suite with forward secrecy",
     "Whoever gets hold of the server's key, at any time, can read all connections recorded until "
     "then.",
     "Offer TLS 1.3, or suites with ECDHE.", "RFC 9325 sections 4.1 and 7.3"},
    {"tls.no-post-quantum", Severity::low, "No post-quantum key exchange",
     "Connections recorded now can be read once there are quantum computers of the size needed.",
     "Offer X25519MLKEM768 with TLS 1.3 (OpenSSL 3.5, GnuTLS 3.8.8, Go 1.24 and newer).",
     "NIST IR 8547; FIPS 203"},
    {"tls.no-tls12", Severity::high, "Neither TLS 1.2 nor TLS 1.3 is offered",
     "All that is left is withdrawn. Clients of today refuse to connect, and there is no "
     "authenticated encryption.",
     "Update the TLS library, and offer TLS 1.2 and 1.3.", "RFC 8996; RFC 9325 section 3.1.1"},
    {"tls.no-tls13", Severity::low, "TLS 1.3 is not offered",
     "Handshakes take a round trip longer, certificates are sent in the clear, and what TLS 1.3 "
     "left behind (CBC, renegotiation, key transport) has to be switched off by hand.",
     "Offer TLS 1.3 beside TLS 1.2.", "RFC 9325 section 3.1.1; RFC 9846"},
    {"tls.null", Severity::critical, "Cipher suites without encryption are accepted",
     "Everything can be read on the line.", "Remove NULL suites (OpenSSL: !eNULL).",
     "RFC 9325 section 4.1; RFC 9150"},
    {"tls.poodle", Severity::high, "CBC suites in SSLv3 (POODLE)",
     "SSLv3 does not authenticate its padding. Who changes records on the line and makes a browser "
     "send chosen requests finds cookies with 256 requests an octet, also from clients that only "
     "fall back to SSLv3.",
     "Switch SSLv3 off.", "CVE-2014-3566; RFC 7568"},
    {"tls.rc4", Severity::high, "RC4 suites are accepted",
     "The key stream is uneven enough that cookies and passwords which are sent often can be "
     "found. RC4 is forbidden in every version of TLS.",
     "Remove RC4 suites (OpenSSL: !RC4).", "RFC 7465; CVE-2013-2566; CVE-2015-2808"},
    {"tls.selects-unoffered", Severity::medium, "The server selects what was not offered",
     "Clients must break such connections off. The server does not read the client's list as it "
     "should, so what it is asked for and what it does have little to do with each other.",
     "Update the TLS library, or the device before the server that ends TLS.",
     "RFC 5246 section 7.4.1.3; RFC 8446 section 4.1.3"},
    {"tls.sha1-signatures", Severity::low, "The server signs with SHA-1",
     "Collisions of SHA-1 have been made since 2017. Clients that accept such signatures can be "
     "deceived once they are cheap enough to be made within a handshake.",
     "Take SHA-1 out of the signature algorithms.", "RFC 9155; RFC 9325 section 4.1"},
    {"tls.single-des", Severity::high, "Suites with single DES are accepted",
     "Keys of 56 bits are found by trying, in about a day and for little money.",
     "Remove DES suites (OpenSSL: !LOW).", "RFC 5469; RFC 9325 section 4.1"},
    {"tls.ssl2", Severity::critical, "SSLv2 is offered",
     "It protects neither its handshake nor the end of its data, and must not be offered since "
     "2011.",
     "Switch SSLv2 off; update the TLS library.", "RFC 6176"},
    {"tls.ssl3", Severity::high, "SSLv3 is offered",
     "It is broken (POODLE, RC4) beyond repair and must not be offered since 2015.",
     "Switch SSLv3 off.", "RFC 7568"},
    {"tls.static-key-exchange", Severity::low, "Some cipher suites have no forward secrecy",
     "Connections with these suites can be read by whoever gets hold of the server's key later. "
     "RSA key transport also gives ground for attacks on its padding (ROBOT).",
     "Remove suites without ECDHE or DHE (OpenSSL: !kRSA).",
     "RFC 9325 section 4.1; draft-ietf-tls-deprecate-obsolete-kex"},
    {"tls.sweet32", Severity::medium, "Suites with blocks of 64 bits are accepted (SWEET32)",
     "After some 32 gigabytes under one key, equal blocks give plain text away: long connections "
     "with much traffic lose their cookies.",
     "Remove 3DES, IDEA, DES and RC2 (OpenSSL: !3DES:!IDEA:!DES:!RC2).",
     "CVE-2016-2183; RFC 9325 section 4.1"},
    {"tls.ticket-key-elsewhere", Severity::info,
     "Session tickets name the same key as those of another endpoint",
     "Both seem to encrypt their tickets with one key, though their certificates have different "
     "keys: who gets hold of it reads the sessions of both, and a session of one may be taken by "
     "the other. This follows from the tickets' first octets alone; no ticket was tried.",
     "Give a ticket key only to servers that stand for the same name, and change it often.",
     "RFC 5077 section 4; RFC 9325 section 3.3; RFC 8446 appendix B.3.4"},
    {"tls.tls10", Severity::medium, "TLS 1.0 is offered",
     "It rests on MD5 and SHA-1, has no authenticated encryption, and was withdrawn in 2021.",
     "Offer TLS 1.2 and 1.3 alone (nginx: ssl_protocols TLSv1.2 TLSv1.3).", "RFC 8996"},
    {"tls.tls11", Severity::medium, "TLS 1.1 is offered",
     "It rests on MD5 and SHA-1, has no authenticated encryption, and was withdrawn in 2021.",
     "Offer TLS 1.2 and 1.3 alone (nginx: ssl_protocols TLSv1.2 TLSv1.3).", "RFC 8996"},
    {"tls.weak-curve", Severity::medium, "Elliptic curves of fewer than 224 bits are accepted",
     "They give less than 112 bits of security.", "Offer X25519, secp256r1 and secp384r1.",
     "RFC 9847; NIST SP 800-57 part 1 section 5.6.1; RFC 8422 section 5.1.1"},
};

// A typo does not compile.
consteval const FindingKind* tls_kind(std::string_view id) {
    for (const FindingKind& kind : kTlsKinds)
        if (kind.id == id) return &kind;
    throw "no such kind";
}

}  // namespace tlsonar::trust
