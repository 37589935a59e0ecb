#include "tests/trust/revocation_make.h"
#include "trust/path/validate.h"
#include "trust/revocation/checker.h"
#include "trust/revocation/fetch.h"

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <mutex>
#include <thread>

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

namespace tlsonar::trust::making {
namespace {

// An HTTP server on loopback: one request a connection, answers by path.
class HttpServer {
  public:
    HttpServer() : listener_(socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* generic = reinterpret_cast<sockaddr*>(&address);
        EXPECT_EQ(bind(listener_, generic, size), 0);
        EXPECT_EQ(listen(listener_, 8), 0);
        getsockname(listener_, generic, &size);
        port_ = ntohs(address.sin_port);
        thread_ = std::thread([this] { serve(); });
    }
    ~HttpServer() {
        shutdown(listener_, SHUT_RDWR);
        close(listener_);
        thread_.join();
    }
    std::string url(const std::string& path) const {
        return "http://127.0.0.1:" + std::to_string(port_) + path;
    }
    // The whole answer, with its head.
    void answer(const std::string& path, std::string octets) {
        const std::lock_guard lock(mutex_);
        answers_[path] = std::move(octets);
    }
    void body(const std::string& path, const std::string& octets) {
        answer(path, "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " +
                         std::to_string(octets.size()) + "\r\n\r\n" + octets);
    }
    std::string last_request() {
        const std::lock_guard lock(mutex_);
        return last_;
    }
    int served() const { return served_; }

  private:
    void serve() {
        for (;;) {
            const int peer = accept(listener_, nullptr, nullptr);
            if (peer < 0) return;
            handle(peer);
            close(peer);
        }
    }
    static std::size_t announced(const std::string& head) {
        const std::size_t at = head.find("Content-Length: ");
        return at == std::string::npos ? 0 : std::stoul(head.substr(at + 16));
    }
    void handle(int peer) {
        std::string request;
        char buffer[4096];
        for (;;) {
            const std::size_t end = request.find("\r\n\r\n");
            if (end != std::string::npos && request.size() >= end + 4 + announced(request)) break;
            const ssize_t n = recv(peer, buffer, sizeof buffer, 0);
            if (n <= 0) return;
            request.append(buffer, static_cast<std::size_t>(n));
        }
        ++served_;
        const std::size_t begin = request.find(' ') + 1;
        const std::string path = request.substr(begin, request.find(' ', begin) - begin);
        std::string reply =
            "HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
        {
            const std::lock_guard lock(mutex_);
            last_ = request;
            if (answers_.contains(path)) reply = answers_[path];
        }
        if (reply == "silence") {
            // Until the client has enough of it.
            recv(peer, buffer, sizeof buffer, 0);
            return;
        }
        send(peer, reply.data(), reply.size(), MSG_NOSIGNAL);
    }

