#!/usr/bin/env python3
"""Writes trust/store/tables.gen.cc from the tables in trust/store/data (docs/stores.md).

    generate.py                  writes the file
    generate.py --check          says whether it is up to date; exit status 1 when not
    generate.py --import FOLDER  first writes data/programmes.txt and data/onecrl.txt anew from
                                 FOLDER/stores/{stores.json,roots.pem} and FOLDER/onecrl.json

data/rules.txt is written by hand: what programmes have announced about roots they still ship.
"""

import base64
import hashlib
import json
import pathlib
import re
import sys
import time

STORE = pathlib.Path(__file__).resolve().parents[2] / "trust" / "store"
DATA = STORE / "data"
BANNER = "// Written by tools/store/generate.py from the tables in trust/store/data. Do not edit.\n"
# Compilers promise 65,536 characters a literal; further ones are further elements.
PIECE = 60_000

# Name in stores.json: id here, name for people.
PROGRAMMES = {
    "mozilla_nss": ("mozilla", "Mozilla (NSS, Firefox)"),
    "apple": ("apple", "Apple"),
    "google_aosp": ("android", "Android (AOSP)"),
    "microsoft_windows": ("microsoft", "Microsoft Windows"),
    "debian12": ("debian12", "Debian 12"),
    "debian_sid": ("debian-sid", "Debian unstable"),
}


def certificates(pem):
    """{SHA-256 in hex: DER} of all certificates in a PEM text."""
    found = {}
    for block in re.findall(r"-----BEGIN CERTIFICATE-----(.*?)-----END CERTIFICATE-----", pem, re.S):
        der = base64.b64decode(block)
        found[hashlib.sha256(der).hexdigest()] = der
    return found


def import_programmes(folder):
    facts = json.loads((folder / "stores/stores.json").read_text(encoding="utf-8"))
    roots = certificates((folder / "stores/roots.pem").read_text(encoding="utf-8"))
    stores = facts["stores"]
    date = max(store.get("date_fetched") or "" for store in stores.values())
    out = ["tlsonar-programmes\t1", f"date\t{date}"]
    for key, (name, title) in PROGRAMMES.items():
        store = stores[key]
        out.append("\t".join(["programme", name, title, store.get("version") or "-",
                              store.get("date_fetched") or "-", store.get("url") or "-", "members"]))
    for digest in sorted(set().union(*(store["trusted"] for store in stores.values()))):
        members = [name for key, (name, _) in PROGRAMMES.items() if digest in stores[key]["trusted"]]
        out.append("# " + facts["subjects"][digest])
        out.append("\t".join(["root", digest, ",".join(members),
                              base64.b64encode(roots[digest]).decode()]))
    for key, (name, _) in PROGRAMMES.items():
        out += [f"blocked\t{name}\t{digest}" for digest in sorted(stores[key].get("blocked", []))]
    (DATA / "programmes.txt").write_text("\n".join(out) + "\n", encoding="utf-8")


def import_onecrl(folder):
    """Mozilla's clients apply every record, whatever its "enabled" says."""
    facts = json.loads((folder / "onecrl.json").read_text(encoding="utf-8"))
    serials, keys = {}, set()
    for record in facts["data"]:
        if "issuerName" in record:
            serials.setdefault(record["issuerName"], set()).add(record["serialNumber"])
        else:
            keys.add((record["subject"], record["pubKeyHash"]))
    out = ["tlsonar-onecrl\t1",
           "date\t" + time.strftime("%Y-%m-%d", time.gmtime(facts["timestamp"] // 1000))]
    out += ["\t".join(["issuer", issuer, *sorted(serials[issuer])]) for issuer in sorted(serials)]
    out += [f"key\t{subject}\t{digest}" for subject, digest in sorted(keys)]
    (DATA / "onecrl.txt").write_text("\n".join(out) + "\n", encoding="utf-8")


def literals(names):
    """The lines of the files as pieces of text with their lengths; remarks are left out."""
    pieces = [[]]
    for name in names:
        for line in (DATA / name).read_text(encoding="utf-8").splitlines():
            if not line or line.startswith("#"):
                continue
            if sum(len(other) + 1 for other in pieces[-1]) + len(line) > PIECE:
                pieces.append([])
            pieces[-1].append(line)
    out = []
    for lines in pieces:
        quoted = [line.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t") for line in lines]
        out.append("    {" + "\n     ".join(f'"{line}\\n"' for line in quoted) +
                   f",\n     {sum(len(line.encode()) + 1 for line in lines)}}},\n")
    return "".join(out)


def source():
    return (BANNER + '#include "trust/store/tables.h"\n\nnamespace tlsonar::trust::tables {\nnamespace {\n\n'
            "constexpr std::string_view kProgrammes[] = {\n" + literals(["programmes.txt", "rules.txt"]) +
            "};\n\nconstexpr std::string_view kOneCrl[] = {\n" + literals(["onecrl.txt"]) + "};\n\n"
            "}  // namespace\n\n"
            "std::span<const std::string_view> programmes() { return kProgrammes; }\n"
            "std::span<const std::string_view> one_crl() { return kOneCrl; }\n\n"
            "}  // namespace tlsonar::trust::tables\n")


def main():
    arguments = sys.argv[1:]
    check = arguments == ["--check"]
    if len(arguments) == 2 and arguments[0] == "--import":
        import_programmes(pathlib.Path(arguments[1]))
        import_onecrl(pathlib.Path(arguments[1]))
    elif arguments and not check:
        sys.exit(__doc__)
    path, content = STORE / "tables.gen.cc", source()
    if path.exists() and path.read_text(encoding="utf-8") == content:
        return
    if check:
        sys.exit("not up to date: trust/store/tables.gen.cc")
    path.write_text(content, encoding="utf-8")


if __name__ == "__main__":
    main()
