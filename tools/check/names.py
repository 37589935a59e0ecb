#!/usr/bin/env python3
"""Tells names that several .cc files of one folder give to things of their own (what stands in an unnamed
namespace). The whole run of ./dev test compiles a folder's files together (cmake/unity.cmake); files that share
names cannot be, so with --apart this lists those to compile alone. No harm, only time; but often such a name is
the same helper written twice, which wants one home. --strict makes it a failure.

Names are found by their shape after clang-format: declarations start in the first column. Functions may share a
name if their parameters differ; constants inside functions may share names with each other."""
import collections
import pathlib
import re
import sys

ROOMS = ("core", "capture", "dissect", "trust", "profile", "scanner", "audit", "reports", "cli", "tests")
OBJECT = re.compile(r"(?:inline |static |constexpr |const )+[\w:<>,*& ]*?\b(\w+)(?:\[[^\]]*\])*(?: =|\{|;)")
TYPE = re.compile(r"(?:struct|class|enum class|enum|union)\s+(\w+)(?: final)?\s*(?:[:{;]|$)")
ALIAS = re.compile(r"using (\w+) = (.*);")
FUNCTION = re.compile(r"(?:template <[^{;]*?> )?[\w:<>,*&\[\] ]+?[ *&](\w+)\(([^;{]*)\)(?: noexcept)?\s*(?:->[^{;]*)?[{;]")
LOCAL = re.compile(r"\s+(?:(?:static )?constexpr [^=({]*?\b(?=k[A-Z])|using (?=\w+ =))(\w+)\b")


def shape(parameters):
    """Parameters without their names and defaults: what an overload differs by."""
    types, depth, current = [], 0, ""
    for character in parameters + ",":
        if character == "," and depth == 0:
            current = re.sub(r"\s*=.*", "", current.strip())
            types.append(re.sub(r"(?<=[\s*&>])\w+$", "", current).replace(" ", ""))
            current = ""
            continue
        depth += (character in "<([") - (character in ">)]")
        current += character
    return "(" + ",".join(types) + ")"


def header_names(path):
    """Constants that a header gives: the same name in a file's unnamed namespace would be ambiguous."""
    around = ""
    for line in path.read_text().splitlines():
        if match := re.match(r"namespace ([\w:]+) \{", line):
            around = match[1] + "::"
        elif line.startswith("inline constexpr ") and (match := OBJECT.match(line)):
            yield around + match[1]


def header_functions(path):
    around = ""
    for line in path.read_text().splitlines():
        if match := re.match(r"namespace ([\w:]+) \{", line):
            around = match[1] + "::"
        elif match := re.match(r"[A-Za-z][\w:<>,*&\[\] ]*[ *&](\w+)\(", line):
            yield around + match[1]


def own_names(path):
    """(name, line, what it is an alias of or "") of each thing that the file keeps in an
    unnamed namespace, and (name, line, None) of constants inside functions, which may hide such a thing."""
    lines = path.read_text().splitlines()
    inside, around = False, ""
    for number, line in enumerate(lines, 1):
        if line == "namespace {":
            inside = True
        elif match := re.match(r"namespace ([\w:]+) \{", line):
            around = match[1] + "::"
        elif line == "}  // namespace":
            inside = False
        elif match := LOCAL.match(line):
            yield around + match[1], number, None
        elif not inside or not re.match(r"[A-Za-z]", line) or line.startswith(("namespace", "TEST")):
            continue
        elif line.startswith("using"):
            # The same alias twice is no conflict; two meanings of one name are.
            if match := ALIAS.match(line):
                yield around + match[1], number, match[2]
        elif match := TYPE.match(line):
            if not line.endswith(";"):
                yield around + match[1], number, ""
        else:
            text = line
            for following in lines[number:number + 8]:
                if text.rstrip().endswith(("{", ";", "}")):
                    break
                text += " " + following.strip()
            text = re.sub(r"\s*//.*", "", text)
            if (match := OBJECT.match(text)) and "(" not in text[:match.end()]:
                yield around + match[1], number, ""
                for further in re.findall(r", (k[A-Z]\w*) =", text):
                    yield around + further, number, ""
            elif (match := FUNCTION.match(text)) and not re.search(r"\)[^)]*;$", text):
                yield around + match[1] + shape(match[2]), number, ""