    int listener_;
    std::uint16_t port_ = 0;
    std::mutex mutex_;
    std::map<std::string, std::string> answers_;
    std::string last_;
    std::atomic<int> served_ = 0;
    std::thread thread_;
};

// Whatever the surroundings say, these tests talk to this machine directly.
class Fetch : public testing::Test {
  protected:
    void SetUp() override { unsetenv("http_proxy"); }
};

FetchOptions local() {
    FetchOptions options;
    options.allow_local_addresses = true;
    options.timeout_ms = 5000;
    return options;
}

FetchFailure failure(const FetchResult& result) {
    EXPECT_FALSE(result.ok());
    return result.error().failure;
}

TEST_F(Fetch, GetsAndRemembers) {
    HttpServer server;
    server.body("/crl", "body");
    RevocationFetcher fetcher(local());
    const auto first = fetcher.get(server.url("/crl"), kNow);
    ASSERT_TRUE(first.ok()) << first.error().detail;
    EXPECT_EQ(as_text(*first), "body");
    EXPECT_EQ(server.last_request().substr(0, 13), "GET /crl HTTP");
    fetcher.keep(server.url("/crl"), {}, *first, kNow + 10);
    EXPECT_EQ(as_text(*fetcher.get(server.url("/crl"), kNow + 10)), "body");
    EXPECT_EQ(server.served(), 1);
    EXPECT_TRUE(fetcher.get(server.url("/crl"), kNow + 11).ok());
    EXPECT_EQ(server.served(), 2);
}

TEST_F(Fetch, PostsOcspRequests) {
    HttpServer server;
    server.body("/", "response");
    RevocationFetcher fetcher(local());
    const std::string request("re\0quest", 8);
    ASSERT_TRUE(fetcher.post_ocsp(server.url("/"), as_bytes(request), kNow).ok());
    const std::string seen = server.last_request();
    EXPECT_EQ(seen.substr(0, 6), "POST /");
    EXPECT_NE(seen.find("Content-Type: application/ocsp-request\r\n"), std::string::npos);
    EXPECT_EQ(seen.substr(seen.size() - 8), request);
}

TEST_F(Fetch, FailuresAreNamedAndNotRepeated) {
    HttpServer server;
    RevocationFetcher fetcher(local());
    EXPECT_EQ(failure(fetcher.get(server.url("/none"), kNow)), FetchFailure::http_status);
    EXPECT_EQ(failure(fetcher.get(server.url("/none"), kNow)), FetchFailure::http_status);
    EXPECT_EQ(server.served(), 1);
    for (const char* url : {"https://127.0.0.1/", "ldap://x/", "file:///etc/passwd", "http://",
                            "http://user:word@127.0.0.1/", "http://a b/", ""})
        EXPECT_EQ(failure(fetcher.get(url, kNow)), FetchFailure::bad_url) << url;
    EXPECT_EQ(failure(fetcher.get("http://127.0.0.1:1/", kNow)), FetchFailure::network);
}

TEST_F(Fetch, RefusesLocalAddresses) {
    HttpServer server;
    server.body("/crl", "body");
    RevocationFetcher fetcher;
    EXPECT_EQ(failure(fetcher.get(server.url("/crl"), kNow)), FetchFailure::refused);
    EXPECT_EQ(failure(fetcher.get("http://[::1]:9/", kNow)), FetchFailure::refused);
    EXPECT_EQ(failure(fetcher.get("http://169.254.169.254/", kNow)), FetchFailure::refused);
    EXPECT_EQ(server.served(), 0);
}

TEST_F(Fetch, BoundsSizeTimeRedirectsAndTransfers) {
    HttpServer server;
    server.body("/big", std::string(5000, 'x'));
    server.answer("/endless",
                  "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + std::string(5000, 'x'));
    server.answer("/silent", "silence");
    const auto redirect = [](const std::string& to) {
        return "HTTP/1.1 302 Found\r\nConnection: close\r\nContent-Length: 0\r\nLocation: " + to +
               "\r\n\r\n";
    };
    server.answer("/loop", redirect("/loop"));
    server.answer("/away", redirect("https://127.0.0.1/"));
    server.answer("/file", redirect("file:///etc/passwd"));
    server.answer("/once", redirect("/there"));
    server.body("/there", "there");
    FetchOptions options = local();
    options.max_size = 4999;
    options.timeout_ms = 300;
    options.max_transfers = 8;
    RevocationFetcher fetcher(options);
    EXPECT_EQ(failure(fetcher.get(server.url("/big"), kNow)), FetchFailure::too_large);
    EXPECT_EQ(failure(fetcher.get(server.url("/endless"), kNow)), FetchFailure::too_large);
    EXPECT_EQ(failure(fetcher.get(server.url("/silent"), kNow)), FetchFailure::timeout);
    EXPECT_EQ(failure(fetcher.get(server.url("/loop"), kNow)), FetchFailure::too_many_redirects);
    EXPECT_EQ(failure(fetcher.get(server.url("/away"), kNow)), FetchFailure::refused);
    EXPECT_EQ(failure(fetcher.get(server.url("/file"), kNow)), FetchFailure::refused);
    EXPECT_EQ(as_text(*fetcher.get(server.url("/once"), kNow)), "there");
    EXPECT_EQ(fetcher.transfers(), 7U);
    EXPECT_TRUE(fetcher.get(server.url("/there"), kNow).ok());
    EXPECT_EQ(failure(fetcher.get(server.url("/there"), kNow)), FetchFailure::refused);
}

TEST_F(Fetch, CacheDirectoryOutlivesTheFetcher) {
    const auto directory =
        std::filesystem::path(testing::TempDir()) / ("tlsonar-fetch-" + std::to_string(getpid()));
    HttpServer server;
    FetchOptions options = local();
    options.cache_directory = directory;
    const std::string body("bo\ndy\0", 6);
    RevocationFetcher(options).keep(server.url("/x"), {}, as_bytes(body), kNow + 10);
    const auto found = RevocationFetcher(options).get(server.url("/x"), kNow);
    ASSERT_TRUE(found.ok());
    EXPECT_EQ(as_text(*found), body);
    EXPECT_FALSE(RevocationFetcher(options).get(server.url("/x"), kNow + 11).ok());
    EXPECT_FALSE(RevocationFetcher(options).get(server.url("/y"), kNow).ok());
    std::filesystem::remove_all(directory);
}

// The judge asks the responder first, then the list.
TEST_F(Fetch, BringsWhatTheCertificateNames) {
    HttpServer server;
    const Key ca_key;
    const Key leaf_key;
    const std::string urls =
        extension(item(6, octets({0x2B, 6, 1, 5, 5, 7, 1, 1})), false,
                  sequence(sequence(item(6, octets({0x2B, 6, 1, 5, 5, 7, 0x30, 1})) +
                                    item(0x86, server.url("/ocsp"))))) +
        extension(id_ce(31), false,
                  sequence(sequence(item(0xA0, item(0xA0, item(0x86, server.url("/crl")))))));
    const auto ca =
        make({.serial = 9, .subject = "CA", .extensions = ca_extensions()}, ca_key, ca_key);
    const std::vector<CertificatePtr> path = {make({.extensions = urls}, leaf_key, ca_key)};
    const TrustAnchorPtr anchor = make_trust_anchor(ca);
    ValidationCache cache;
    RevocationQuery query;
    query.path = path;
    query.anchor = anchor.get();
    query.issuer = ca.get();
    query.issuer_name = anchor->subject;
    query.issuer_public_key = anchor->public_key;
    query.time = kNow;
    query.profile = Profile::rfc5280;
    query.cache = &cache;
    const auto ask = [&] {
        RevocationFetcher fetcher(local());
        return RevocationJudge({}, {}, &fetcher).examine(query);
    };
    const auto nothing = ask();
    EXPECT_EQ(nothing.status, RevocationAnswer::Status::unknown);
    ASSERT_FALSE(nothing.findings.empty());
    EXPECT_EQ(nothing.findings[0].kind->id, "revocation.fetch-failed");
    EXPECT_EQ(server.served(), 2);
    server.body("/crl", crl({}, ca_key));
    const auto by_crl = ask();
    EXPECT_EQ(by_crl.status, RevocationAnswer::Status::good);
    EXPECT_EQ(by_crl.source, RevocationSource::crl);
    server.body("/ocsp",
                ocsp({.singles = ocsp_single({.status = ocsp_revoked(kNow - 9)}, ca_key)}, ca_key));
    const auto by_ocsp = ask();
    EXPECT_EQ(by_ocsp.status, RevocationAnswer::Status::revoked);
    EXPECT_EQ(by_ocsp.source, RevocationSource::ocsp);
}

}  // namespace
}  // namespace tlsonar::trust::making
