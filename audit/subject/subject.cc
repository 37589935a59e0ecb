#include "audit/subject/subject.h"

#include "audit/subject/documents_private.h"
#include "audit/subject/input_hash.h"
#include "core/text.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace tlsonar::audit {
namespace {

constexpr std::size_t kLongestSni = 64;  // in an id

bool has_digits_only(std::string_view name) {
    return name.find_first_not_of("0123456789.") == name.npos;
}

// A name that no DNS has, so that two that differ stay different and none looks like another.
std::string shown_sni(const std::string& sni) {
    if (is_host_name(sni)) return sni;
    std::string shown = printable(sni);
    if (shown.size() <= kLongestSni) return shown;
    InputHash hash;
    hash.add(sni);
    constexpr std::size_t kDigits = 16;
    return std::string(fit(shown, kLongestSni)) + hash.hex().substr(0, kDigits);
}

std::string host_of(const Subject& subject) {
    if (!subject.name.empty()) return subject.name;
    const bool v6 = subject.address.find(':') != std::string::npos;
    return v6 ? "[" + subject.address + "]" : subject.address;
}

std::string base_id(const Subject& subject) {
    if (subject.mode == Mode::file) return subject.file;
    std::string id = host_of(subject) + ":" + std::to_string(subject.port);
    if (subject.transport == "udp") id += "/udp";
    if (!subject.dialog.empty()) id += "/" + subject.dialog;
    if (!subject.sni.empty() && subject.sni != subject.name)
        id += "/sni=" + shown_sni(subject.sni);
    else if (subject.sni.empty() && !subject.name.empty())
        id += "/no-sni";
    return id;
}

// Several addresses of one name are told apart by them.
void add_addresses(std::vector<Subject>& subjects) {
    std::map<std::pair<Mode, std::string>, std::set<std::string>> addresses;
    for (const Subject& subject : subjects)
        if (subject.mode != Mode::file && !subject.name.empty())
            addresses[{subject.mode, subject.stable_id}].insert(subject.address);
    for (Subject& subject : subjects) {
        const auto at = addresses.find({subject.mode, subject.stable_id});
        if (at != addresses.end() && at->second.size() > 1 && !subject.address.empty())
            subject.id += "@" + subject.address;
    }
}

// "x", "x#2": the scan before the capture, the older before the newer, whatever the order of input.
void number_doubles(std::vector<Subject>& subjects) {
    std::map<std::string, std::vector<Subject*>> by_id;
    for (Subject& subject : subjects)
        by_id[subject.id].push_back(&subject);
    std::set<std::string> taken;
    for (const auto& [id, same] : by_id)
        taken.insert(id);
    for (auto& [id, same] : by_id) {
        std::ranges::stable_sort(same, {}, [](const Subject* s) {
            return std::tuple(s->mode, s->seen_at, s->line, s->connections, s->seconds);
        });
        std::size_t number = 1;
        for (std::size_t i = 1; i < same.size(); ++i) {
            std::string own;
            do
                own = id + "#" + std::to_string(++number);
            while (!taken.insert(own).second);
            same[i]->id = std::move(own);
        }
    }
}

}  // namespace

std::string_view name_of(Mode mode) {
    switch (mode) {
        case Mode::active:
            return "active";
        case Mode::passive:
            return "passive";
        case Mode::file:
            return "file";
    }
    return "active";
}

bool is_host_name(std::string_view name) {
    constexpr std::size_t kLongest = 253;
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_' || c == '.';
    };
    return !name.empty() && name.size() <= kLongest && std::ranges::all_of(name, fits) &&
           !has_digits_only(name);
}

void name_subjects(std::vector<Subject>& subjects) {
    for (Subject& subject : subjects)
        subject.id = subject.stable_id = base_id(subject);
    add_addresses(subjects);
    number_doubles(subjects);
}

}  // namespace tlsonar::audit
