// SMTP, LMTP, IMAP, POP3, ManageSieve and NNTP, in the words of servers that are really there.
#include "tests/scanner/dialog_support.h"

#include <gtest/gtest.h>

namespace tlsonar::scanner::testing {
namespace {

const std::string kEhlo = "EHLO tlsonar.invalid\r\n";
const std::string kStarttls = "STARTTLS\r\n";

TEST(DialogSmtp, Postfix) {
    expect_ready(kind("smtp"),
                 {S("220 mail.example.org ESMTP Postfix (Debian/GNU)\r\n"), C(kEhlo),
                  S("250-mail.example.org\r\n250-PIPELINING\r\n250-SIZE 10240000\r\n250-VRFY\r\n"
                    "250-ETRN\r\n250-STARTTLS\r\n250-ENHANCEDSTATUSCODES\r\n250-8BITMIME\r\n"
                    "250-DSN\r\n250-SMTPUTF8\r\n250 CHUNKING\r\n"),
                  C(kStarttls), S("220 2.0.0 Ready to start TLS\r\n")});
}

TEST(DialogSmtp, PostscreenGreetsInTwoParts) {
    expect_ready(kind("smtp"),
                 {S("220-mail.example.org ESMTP\r\n"), S("220 mail.example.org ESMTP Postfix\r\n"),
                  C(kEhlo), S("250-mail.example.org\r\n250 STARTTLS\r\n"), C(kStarttls),
                  S("220 2.0.0 Ready to start TLS\r\n")});
}

TEST(DialogSmtp, EximAndExchange) {
    expect_ready(
        kind("smtp"),
        {S("220 mx.example.org ESMTP Exim 4.96 Sat, 21 Nov 2026 08:00:00 +0000\r\n"), C(kEhlo),
         S("250-mx.example.org Hello tlsonar.invalid [192.0.2.7]\r\n250-SIZE 52428800\r\n"
           "250-PIPELINING\r\n250-STARTTLS\r\n250 HELP\r\n"),
         C(kStarttls), S("220 TLS go ahead\r\n")});
    expect_ready(kind("smtp"),
                 {S("220 EX01.example.org Microsoft ESMTP MAIL Service ready\r\n"), C(kEhlo),
                  S("250-EX01.example.org Hello [192.0.2.7]\r\n250-SIZE 37748736\r\n"
                    "250-X-ANONYMOUSTLS\r\n250-starttls\r\n250 XRDST\r\n"),
                  C(kStarttls), S("220 2.0.0 SMTP server ready\r\n")});
}

TEST(DialogSmtp, NotOffered) {
    expect_refused(kind("smtp"),
                   {S("220 mail.example.org ESMTP\r\n"), C(kEhlo),
                    S("250-mail.example.org\r\n250-X-STARTTLS\r\n250 8BITMIME STARTTLS\r\n")},
                   "the server offered no STARTTLS: 250-mail.example.org / 250-X-STARTTLS / "
                   "250 8BITMIME STARTTLS");
    // The first line is a name, not an extension.
    expect_refused(kind("smtp"), {S("220 x\r\n"), C(kEhlo), S("250 STARTTLS\r\n")},
                   "the server offered no STARTTLS: 250 STARTTLS");
}

TEST(DialogSmtp, Refused) {
    expect_refused(kind("smtp"), {S("421 4.7.0 mx.example.org too many connections\r\n")},
                   "(for now) the server refused the connection: 421 4.7.0 mx.example.org too many "
                   "connections");
    expect_refused(kind("smtp"), {S("554 5.7.1 your address is listed\r\n")},
                   "the server refused the connection: 554 5.7.1 your address is listed");
    expect_refused(kind("smtp"),
                   {S("220 x\r\n"), C(kEhlo), S("502 5.5.2 Error: command not recognized\r\n")},
                   "the server refused EHLO: 502 5.5.2 Error: command not recognized");
    expect_refused(
        kind("smtp"),
        {S("220 x\r\n"), C(kEhlo), S("250-x\r\n250 STARTTLS\r\n"), C(kStarttls),
         S("454 4.7.0 TLS not available due to local problem\r\n")},
        "(for now) the server refused STARTTLS: 454 4.7.0 TLS not available due to local "
        "problem");
}

TEST(DialogSmtp, OwnName) {
    const auto make = [](const std::string& name) {
        return [name] {
            DialogOptions options;
            options.own_name = name;
            return find_dialog("smtp")->make(options);
        };
    };
    expect_waiting(make("scan.example.org"), {S("220 x\r\n"), C("EHLO scan.example.org\r\n")},
                   "its answer to EHLO");
    expect_waiting(make("a\r\nQUIT b"), {S("220 x\n"), C("EHLO aQUITb\r\n")}, "its answer to EHLO");
}

TEST(DialogLmtp, Dovecot) {
    expect_ready(kind("lmtp"), {S("220 mail.example.org Dovecot (Debian) ready.\r\n"),
                                C("LHLO tlsonar.invalid\r\n"),
                                S("250-mail.example.org\r\n250-STARTTLS\r\n250-8BITMIME\r\n"
                                  "250-ENHANCEDSTATUSCODES\r\n250 PIPELINING\r\n"),
                                C(kStarttls), S("220 2.0.0 Begin TLS negotiation now.\r\n")});
    expect_refused(kind("lmtp"),
                   {S("220 mail.example.org ESMTP Postfix\r\n"), C("LHLO tlsonar.invalid\r\n"),
                    S("502 5.5.2 Error: command not recognized\r\n")},
                   "the server refused LHLO: 502 5.5.2 Error: command not recognized");
}

TEST(DialogImap, DovecotTellsInItsGreeting) {
    expect_ready(kind("imap"),
                 {S("* OK [CAPABILITY IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE LITERAL+ "
                    "STARTTLS LOGINDISABLED] Dovecot (Debian) ready.\r\n"),
                  C("a2 STARTTLS\r\n"), S("a2 OK Begin TLS negotiation now.\r\n")});
}

TEST(DialogImap, OthersAreAsked) {
    // Courier, Exchange, Cyrus.
    expect_ready(
        kind("imap"),
        {S("* OK The Microsoft Exchange IMAP4 service is ready.\r\n"), C("a1 CAPABILITY\r\n"),
         S("* CAPABILITY IMAP4 IMAP4rev1 LOGINDISABLED STARTTLS SASL-IR UIDPLUS\r\n"
           "a1 OK CAPABILITY completed.\r\n"),
         C("a2 STARTTLS\r\n"), S("a2 OK Begin TLS negotiation now.\r\n")});
    expect_ready(
        kind("imap"),
        {S("* OK [CAPABILITY IMAP4rev1 ID ENABLE] Cyrus IMAP server ready\r\n"),
         C("a1 CAPABILITY\r\n"), S("* CAPABILITY IMAP4rev1 starttls\r\na1 OK Completed\r\n"),
         C("a2 STARTTLS\r\n"), S("* OK by the way\r\na2 OK Begin TLS negotiation now\r\n")});
}

TEST(DialogImap, LiteralsAreNoLines) {
    expect_ready(kind("imap"), {S("* OK x\r\n"), C("a1 CAPABILITY\r\n"),
                                S("* ID ({4}\r\na1 N {3+}\r\nO\r\n)\r\n* CAPABILITY STARTTLS\r\n"
                                  "a1 OK\r\n"),
                                C("a2 STARTTLS\r\n"), S("a2 OK x\r\n")});
    // A literal that ends with what looks like the end of the line.
    expect_waiting(kind("imap"),
                   {S("* OK x\r\n"), C("a1 CAPABILITY\r\n"), S("* ID {7}\r\na1 OK\r\n")},
                   "its answer to CAPABILITY");
}

TEST(DialogImap, Refused) {
    expect_refused(kind("imap"),
                   {S("* OK x\r\n"), C("a1 CAPABILITY\r\n"),
                    S("* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\na1 OK done\r\n")},
                   "the server offered no STARTTLS: * CAPABILITY IMAP4rev1 AUTH=PLAIN");
    expect_refused(kind("imap"), {S("* PREAUTH IMAP4rev1 ready\r\n")},
                   "the server needs no login, so STARTTLS comes too late: "
                   "* PREAUTH IMAP4rev1 ready");
    expect_refused(kind("imap"), {S("* BYE too many connections\r\n")},
                   "(for now) the server said goodbye: * BYE too many connections");
    expect_refused(kind("imap"),
                   {S("* OK [CAPABILITY STARTTLS] x\r\n"), C("a2 STARTTLS\r\n"),
                    S("a2 BAD TLS support isn't enabled.\r\n")},
                   "the server refused STARTTLS: a2 BAD TLS support isn't enabled.");
    expect_refused(kind("imap"), {S("+OK Dovecot ready.\r\n")},
                   "the server does not speak IMAP: +OK Dovecot ready.");
}

TEST(DialogPop3, Dovecot) {
    expect_ready(kind("pop3"),
                 {S("+OK Dovecot (Debian) ready.\r\n"), C("CAPA\r\n"),
                  S("+OK\r\nCAPA\r\nTOP\r\nUIDL\r\nRESP-CODES\r\nPIPELINING\r\nAUTH-RESP-CODE\r\n"
                    "STLS\r\nSASL\r\n.\r\n"),
                  C("STLS\r\n"), S("+OK Begin TLS negotiation now.\r\n")});
}

TEST(DialogPop3, WithoutCapaStlsIsTried) {
    expect_ready(kind("pop3"), {S("+OK <1896.697170952@dbc.mtview.ca.us>\r\n"), C("CAPA\r\n"),
                                S("-ERR Unrecognized command\r\n"), C("STLS\r\n"),
                                S("+OK Begin TLS negotiation now.\r\n")});
    expect_refused(kind("pop3"),
                   {S("+OK x\r\n"), C("CAPA\r\n"), S("-ERR unknown\r\n"), C("STLS\r\n"),
                    S("-ERR Command not permitted when TLS active\r\n")},
                   "the server refused STLS: -ERR Command not permitted when TLS active");
}

TEST(DialogPop3, Refused) {
    expect_refused(kind("pop3"),
                   {S("+OK x\r\n"), C("CAPA\r\n"),
                    S("+OK Capability list follows\r\nTOP\r\n"
                      "USER\r\n.\r\n")},
                   "the server offered no STLS: TOP / USER");
    expect_refused(kind("pop3"), {S("-ERR [SYS/TEMP] too many connections\r\n")},
                   "(for now) the server refused the connection: -ERR [SYS/TEMP] too many "
                   "connections");
    expect_refused(kind("pop3"), {S("220 ftp ready\r\n")},
                   "the server does not speak POP3: 220 ftp ready");
}

TEST(DialogSieve, Pigeonhole) {
    expect_ready(kind("sieve"),
                 {S("\"IMPLEMENTATION\" \"Dovecot (Debian) Pigeonhole\"\r\n"
                    "\"SIEVE\" \"fileinto reject envelope\"\r\n\"NOTIFY\" \"mailto\"\r\n"
                    "\"SASL\" \"\"\r\n\"STARTTLS\"\r\n\"VERSION\" \"1.0\"\r\n"
                    "OK \"Dovecot (Debian) ready.\"\r\n"),
                  C(kStarttls), S("OK \"Begin TLS negotiation now.\"\r\n")});
}

TEST(DialogSieve, LiteralsAreNoLines) {
    expect_ready(kind("sieve"), {S("\"IMPLEMENTATION\" {5}\r\nNO\r\nx\r\n\"STARTTLS\"\r\n"
                                   "OK {4+}\r\nready\r\n"),
                                 C(kStarttls), S("OK {7}\r\nBegin\r\n\r\n")});
}

TEST(DialogSieve, Refused) {
    expect_refused(kind("sieve"), {S("\"SIEVE\" \"fileinto\"\r\nOK\r\n")},
                   "the server offered no STARTTLS: \"SIEVE\" \"fileinto\" / OK");
    expect_refused(kind("sieve"),
                   {S("\"STARTTLS\"\r\nOK\r\n"), C(kStarttls), S("NO \"later\"\r\n")},
                   "the server refused STARTTLS: NO \"later\"");
    expect_refused(kind("sieve"), {S("BYE \"Too many connections\"\r\n")},
                   "(for now) the server said goodbye: BYE \"Too many connections\"");
    expect_refused(kind("sieve"), {S("220 x\r\n")}, "the server does not speak ManageSieve: 220 x");
}

TEST(DialogNntp, Inn) {
    expect_ready(
        kind("nntp"),
        {S("200 news.example.org InterNetNews NNRP server INN 2.7.1 ready (posting ok)\r\n"),
         C("CAPABILITIES\r\n"),
         S("101 Capability list:\r\nVERSION 2\r\nIMPLEMENTATION INN 2.7.1\r\nAUTHINFO\r\n"
           "HDR\r\nLIST ACTIVE NEWSGROUPS\r\nPOST\r\nREADER\r\nSTARTTLS\r\n.\r\n"),
         C(kStarttls), S("382 Begin TLS negotiation now\r\n")});
    expect_ready(kind("nntp"), {S("201 no posting\r\n"), C("CAPABILITIES\r\n"), S("500 What?\r\n"),
                                C(kStarttls), S("382 Continue\r\n")});
}

TEST(DialogNntp, Refused) {
    expect_refused(
        kind("nntp"),
        {S("200 x\r\n"), C("CAPABILITIES\r\n"), S("101 x\r\nVERSION 2\r\nREADER\r\n.\r\n")},
        "the server offered no STARTTLS: VERSION 2 / READER");
    expect_refused(kind("nntp"),
                   {S("200 x\r\n"), C("CAPABILITIES\r\n"), S("500 What?\r\n"), C(kStarttls),
                    S("580 Can not initiate TLS negotiation\r\n")},
                   "the server refused STARTTLS: 580 Can not initiate TLS negotiation");
    expect_refused(kind("nntp"), {S("400 load at 21.4, try later\r\n")},
                   "(for now) the server refused the connection: 400 load at 21.4, try later");
    expect_refused(kind("nntp"), {S("502 no permission\r\n")},
                   "the server refused the connection: 502 no permission");
    expect_refused(kind("nntp"), {S("SIP/2.0 400 Bad\r\n")},
                   "the server does not speak NNTP: SIP/2.0 400 Bad");
}

}  // namespace
}  // namespace tlsonar::scanner::testing
