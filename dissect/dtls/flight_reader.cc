#include "dissect/dtls/flight_reader.h"

#include "dissect/session/limits.h"

namespace tlsonar::dissect {

std::size_t FlightReader::on_datagram(Bytes datagram, std::vector<DtlsMessage>& out) {
    std::size_t records = 0;
    while (!datagram.empty()) {
        const auto record = next_dtls_record(datagram);
        if (!record) {
            ++troubles_.not_records;
            break;
        }
        ++records;
        on_record(*record, out);
    }
    return records;
}

void FlightReader::on_record(const DtlsRecord& record, std::vector<DtlsMessage>& out) {
    if (record.epoch != 0) {
        ++troubles_.encrypted;
        return;
    }
    const auto content = static_cast<Content>(record.type);
    if (content == Content::handshake) return on_fragments(record, out);
    if (content != Content::alert || record.body.empty()) return;
    out.push_back(
        {content, record.body[0], record.version, 0, {record.body.begin(), record.body.end()}});
}

// One record may hold several.
void FlightReader::on_fragments(const DtlsRecord& record, std::vector<DtlsMessage>& out) {
    Reader reader(record.body);
    while (reader.more()) {
        DtlsFragment fragment;
        read(reader, fragment);
        if (reader.failed()) {
            ++troubles_.malformed;
            return;
        }
        on_fragment(fragment);
        deliver(record.version, out);
    }
}

void FlightReader::on_fragment(const DtlsFragment& fragment) {
    // Modulo 2^16, so that what is behind is far ahead.
    const auto ahead = static_cast<std::uint16_t>(fragment.message_sequence - next_);
    if (ahead >= 0x8000) {
        ++troubles_.repeated;
        return;
    }
    if (fragment.length > kMaxMessageLength || ahead >= kWindow) {
        ++troubles_.over_limit;
        return;
    }
    const std::size_t end = std::size_t{fragment.offset} + fragment.body.size();
    if (end > fragment.length) {
        ++troubles_.malformed;
        return;
    }
    const auto found = open_.find(fragment.message_sequence);
    const std::size_t before = found == open_.end() ? 0 : found->second.held();
    if (end > before && held_ + (end - before) > kMaxHeld) {
        ++troubles_.over_limit;
        return;
    }
    MessageAssembly& assembly =
        open_.try_emplace(fragment.message_sequence, fragment.type, fragment.length).first->second;
    switch (assembly.take(fragment)) {
        case MessageAssembly::Taken::fresh:
            break;
        case MessageAssembly::Taken::known:
            troubles_.repeated += fragment.length == 0 ? 0 : 1;
            break;
        case MessageAssembly::Taken::conflict:
            ++troubles_.conflicts;
            break;
        case MessageAssembly::Taken::refused:
            ++troubles_.over_limit;
            break;
    }
    held_ += assembly.held() - before;
}

void FlightReader::deliver(std::uint16_t version, std::vector<DtlsMessage>& out) {
    for (auto next = open_.find(next_); next != open_.end() && next->second.complete();
         next = open_.find(next_)) {
        MessageAssembly& whole = next->second;
        held_ -= whole.held();
        out.push_back({Content::handshake, whole.type(), version, next_, whole.release()});
        open_.erase(next);
        ++next_;
    }
}

}  // namespace tlsonar::dissect
