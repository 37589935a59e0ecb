#include "cli/intermediates.h"

#include "cli/tables.h"
#include "core/bytes.h"
#include "core/text.h"
#include "trust/store/store.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <system_error>

namespace tlsonar::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxKept = 4'096;
constexpr std::size_t kMaxOctets = 65'536;  // of one certificate that is kept
constexpr const char* kFolder = "intermediates";

fs::path place_of(const std::string& cache, const trust::Certificate& certificate) {
    return fs::path(cache) / kFolder / (hex(certificate.sha256) + ".der");
}

}  // namespace

Result<LoadedIntermediates, std::string> load_intermediates(const std::vector<std::string>& given) {
    LoadedIntermediates out;
    for (const std::string& path : given) {
        std::error_code ignored;
        const auto read = fs::is_directory(path, ignored) ? trust::load_store_folder(path, path)
                                                          : trust::load_store_file(path, path);
        if (!read) return "cannot read intermediates from " + path + ": " + read.error().what;
        for (const std::string& note : read->notes)
            out.notes.push_back(path + ": " + note);
        for (const trust::CertificatePtr& certificate : read->certificates)
            out.certificates.add(certificate);
    }
    return out;
}

std::vector<trust::CertificatePtr> kept_intermediates(const std::string& cache) {
    std::vector<fs::path> files;
    std::error_code error;
    for (fs::directory_iterator at(fs::path(cache) / kFolder, error), end;
         !error && at != end && files.size() < kMaxKept; at.increment(error))
        if (at->path().extension() == ".der") files.push_back(at->path());
    // The order of a folder is nobody's choice.
    std::sort(files.begin(), files.end());
    std::vector<trust::CertificatePtr> out;
    for (const fs::path& file : files) {
        const auto octets = read_file(file.string(), kMaxOctets);
        if (!octets) continue;
        trust::CertificatePtr certificate = trust::make_certificate(*octets);
        if (certificate->summary.complete && place_of(cache, *certificate) == file)
            out.push_back(std::move(certificate));
    }
    return out;
}

// Written beside and renamed, so that nobody reads half a file.
bool keep_intermediate(const std::string& cache, const trust::Certificate& certificate) {
    if (!certificate.summary.is_ca() || certificate.der.size() > kMaxOctets) return true;
    const fs::path path = place_of(cache, certificate);
    std::error_code error;
    if (fs::exists(path, error)) return true;
    fs::create_directories(path.parent_path(), error);
    fs::path beside = path;
    beside += ".new";
    {
        std::ofstream file(beside, std::ios::binary | std::ios::trunc);
        file << as_text(Bytes(certificate.der));
        if (!file.flush()) {
            file.close();
            fs::remove(beside, error);
            return false;
        }
    }
    fs::rename(beside, path, error);
    if (!error) return true;
    fs::remove(beside, error);
    return false;
}

}  // namespace tlsonar::cli
