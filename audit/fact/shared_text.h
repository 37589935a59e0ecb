// SharedText: text that does not change and that many hold: one pointer, counted. What thousands of
// endpoints say alike (names of suites, what a rule expects) is in memory once.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>

namespace tlsonar::audit {

class SharedText {
  public:
    SharedText() = default;
    explicit SharedText(std::string_view text) : body_(text.empty() ? nullptr : new Body(text)) {}
    SharedText(const SharedText& other) : body_(other.body_) {
        if (body_ != nullptr) body_->holders.fetch_add(1, std::memory_order_relaxed);
    }
    SharedText(SharedText&& other) noexcept : body_(std::exchange(other.body_, nullptr)) {}
    SharedText& operator=(SharedText other) noexcept {
        std::swap(body_, other.body_);
        return *this;
    }
    SharedText& operator=(std::string_view text) { return *this = SharedText(text); }
    ~SharedText() {
        if (body_ != nullptr && body_->holders.fetch_sub(1, std::memory_order_acq_rel) == 1)
            delete body_;  // NOLINT(clang-analyzer-cplusplus.NewDelete): it does not count atomics
    }

    const std::string& text() const {
        static const std::string kNone;
        return body_ == nullptr ? kNone : body_->text;
    }
    operator std::string_view() const { return text(); }
    bool empty() const { return body_ == nullptr; }

    friend bool operator==(const SharedText& a, const SharedText& b) {
        return a.body_ == b.body_ || a.text() == b.text();
    }
    friend bool operator==(const SharedText& a, std::string_view b) { return a.text() == b; }

  private:
    struct Body {
        explicit Body(std::string_view of) : text(of) {}
        const std::string text;
        std::atomic<std::uint32_t> holders = 1;
    };
    Body* body_ = nullptr;
};

// One body for texts that are equal. Of one thread.
class TextPool {
  public:
    SharedText share(std::string_view text) {
        if (text.empty()) return {};
        if (const auto at = texts_.find(text); at != texts_.end()) return *at;
        SharedText fresh(text);
        // Peers may name what they like: beyond this it is no longer worth a search.
        if (texts_.size() < kMost && text.size() <= kLongest) texts_.insert(fresh);
        return fresh;
    }

  private:
    static constexpr std::size_t kMost = 65'536;
    static constexpr std::size_t kLongest = 512;
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const {
            return std::hash<std::string_view>()(text);
        }
    };
    struct Equal {
        using is_transparent = void;
        bool operator()(std::string_view a, std::string_view b) const { return a == b; }
    };
    std::unordered_set<SharedText, Hash, Equal> texts_;
};

}  // namespace tlsonar::audit
