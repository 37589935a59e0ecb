#!/usr/bin/env python3
"""Writes dissect/registry/*.gen.{h,cc} from the tables in dissect/registry/data.

    generate.py           writes the files
    generate.py --check   says whether they are up to date; exit status 1 when not

The tables hold the facts. What follows from a fact by rule (lengths from the cipher and its mode,
forward secrecy from the key exchange) is worked out here, so that it stands in one place.
"""

import csv
import pathlib
import sys

ROOM = pathlib.Path(__file__).resolve().parents[2] / "dissect" / "registry"
BANNER = "// Written by tools/registry/generate.py from the tables in dissect/registry/data. Do not edit.\n"

# cipher: (key octets, block or nonce octets, strength in bits when the whole key is secret).
# Strength of 3DES: RFC 9325 section 4.1 (112 bits by the meet in the middle).
CIPHERS = {
    "null": (0, 0, 0), "rc2": (16, 8, 128), "rc4": (16, 0, 128), "des": (8, 8, 56),
    "triple_des": (24, 8, 112), "idea": (16, 8, 128), "seed": (16, 16, 128),
    "skipjack": (10, 20, 80), "aes": (0, 16, 0), "camellia": (0, 16, 0), "aria": (0, 16, 0),
    "chacha20": (32, 0, 256), "salsa20": (32, 8, 256), "salsa20_12": (32, 8, 256),
    "sm1": (16, 16, 128), "sm4": (16, 16, 128), "gost28147": (32, 8, 256),
    "magma": (32, 8, 256), "kuznyechik": (32, 16, 256), "aegis128l": (16, 16, 128),
    "aegis256": (32, 32, 256), "ascon128": (16, 16, 128),
}
MACS = {"none": 0, "aead": 0, "md5": 16, "sha1": 20, "sha256": 32, "sha384": 48, "ripemd160": 20,
        "sm3": 32, "gostr341194": 32, "gostr341112_256": 32, "imit": 4, "omac": 0}
FORWARD_SECRET = {"any", "dhe", "dh_anon", "ecdhe", "ecdh_anon", "dhe_psk", "ecdhe_psk", "srp",
                  "eccpwd", "cecpq1", "sm2dh", "ibsdh"}
RECOMMENDED = {"Y": "yes", "N": "no", "D": "discouraged", "-": "not_registered"}

# Tables of code, name and reference: file, what one entry is called, its comment.
NAMES = [
    ("alert_descriptions", "alert_description", "AlertDescription"),
    ("authorization_formats", "authorization_format", "AuthzDataFormat"),
    ("cached_information_types", "cached_information_type", "CachedInformationType"),
    ("certificate_compression_algorithms", "certificate_compression_algorithm",
     "CertificateCompressionAlgorithm"),
    ("certificate_status_types", "certificate_status_type", "CertificateStatusType"),
    ("certificate_types", "certificate_type", "CertificateType"),
    ("client_certificate_types", "client_certificate_type", "ClientCertificateType"),
    ("compression_methods", "compression_method", "CompressionMethod"),
    ("content_types", "content_type", "ContentType"),
    ("ec_curve_types", "ec_curve_type", "ECCurveType"),
    ("ec_point_formats", "ec_point_format", "ECPointFormat"),
    ("ekt_ciphers", "ekt_cipher", "EKTCipherType"),
    ("handshake_types", "handshake_type", "HandshakeType"),
    ("hash_algorithms", "hash_algorithm", "HashAlgorithm of TLS 1.2"),
    ("hpke_aeads", "hpke_aead", "HPKE AEAD identifiers"),
    ("hpke_kdfs", "hpke_kdf", "HPKE KDF identifiers"),
    ("hpke_kems", "hpke_kem", "HPKE KEM identifiers"),
    ("psk_key_exchange_modes", "psk_key_exchange_mode", "PskKeyExchangeMode"),
    ("quic_transport_parameters", "quic_transport_parameter", "QUIC transport parameters"),
    ("srtp_protection_profiles", "srtp_protection_profile", "SRTPProtectionProfile"),
    ("supplemental_data_types", "supplemental_data_type", "SupplementalDataType"),
    ("tls_flags", "tls_flag", "bits of tls_flags"),
    ("token_binding_key_parameters", "token_binding_key_parameter", "TokenBindingKeyParameters"),
    ("user_mapping_types", "user_mapping_type", "UserMappingType"),
    ("versions", "version", "ProtocolVersion"),
]


