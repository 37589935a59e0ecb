#!/usr/bin/env python3
"""Checks that no two .cc files of one folder give the same name to things of their own (what stands in an
unnamed namespace): the whole run of ./dev test compiles a folder's files together (cmake/unity.cmake), and the
same helper written twice wants one home. Names are found by their shape after clang-format: declarations
start in the first column. Functions may share a name if their parameters differ."""
import collections
import pathlib
import re
import sys

ROOMS = ("core", "capture", "dissect", "trust", "profile", "scanner", "audit", "reports", "cli", "tests")
OBJECT = re.compile(r"(?:inline |static |constexpr |const )+[\w:<>,*& ]*?\b(\w+)(?:\[[^\]]*\])*(?: =|\{|;)")
TYPE = re.compile(r"(?:struct|class|enum class|enum|union)\s+(\w+)(?: final)?\s*(?:[:{;]|$)")
ALIAS = re.compile(r"using (\w+) = (.*);")
FUNCTION = re.compile(r"(?:template <[^{;]*?> )?[\w:<>,*&\[\] ]+?[ *&](\w+)\(([^;{]*)\)(?: noexcept)?\s*(?:->[^{;]*)?[{;]")


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


def own_names(path):
    """(name, line, what it is an alias of or "") of each thing that the file keeps in an unnamed namespace."""
    lines = path.read_text().splitlines()
    inside = False
    for number, line in enumerate(lines, 1):
        if line == "namespace {":
            inside = True
        elif line == "}  // namespace":
            inside = False
        elif not inside or not re.match(r"[A-Za-z]", line) or line.startswith(("namespace", "TEST")):
            continue
        elif line.startswith("using"):
            # The same alias twice is no conflict; two meanings of one name are.
            if match := ALIAS.match(line):
                yield match[1], number, match[2]
        elif match := TYPE.match(line):
            if not line.endswith(";"):
                yield match[1], number, ""
        else:
            text = line
            for following in lines[number:number + 8]:
                if text.rstrip().endswith(("{", ";", "}")):
                    break
                text += " " + following.strip()
            text = re.sub(r"\s*//.*", "", text)
            if (match := OBJECT.match(text)) and "(" not in text[:match.end()]:
                yield match[1], number, ""
            elif (match := FUNCTION.match(text)) and not re.search(r"\)[^)]*;$", text):
                yield match[1] + shape(match[2]), number, ""


def main():
    root = pathlib.Path(__file__).resolve().parents[2]
    found = []
    for room in ROOMS:
        folders = collections.defaultdict(lambda: collections.defaultdict(dict))
        for path in sorted((root / room).rglob("*.cc")):
            for name, line, alias_of in own_names(path):
                folders[path.parent][name].setdefault(path, (line, alias_of))
        for folder, names in sorted(folders.items()):
            for name, places in sorted(names.items()):
                meanings = {alias_of or path for path, (line, alias_of) in places.items()}
                if len(meanings) > 1:
                    where = ", ".join(f"{path.name}:{line}" for path, (line, alias_of) in places.items())
                    found.append(f"{folder.relative_to(root)}: {name} is in {where}")
    print("\n".join(found) if found else "names: fine")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
