#include "cli/analyze.h"

#include "capture/file/filter.h"
#include "capture/file/source.h"
#include "capture/packets.h"
#include "cli/command.h"
#include "cli/intermediates.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/record_outputs.h"
#include "cli/shard.h"
#include "cli/stores.h"
#include "cli/tables.h"
#include "core/text.h"

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <deque>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

namespace tlsonar::cli {
namespace {

volatile std::sig_atomic_t interrupted = 0;

// So often is the clock looked at, for the progress bar.
constexpr std::uint64_t kPacketsAGlance = 512;

void on_interrupt(int) { interrupted = 1; }

// The run: from the options to the exit code.
class Analysis final : private capture::SegmentSink {
  public:
    Analysis(const AnalyzeOptions& options, std::FILE* out)
        : options_(options),
          judging_(options.judging),
          progress_(options.stderr_style.columns),
          output_(options, out, &progress_) {}

    int run();

  private:
    void on_segment(const capture::Segment& segment) override { pipeline_->on_segment(segment); }
    bool load_key_logs();
    bool load_trust_stores();
    bool load_tables();
    bool compile_filter();
    void collect_secrets(const std::string& path);
    void begin_pipeline(const std::string& file);
    void end_pipeline();
    void read_file(const std::string& path);
    void read_packets(capture::PacketSource& source, capture::PacketReader& reader,
                      reports::FileSummary& file);
    void add_tally(const capture::Tally& tally);
    void add(Finding&& finding);
    int judge(int code);
    void complain(const std::string& sentence);
    int exit_code() const;

