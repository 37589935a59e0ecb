// Strings that many endpoints share, each once, by number: names of suites and rules, tags of HTML.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tlsonar::reports::html {

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

  private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view word) const {
            return std::hash<std::string_view>()(word);
        }
    };
    std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> numbers_;
    std::vector<const std::string*> words_;
};

struct SharedText {
    WordList words;
    WordList trees;  // elements that come again, as JSON
};

}  // namespace tlsonar::reports::html
