// What validating a chain of three certificates costs, as a ratio to its two signature checks
// alone; with nothing remembered, with the certificates parsed anew each time, and with all
// remembered.
#include "tests/trust/path_maker.h"
#include "trust/path/validate.h"
#include "trust/signature.h"

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <functional>

namespace {

using namespace tlsonar;
using namespace tlsonar::trust;
using test::Key;
using test::make;

struct Chain {
    CertificatePtr root;
    CertificatePtr middle;
    CertificatePtr leaf;
};

Chain chain_of(const std::function<Key()>& new_key) {
    const Key root = new_key();
    const Key middle = new_key();
    const Key leaf = new_key();
    Chain chain;
    chain.root = make(
        {.subject = "Root", .issuer = "Root", .key = root.get(), .signer = root.get(), .ca = true});
    chain.middle = make({.subject = "Middle",
                         .issuer = "Root",
                         .key = middle.get(),
                         .signer = root.get(),
                         .ca = true});
    chain.leaf =
        make({.subject = "Leaf", .issuer = "Middle", .key = leaf.get(), .signer = middle.get()});
    return chain;
}

bool check(const Certificate& certificate, const Certificate& issuer) {
    const CertificateSummary& summary = certificate.summary;
    return check_signature(certificate.bytes(summary.signature.der),
                           issuer.bytes(issuer.summary.public_key.info),
                           certificate.bytes(summary.tbs),
                           certificate.bytes(summary.signature_value)) == SignatureCheck::valid;
}

double cpu_microseconds() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

// The least of several runs, in microseconds of CPU time a call; a call that fails spoils it.
double cost(const std::function<bool()>& call) {
    constexpr int kRuns = 25;
    constexpr int kCalls = 100;
    double least = 1e9;
    for (int run = 0; run < kRuns; ++run) {
        const double begin = cpu_microseconds();
        for (int i = 0; i < kCalls; ++i)
            if (!call()) return -1;
        least = std::min(least, (cpu_microseconds() - begin) / kCalls);
    }
    return least;
}

void measure(const char* name, const Chain& chain) {
    TrustAnchorSet anchors;
    anchors.add(make_trust_anchor(chain.root));
    CertificatePool pool;
    pool.add(chain.middle);
    ValidationOptions options;
    options.time = 1'800'000'000;
    options.names.push_back(*PeerName::dns("www.example.com"));
    const auto valid = [&](const CertificatePtr& leaf, const CertificatePool& with,
                           ValidationCache& cache) {
        return validate(leaf, with, anchors, options, cache).verdict == Verdict::valid;
    };
    const double bare = cost(
        [&] { return check(*chain.leaf, *chain.middle) && check(*chain.middle, *chain.root); });
    const double fresh = cost([&] {
        ValidationCache cache;
        return valid(chain.leaf, pool, cache);
    });
    CertificateHasher hasher;
    const double parsed = cost([&] {
        ValidationCache cache;
        CertificatePool own;
        own.add(make_certificate(chain.middle->der, hasher));
        return valid(make_certificate(chain.leaf->der, hasher), own, cache);
    });
    ValidationCache known;
    const double again = cost([&] { return valid(chain.leaf, pool, known); });
    std::printf("%-9s signatures %.1f us; validated %.2f, parsed and validated %.2f, again %.2f\n",
                name, bare, fresh / bare, parsed / bare, again / bare);
}

}  // namespace

int main() {
    measure("P-256", chain_of(test::new_key));
    measure("RSA-2048", chain_of([] { return Key(EVP_RSA_gen(2048)); }));
    return 0;
}
