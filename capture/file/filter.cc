#include "capture/file/filter.h"

#include <algorithm>
#include <map>
#include <utility>

#include <pcap/pcap.h>

namespace tlsonar::capture {
namespace {

constexpr int kSnapLength = 262144;

// In files a link layer has one number everywhere; libpcap wants the system's own. They differ for
// raw IP only, among those that are read here.
int data_link_type(std::uint16_t linktype) {
    constexpr std::uint16_t kRawInFiles = 101;
    return linktype == kRawInFiles ? DLT_RAW : linktype;
}

class Program {
  public:
    Program(const std::string& expression, std::uint16_t linktype) {
        pcap_t* pcap = pcap_open_dead(data_link_type(linktype), kSnapLength);
        if (pcap == nullptr) {
            why_ = "out of memory for the filter";
            return;
        }
        constexpr int kOptimize = 1;
        usable_ =
            pcap_compile(pcap, &program_, expression.c_str(), kOptimize, PCAP_NETMASK_UNKNOWN) == 0;
        if (!usable_) why_ = pcap_geterr(pcap);
        pcap_close(pcap);
    }
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;
    ~Program() {
        if (usable_) pcap_freecode(&program_);
    }

    bool usable() const { return usable_; }
    const std::string& why() const { return why_; }
    bool matches(const Packet& packet) const {
        pcap_pkthdr header{};
        header.caplen = static_cast<bpf_u_int32>(packet.data.size());
        header.len = packet.wire_length;
        return pcap_offline_filter(&program_, &header, packet.data.data()) != 0;
    }

  private:
    bpf_program program_{};
    bool usable_ = false;
    std::string why_;
};

}  // namespace

struct Filter::Programs {
    explicit Programs(std::string text) : expression(std::move(text)) {}

    const Program& of(std::uint16_t linktype) {
        if (last == nullptr || linktype != last_linktype) {
            last = &programs.try_emplace(linktype, expression, linktype).first->second;
            last_linktype = linktype;
        }
        return *last;
    }

    std::string expression;
    std::map<std::uint16_t, Program> programs;
    const Program* last = nullptr;
    std::uint16_t last_linktype = 0;
    std::uint64_t inapplicable = 0;
    std::string inapplicable_why;
};

Filter::Filter(std::unique_ptr<Programs> programs) : programs_(std::move(programs)) {}
Filter::Filter(Filter&&) noexcept = default;
Filter& Filter::operator=(Filter&&) noexcept = default;
Filter::~Filter() = default;

// Ethernet understands nearly every expression; what is wrong there may still be right in the air
// or on raw IP.
Result<Filter, FilterError> Filter::compile(const std::string& expression) {
    constexpr std::uint16_t kEthernet = 1;
    constexpr std::uint16_t kOthers[] = {127, 101, 113};
    auto programs = std::make_unique<Programs>(expression);
    const bool usable =
        programs->of(kEthernet).usable() ||
        std::any_of(std::begin(kOthers), std::end(kOthers),
                    [&](std::uint16_t linktype) { return programs->of(linktype).usable(); });
    if (!usable) return FilterError{programs->of(kEthernet).why()};
    return Filter(std::move(programs));
}

bool Filter::matches(const Packet& packet) {
    const Program& program = programs_->of(packet.linktype);
    if (program.usable()) return program.matches(packet);
    ++programs_->inapplicable;
    programs_->inapplicable_why = program.why();
    return false;
}

std::uint64_t Filter::inapplicable() const { return programs_->inapplicable; }
const std::string& Filter::inapplicable_why() const { return programs_->inapplicable_why; }

}  // namespace tlsonar::capture
