// The yardstick: libpcap's own loop over a capture, counting packets and nothing else.
#include <cstdint>
#include <cstdio>

#include <pcap/pcap.h>

namespace {

struct Count {
    std::uint64_t packets = 0;
    std::uint64_t octets = 0;
};

void count(u_char* user, const pcap_pkthdr* header, const u_char*) {
    Count& total = *reinterpret_cast<Count*>(user);
    ++total.packets;
    total.octets += header->caplen;
}

}  // namespace

int main(int argc, char** argv) {
    char trouble[PCAP_ERRBUF_SIZE];
    if (argc != 2) return std::fprintf(stderr, "usage: empty_loop CAPTURE\n"), 2;
    pcap_t* capture = pcap_open_offline(argv[1], trouble);
    if (capture == nullptr) return std::fprintf(stderr, "empty_loop: %s\n", trouble), 2;
    Count total;
    pcap_loop(capture, -1, count, reinterpret_cast<u_char*>(&total));
    pcap_close(capture);
    std::printf("%llu %llu\n", static_cast<unsigned long long>(total.packets),
                static_cast<unsigned long long>(total.octets));
}