def table(name):
    """The rows of data/<name>.csv as dictionaries; lines that begin with # are remarks."""
    with open(ROOM / "data" / f"{name}.csv", encoding="utf-8", newline="") as file:
        lines = [line for line in file if not line.startswith("#")]
    rows = list(csv.DictReader(lines))
    for row in rows:
        if None in row or None in row.values():
            sys.exit(f"{name}.csv: wrong number of fields: {row}")
    codes = [int(row["code"], 16) for row in rows if "code" in row]
    if codes != sorted(set(codes)):
        sys.exit(f"{name}.csv: codes do not ascend")
    return rows


def text(value):
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def yes(value):
    return "true" if value else "false"


def terms():
    """{enum: [(value, meaning)]}, in the order of the table."""
    found = {}
    for row in table("terms"):
        found.setdefault(row["term"], []).append((row["value"], row["meaning"]))
    return found


def terms_header():
    out = [BANNER, "#pragma once\n\n#include <cstdint>\n#include <string_view>\n\n",
           "namespace tlsonar::dissect {\n"]
    for term, values in terms().items():
        out.append(f"\nenum class {term} : std::uint8_t {{\n")
        width = max(len(value) for value, _ in values) + 1
        out += [f"    {value + ',':{width}}  // {meaning}\n" for value, meaning in values]
        out.append("};\n")
        out.append(f"std::string_view name_of({term} value);\n")
    out.append("\n}  // namespace tlsonar::dissect\n")
    return "".join(out)


def terms_source():
    out = [BANNER, '#include "dissect/registry/terms.gen.h"\n\n#include <array>\n\n',
           "namespace tlsonar::dissect {\n"]
    for term, values in terms().items():
        names = ", ".join(text(value) for value, _ in values)
        out.append(f"\nstd::string_view name_of({term} value) {{\n")
        out.append(f"    static constexpr std::array<std::string_view, {len(values)}> kNames = "
                   f"{{{names}}};\n")
        out.append("    return kNames[static_cast<std::size_t>(value)];\n}\n")
    out.append("\n}  // namespace tlsonar::dissect\n")
    return "".join(out)


def key_lengths(row):
    """(octets the cipher takes, octets derived as secret, strength in bits)."""
    octets, _, strength = CIPHERS[row["cipher"]]
    bits = int(row["key_bits"])
    octets = octets or bits // 8
    strength = min(strength or bits, bits)
    # RFC 2246 section 6.3.1: an exportable cipher expands a short secret to a whole key.
    exportable = "export" in row["flags"] and bits in (40, 56)
    if exportable and row["cipher"] == "des" and bits == 56:
        exportable = False
    return octets, bits // 8 if exportable else octets, strength


def record_lengths(row):
    """(fixed nonce part, explicit nonce part of TLS 1.2, tag, block) in octets."""
    block = CIPHERS[row["cipher"]][1]
    mode, flags = row["mode"], row["flags"].split(";")
    if mode == "cbc":
        return block, block, 0, block
    if mode in ("gcm", "ccm", "ccm_8"):
        tag = 8 if mode == "ccm_8" else 16
        return (12, 0, tag, 0) if "tls13" in flags else (4, 8, tag, 0)  # RFC 5288 section 3
    if mode == "poly1305":
        return (0 if "draft_nonce" in flags else 12), 0, 16, 0  # RFC 7905 section 2
    if mode == "aead":
        return block, 0, 16, 0
    if mode == "mgm":
        return block, 0, block, 0  # RFC 9367 section 4.1
    if mode == "ctr":
        return block // 2, 0, block, 0  # RFC 9189 section 4.1
    return block, 0, 0, 0


