// Any octets as a file of certificates and keys, with passwords that the corpus uses. Few rounds of
// key derivation: the bound is what is tested, not OpenSSL's patience.
#include "trust/file/read_objects.h"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

using tlsonar::Bytes;
using namespace tlsonar::trust;

namespace {

void check(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::vector<std::string> passwords = {"secret"};
    ReadOptions options;
    options.passwords = passwords;
    options.max_rounds = 20'000;
    const FileObjects read = read_objects(Bytes(data, size), "file", options);
    check(!read.objects.empty() || !read.problems.empty() || size > 0);
    check(read.objects.size() <= ReadOptions::kMaxObjects);
    check(read.problems.size() <= ReadOptions::kMaxProblems);
    for (const FileObject& object : read.objects) {
        check(object.place.offset <= size);
        const bool bare =
            object.kind == ObjectKind::crl || object.kind == ObjectKind::ocsp_response;
        check(bare || object.key || object.unopened);
        check((object.kind == ObjectKind::certificate) == (object.certificate != nullptr));
        check((object.kind == ObjectKind::request) == (object.request != nullptr));
        if (object.request) (void)examine_request(*object.request);
        if (object.key) (void)object.key->text();
    }
    for (const FileProblem& problem : read.problems)
        check(problem.finding.kind != nullptr && problem.place.offset <= size);
    return 0;
}
