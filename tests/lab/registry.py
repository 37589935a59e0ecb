"""Names and code points, from the tables that tlsonar's own registry is generated from."""
import csv
import functools
import pathlib

DATA = pathlib.Path(__file__).resolve().parents[2] / "dissect/registry/data"

# As scan's JSON names them, with the number that stands in a hello.
VERSIONS = {"SSLv2": 0x0002, "SSLv3": 0x0300, "TLS 1.0": 0x0301, "TLS 1.1": 0x0302,
            "TLS 1.2": 0x0303, "TLS 1.3": 0x0304, "DTLS 1.0": 0xFEFF, "DTLS 1.2": 0xFEFD}
STREAM_VERSIONS = ["SSLv2", "SSLv3", "TLS 1.0", "TLS 1.1", "TLS 1.2", "TLS 1.3"]
DATAGRAM_VERSIONS = ["DTLS 1.0", "DTLS 1.2"]


@functools.cache
def table(name):
    """{code: row} of one registry."""
    with open(DATA / f"{name}.csv", encoding="utf-8") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return {int(row["code"], 16): row for row in rows}


@functools.cache
def _codes(name):
    return {row["name"]: code for code, row in table(name).items()}


def code(name, entry):
    """The number of an entry given by name, or by number already."""
    return entry if isinstance(entry, int) else _codes(name)[entry]


def label(name, number):
    row = table(name).get(number)
    return row["name"] if row else f"0x{number:04x}"


def suite(entry):
    return code("cipher_suites", entry)


def group(entry):
    return code("named_groups", entry)


def scheme(entry):
    return code("signature_schemes", entry)


def ssl2_cipher(entry):
    return code("ssl2_ciphers", entry)


def suites_of(version):
    """All suites that may be asked of a server of this version, signals excepted."""
    def fits(row):
        if "scsv" in row["flags"]:
            return False
        return ("tls13" in row["flags"]) == (version == "TLS 1.3")
    return [number for number, row in table("cipher_suites").items() if number and fits(row)]
