// Texts for the terminal as they were approved: files in tests/reports/golden, written anew with
// TLSONAR_APPROVE=1; and what tests ask of such texts.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace tlsonar::reports {

inline void expect_golden(const std::string& name, const std::string& text) {
    static const std::filesystem::path kGolden =
        std::filesystem::path(TLSONAR_SOURCE_DIR) / "tests/reports/golden";
    const std::filesystem::path path = kGolden / (name + ".txt");
    if (std::getenv("TLSONAR_APPROVE") != nullptr) {
        std::filesystem::create_directories(kGolden);
        std::ofstream(path, std::ios::binary) << text;
        return;
    }
    std::ifstream file(path, std::ios::binary);
    ASSERT_TRUE(file) << path << " is missing; TLSONAR_APPROVE=1 writes it";
    std::ostringstream wanted;
    wanted << file.rdbuf();
    EXPECT_EQ(text, wanted.str()) << name;
}

// Without what paint() puts around it.
inline std::string without_colour(const std::string& text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\x1b') {
            out += text[i];
            continue;
        }
        i = text.find('m', i);
    }
    return out;
}

inline std::vector<std::string> lines(const std::string& text) {
    std::vector<std::string> out;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);)
        out.push_back(line);
    return out;
}

}  // namespace tlsonar::reports