def cipher_suite(row):
    flags = row["flags"].split(";") if row["flags"] else []
    key, secret, strength = key_lengths(row)
    fixed, explicit, tag, block = record_lengths(row)
    export = 512 if "export" in flags else 1024 if "export1024" in flags else 0
    modern = row["mac"] == "aead" or row["mac"] in ("sha256", "sha384", "omac")
    first = ("0x0304" if "tls13" in flags else "0x0101" if "tlcp" in flags else
             "0x0303" if modern else "0x0300")
    cells = [row["code"], text(row["name"]), f"KeyExchange::{row['kx']}",
             f"Authentication::{row['auth']}", f"Cipher::{row['cipher']}", f"Mode::{row['mode']}",
             f"Mac::{row['mac']}", f"Hash::{row['prf']}", row["key_bits"], str(strength),
             str(export), first, yes(row["kx"] in FORWARD_SECRET), yes("tls13" in flags),
             yes("scsv" in flags), yes(row["dtls_ok"] == "Y"),
             f"Recommended::{RECOMMENDED[row['recommended']]}", str(key), str(secret), str(fixed),
             str(explicit), str(tag), str(MACS[row["mac"]]), str(block), text(row["reference"])]
    return "    {" + ", ".join(cells) + "},\n"


def pages(rows):
    """A two-level index: the page of a high octet, and in it position + 1 of each low octet."""
    high = sorted({int(row["code"], 16) >> 8 for row in rows})
    first = [str(high.index(i) + 1) if i in high else "0" for i in range(256)]
    second = [[0] * 256] + [[0] * 256 for _ in high]
    for position, row in enumerate(rows):
        code = int(row["code"], 16)
        second[high.index(code >> 8) + 1][code & 0xFF] = position + 1
    out = "const std::uint8_t kCipherSuitePage[256] = {" + ", ".join(first) + "};\n"
    out += f"const std::uint16_t kCipherSuiteAt[{len(second)}][256] = {{\n"
    out += "".join("    {" + ", ".join(map(str, page)) + "},\n" for page in second)
    return out + "};\n"


def group(row):
    cells = [row["code"], text(row["name"]), f"GroupKind::{row['kind']}", row["bits"],
             yes(row["post_quantum"] == "1"), yes(row["dtls_ok"] == "Y"),
             f"Recommended::{RECOMMENDED[row['recommended']]}", row["client_share"],
             row["server_share"], text(row["reference"])]
    return "    {" + ", ".join(cells) + "},\n"


def scheme(row):
    cells = [row["code"], text(row["name"]), f"SignatureAlgorithm::{row['algorithm']}",
             f"Hash::{row['hash']}", row["group"], yes(row["post_quantum"] == "1"),
             f"Recommended::{RECOMMENDED[row['recommended']]}", text(row["reference"])]
    return "    {" + ", ".join(cells) + "},\n"


def ssl2_cipher(row):
    strength = min(CIPHERS[row["cipher"]][2], int(row["key_bits"]))
    cells = [row["code"], text(row["name"]), f"Cipher::{row['cipher']}", f"Mac::{row['mac']}",
             row["key_bits"], str(strength), yes(row["export"] == "1"), text(row["reference"])]
    return "    {" + ", ".join(cells) + "},\n"


def alpn(row):
    return "    {" + ", ".join(text(row[k]) for k in ("id", "description", "reference")) + "},\n"


def array(kind, name, file, write, rows=None):
    rows = table(file) if rows is None else rows
    return f"const {kind} {name}[{len(rows)}] = {{\n" + "".join(map(write, rows)) + "};\n\n"