def shared(root):
    """(folder, name, {file: line}) of every name that several files of a folder give."""
    for room in ROOMS:
        folders = collections.defaultdict(lambda: collections.defaultdict(dict))
        for path in sorted((root / room).rglob("*.cc")):
            for name, line, alias_of in own_names(path):
                seen = folders[path.parent][name].get(path)
                if seen is None or seen[1] is None:
                    folders[path.parent][name][path] = (line, alias_of)
        for folder, names in sorted(folders.items()):
            given = {name: header for header in folder.glob("*.h") for name in header_names(header)}
            for name, places in sorted(names.items()):
                if name in given and any(alias_of is not None for _, alias_of in places.values()):
                    yield folder, name, {given[name]: 0} | {path: line for path, (line, _) in places.items()}
                    continue
                meanings = {alias_of or path for path, (_, alias_of) in places.items()}
                if len(meanings) > 1 and any(alias_of is not None for _, alias_of in places.values()):
                    yield folder, name, {path: line for path, (line, _) in places.items()}


def hiding(root):
    """Files with a function of their own that, overload or not, hides one of the folder's headers from the files
    compiled with it. Families such as read() and write(), which many files have, are found by their arguments."""
    for room in ROOMS:
        for folder in sorted({path.parent for path in (root / room).rglob("*.cc")}):
            given = {name for header in folder.glob("*.h") for name in header_functions(header)}
            users = collections.defaultdict(set)
            for path in folder.glob("*.cc"):
                for name, _, _ in own_names(path):
                    if "(" in name and name.split("(")[0] in given:
                        users[name.split("(")[0]].add(path)
            for paths in users.values():
                if len(paths) < 3:
                    yield from paths


DEFINITION = re.compile(r"(?:struct|class|enum class|union) (\w+)(?: final)?(?: :.*)? \{")


def types(path):
    """Types that a file defines in a named namespace: all the program's, wherever they stand."""
    spaces = []
    for line in path.read_text().splitlines():
        if match := re.match(r"namespace ?([\w:]*) ?\{", line):
            spaces.append(match[1])
        elif line.startswith("}  // namespace"):
            spaces.pop()
        elif "" not in spaces and (match := DEFINITION.match(line)):
            yield "::".join([*spaces, match[1]])


def defined_twice(root):
    """One name for two types breaks the rule of one definition: a linker takes either's functions for both."""
    places = collections.defaultdict(list)
    for room in (*ROOMS, "fuzz"):
        for path in sorted([*(root / room).rglob("*.h"), *(root / room).rglob("*.cc")]):
            for name in types(path):
                places[name].append(path.relative_to(root))
    return {name: paths for name, paths in sorted(places.items()) if len(paths) > 1}


def main():
    root = pathlib.Path(__file__).resolve().parents[2]
    if twice := defined_twice(root):
        sys.exit("\n".join(f"names: {name} is defined in {', '.join(map(str, paths))}" for name, paths in twice.items()))
    apart, found = set(), []
    for folder, name, places in shared(root):
        apart.update([path for path in places if path not in apart][1:])
        where = ", ".join(f"{path.name}:{line}" for path, line in places.items())
        found.append(f"{folder.relative_to(root)}: {name} is in {where}")
    if "--apart" in sys.argv:
        apart.update(hiding(root))
        print("\n".join(str(path) for path in sorted(apart)))
        return 0
    print("\n".join(found + [f"names: {len(apart)} files are compiled alone for these"]) if found else "names: fine")
    return 1 if found and "--strict" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
