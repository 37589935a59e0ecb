#include "tests/scanner/hello_server.h"

#include "core/reader.h"
#include "core/writer.h"
#include "dissect/extension/extension_type.h"

#include <algorithm>

namespace tlsonar::scanner::test {

namespace type = dissect::extension_type;

std::vector<std::uint16_t> SeenHello::suites() const {
    std::vector<std::uint16_t> out;
    for (std::size_t i = 0; i < hello.cipher_suites.size(); ++i)
        out.push_back(hello.cipher_suites[i]);
    return out;
}
bool SeenHello::offers(std::uint16_t suite) const {
    const auto all = suites();
    return std::find(all.begin(), all.end(), suite) != all.end();
}
std::vector<std::uint16_t> SeenHello::extensions() const {
    std::vector<std::uint16_t> out;
    if (hello.has_extensions)
        for (const dissect::Extension& extension : hello.extensions)
            out.push_back(extension.type);
    return out;
}
bool SeenHello::has(std::uint16_t extension) const {
    return hello.has_extensions && hello.extensions.find(extension);
}
std::vector<std::uint16_t> SeenHello::codes(std::uint16_t extension,
                                            std::size_t length_octets) const {
    std::vector<std::uint16_t> out;
    if (!hello.has_extensions) return out;
    const auto found = hello.extensions.find(extension);
    if (!found || found.body.size() < length_octets) return out;
    const Bytes list = found.body.subspan(length_octets);
    for (std::size_t i = 0; i + 1 < list.size(); i += 2)
        out.push_back(load_be16(&list[i]));
    return out;
}

std::optional<SeenHello> read_hello(Bytes records) {
    constexpr std::size_t kHeader = 5;
    SeenHello seen;
    while (records.size() >= kHeader) {
        const std::size_t size = load_be16(&records[3]);
        if (records.size() < kHeader + size) return std::nullopt;
        const Bytes body = records.subspan(kHeader, size);
        seen.message.insert(seen.message.end(), body.begin(), body.end());
        seen.records.push_back(size);
        records = records.subspan(kHeader + size);
    }
    const Octets& m = seen.message;
    if (m.size() < 4) return std::nullopt;
    const std::size_t size = std::size_t{m[1]} << 16 | std::size_t{m[2]} << 8 | m[3];
    if (m.size() < 4 + size) return std::nullopt;
    const auto hello = dissect::decode<dissect::ClientHello>(Bytes(m).subspan(4, size));
    if (!hello.ok()) return std::nullopt;
    seen.hello = *hello;
    seen.octets = 4 + size;
    return seen;
}

Deed close_it() { return {Deed::What::close, {}}; }
Deed reset_it() { return {Deed::What::reset, {}}; }
Deed keep_silent() { return {Deed::What::nothing, {}}; }
Deed alert(std::uint8_t description) { return {Deed::What::say, {21, 3, 1, 0, 2, 2, description}}; }

namespace {

Deed say_hello(dissect::ServerHello hello, Bytes extensions) {
    hello.has_extensions = !extensions.empty();
    hello.extensions = dissect::ExtensionList(extensions);
    Writer out;
    out.u8(22);
    out.u16(0x0303);
    out.prefixed(2, [&] {
        out.u8(2);
        out.vector24(dissect::encode(hello));
    });
    return {Deed::What::say, out.release()};
}

}  // namespace

Deed server_hello(std::uint16_t version, std::uint16_t suite, bool sentinel) {
    Octets random(32, 0x77);
    constexpr std::uint8_t kMark[] = {'D', 'O', 'W', 'N', 'G', 'R', 'D', 1};
    if (sentinel) std::copy(std::begin(kMark), std::end(kMark), random.begin() + 24);
    dissect::ServerHello hello;
    hello.legacy_version = std::min<std::uint16_t>(version, 0x0303);
    hello.random = random;
    hello.cipher_suite = suite;
    Writer extensions;
    if (version >= 0x0304) {
        extensions.u16(type::supported_versions);
        extensions.prefixed(2, [&] { extensions.u16(version); });
    }
    return say_hello(hello, extensions.written());
}

Deed server_flight(std::uint16_t version, std::uint16_t suite, Bytes extensions) {
    const Octets random(32, 0x77);
    dissect::ServerHello hello;
    hello.legacy_version = version;
    hello.random = random;
    hello.cipher_suite = suite;
    Deed deed = say_hello(hello, extensions);
    const std::uint8_t done[] = {22, 3, 3, 0, 4, 14, 0, 0, 0};
    deed.octets.insert(deed.octets.end(), std::begin(done), std::end(done));
    return deed;
}

Deed hello_retry(std::uint16_t suite, std::uint16_t group) {
    // SHA-256 of "HelloRetryRequest" (RFC 9846 section 4.1.3).
    const Octets random = {0xCF, 0x21, 0xAD, 0x74, 0xE5, 0x9A, 0x61, 0x11, 0xBE, 0x1D, 0x8C,
                           0x02, 0x1E, 0x65, 0xB8, 0x91, 0xC2, 0xA2, 0x11, 0x16, 0x7A, 0xBB,
                           0x8C, 0x5E, 0x07, 0x9E, 0x09, 0xE2, 0xC8, 0xA8, 0x33, 0x9C};
    dissect::ServerHello hello;
    hello.legacy_version = 0x0303;
    hello.random = random;
    hello.cipher_suite = suite;
    Writer extensions;
    extensions.u16(type::supported_versions);
    extensions.prefixed(2, [&] { extensions.u16(0x0304); });
    extensions.u16(type::key_share);
    extensions.prefixed(2, [&] { extensions.u16(group); });
    return say_hello(hello, extensions.written());
}

class HelloNetwork::HelloLink final : public Link {
  public:
    HelloLink(Loop& loop, const Answering& answering, LinkHandler& handler)
        : loop_(loop), answering_(answering), handler_(handler) {
        later([this] { handler_.on_open({}); });
    }
    ~HelloLink() override { *alive_ = false; }

    void send(Bytes octets) override {
        heard_.insert(heard_.end(), octets.begin(), octets.end());
        later([this] { answer(); });
    }

  private:
    void later(std::function<void()> work) {
        loop_.post([alive = alive_, work = std::move(work)] {
            if (*alive) work();
        });
    }
    void answer() {
        const auto seen = read_hello(heard_);
        if (!seen || answered_) return;
        answered_ = true;
        const Deed deed = answering_(*seen);
        switch (deed.what) {
            case Deed::What::say:
                return handler_.on_octets(deed.octets);
            case Deed::What::close:
                return handler_.on_end(End::eof, "closed");
            case Deed::What::reset:
                return handler_.on_end(End::reset, "reset");
            case Deed::What::nothing:
                return;
        }
    }

    Loop& loop_;
    const Answering& answering_;
    LinkHandler& handler_;
    Octets heard_;
    bool answered_ = false;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

std::unique_ptr<Link> HelloNetwork::open(const Endpoint& endpoint, bool udp, LinkHandler& handler) {
    static_cast<void>(endpoint);
    static_cast<void>(udp);
    ++opened_;
    return std::make_unique<HelloLink>(loop_, answering_, handler);
}

}  // namespace tlsonar::scanner::test
