// Intermediate certificates seen before, for chains that lack them.
#pragma once

#include "core/result.h"
#include "trust/certificate_ptr.h"
#include "trust/path/pool.h"

#include <string>
#include <vector>

namespace tlsonar::cli {

struct LoadedIntermediates {
    trust::CertificatePool certificates;
    std::vector<std::string> notes;  // what was left out
};

// Files and folders that the user named. The error is a sentence.
Result<LoadedIntermediates, std::string> load_intermediates(const std::vector<std::string>& given);

// Those that --fetch brought in earlier runs: one file each in DIR/intermediates, named by SHA-256.
// What is not the certificate that its name says is passed over.
std::vector<trust::CertificatePtr> kept_intermediates(const std::string& cache);
// CA certificates only. False when the folder cannot be written to.
bool keep_intermediate(const std::string& cache, const trust::Certificate& certificate);

}  // namespace tlsonar::cli
