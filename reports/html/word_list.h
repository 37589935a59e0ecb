// Strings that many endpoints share, each once, by number: names of suites and rules, tags of HTML.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tlsonar::reports::html {

inline constexpr std::uint64_t kSpread = 0x9e37'79b9'7f4a'7c15;  // of Fibonacci hashing

class WordList {
  public:
    // `word` is fit to be shown (shown() of html_writer.h).
    std::uint32_t number(std::string_view word) {
        if (const auto at = numbers_.find(word); at != numbers_.end()) return at->second;
        const auto [at, fresh] =
            numbers_.emplace(std::string(word), static_cast<std::uint32_t>(words_.size()));
        // Nodes of the map stay where they are.
        words_.push_back(&at->first);
        return at->second;
    }
    const std::vector<const std::string*>& all() const { return words_; }

    // Most texts come again and again from one place (rules, literals, what endpoints share): who
    // gives a place its number finds it there again, as long as the same text stands there.
    std::optional<std::uint32_t> at_place(std::string_view text) const {
        const Place& place = places_[slot(text)];
        if (place.data != text.data() || place.number >= words_.size() ||
            *words_[place.number] != text)
            return std::nullopt;
        return place.number;
    }
    void keep_place(std::string_view text, std::uint32_t number) {
        places_[slot(text)] = {text.data(), number};
    }

  private:
    struct Place {
        const char* data = nullptr;
        std::uint32_t number = 0;
    };
    static constexpr unsigned kPlaceBits = 13;
    static std::size_t slot(std::string_view text) {
        const auto place =
            static_cast<std::uint64_t>(reinterpret_cast<std::uintptr_t>(text.data()));
        return static_cast<std::size_t>((place * kSpread) >> (64 - kPlaceBits));
    }

    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view word) const {
            return std::hash<std::string_view>()(word);
        }
    };
    std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> numbers_;
    std::vector<const std::string*> words_;
    std::vector<Place> places_ = std::vector<Place>(std::size_t{1} << kPlaceBits);
};

// What was written lately, by what it was made of (addresses of texts that stay, numbers): pages
// come in the order of what is wrong with them, and those beside each other are much alike.
class PieceCache {
  public:
    using Key = std::vector<std::uintptr_t>;
    // Null when it is not there (any more).
    const std::string* find(const Key& key) const {
        const Piece& piece = pieces_[slot(key)];
        return piece.key == key ? &piece.text : nullptr;
    }
    void keep(const Key& key, std::string_view text) {
        Piece& piece = pieces_[slot(key)];
        piece.key = key;
        piece.text = text;
    }

  private:
    struct Piece {
        Key key;
        std::string text;
    };
    static constexpr unsigned kBits = 12;
    static std::size_t slot(const Key& key) {
        std::uint64_t sum = 0;
        for (const std::uintptr_t part : key)
            sum = (sum ^ part) * kSpread;
        return static_cast<std::size_t>(sum >> (64 - kBits));
    }

    std::vector<Piece> pieces_ = std::vector<Piece>(std::size_t{1} << kBits);
};

struct SharedText {
    WordList words;
    WordList trees;  // elements that come again, as JSON
    PieceCache pieces;
};

}  // namespace tlsonar::reports::html
