#!/usr/bin/env python3
"""Makes all crafted captures and compares what tlsonar reads with their manifest:
check.py TLSONAR"""
import json
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]


def analyze(tlsonar, capture, keys=None):
    command = [tlsonar, "analyze", "--ndjson", "--der", str(capture)]
    if keys:
        command += ["--keylog", str(keys)]
    run = subprocess.run(command, capture_output=True, timeout=120)
    records = [json.loads(line) for line in run.stdout.decode().splitlines()]
    return run.returncode, records, run.stderr.decode()


def escaped(octets):
    """As the JSON has it: octets that are no part of well-formed UTF-8 as \\xNN."""
    return octets.decode("utf-8", "backslashreplace")


def chain(record):
    return record.get("certificates", {}).get("server", [])


def common_name(name):
    """CN of an RFC 4514 name without escapes in it."""
    for part in name.split(","):
        if part.startswith("CN="):
            return part[3:]
    return None


def leaf_cn(record):
    return chain(record)[0].get("common_name") if chain(record) else None


def issuer_cn(record):
    return common_name(chain(record)[0].get("issuer", "")) if chain(record) else None


def partial(record):
    # Without keys the certificate of TLS 1.3 is missing, but not for want of octets. An SSLv2
    # handshake that ends after its hellos lacks none that were sent.
    ssl2 = record.get("version", {}).get("code") == "0x0002"
    missing = [m for m in record.get("missing", [])
               if "--keylog" not in m["why"] and not (ssl2 and m["what"] == "Finished")]
    distrust = {"missing_octets", "broken_extension_list"}
    telling = {1, 2, 11}  # hellos and certificates
    return bool(missing) or any(
        a["id"] in distrust or a["id"] == "undecodable_message" and a["value"] in telling
        for a in record.get("anomalies", []))


TOLD = {
    "sni": lambda record: record.get("sni"),
    "leaf_cn": leaf_cn,
    "issuer_cn": issuer_cn,
    "partial": partial,
}


def of_record(record, expect):
    for key, tell in TOLD.items():
        if key in expect:
            yield key, expect[key], tell(record)
    if "sni_hex" in expect:
        yield "sni", escaped(bytes.fromhex(expect["sni_hex"])), record.get("sni")
    if "leaf_cn_hex" in expect:
        yield "leaf_cn", escaped(bytes.fromhex(expect["leaf_cn_hex"])), leaf_cn(record)


def of_capture(tlsonar, folder, entry):
    expect = entry["expect"]
    code, records, complaint = analyze(tlsonar, folder / entry["file"])
    if "handshakes" in expect:
        yield "handshakes", expect["handshakes"], len(records)
    if expect.get("truncated"):
        yield "exit", 3, code
        yield "a sentence", True, entry["file"] in complaint and len(complaint.split()) > 4
    elif "exit" in expect:
        yield "exit", expect["exit"], code
    yield from of_record(records[0] if records else {}, expect)
    if "second" in expect:
        second = records[1] if len(records) > 1 else {}
        for key, wanted, told in of_record(second, expect["second"]):
            yield "second " + key, wanted, told
    if "leaf_cn_with_keys" in expect:
        _, opened, _ = analyze(tlsonar, folder / entry["file"], folder / entry["keys"])
        yield "leaf_cn with keys", expect["leaf_cn_with_keys"], leaf_cn(opened[0]) if opened else None


def main():
    tlsonar = sys.argv[1]
    compared, faults = 0, []
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        subprocess.run([sys.executable, ROOT / "tools/craft/craft.py", folder], check=True)
        manifest = json.loads((folder / "manifest.json").read_text())
        for entry in manifest:
            for what, wanted, told in of_capture(tlsonar, folder, entry):
                compared += 1
                if wanted != told:
                    faults.append(f"{entry['file']} ({entry['description']}): {what}: "
                                  f"expected {wanted!r}, told {told!r}")
    print("\n".join(faults))
    print(f"{len(manifest)} captures, {compared} values compared, {len(faults)} differ")
    return 1 if faults or compared == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
