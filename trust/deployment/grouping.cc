#include "trust/deployment/grouping.h"

#include <algorithm>

namespace tlsonar::trust {
namespace {

// A certificate for an end: no CA, or self-signed without saying that it is one.
bool is_leaf(const Certificate& certificate) { return !certificate.summary.is_ca(); }

bool issued(const Certificate& issuer, const Certificate& certificate) {
    return equal(issuer.bytes(issuer.summary.subject.der),
                 certificate.bytes(certificate.summary.issuer.der));
}

// The one of a file of CAs that issued none of the others.
std::size_t lowest(std::span<const ObjectReport> objects, std::span<const std::size_t> places) {
    for (const std::size_t place : places) {
        const Certificate& certificate = *objects[place].object.certificate;
        const bool issues = std::any_of(places.begin(), places.end(), [&](std::size_t other) {
            const Certificate& candidate = *objects[other].object.certificate;
            return candidate.sha256 != certificate.sha256 && issued(certificate, candidate);
        });
        if (!issues) return place;
    }
    return places.front();
}

class Grouping {
  public:
    explicit Grouping(std::span<const ObjectReport> objects) : objects_(objects) {}

    std::vector<SentGroup> groups() && {
        for (std::size_t i = 0; i < objects_.size();) {
            const std::size_t file = objects_[i].file;
            std::vector<std::size_t> places;
            for (; i < objects_.size() && objects_[i].file == file; ++i)
                if (objects_[i].object.kind == ObjectKind::certificate) places.push_back(i);
            if (!places.empty()) group_file(places);
        }
        append_chain_files();
        // Only CAs: together they are a chain, unless they are a store.
        std::vector<std::size_t> all;
        for (const auto& file : ca_files_)
            all.insert(all.end(), file.begin(), file.end());
        if (groups_.empty() && !all.empty() && all.size() <= kMostOfChain)
            groups_.push_back({lowest(objects_, all), all, false});
        return std::move(groups_);
    }

  private:
    bool leaf_at(std::size_t place) const { return is_leaf(*objects_[place].object.certificate); }
    void group_file(const std::vector<std::size_t>& places);
    void append_chain_files();

    std::span<const ObjectReport> objects_;
    std::vector<SentGroup> groups_;
    std::vector<std::vector<std::size_t>> ca_files_;
};

// One leaf: the file is what is sent. Several: each with the CA certificates that follow it.
void Grouping::group_file(const std::vector<std::size_t>& places) {
    const auto leafs = static_cast<std::size_t>(
        std::count_if(places.begin(), places.end(), [&](std::size_t p) { return leaf_at(p); }));
    if (leafs == 0) {
        ca_files_.push_back(places);
        return;
    }
    if (leafs == 1) {
        const auto leaf =
            std::find_if(places.begin(), places.end(), [&](std::size_t p) { return leaf_at(p); });
        groups_.push_back({*leaf, places, true});
        return;
    }
    for (const std::size_t place : places) {
        if (leaf_at(place))
            groups_.push_back({place, {place}, true});
        else if (!groups_.empty() && objects_[groups_.back().leaf].file == objects_[place].file)
            groups_.back().sent.push_back(place);
    }
}

// cert.pem and chain.pem: a leaf that is alone in its file is sent with the file that holds its
// issuer, as servers with a directive for each do.
void Grouping::append_chain_files() {
    for (SentGroup& group : groups_) {
        if (group.sent.size() != 1) continue;
        const Certificate& leaf = *objects_[group.leaf].object.certificate;
        if (leaf.summary.self_issued) continue;
        for (const auto& file : ca_files_) {
            const bool has_issuer = file.size() <= kMostOfChain &&
                                    std::any_of(file.begin(), file.end(), [&](std::size_t place) {
                                        return issued(*objects_[place].object.certificate, leaf);
                                    });
            if (!has_issuer) continue;
            group.sent.insert(group.sent.end(), file.begin(), file.end());
            break;
        }
    }
}

}  // namespace

std::vector<SentGroup> group_certificates(std::span<const ObjectReport> objects) {
    return Grouping(objects).groups();
}

}  // namespace tlsonar::trust
