#!/usr/bin/env python3
"""Makes captures that are hard to read out of two real handshakes.

    tools/craft/craft.py OUTDIR            all cases, manifest.json, tls13.keys
    tools/craft/craft.py --samples         the few that are kept in samples/crafted

The output depends on samples/tls12-ecdhe.pcap and samples/tls13-aes128.pcap only.

manifest.json has one entry per file: file, description, expect. In expect, null says
that the octets for it are not in the capture, and a missing key says nothing:
  sni, leaf_cn, issuer_cn  of the first handshake (issuer_cn: issuer of the leaf);
                           sni_hex, leaf_cn_hex instead where they are not text
  leaf_cn_with_keys        what the key log beside it brings to light
  handshakes               how many there are
  partial                  some handshake octets are missing or cannot be trusted
  truncated                the file itself is damaged; what stands before can be read
  exit                     3 if nothing could be read at all, else 0
"""
import argparse
import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import containers  # noqa: E402
import hostile  # noqa: E402
import links  # noqa: E402
import segments  # noqa: E402
from material import Material  # noqa: E402

SAMPLES = HERE.parents[1] / "samples"
KEPT = [
    "fragments-reversed", "shuffled", "tiny-records", "sslv2-framed-hello", "sslv2",
    "hostile-sni", "hostile-subject", "qinq", "mpls-3", "gre-bridged", "vxlan", "geneve-options",
    "gtp-u-extension", "truncated-file", "tuple-reuse", "wrong-checksum-decoy",
    "pcapng-sections", "lost-in-issuer",
]


def cases(material):
    for part in (segments, links, containers, hostile):
        yield from part.cases(material)


def write(folder, material, wanted=None):
    folder.mkdir(parents=True, exist_ok=True)
    manifest = []
    for case in cases(material):
        if wanted is not None and case.name not in wanted:
            continue
        (folder / case.file).write_bytes(case.data)
        manifest.append({"file": case.file, "description": case.description,
                         "expect": case.expect})
        if "leaf_cn_with_keys" in case.expect:
            (folder / "tls13.keys").write_bytes(material.keys)
            manifest[-1]["keys"] = "tls13.keys"
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n")
    return manifest


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--samples", action="store_true", help="write samples/crafted")
    parser.add_argument("outdir", nargs="?", type=Path)
    options = parser.parse_args()
    if bool(options.outdir) == options.samples:
        parser.error("give an OUTDIR or --samples")
    material = Material(SAMPLES)
    if options.samples:
        made = write(SAMPLES / "crafted", material, KEPT)
    else:
        made = write(options.outdir, material)
    names = [entry["file"] for entry in made]
    assert len(names) == len(set(names)), "two cases have one name"
    print(f"{len(made)} files")
    return 0


if __name__ == "__main__":
    sys.exit(main())
