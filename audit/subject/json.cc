#include "audit/subject/json_private.h"

namespace tlsonar::audit::json {

namespace {

// The lists whose elements are handed over one by one.
bool is_long_list(std::string_view name) { return name == "endpoints" || name == "handshakes"; }

}  // namespace

class Builder final : public Events {
  public:
    Builder(Tree& tree, const OnElement& on_element)
        : nodes_(tree.nodes_), octets_(tree.octets_), tree_(tree), on_element_(on_element) {}

    bool null() override { return add(Kind::null) != nullptr; }
    bool boolean(bool value) override {
        Node* node = add(Kind::boolean);
        if (node != nullptr) node->flag = value;
        return node != nullptr;
    }
    bool integer(std::int64_t value) override {
        Node* node = add(Kind::integer);
        if (node != nullptr) node->integer = value, node->real = static_cast<double>(value);
        return node != nullptr;
    }
    bool real(double value) override {
        Node* node = add(Kind::real);
        if (node != nullptr) node->real = value;
        return node != nullptr;
    }
    bool string(std::string_view value) override {
        const auto at = static_cast<std::uint32_t>(octets_.size());
        Node* node = add(Kind::string);
        if (node == nullptr) return false;
        octets_ += value;
        node->text = at;
        node->text_size = static_cast<std::uint32_t>(value.size());
        return true;
    }
    bool key(std::string_view name) override {
        name_ = static_cast<std::uint32_t>(octets_.size());
        name_size_ = static_cast<std::uint32_t>(name.size());
        octets_ += name;
        return true;
    }
    bool open(bool object) override {
        if (open_.size() >= Tree::kMostDepth) return fail("is nested too deeply");
        const std::size_t octets = octets_.size();
        if (add(object ? Kind::object : Kind::array) == nullptr) return false;
        open_.push_back({static_cast<std::uint32_t>(nodes_.size() - 1), 0, octets, 0});
        return true;
    }
    bool close() override {
        const Open closed = open_.back();
        open_.pop_back();
        if (nodes_[closed.node].kind == Kind::object && open_.size() == 2 && on_element_ &&
            is_long_list(name_of(open_.back().node)))
            hand_over(closed);
        return true;
    }

    std::string take_problem() { return std::move(problem_); }

  private:
    struct Open {
        std::uint32_t node = 0;
        std::uint32_t last = 0;  // its last child; 0: none yet
        std::size_t octets = 0;  // where its own octets begin
        std::uint64_t handed_over = 0;
    };

    bool fail(std::string problem) {
        problem_ = std::move(problem);
        return false;
    }

    std::string_view name_of(std::uint32_t node) const {
        return std::string_view(octets_).substr(nodes_[node].name, nodes_[node].name_size);
    }

    Node* add(Kind kind) {
        if (nodes_.size() >= Tree::kMostNodes || octets_.size() >= Tree::kMostOctets) {
            (void)fail("is too large");
            return nullptr;
        }
        const auto at = static_cast<std::uint32_t>(nodes_.size());
        Node& node = nodes_.emplace_back();
        node.kind = kind;
        if (!open_.empty()) {
            Open& parent = open_.back();
            if (nodes_[parent.node].kind == Kind::object)
                node.name = name_, node.name_size = name_size_;
            (parent.last == 0 ? nodes_[parent.node].first : nodes_[parent.last].next) = at;
            parent.last = at;
        }
        return &node;
    }

    // Elements of a long list follow each other in an array: none has a sibling before it.
    void hand_over(const Open& element) {
        Open& list = open_.back();
        on_element_(tree_.root_at(element.node), list.handed_over++);
        if (nodes_[list.node].first != element.node) return;  // others stand before it
        nodes_.resize(element.node);
        octets_.resize(element.octets);
        nodes_[list.node].first = 0;
        list.last = 0;
    }

    std::vector<Node>& nodes_;
    std::string& octets_;
    Tree& tree_;
    const OnElement& on_element_;
    std::vector<Open> open_;
    std::uint32_t name_ = 0;
    std::uint32_t name_size_ = 0;
    std::string problem_;
};

std::optional<std::string> Tree::parse(std::string_view text, const OnElement& on_element) {
    nodes_.clear();
    octets_.clear();
    Builder builder(*this, on_element);
    if (reader_.read(text, builder)) return std::nullopt;
    std::string problem = builder.take_problem();
    if (!problem.empty()) return problem;
    if (reader_.too_large()) return "is too large";
    problem = "is no JSON";
    if (const auto place = reader_.place()) problem += " (octet " + std::to_string(*place) + ")";
    return problem;
}

std::optional<std::int64_t> Item::number() const {
    if (!is(Kind::integer)) return std::nullopt;
    return tree_->nodes_[at_].integer;
}

std::optional<bool> Item::flag() const {
    if (!is(Kind::boolean)) return std::nullopt;
    return tree_->nodes_[at_].flag;
}

double Item::real() const { return tree_ == nullptr ? 0 : tree_->nodes_[at_].real; }

std::string_view Item::name() const {
    if (tree_ == nullptr) return {};
    const Node& node = tree_->nodes_[at_];
    return std::string_view(tree_->octets_).substr(node.name, node.name_size);
}

std::size_t Item::size() const {
    std::size_t n = 0;
    for (auto at = begin(); at != end(); ++at)
        ++n;
    return n;
}

std::optional<std::size_t> object_length(std::string_view text) {
    std::size_t depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                quoted = false;
        } else if (c == '"') {
            quoted = true;
        } else if (c == '{' || c == '[') {
            ++depth;
        } else if ((c == '}' || c == ']') && depth > 0 && --depth == 0) {
            return i + 1;
        }
    }
    return std::nullopt;
}

}  // namespace tlsonar::audit::json
