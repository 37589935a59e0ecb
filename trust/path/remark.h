// A finding in the making, and what it does to a path. Private to this room.
#pragma once

#include "trust/finding/finding.h"
#include "trust/path/path_kinds.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace tlsonar::trust {

enum class Effect : std::uint8_t {
    note,   // worth knowing
    doubt,  // the path cannot be called valid, nor invalid because of this
    fail,
};

struct Remark {
    Finding finding;
    Effect effect = Effect::fail;
};

class Remarks {
  public:
    void add(PathKind kind, Effect effect, std::size_t certificate, std::string found = {},
             std::string expected = {}) {
        list_.push_back(
            {{path_kind(kind), certificate, std::move(found), std::move(expected)}, effect});
    }
    void fail(PathKind kind, std::size_t certificate, std::string found = {},
              std::string expected = {}) {
        add(kind, Effect::fail, certificate, std::move(found), std::move(expected));
    }
    void add(Finding finding, Effect effect) { list_.push_back({std::move(finding), effect}); }
    // Those of another list, as said of this certificate.
    void append(const Remarks& other, std::size_t certificate) {
        for (const Remark& remark : other.list_) {
            list_.push_back(remark);
            list_.back().finding.certificate = certificate;
        }
    }
    void append(const Remarks& other) {
        list_.insert(list_.end(), other.list_.begin(), other.list_.end());
    }

    bool any(Effect effect) const {
        return std::any_of(list_.begin(), list_.end(),
                           [effect](const Remark& remark) { return remark.effect == effect; });
    }
    bool failed() const { return any(Effect::fail); }
    const std::vector<Remark>& list() const { return list_; }

  private:
    std::vector<Remark> list_;
};

}  // namespace tlsonar::trust
