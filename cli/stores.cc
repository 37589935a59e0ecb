#include "cli/stores.h"

#include "trust/store/store.h"

#include <cstdlib>

#include <sys/stat.h>

namespace tlsonar::cli {
namespace {

// `examined`: by a root programme, as those of systems are.
trust::TrustAnchorSet anchors_of(const trust::TrustStore& store, bool examined) {
    trust::TrustAnchorSet set(store.name);
    for (const trust::CertificatePtr& certificate : store.certificates)
        set.add(examined ? trust::make_examined_anchor(certificate)
                         : trust::make_trust_anchor(certificate));
    return set;
}

void load_system(LoadedStores& out) {
    trust::SystemStoreOptions how;
    if (const char* file = std::getenv("SSL_CERT_FILE")) how.cert_file = file;
    if (const char* folder = std::getenv("SSL_CERT_DIR")) how.cert_dir = folder;
    const auto store = trust::load_system_store(how);
    if (store)
        out.stores.push_back(anchors_of(*store, true));
    else
        out.notes.push_back("no roots of the system: " + store.error().what +
                            " (install ca-certificates, or give --store NAME=FILE)");
}

bool is_folder(const std::string& path) {
    struct stat status {};
    return stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

}  // namespace

Result<LoadedStores, std::string> load_stores(const std::vector<std::string>& given) {
    LoadedStores out;
    if (given.empty()) load_system(out);
    for (const std::string& one : given) {
        const std::size_t equals = one.find('=');
        const std::string path = equals == std::string::npos ? one : one.substr(equals + 1);
        const std::string name = equals == std::string::npos ? one : one.substr(0, equals);
        const auto store = is_folder(path) ? trust::load_store_folder(name, path)
                                           : trust::load_store_file(name, path);
        if (!store) return "cannot use the store " + path + ": " + store.error().what;
        for (const std::string& note : store->notes)
            out.notes.push_back(path + ": " + note);
        out.stores.push_back(anchors_of(*store, false));
    }
    return out;
}

}  // namespace tlsonar::cli
