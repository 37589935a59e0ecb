"""DER, just enough to write certificates that are right or wrong on purpose."""

import datetime


def tlv(tag, *contents):
    body = b"".join(contents)
    size = len(body)
    if size < 128:
        return bytes([tag, size]) + body
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(octets)]) + octets + body


def sequence(*items):
    return tlv(0x30, *items)


def set_of(*items):
    return tlv(0x31, *sorted(items))


def integer(value):
    return tlv(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big", signed=True))


def boolean(value):
    return tlv(0x01, b"\xff" if value else b"\x00")


def null():
    return tlv(0x05)


def octets(value):
    return tlv(0x04, value)


def bits(value, unused=0):
    return tlv(0x03, bytes([unused]), value)


def named_bits(*positions):
    """A BIT STRING of a named-bit list: no trailing zero bits (X.690 section 11.2.2)."""
    if not positions:
        return bits(b"")
    size = max(positions) + 1
    value = bytearray((size + 7) // 8)
    for position in positions:
        value[position // 8] |= 0x80 >> position % 8
    return bits(bytes(value), -size % 8)


def oid(dotted):
    arcs = [int(arc) for arc in dotted.split(".")]
    out = bytearray()
    for arc in [arcs[0] * 40 + arcs[1], *arcs[2:]]:
        group = [arc & 0x7F]
        while arc := arc >> 7:
            group.insert(0, arc & 0x7F | 0x80)
        out += bytes(group)
    return tlv(0x06, bytes(out))


def utf8(text):
    return tlv(0x0C, text.encode())


def printable(text):
    return tlv(0x13, text.encode())


def ia5(text):
    return tlv(0x16, text.encode("latin-1"))


def context(number, *contents):
    """Constructed, as EXPLICIT tags and tagged SEQUENCEs are."""
    return tlv(0xA0 | number, *contents)


def implicit(number, content):
    """Primitive."""
    return tlv(0x80 | number, content)


def time(text, generalized=None):
    """RFC 5280 section 4.1.2.5: UTCTime through 2049, then GeneralizedTime; or as told."""
    moment = datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ")
    if generalized is None:
        generalized = not 1950 <= moment.year < 2050
    return (tlv(0x18, moment.strftime("%Y%m%d%H%M%SZ").encode()) if generalized else
            tlv(0x17, moment.strftime("%y%m%d%H%M%SZ").encode()))
