// The conversations of a scan as a pcapng file.
#pragma once

#include "capture/file/pcapng_writer.h"
#include "profile/endpoint/endpoint_profile.h"
#include "scanner/engine/host.h"

#include <cstdio>
#include <string>
#include <vector>

namespace tlsonar::cli {

class EvidenceFile {
  public:
    EvidenceFile() = default;
    ~EvidenceFile();
    EvidenceFile(const EvidenceFile&) = delete;
    EvidenceFile& operator=(const EvidenceFile&) = delete;

    // The error is a sentence.
    std::string open(const std::string& path);
    void add(const profile::EndpointProfile& profile, std::vector<scanner::KeptTalk>&& talks);
    // False when something could not be written.
    bool close();

  private:
    void write();

    std::FILE* file_ = nullptr;
    capture::PcapngWriter writer_;
    std::vector<std::uint8_t> octets_;
    bool ok_ = true;
};

}  // namespace tlsonar::cli
