// A JSON document as a tree of plain nodes, for documents that may have been written by anybody:
// depth and size are bounded, nothing throws, and a member of another type than expected is told
// apart from one that is not there. Private to this folder.
#pragma once

#include "audit/subject/json_events_private.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tlsonar::audit::json {

enum class Kind : std::uint8_t { missing, null, boolean, integer, real, string, array, object };

class Tree;

// A view into a tree; an empty one stands for what is not there. Cheap to copy.
class Item {
  public:
    Item() = default;

    explicit operator bool() const { return tree_ != nullptr; }
    Kind kind() const;
    bool is(Kind kind) const { return this->kind() == kind; }

    // The member of that name; the first of several. Empty when there is none, or no object.
    Item operator[](std::string_view name) const;
    // Empty when it is no string.
    std::string_view text() const;
    std::optional<std::int64_t> number() const;
    std::optional<bool> flag() const;
    double real() const;  // 0 when it is no number
    // The name of a member.
    std::string_view name() const;
    bool says(std::string_view word) const { return is(Kind::string) && text() == word; }

    // Elements of an array; nothing else has any.
    class Iterator;
    Iterator begin() const;
    Iterator end() const;
    std::size_t size() const;

  private:
    friend class Tree;
    Item(const Tree* tree, std::uint32_t at) : tree_(tree), at_(at) {}
    const Tree* tree_ = nullptr;
    std::uint32_t at_ = 0;
};

struct Node {
    Kind kind = Kind::null;
    bool flag = false;
    std::uint32_t next = 0;   // its next sibling; 0: none (0 is the root)
    std::uint32_t first = 0;  // its first element or member
    std::uint32_t name = 0;   // place of its name in the octets
    std::uint32_t name_size = 0;
    std::uint32_t text = 0;  // place of its text
    std::uint32_t text_size = 0;
    std::int64_t integer = 0;
    double real = 0;
};

// Handed one element of a list "endpoints" or "handshakes" of the root as soon as it is whole;
// it is forgotten after the call, so that long lists take no memory. (index in its list)
using OnElement = std::function<void(Item element, std::uint64_t index)>;

class Tree {
  public:
    static constexpr std::size_t kMostDepth = 64;
    // Of what is held at one time.
    static constexpr std::size_t kMostNodes = std::size_t{1} << 25;
    static constexpr std::size_t kMostOctets = std::size_t{1} << 30;

    // Reads the one value that `text` holds; the problem when it does not, else nothing. What was
    // read before stays. The tree is this object's until the next call.
    std::optional<std::string> parse(std::string_view text, const OnElement& on_element = {});
    Item root() const { return nodes_.empty() ? Item() : root_at(0); }

  private:
    friend class Item;
    friend class Item::Iterator;
    friend class Builder;
    Item root_at(std::uint32_t at) const { return {this, at}; }
    std::vector<Node> nodes_;
    std::string octets_;
    EventReader reader_;
};

class Item::Iterator {
  public:
    Iterator(const Tree* tree, std::uint32_t at) : tree_(tree), at_(at) {}
    Item operator*() const { return {tree_, at_}; }
    Iterator& operator++();
    bool operator!=(const Iterator& other) const { return at_ != other.at_; }

  private:
    const Tree* tree_;
    std::uint32_t at_;
};

// Hot: facts look members up again and again.

inline Kind Item::kind() const {
    return tree_ == nullptr ? Kind::missing : tree_->nodes_[at_].kind;
}

inline Item Item::operator[](std::string_view name) const {
    if (!is(Kind::object)) return {};
    const char* octets = tree_->octets_.data();
    for (std::uint32_t at = tree_->nodes_[at_].first; at != 0; at = tree_->nodes_[at].next) {
        const Node& node = tree_->nodes_[at];
        if (node.name_size == name.size() &&
            std::string_view(octets + node.name, node.name_size) == name)
            return {tree_, at};
    }
    return {};
}

inline std::string_view Item::text() const {
    if (!is(Kind::string)) return {};
    const Node& node = tree_->nodes_[at_];
    return {tree_->octets_.data() + node.text, node.text_size};
}

inline Item::Iterator& Item::Iterator::operator++() {
    at_ = tree_->nodes_[at_].next;
    return *this;
}

inline Item::Iterator Item::begin() const {
    return {tree_, is(Kind::array) ? tree_->nodes_[at_].first : 0};
}

inline Item::Iterator Item::end() const { return {tree_, 0}; }

// The length of the JSON object at the beginning of `text` by its brackets; nothing when it does
// not end within.
std::optional<std::size_t> object_length(std::string_view text);

}  // namespace tlsonar::audit::json
