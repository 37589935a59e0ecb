#include "bench/sample_reader.h"

#include <cstdio>
#include <cstdlib>
#include <map>

#include <pcap/pcap.h>

namespace bench {
namespace {

using Key = std::string;  // addresses and ports of a direction

struct Open {
    std::size_t at = 0;
    int from = 0;
};

std::size_t number16(const std::uint8_t* p) { return static_cast<std::size_t>(p[0] << 8 | p[1]); }

Key key_of(const std::uint8_t* source, const std::uint8_t* destination, std::size_t address,
           const std::uint8_t* ports, bool reversed) {
    Key key;
    const auto side = [&](const std::uint8_t* ip, const std::uint8_t* port) {
        key.append(reinterpret_cast<const char*>(ip), address);
        key.append(reinterpret_cast<const char*>(port), 2);
    };
    side(reversed ? destination : source, reversed ? ports + 2 : ports);
    side(reversed ? source : destination, reversed ? ports : ports + 2);
    return key;
}

class Reader {
  public:
    void packet(const std::uint8_t* p, std::size_t n) {
        if (n < 54) return;
        const bool v6 = number16(p + 12) == 0x86dd;
        if (!v6 && number16(p + 12) != 0x0800) return;
        const std::uint8_t* ip = p + 14;
        if ((v6 ? ip[6] : ip[9]) != 6) return;
        const std::size_t header = v6 ? 40 : (ip[0] & 15) * std::size_t{4};
        const std::size_t total = v6 ? 40 + number16(ip + 4) : number16(ip + 2);
        if (total + 14 > n || total < header + 20) return;
        const std::uint8_t* tcp = ip + header;
        const std::size_t address = v6 ? 16 : 4;
        const std::uint8_t* source = ip + (v6 ? 8 : 12);
        const std::size_t offset = std::size_t{tcp[12]} >> 4 << 2;
        if (header + offset > total) return;
        Sent sent;
        sent.flags = tcp[13];
        sent.payload.assign(tcp + offset, ip + total);
        if ((sent.flags & 0x12) == 2) {
            open_[key_of(source, source + address, address, tcp, false)] = {all.size(), 0};
            open_[key_of(source, source + address, address, tcp, true)] = {all.size(), 1};
            all.push_back({v6, static_cast<std::uint16_t>(number16(tcp + 2)), {}});
        }
        const auto found = open_.find(key_of(source, source + address, address, tcp, false));
        if (found == open_.end()) return;
        sent.from = found->second.from;
        all[found->second.at].segments.push_back(std::move(sent));
    }

    std::vector<Conversation> all;

  private:
    std::map<Key, Open> open_;
};

}  // namespace

std::vector<Conversation> read_sample(const std::string& path) {
    char trouble[PCAP_ERRBUF_SIZE];
    pcap_t* capture = pcap_open_offline(path.c_str(), trouble);
    if (capture == nullptr || pcap_datalink(capture) != DLT_EN10MB) {
        std::fprintf(stderr, "make_capture: %s is no capture of Ethernet\n", path.c_str());
        std::exit(2);
    }
    Reader reader;
    pcap_pkthdr* header = nullptr;
    const u_char* octets = nullptr;
    while (pcap_next_ex(capture, &header, &octets) == 1)
        reader.packet(octets, header->caplen);
    pcap_close(capture);
    return std::move(reader.all);
}

}  // namespace bench