    const AnalyzeOptions& options_;
    Judging judging_;
    RecordOutputs logs_;
    Progress progress_;
    Output output_;
    dissect::SecretStore secrets_;
    std::vector<trust::TrustAnchorSet> stores_;
    std::optional<trust::CtLogList> ct_logs_;
    std::optional<trust::ProgrammeTable> programmes_;
    trust::CertificatePool intermediates_;
    std::optional<capture::Filter> filter_;
    std::deque<std::string> names_;                               // of files, for the shards
    std::deque<std::unique_ptr<capture::PacketSource>> sources_;  // mapped octets are lent by them
    std::unique_ptr<Findings> findings_;
    std::deque<reports::Summary> shard_summaries_;
    std::unique_ptr<capture::Pipeline> pipeline_;
    reports::Summary summary_;
    std::uint64_t frames_before_ = 0;  // with --join: of the files before
    bool could_not_open_ = false;
    bool not_a_capture_ = false;
    bool read_any_ = false;
    bool judged_ = true;  // everything that was found went to the judge
};

void Analysis::complain(const std::string& sentence) {
    progress_.clear();
    std::fprintf(stderr, "tlsonar: %s\n", printable(sentence).c_str());
}

bool Analysis::load_key_logs() {
    for (const std::string& path : options_.key_logs) {
        std::ifstream file(path, std::ios::binary);
        if (!file) {
            complain("cannot read the key log " + path + ": " + std::strerror(errno));
            return false;
        }
        const std::string text{std::istreambuf_iterator<char>(file), {}};
        const dissect::KeyLogCounts counts = secrets_.add_key_log(as_bytes(text));
        summary_.secrets += counts.accepted;
        summary_.malformed_secrets += counts.malformed;
        if (counts.accepted == 0)
            complain(path + " holds no secret: it is no key log in the NSS format (SSLKEYLOGFILE)");
        else if (counts.malformed > 0)
            complain(path + ": line " + std::to_string(counts.malformed_lines.front()) +
                     (counts.malformed > 1 ? " and others are" : " is") +
                     " no key-log line; the rest is used");
    }
    return true;
}

bool Analysis::load_trust_stores() {
    if (!options_.validate) return true;
    auto loaded = load_stores(options_.stores);
    if (!loaded) {
        complain(loaded.error());
        return false;
    }
    // That a system has no roots is worth a word only to those who asked for validation.
    if (!options_.stores.empty())
        for (const std::string& note : loaded->notes)
            complain(note);
    stores_ = std::move(loaded->stores);
    return true;
}

// What chains are judged by beside the roots. Read only when chains are judged at all.
bool Analysis::load_tables() {
    if (stores_.empty()) return true;
    auto logs = load_ct_logs(options_.ct_logs);
    auto seen = load_intermediates(options_.intermediates);
    for (const std::string* fault :
         {logs ? nullptr : &logs.error(), seen ? nullptr : &seen.error()})
        if (fault != nullptr) {
            complain(*fault);
            return false;
        }
    for (const std::string& note : seen->notes)
        complain(note);
    ct_logs_ = std::move(logs).value();
    intermediates_ = std::move(seen->certificates);
    programmes_ = trust::ProgrammeTable::built_in();
    return true;
}

bool Analysis::compile_filter() {
    if (options_.filter.empty()) return true;
    auto filter = capture::Filter::compile(options_.filter);
    if (!filter) {
        complain("the filter \"" + options_.filter +
                 "\" is not understood: " + filter.error().sentence + " (see pcap-filter(7))");
        return false;
    }
    filter_.emplace(std::move(filter).value());
    return true;
}

// Several threads read the secrets while they work: the decryption secrets blocks of a file are
// gathered beforehand.
void Analysis::collect_secrets(const std::string& path) {
    capture::SourceOptions source_options;
    source_options.on_key_log = [this](Bytes lines) {
        const dissect::KeyLogCounts counts = secrets_.add_key_log(lines);
        summary_.secrets += counts.accepted;
        summary_.malformed_secrets += counts.malformed;
    };
    auto source = capture::PacketSource::open(path, std::move(source_options));
    // Only pcapng has blocks of secrets: no other file is read twice.
    if (!source.ok() || !(*source)->may_hold_key_logs()) return;
    capture::Packet packet;
    while ((*source)->next(packet)) {
    }
}

void Analysis::add(Finding&& finding) {
    if (options_.judging.asked()) {
        std::string line;
        reports::append_number(line, output_.written() + 1);
        line += reports::after_number(finding.json);
        judged_ = judging_.read_line(line, names_.back(), output_.written() + 1) && judged_;
    }
    if (!logs_.empty()) {
        finding.record->number = output_.written() + 1;
        logs_.add(*finding.record);
    }
    output_.add(std::move(finding));
}

// What was seen on the wire by the policies; where there was nothing, there is no verdict.
int Analysis::judge(int code) {
    if (!options_.judging.asked() || code == kUsage) return code;
    JudgingText text;
    text.style = options_.style;
    text.quiet = options_.quiet;
    text.to_stderr = options_.writes_json();
    const int verdict = judging_.end(text);
    return judged_ ? judging_.combined(verdict, code) : static_cast<int>(kUsage);
}

void Analysis::begin_pipeline(const std::string& file) {
    names_.push_back(file);
    findings_ = std::make_unique<Findings>(options_.threads,
                                           [this](Finding&& finding) { add(std::move(finding)); });
    capture::PipelineOptions pipeline_options;
    pipeline_options.threads = options_.threads;
    pipeline_options.flows.max_memory = options_.max_memory;
    pipeline_options.flows.seed =
        (std::uint64_t{std::random_device{}()} << 32) | std::random_device{}();
    shard_summaries_.clear();
    pipeline_ = std::make_unique<capture::Pipeline>(pipeline_options, [this](std::size_t number) {
        shard_summaries_.emplace_back();
        trust::ChainJudgeOptions judging;
        judging.profile = options_.profile;
        judging.ct_logs = ct_logs_ ? &*ct_logs_ : nullptr;
        judging.programmes = programmes_ ? &*programmes_ : nullptr;
        judging.intermediates = intermediates_.size() == 0 ? nullptr : &intermediates_;
        return std::make_unique<Shard>(
            Shard::Context{options_, secrets_, *findings_, names_.back(), stores_, judging, number},
            shard_summaries_.back());
    });
}

void Analysis::end_pipeline() {
    if (!pipeline_) return;
    pipeline_->finish();
    const capture::FlowStats stats = pipeline_->stats();
    summary_.flows += stats.flows;
    summary_.evicted += stats.evicted_sinks + stats.evicted_flows;
    summary_.bad_checksums += stats.bad_checksums;
    pipeline_.reset();
    for (const reports::Summary& shard : shard_summaries_)
        summary_ += shard;
    shard_summaries_.clear();
}

void Analysis::add_tally(const capture::Tally& tally) {
    reports::Summary more;
    more.packets = tally.packets;
    more.octets = tally.octets;
    more.segments = tally.segments;
    more.cut_short = tally.cut_short;
    for (const auto& entry : tally.other.entries())
        more.other.push_back({entry.name, entry.packets});
    for (const auto& entry : tally.unread.entries())
        more.unread.push_back({entry.name, entry.packets});
    for (const auto& [type, packets] : tally.unknown_link_layers)
        more.unread.push_back({"link layer " + std::to_string(type), packets});
    const capture::FragmentTally& fragments = tally.fragments;
    const auto unread = [&more](const char* why, std::uint64_t n) {
        if (n > 0) more.unread.push_back({why, n});
    };
    unread("IP datagrams with fragments missing",
           fragments.pending + fragments.aged + fragments.evicted);
    unread("IPv6 datagrams with overlapping fragments", fragments.overlapping);
    unread("IP fragments that fit nowhere", fragments.impossible);
    unread("packets that claim to be longer than their frame", tally.overlong);
    summary_ += more;
}

void Analysis::read_packets(capture::PacketSource& source, capture::PacketReader& reader,
                            reports::FileSummary& file) {
    capture::Packet packet;
    while (interrupted == 0 && source.next(packet)) {
        ++file.packets;
        file.octets += packet.wire_length;
        if (filter_ && !filter_->matches(packet)) continue;
        packet.moment.ordinal += frames_before_;
        reader.read(packet);
        if (file.packets % kPacketsAGlance == 0)
            progress_.update(source.bytes_read(), source.bytes_total(), output_.written());
        if (!output_.ok()) return;
    }
}

void Analysis::read_file(const std::string& path) {
    capture::SourceOptions source_options;
    std::error_code ignored;
    if (options_.threads > 1 && std::filesystem::is_regular_file(path, ignored)) {
        collect_secrets(path);
    } else {
        source_options.on_key_log = [this](Bytes lines) {
            const dissect::KeyLogCounts counts = secrets_.add_key_log(lines);
            summary_.secrets += counts.accepted;
            summary_.malformed_secrets += counts.malformed;
        };
    }
    auto opened = capture::PacketSource::open(path, std::move(source_options));
    if (!opened) {
        using Cause = capture::FileError::Cause;
        const Cause cause = opened.error().cause;
        const bool user =
            cause == Cause::missing || cause == Cause::no_permission || cause == Cause::directory;
        (user ? could_not_open_ : not_a_capture_) = true;
        return complain(opened.error().sentence);
    }
    read_any_ = true;
    sources_.push_back(std::move(opened).value());
    capture::PacketSource& source = *sources_.back();
    if (!options_.join || !pipeline_) begin_pipeline(path);
    reports::FileSummary file;
    file.name = path;
    capture::PacketReader reader(*this);
    read_packets(source, reader, file);
    if (options_.join) frames_before_ += file.packets;
    if (source.fault())
        file.fault = source.fault()->sentence;
    else if (interrupted != 0)
        file.fault = path + ": interrupted after " + std::to_string(file.packets) + " packets";
    for (const capture::Fault& note : source.notes())
        file.notes.push_back(note.sentence);
    if (source.note_count() > source.notes().size())
        file.notes.push_back(path + ": " +
                             std::to_string(source.note_count() - source.notes().size()) +
                             " more such notes");
    if (!options_.join) {
        end_pipeline();
        sources_.clear();
    }
    add_tally(reader.tally());
    summary_.files.push_back(std::move(file));
}

int Analysis::exit_code() const {
    if (!output_.ok()) return kUsage;
    if (could_not_open_ && !read_any_) return kUsage;
    if (could_not_open_ || not_a_capture_ || summary_.incomplete()) return kIncomplete;
    if (options_.show && *options_.show > summary_.handshakes) return kUsage;
    return kFine;
}

int Analysis::run() {
    if (!logs_.open(options_.logs)) {
        complain(logs_.fault());
        return kUsage;
    }
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    if (options_.judging.asked() &&
        !judging_.begin(std::chrono::duration_cast<std::chrono::seconds>(now).count()))
        return kUsage;
    if (!compile_filter() || !load_key_logs() || !load_trust_stores() || !load_tables())
        return kUsage;
    std::signal(SIGINT, on_interrupt);
    output_.begin();
    for (const std::string& path : options_.files) {
        if (interrupted != 0 || !output_.ok()) break;
        read_file(path);
    }
    end_pipeline();
    progress_.clear();
    // Where nothing was read there is nothing to sum up; a JSON document is finished all the same.
    if (read_any_ || options_.format == AnalyzeOptions::Format::json) output_.end(summary_);
    if (options_.format == AnalyzeOptions::Format::ndjson ||
        options_.format == AnalyzeOptions::Format::json)
        for (const reports::FileSummary& file : summary_.files)
            if (!file.fault.empty()) complain(file.fault);
    if (!output_.ok()) complain(std::string("cannot write the output: ") + std::strerror(errno));
    if (options_.show && *options_.show > summary_.handshakes)
        complain("there is no handshake " + std::to_string(*options_.show) + ": " +
                 std::to_string(summary_.handshakes) + " found");
    const int code = judge(exit_code());
    if (logs_.close()) return code;
    complain(logs_.fault());
    return kUsage;
}

}  // namespace

int analyze(const AnalyzeOptions& options) {
    const bool to_file = !options.output.empty() && options.output != "-";
    std::FILE* out = to_file ? std::fopen(options.output.c_str(), "wb") : stdout;
    if (out == nullptr) {
        std::fprintf(stderr, "tlsonar: cannot write %s: %s\n", printable(options.output).c_str(),
                     std::strerror(errno));
        return kUsage;
    }
    int code = Analysis(options, out).run();
    if (to_file && std::fclose(out) != 0 && code == kFine) code = kUsage;
    return code;
}

}  // namespace tlsonar::cli
