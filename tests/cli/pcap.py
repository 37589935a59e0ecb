"""Little-endian pcap files with IPv4 or IPv6 in Ethernet, as far as the tests need them."""
import struct

HEADER = 24


def read(data):
    """(file header, [(seconds, fraction, wire length, octets)…])"""
    packets, at = [], HEADER
    while at + 16 <= len(data):
        seconds, fraction, length, wire = struct.unpack_from("<IIII", data, at)
        packets.append((seconds, fraction, wire, data[at + 16:at + 16 + length]))
        at += 16 + length
    return data[:HEADER], packets


def write(header, packets):
    return header + b"".join(
        struct.pack("<IIII", seconds, fraction, len(octets), wire) + octets
        for seconds, fraction, wire, octets in packets)


def in_time(packets):
    """The packets in the order given, with the clock going forward."""
    times = sorted(packet[:2] for packet in packets)
    return [time + packet[2:] for time, packet in zip(times, packets)]


def addresses(octets):
    """(source, destination, place of the TCP header)"""
    at = 14 if octets[12:14] in (b"\x08\x00", b"\x86\xdd") else 4  # else: loopback
    if octets[at] >> 4 == 4:
        return octets[at + 12:at + 16], octets[at + 16:at + 20], at + 4 * (octets[at] & 15)
    return octets[at + 8:at + 24], octets[at + 24:at + 40], at + 40


def connections(packets):
    """Lists of packets, one for each pair of endpoints, in the order of their first packets."""
    flows = {}
    for packet in packets:
        octets = packet[3]
        source, destination, tcp = addresses(octets)
        ends = (source, octets[tcp:tcp + 2]), (destination, octets[tcp + 2:tcp + 4])
        flows.setdefault(frozenset(ends), []).append(packet)
    return list(flows.values())


def closing(flow):
    """The place of the first packet that closes or resets the connection."""
    for place, packet in enumerate(flow):
        if packet[3][addresses(packet[3])[2] + 13] & 5:
            return place
    return len(flow)


def shuffled(packets, window, chance):
    out = []
    for at in range(0, len(packets), window):
        part = packets[at:at + window]
        chance.shuffle(part)
        out += part
    return out
