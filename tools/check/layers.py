#!/usr/bin/env python3
"""Checks every #include between the rooms against the table in docs/architecture.md. Third parties
stay in .cc files and in headers named *_private.h, which are not installed."""
import pathlib
import re
import sys

# room -> rooms it may use; third parties it may use in .cc files.
MAY_USE = {
    "core": set(),
    "capture": {"core"},
    "dissect": {"core"},
    "trust": {"core"},
    "profile": {"core", "dissect", "trust"},
    "scanner": {"core", "dissect", "trust", "profile"},
    "audit": {"core", "dissect", "trust", "profile"},
    "reports": {"core", "trust", "profile", "audit"},
    "cli": {"core", "capture", "dissect", "trust", "profile", "scanner", "audit", "reports"},
}
THIRD_PARTIES = {
    "pcap": {"capture"},
    "zlib": {"capture", "dissect", "reports"},
    "zstd": {"capture", "dissect"},
    "brotli": {"dissect"},
    "openssl": {"dissect", "trust", "scanner", "audit"},
    "asio": {"scanner"},
    "ares": {"scanner"},
    "libpsl": {"trust"},
    "idn2": {"trust"},
    "gmp": {"trust"},
    "curl": {"trust"},
    "nlohmann": {"trust", "audit", "reports"},
    "yaml-cpp": {"audit"},
    "simdjson": {"audit"},
    "CLI": {"cli"},
}
INCLUDE = re.compile(r'^\s*#\s*include\s+(["<])([^">]+)[">]')


def third_party(path):
    head = re.split(r"[/.]", path)[0]
    return head if head in THIRD_PARTIES else None


def faults(root):
    for path in sorted(root.rglob("*")):
        room = path.relative_to(root).parts[0]
        if room not in MAY_USE or path.suffix not in (".h", ".cc"):
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            match = INCLUDE.match(line)
            if not match:
                continue
            quoted, target = match.groups()
            where = f"{path.relative_to(root)}:{number}"
            if quoted == '"':
                used = target.split("/")[0]
                if used != room and used not in MAY_USE[room]:
                    yield f"{where}: {room} may not use {used} ({target})"
            elif (party := third_party(target)):
                if room not in THIRD_PARTIES[party]:
                    yield f"{where}: {room} may not use {party}"
                elif path.suffix == ".h" and not path.name.endswith("_private.h"):
                    yield f"{where}: {party} in a header; third parties stay in .cc files"


def main():
    root = pathlib.Path(__file__).resolve().parents[2]
    found = list(faults(root))
    print("\n".join(found) if found else "layers: fine")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
