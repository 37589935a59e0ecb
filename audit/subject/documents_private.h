// One reader for each kind of document. Private to this folder.
#pragma once

#include "audit/fact/shared_text.h"
#include "audit/subject/certificate_private.h"
#include "audit/subject/json_private.h"
#include "audit/subject/subject.h"

#include <map>
#include <string>
#include <tuple>
#include <vector>

namespace tlsonar::audit {

// What all documents of an intake share.
struct IntakeContext {
    std::int64_t now = 0;  // seconds since 1970
    CertificateShelf certificates;
    TextPool texts;  // what endpoints say alike
};

// tlsonar.endpoint/1. The problem when it does not say which endpoint it is about.
std::optional<std::string> read_endpoint(json::Item endpoint, IntakeContext& context,
                                         std::vector<Subject>& out);
// What a scan tells of several endpoints together (late weaknesses, ticket trials): no facts of
// one.
bool tells_of_a_run(json::Item object);
// The facts of a scan but for those of certificates: server.*, http.*, service.*
void put_answer_facts(Subject& subject, json::Item endpoint);
// Those of ECH, HTTPS records, delegated credentials, groups of RFC 7919, keys of tickets.
void put_modern_facts(Subject& subject, json::Item endpoint);

// tlsonar.check/1: a subject for each deployment.
std::optional<std::string> read_check(json::Item document, IntakeContext& context,
                                      std::vector<Subject>& out);

// tlsonar.handshake/1: gathers by server and name.
class Overheard {
  public:
    Overheard();
    ~Overheard();
    std::optional<std::string> read(json::Item handshake, IntakeContext& context);
    // By id; empty afterwards.
    std::vector<Subject> take();

  private:
    struct Server;
    using Key = std::tuple<std::string, std::uint16_t, std::string>;  // address, port, SNI
    std::map<Key, Server> servers_;
    std::size_t kept_ = 0;  // handshakes
};

// Sets id and stable_id; what stays alike gets a number in the end.
void name_subjects(std::vector<Subject>& subjects);
// A name that people may read in an id: letters, digits, '-', '_' and '.', and no address.
bool is_host_name(std::string_view name);

}  // namespace tlsonar::audit
