// EntryList: a vector of structures of varying length (KeyShareEntry client_shares<..>), as found.
#pragma once

#include "core/bytes.h"
#include "core/reader.h"
#include "core/writer.h"

#include <cstddef>
#include <span>
#include <vector>

namespace tlsonar::dissect {

// A view over the octets of the vector, walked in order by T's read(). Borrows. It ends before the
// first entry that is not whole, so that the beginning of a cut list is of use.
template <class T>
class EntryList {
  public:
    EntryList() = default;
    explicit EntryList(Bytes octets) : octets_(octets) {}

    class Iterator {
      public:
        explicit Iterator(Bytes rest) : rest_(rest) { load(); }
        const T& operator*() const { return current_; }
        const T* operator->() const { return &current_; }
        Iterator& operator++() {
            rest_ = rest_.subspan(used_);
            load();
            return *this;
        }
        bool operator==(const Iterator& o) const { return rest_.size() == o.rest_.size(); }
        std::size_t left() const { return rest_.size(); }
        std::size_t used() const { return used_; }

      private:
        void load() {
            if (rest_.empty()) return;
            Reader reader(rest_);
            current_ = T{};
            read(reader, current_);
            used_ = reader.offset();
            // An entry of no octets at all would go on for ever.
            if (reader.failed() || used_ == 0) rest_ = {};
        }
        Bytes rest_;
        T current_;
        std::size_t used_ = 0;
    };

    Iterator begin() const { return Iterator(octets_); }
    Iterator end() const { return Iterator({}); }
    bool empty() const { return begin() == end(); }
    Bytes octets() const { return octets_; }

    std::size_t size() const {
        std::size_t n = 0;
        for (Iterator i = begin(); i != end(); ++i)
            ++n;
        return n;
    }

    // True when the vector is made of whole entries with nothing left over.
    bool well_formed() const {
        std::size_t used = 0;
        for (Iterator i = begin(); i != end(); ++i)
            used += i.used();
        return used == octets_.size();
    }

  private:
    Bytes octets_;
};

// The rest of a vector's reading: its octets are entries, or the whole structure is malformed.
template <class T>
EntryList<T> entries(Reader& reader, Bytes octets) {
    const EntryList<T> list(octets);
    if (!reader.cut() && !list.well_formed()) reader.fail();
    return list;
}

// Octets for an EntryList that we send.
template <class T>
std::vector<std::uint8_t> encode_entries(std::span<const T> values) {
    Writer writer;
    for (const T& value : values)
        write(writer, value);
    return writer.release();
}

}  // namespace tlsonar::dissect
