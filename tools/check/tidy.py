#!/usr/bin/env python3
"""clang-tidy over whole rooms: tidy.py CLANG_TIDY BUILD ROOM|FOLDER|FILE…   (BUILD has a compile_commands.json)

Most of what clang-tidy does for one file is looking at the headers it includes, so the files of a folder are
looked at together, written one after another into one text; what is found is told by the line it really stands in.
Files that cannot be together, for the names they use, are kept apart or looked at alone. Prints each finding once; exit code 1 if
there are any."""
import argparse
import concurrent.futures
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

import names

ROOT = pathlib.Path(__file__).resolve().parents[2]
OCTETS = 400000  # of source looked at together
PLACE = re.compile(r"^(\S+?):(\d+):(\d+): (warning|error|note): (.*)$")


def commands(build, wanted):
    """File -> compiler and flags, for the files below the paths that are wanted."""
    found = {}
    for entry in json.loads((build / "compile_commands.json").read_text()):
        file = pathlib.Path(entry["file"])
        if not any(file == path or path in file.parents for path in wanted) or file.name.endswith(".gen.cc"):
            continue
        words = shlex.split(entry["command"])
        compiler = next(place for place, word in enumerate(words) if "clang++" in word or "g++" in word)
        # Warnings are the compiler's business: what is not the same for files together would be in the way.
        flags = [word for word in words[compiler + 1 : words.index("-o")] if not word.startswith("-W")]
        found[file] = (words[compiler], *flags)
    return found


def groups(files):
    """Lists of files that are looked at together: of one folder, not too many, none giving a name that another has."""
    open_groups = []
    for file, command in sorted(files.items()):
        key = (file.parent, command)
        mine = {name for name, _, alias_of in names.own_names(file) if alias_of is not None}
        size = file.stat().st_size
        for group in open_groups:
            if group["key"] == key and not group["names"] & mine and group["octets"] + size <= OCTETS:
                break
        else:
            group = {"key": key, "names": set(), "octets": 0, "files": []}
            open_groups.append(group)
        group["files"].append(file)
        group["names"] |= mine
        group["octets"] += size
    return [(group["files"], group["key"][1]) for group in open_groups]


class Joined:
    """Files written one after another into one, and which line came from where."""

    def __init__(self, folder, files):
        self.path = pathlib.Path(folder) / "joined.cc"
        self.lines = [(file, number, text) for file in files
                      for number, text in enumerate(file.read_text().splitlines(), 1)]
        self.path.write_text("".join(text + "\n" for _, _, text in self.lines))

    def places(self, output):
        """Yields (line of the output, its place in the sources or None, kind)."""
        for line in output.splitlines():
            place = PLACE.match(line)
            if not place:
                yield line, None, None
                continue
            path, number, column, kind, what = place.groups()
            if path == str(self.path):
                path, number, _ = self.lines[int(number) - 1]
            yield f"{os.path.relpath(path, ROOT)}:{number}:{column}: {kind}: {what}", pathlib.Path(path), kind


def wrong_together(files, command):
    """Files that do not compile with the others."""
    with tempfile.TemporaryDirectory() as folder:
        joined = Joined(folder, files)
        done = subprocess.run([*command, "-fsyntax-only", "-w", "-ferror-limit=0", str(joined.path)], cwd=ROOT,
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        wrong = {path for _, path, kind in joined.places(done.stderr) if kind == "error"} & set(files)
    return wrong or (set(files) if done.returncode else set())


def run(clang_tidy, files, command):
    """What clang-tidy says of these files, as blocks of lines."""
    wrong = wrong_together(files, command) if len(files) > 1 else set()
    together = [file for file in files if file not in wrong]
    parts = [[file] for file in files if file in wrong]
    blocks = look(clang_tidy, together, command) if together else []
    if blocks is None:  # It fell over one of them.
        parts, blocks = [[file] for file in files], []
    return blocks + [block for part in parts for block in look(clang_tidy, part, command)]


def look(clang_tidy, files, command):
    with tempfile.TemporaryDirectory() as folder:
        joined = Joined(folder, files)
        done = subprocess.run([clang_tidy, "--quiet", f"--config-file={ROOT / '.clang-tidy'}", str(joined.path), "--",
                               *command[1:]], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        blocks = []
        for line, _, kind in joined.places(done.stdout):
            if kind in ("warning", "error"):
                blocks.append([])
            if blocks:
                blocks[-1].append(line)
    if done.returncode < 0 or (done.returncode and not blocks):
        if len(files) > 1:
            return None
        name = os.path.relpath(files[0], ROOT)
        blocks.append([f"{name}:1:1: error: clang-tidy ended with {done.returncode}: {done.stderr[-1000:]}"])
    return blocks


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clang_tidy")
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("paths", nargs="+", type=pathlib.Path)
    parser.add_argument("-j", "--jobs", type=int, default=os.cpu_count())
    arguments = parser.parse_intermixed_args()
    files = commands(arguments.build.resolve(), [path.resolve() for path in arguments.paths])
    if not files:
        sys.exit("tidy.py: no such files in compile_commands.json")
    seen = set()
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        for blocks in pool.map(lambda group: run(arguments.clang_tidy, *group), groups(files)):
            for block in blocks:
                if block[0] not in seen:
                    seen.add(block[0])
                    print("\n".join(block), flush=True)
    print(f"clang-tidy: {len(files)} files, {len(seen)} findings", file=sys.stderr)
    sys.exit(1 if seen else 0)


if __name__ == "__main__":
    main()