STRUCTURED = [
    ("CipherSuite", "kCipherSuites", "cipher_suites", cipher_suite),
    ("NamedGroup", "kNamedGroups", "named_groups", group),
    ("SignatureScheme", "kSignatureSchemes", "signature_schemes", scheme),
    ("Ssl2Cipher", "kSsl2Ciphers", "ssl2_ciphers", ssl2_cipher),
    ("AlpnProtocol", "kAlpnProtocols", "alpn_protocols", alpn),
]


def tables_header():
    out = [BANNER, "#pragma once\n\n"]
    out += [f'#include "dissect/registry/{file}.h"\n' for file in
            ("alpn", "cipher_suite", "named_group", "signature_scheme", "ssl2_cipher")]
    out.append("\nnamespace tlsonar::dissect::tables {\n\n")
    for kind, name, file, _ in STRUCTURED:
        out.append(f"extern const {kind} {name}[{len(table(file))}];\n")
    high = {int(row["code"], 16) >> 8 for row in table("cipher_suites")}
    out.append("\n// kCipherSuiteAt[kCipherSuitePage[code >> 8]][code & 0xFF] is the position in\n"
               "// kCipherSuites plus one, or zero. Page zero is empty.\n"
               "extern const std::uint8_t kCipherSuitePage[256];\n"
               f"extern const std::uint16_t kCipherSuiteAt[{len(high) + 1}][256];\n")
    out.append("\n}  // namespace tlsonar::dissect::tables\n")
    return "".join(out)


def tables_source():
    out = [BANNER, '#include "dissect/registry/tables.gen.h"\n\n',
           "namespace tlsonar::dissect::tables {\n\n"]
    out += [array(*entry) for entry in STRUCTURED]
    out += [pages(table("cipher_suites")), "\n}  // namespace tlsonar::dissect::tables\n"]
    return "".join(out)


def names_header():
    out = [BANNER, "#pragma once\n\n", '#include "dissect/registry/code_name.h"\n\n',
           "namespace tlsonar::dissect {\n"]
    for many, one, comment in NAMES:
        out.append(f"\n// {comment}.\nstd::span<const CodeName> {many}();\n"
                   f"std::string_view {one}_name(std::uint32_t code);\n")
    out.append("\n}  // namespace tlsonar::dissect\n")
    return "".join(out)


def names_source():
    out = [BANNER, '#include "dissect/registry/names.gen.h"\n\n',
           "namespace tlsonar::dissect {\nnamespace {\n\n"]
    for many, _, _ in NAMES:
        out.append(array("CodeName", f"k_{many}", many, lambda row: "    {" + ", ".join(
            (row["code"], text(row["name"]), text(row["reference"]))) + "},\n"))
    out.append("}  // namespace\n")
    for many, one, _ in NAMES:
        out.append(f"\nstd::span<const CodeName> {many}() {{ return k_{many}; }}\n"
                   f"std::string_view {one}_name(std::uint32_t code) "
                   f"{{ return find_name(k_{many}, code); }}\n")
    out.append("\n}  // namespace tlsonar::dissect\n")
    return "".join(out)


FILES = {"terms.gen.h": terms_header, "terms.gen.cc": terms_source, "tables.gen.h": tables_header,
         "tables.gen.cc": tables_source, "names.gen.h": names_header, "names.gen.cc": names_source}


def main():
    check = sys.argv[1:] == ["--check"]
    if sys.argv[1:] and not check:
        sys.exit(__doc__)
    stale = []
    for name, write in FILES.items():
        path, content = ROOM / name, write()
        if path.exists() and path.read_text(encoding="utf-8") == content:
            continue
        stale.append(name)
        if not check:
            path.write_text(content, encoding="utf-8")
    if check and stale:
        sys.exit("not up to date: " + ", ".join(stale))


if __name__ == "__main__":
    main()
