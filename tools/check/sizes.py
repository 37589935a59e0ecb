#!/usr/bin/env python3
"""Checks the size limits of docs/architecture.md: files of at most 500 lines, functions of at most
60. Generated files are excepted. Functions are found by their shape after clang-format: a line that
opens a brace at namespace or class depth with a parameter list before it."""
import pathlib
import re
import sys

ROOMS = ("core", "capture", "dissect", "trust", "profile", "scanner", "reports", "cli", "bench", "fuzz")
MAX_FILE, MAX_FUNCTION = 500, 60
OPENS = re.compile(r"\)[^;={}]*(\{|: .*\{)\s*$|\)( const| noexcept| override|)* \{$")


def functions(lines):
    """(first, last) of every function: from a line that opens one to the line that closes it."""
    start, indent = None, None
    for number, line in enumerate(lines, 1):
        if start is None:
            if OPENS.search(line) and not line.lstrip().startswith("//") and not re.match(r"\s*(if|for|while|switch|else|namespace|struct|class|do)\b", line):
                begin = number
                while begin > 1 and lines[begin - 2].strip() and re.match(r"\s{8,}\S", lines[begin - 1]):
                    begin -= 1
                start, indent = number, re.match(r"\s*", lines[begin - 1]).group()
        elif line.rstrip().rstrip(";") == indent + "}":
            yield start, number
            start = None


def main():
    root = pathlib.Path(__file__).resolve().parents[2]
    found = []
    for room in ROOMS:
        for path in sorted((root / room).rglob("*")):
            if path.suffix not in (".h", ".cc") or ".gen." in path.name:
                continue
            lines = path.read_text().splitlines()
            name = path.relative_to(root)
            if len(lines) > MAX_FILE:
                found.append(f"{name}: {len(lines)} lines (limit {MAX_FILE})")
            for first, last in functions(lines):
                if last - first + 1 > MAX_FUNCTION:
                    found.append(f"{name}:{first}: a function of {last - first + 1} lines (limit {MAX_FUNCTION})")
    print("\n".join(found) if found else "sizes: fine")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
