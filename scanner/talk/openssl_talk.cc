// The side of OpenSslTalk that meets the wire and the dissector.
#include "scanner/talk/openssl_talk.h"

#include "dissect/session/limits.h"
#include "scanner/talk/openssl_talk_private.h"
#include "scanner/talk/wire_private.h"

namespace tlsonar::scanner {
OpenSslTalk::OpenSslTalk(const OpenSslOptions& options, const TalkTools& tools)
    : tools_(tools), tracker_(*this, &secrets_), client_(std::make_unique<Client>(*this, options)) {
    // The dissector looks for secrets only where there are some when a connection begins.
    const std::uint8_t nobody[48] = {};
    secrets_.add(dissect::SecretLabel::client_random, Bytes(nobody).first(32), nobody);
    client_->begin();
}

OpenSslTalk::~OpenSslTalk() = default;

void OpenSslTalk::start(std::vector<std::uint8_t>& out, Moment now) { flush(out, now); }

void OpenSslTalk::flush(std::vector<std::uint8_t>& out, Moment now) {
    const Octets octets = client_->drain();
    if (octets.empty()) return;
    out.insert(out.end(), octets.begin(), octets.end());
    if (!tracker_.finished()) tracker_.on_bytes(Sender::initiator, octets, now);
}

// libssl has each record before the dissector, so that its secrets are there when they are needed.
bool OpenSslTalk::feed(Bytes record, std::vector<std::uint8_t>& out, Moment now) {
    client_->feed(record);
    const bool over = client_->step();
    if (!tracker_.finished()) tracker_.on_bytes(Sender::responder, record, now);
    flush(out, now);
    return over;
}

bool OpenSslTalk::received(Bytes octets, std::vector<std::uint8_t>& out, Moment now) {
    octets_ += octets.size();
    pending_.insert(pending_.end(), octets.begin(), octets.end());
    std::size_t used = 0;
    bool over = false;
    while (!over) {
        const Bytes rest = Bytes(pending_).subspan(used);
        if (rest.size() < kRecordHeader) break;
        // What is no record is libssl's to complain about.
        const std::size_t n = is_record_header(rest)
                                  ? kRecordHeader + std::size_t{load_be16(rest.data() + 3)}
                                  : rest.size();
        if (rest.size() < n) break;
        over = feed(rest.first(n), out, now);
        used += n;
    }
    pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(used));
    too_much_ = octets_ > kMaxOctets;
    return over || too_much_;
}

void OpenSslTalk::ended(End end, Moment now) {
    tracker_.on_close(Sender::initiator, CloseReason::end_of_input, now);
    tracker_.on_close(Sender::responder, CloseReason::end_of_input, now);
    if (handshake_) reply_ = read_reply(*handshake_, *tools_.certificates);
    result_.end = reply_.end = too_much_ ? End::too_much : end;
    client_.reset();
}

void OpenSslTalk::on_handshake(dissect::Handshake&& handshake) {
    if (!handshake_) handshake_ = std::move(handshake);
}

}  // namespace tlsonar::scanner
