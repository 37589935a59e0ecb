#include "capture/file/format.h"

#include <algorithm>

namespace tlsonar::capture {

const Format* find_format(Bytes begin) {
    static constexpr const Format* kFormats[] = {&kPcap, &kPcapng};
    for (const Format* format : kFormats)
        if (format->recognises(begin)) return format;
    return nullptr;
}

Fault FileSource::fault_here(const std::string& what) const {
    const std::uint64_t offset = window_->offset();
    return {offset, name_ + ": at offset " + std::to_string(offset) + ", " + what};
}

bool FileSource::fail(const std::string& what) {
    fault_ = fault_here(what);
    return false;
}

void FileSource::note(const std::string& what) {
    ++note_count_;
    if (notes_.size() < kMaxNotes) notes_.push_back(fault_here(what));
}

bool FileSource::end(std::size_t have, std::uint64_t need, const std::string& what) {
    const std::string& trouble = window_->trouble();
    if (have == 0) return trouble.empty() ? false : fail(trouble);
    std::string sentence = "the capture ends inside " + what + ": " + std::to_string(have) +
                           " of " + std::to_string(need) + " octets are there";
    if (!trouble.empty()) sentence += "; " + trouble;
    return fail(sentence);
}

}  // namespace tlsonar::capture
