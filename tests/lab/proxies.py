#!/usr/bin/env python3
"""Fault injectors in front of a server on loopback.

    proxies.py PORT BEHIND KIND [name=value…]

    limit   rate=20            more new connections than that in a second are reset
    drop    share=10 how=reset|eof|silent seed=1    this share (%) of connections is not served
    stall   share=10 seconds=3 seed=1               this share waits before its first octet
    cut     share=10 octets=40 seed=1               this share ends after so many octets of the server
    delay   ms=25              each way
    count                      nothing but counting

Every connection and octet is counted; a connection that sends nothing but "COUNT" + newline is told
{"connections", "up", "down", "unserved"} as JSON and is not counted. One thread, one event loop.
"""
import asyncio
import json
import random
import socket
import struct
import sys
import time


class Injector:
    def __init__(self, behind, kind, options):
        self.behind, self.kind = behind, kind
        self.number = {key: float(value) for key, value in options.items() if value.replace(".", "").isdigit()}
        self.how = options.get("how", "reset")
        self.random = random.Random(int(self.number.get("seed", 1)))
        self.recent, self.counts = [], {"connections": 0, "up": 0, "down": 0, "unserved": 0}

    def struck(self):
        """Whether the fault falls on this connection."""
        if self.kind == "limit":
            now = time.monotonic()
            self.recent = [t for t in self.recent if now - t < 1]
            if len(self.recent) >= self.number.get("rate", 20):
                return True
            self.recent.append(now)
            return False
        return self.kind in ("drop", "stall", "cut") and self.random.random() * 100 < self.number.get("share", 10)

    async def serve(self, reader, writer):
        counted = False
        try:
            self.counts["connections"] += 1
            counted = True
            struck = self.struck()
            if struck and self.kind in ("limit", "drop"):
                self.counts["unserved"] += 1
                await self.refuse(reader, writer)
                return
            first = await reader.read(65536)
            if first == b"COUNT\n":
                self.counts["connections"] -= 1
                writer.write(json.dumps(self.counts).encode())
                return
            await self.pass_on(first, reader, writer, struck)
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            assert counted
            writer.close()

    async def refuse(self, reader, writer):
        if self.how == "silent":
            while await reader.read(65536):
                pass
        elif self.how == "eof" and self.kind == "drop":
            await reader.read(65536)
        else:
            reset(writer)

    async def pass_on(self, first, reader, writer, struck):
        if not first:
            return
        if struck and self.kind == "stall":
            await asyncio.sleep(self.number.get("seconds", 3))
        there, back = await asyncio.open_connection("127.0.0.1", self.behind)
        back.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        most = int(self.number.get("octets", 40)) if struck and self.kind == "cut" else None
        up = asyncio.create_task(self.pump(reader, back, "up", first))
        down = asyncio.create_task(self.pump(there, writer, "down", b"", most))
        await asyncio.wait([up, down], return_when=asyncio.ALL_COMPLETED if most is None else asyncio.FIRST_COMPLETED)
        back.close()
        if up.done() and isinstance(up.exception() if not up.cancelled() else None, ConnectionResetError):
            return
        if down.done() and not down.cancelled() and isinstance(down.exception(), ConnectionResetError):
            reset(writer)  # as the server did
        for task in (up, down):
            task.cancel()

    async def pump(self, source, sink, way, first, most=None):
        """Passes octets on, each after the delay, in order; tells the other side of the end."""
        lag, queue, passed = self.number.get("ms", 0) / 1000 if self.kind == "delay" else 0, asyncio.Queue(), 0

        async def deliver():
            while True:
                due, octets = await queue.get()
                await asyncio.sleep(max(0, due - time.monotonic()))
                if not octets:
                    if sink.can_write_eof():
                        sink.write_eof()
                    return
                sink.write(octets)
                await sink.drain()
        delivering = asyncio.create_task(deliver())
        try:
            octets = first or await source.read(65536)
            while octets:
                self.counts[way] += len(octets)
                if most is not None and passed + len(octets) > most:
                    queue.put_nowait((time.monotonic(), octets[:most - passed]))
                    break
                passed += len(octets)
                queue.put_nowait((time.monotonic() + lag, octets))
                octets = await source.read(65536)
            queue.put_nowait((time.monotonic() + lag, b""))
            await delivering
        finally:
            delivering.cancel()


def reset(writer):
    link = writer.get_extra_info("socket")
    if link:
        link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


def counts(port):
    """What an injector counted."""
    with socket.create_connection(("127.0.0.1", port), 5) as link:
        link.sendall(b"COUNT\n")
        octets = b""
        while got := link.recv(65536):
            octets += got
    return json.loads(octets)


async def main():
    port, behind, kind = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    injector = Injector(behind, kind, dict(pair.split("=") for pair in sys.argv[4:]))
    server = await asyncio.start_server(injector.serve, "127.0.0.1", port, backlog=512)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
