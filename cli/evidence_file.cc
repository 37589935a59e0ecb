#include "cli/evidence_file.h"

#include <cerrno>
#include <cstring>

namespace tlsonar::cli {
namespace {

using capture::Transcript;
using scanner::End;

// How the connection ended, as a capture would show it.
void set_end(const scanner::KeptTalk& talk, Transcript& out) {
    switch (talk.end) {
        case End::eof:
            out.end = Transcript::End::fin;
            out.ended_by = Sender::responder;
            return;
        case End::reset:
        case End::refused:
            out.end = Transcript::End::reset;
            out.ended_by = Sender::responder;
            return;
        case End::done:
        case End::too_much:
        case End::dialog:
            out.end = Transcript::End::fin;
            out.ended_by = Sender::initiator;
            return;
        case End::timeout:
        case End::unreachable:
        case End::local:
            return;
    }
}

Transcript transcript_of(const profile::EndpointProfile& profile, scanner::KeptTalk&& talk) {
    Transcript out;
    out.client = talk.local;
    out.server = talk.remote;
    out.udp = talk.udp;
    out.begun = talk.begin;
    if (talk.opened) out.opened = talk.begin;
    for (scanner::WireOctets& piece : talk.wire)
        out.pieces.push_back({piece.at, piece.from, std::move(piece.octets)});
    out.ended = talk.begin + talk.duration;
    set_end(talk, out);
    out.key_log = std::move(talk.key_log);
    out.comment = profile.target + " connection " + std::to_string(talk.connection) + ", probe " +
                  std::string(talk.probe);
    return out;
}

}  // namespace

EvidenceFile::~EvidenceFile() { close(); }

std::string EvidenceFile::open(const std::string& path) {
    file_ = std::fopen(path.c_str(), "wb");
    if (file_ == nullptr) return "cannot write " + path + ": " + std::strerror(errno);
    writer_.begin("tlsonar " TLSONAR_VERSION, octets_);
    write();
    return {};
}

void EvidenceFile::add(const profile::EndpointProfile& profile,
                       std::vector<scanner::KeptTalk>&& talks) {
    for (scanner::KeptTalk& talk : talks) {
        writer_.add(transcript_of(profile, std::move(talk)), octets_);
        write();
    }
}

void EvidenceFile::write() {
    if (file_ != nullptr && !octets_.empty())
        ok_ = std::fwrite(octets_.data(), 1, octets_.size(), file_) == octets_.size() && ok_;
    octets_.clear();
}

bool EvidenceFile::close() {
    if (file_ != nullptr) ok_ = std::fclose(file_) == 0 && ok_;
    file_ = nullptr;
    return ok_;
}

}  // namespace tlsonar::cli
