#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sends malformed and well-formed messages to `pilcrow-search --mcp` and looks whether it stays sane.

usage: fuzz_messages.py --bin FOLDER --documents FOLDER [--seconds N] [--seed N] [--keep FILE]

After each batch of messages a ping must be answered, and every well-formed request exactly once; each line of the
output must be a response to something that was asked; nothing may come on standard error; closed input must end the
program at once with status 0. The bytes of the last batch are kept in FILE when something fails.
"""
import argparse
import collections
import json
import os
import queue
import random
import subprocess
import sys
import tempfile
import threading
import time

PATIENCE = 120  # seconds; a machine under load, a program under a sanitizer
META = {"io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": {}}
REVISIONS = ["2026-07-28", "2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05", "2024-10-07", "", "latest"]
WORDS = ["supplier", "brake", "update", "who", "signs", "Vertrag", "東京都", "naïve", "\u202e", "zzz", "a*", "near/3", "\"", "OR",
         "-", "+", "(", "title:", "path:*.md", "lang:de", "date:2026-01..", "\u0000", "\U000e0041", "x" * 300]
SEARCH = {"query", "limit", "offset", "context", "section", "budget", "paths", "types", "languages", "roots", "headings",
          "since", "sort", "files", "exact", "state"}
METHODS = ["initialize", "server/discover", "tools/list", "tools/call", "ping", "notifications/initialized",
           "notifications/cancelled", "resources/list", "prompts/list", "logging/setLevel", "subscriptions/listen",
           "completion/complete", "", "tools", "rpc.discover"]


class Failure(Exception):
    pass


class Maker:
    """Messages, drawn at random."""

    def __init__(self, rng, citations):
        self.rng, self.citations, self.number = rng, citations, 0

    def text(self):
        return " ".join(self.rng.choice(WORDS) for _ in range(self.rng.randint(0, 6)))

    def oddity(self):
        """Any JSON value."""
        rng = self.rng
        return rng.choice([
            lambda: None, lambda: True, lambda: rng.randint(-3, 60), lambda: rng.choice([0.5, -0.0, 1e308, 5.0, 1e19]),
            lambda: rng.choice([2**63 - 1, 2**63, 2**64, -2**63, -2**64, 10**300]), self.text, lambda: [],
            lambda: [self.text()], lambda: {}, lambda: {"a": {"b": []}}, lambda: "x" * rng.choice([1000, 70000]),
            lambda: [0] * rng.choice([51, 5000]), lambda: rng.choice(self.citations), lambda: self.nested(rng.randint(1, 50)),
        ])()

    def nested(self, depth):
        value = 0
        for _ in range(depth):
            value = [value] if self.rng.random() < 0.5 else {"a": value}
        return value

    def arguments(self, tool):
        """Mostly such as the tool takes."""
        rng = self.rng
        if tool == "search":
            value = {"query": self.text()}
            draw = {"limit": lambda: rng.randint(1, 50), "offset": lambda: rng.randint(0, 100), "context": lambda: rng.randint(0, 20),
                    "section": lambda: rng.random() < 0.5, "budget": lambda: rng.randint(20, 5000),
                    "paths": lambda: [rng.choice(["*.md", "**", "[", "corpus/*"])], "types": lambda: ["md", ".txt"],
                    "languages": lambda: ["de"], "roots": lambda: ["*"], "headings": lambda: [self.text()],
                    "since": lambda: rng.choice(["2026", "7d", "yesterday", "soon"]),
                    "sort": lambda: rng.choice(["relevance", "date", "path"]), "files": lambda: rng.random() < 0.5,
                    "exact": lambda: rng.random() < 0.5, "state": lambda: rng.choice(["", "k3f9a2zq@7.12"])}
            for name in sorted(rng.sample(sorted(draw), rng.randint(0, 4))):
                value[name] = draw[name]()
        elif tool == "read":
            value = {"place": rng.choice(self.citations + ["README.md", "README.md:1-9", "/", ":3", "pc1:", "a.md:99999999999"]),
                     "context": rng.randint(0, 20)}
        elif tool == "outline":
            value = {"path": rng.choice(["README.md", "/nowhere", "", "corpus"])}
        elif tool == "verify":
            quotes = [f"He says \"{self.text()}\" [{rng.choice(self.citations)}]." for _ in range(rng.randint(0, 5))]
            value = {"text": "\n\n".join(quotes)} if rng.random() < 0.5 else {
                "claims": [{"citation": rng.choice(self.citations), "quote": self.text()} for _ in range(rng.randint(0, 5))]}
        else:
            value = {}
        if rng.random() < 0.2:
            value[rng.choice(sorted(SEARCH) + ["place", "path", "text", "claims", "limits", ""])] = self.oddity()
        return value

    def request(self, modern):
        """A well-formed request, which must be answered."""
        self.number += 1
        rng = self.rng
        message = {"jsonrpc": "2.0", "id": f"must-{self.number}" if rng.random() < 0.5 else 1_000_000 + self.number}
        kind = rng.random()
        params = {}
        if kind < 0.6:
            tool = rng.choice(["search", "search", "read", "outline", "verify", "status"])
            message["method"], params = "tools/call", {"name": tool, "arguments": self.arguments(tool)}
        elif kind < 0.7:
            message["method"] = "tools/list"
        elif kind < 0.8:
            message["method"], params = "initialize", {"protocolVersion": rng.choice(REVISIONS), "capabilities": {},
                                                       "clientInfo": {"name": "fuzz", "version": "1"}}
        elif kind < 0.9:
            message["method"] = "server/discover"
        else:
            message["method"] = rng.choice(METHODS)
        if modern:
            params["_meta"] = META
        if params or rng.random() < 0.5:
            message["params"] = params
        return message

    def bent(self):
        """A message in which one or more values are others."""
        rng = self.rng
        message = self.request(rng.random() < 0.5)
        message["id"] = rng.choice([0, 1, "a", rng.randint(0, 99)])  # not one that must be answered
        if rng.random() < 0.3:
            message = {"jsonrpc": "2.0", "method": "notifications/cancelled",
                       "params": {"requestId": rng.choice([0, 1, "a", rng.randint(0, 99)])}}
        if rng.random() < 0.1:
            message.setdefault("params", {})["_meta"] = {**META, "io.modelcontextprotocol/protocolVersion": rng.choice(REVISIONS)}
        for _ in range(rng.randint(0, 3)):
            where = message
            while True:
                key = rng.choice(sorted(where)) if where and isinstance(where, dict) else None
                if key is None:
                    break
                if isinstance(where[key], dict) and where[key] is not META and rng.random() < 0.7:
                    where = where[key]
                    continue
                change = rng.random()
                if change < 0.3:
                    del where[key]
                elif change < 0.5:
                    where[key + "x"] = where.pop(key)
                else:
                    where[key] = self.oddity()
                break
        if rng.random() < 0.15:
            message = [message] * rng.choice([0, 1, 2, 51])
        if rng.random() < 0.05:
            message = self.oddity()
        return json.dumps(message, ensure_ascii=rng.random() < 0.5).encode("utf-8", "surrogatepass")

    def broken(self):
        """Bytes that may be no message at all, without line end."""
        rng = self.rng
        kind = rng.random()
        if kind < 0.6:
            line = bytearray(self.bent())
            for _ in range(rng.randint(1, 8)):
                at = rng.randint(0, len(line))
                change = rng.random()
                if change < 0.3:
                    line[at:at + 1] = bytes([rng.randrange(256)])
                elif change < 0.5:
                    del line[at:at + rng.randint(1, 20)]
                elif change < 0.7:
                    line[at:at] = rng.choice([b"\"", b"\\", b"{", b"[", b"}", b"]", b",", b"\x00", b"\xff", b"\xed\xa0\x80", b"\\ud800",
                                              b"\r", b"\xef\xbb\xbf", b"1e999", b"-", b"\\u0000", b"NaN"])
                elif change < 0.9:
                    line[at:at] = line[at:at + rng.randint(1, 60)]
                else:
                    del line[at:]
            return bytes(line)
        if kind < 0.75:
            depth = rng.choice([63, 64, 65, 1000, 100_000])
            return rng.choice([b"[", b"{\"a\":", b"[{\"a\":"]) * depth
        if kind < 0.85:
            return b'{"jsonrpc":"2.0","id":' + rng.choice([b"1" * 400, b"1e999", b"1.5", b"1e3", b"-0", b"[]", b"true", b"9223372036854775808",
                                                           b'"' + b"i" * 100_000 + b'"']) + b',"method":"ping"}'
        if kind < 0.95:
            return bytes(rng.randrange(256) for _ in range(rng.randint(0, 200)))
        if kind < 0.997:
            return b"[" + b"0," * rng.choice([100_000, 250_000]) + b"0]"
        return b'{"jsonrpc":"2.0","id":1,"method":"' + b"m" * (17 << 20) + b'"}'


class Server:
    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0)
        self.lines, self.errors = queue.Queue(), []
        self.threads = [threading.Thread(target=self.read_output), threading.Thread(target=self.read_errors)]
        for thread in self.threads:
            thread.start()

    def read_output(self):
        with os.fdopen(os.dup(self.process.stdout.fileno()), "rb") as stream:
            for line in stream:
                self.lines.put(line)
        self.lines.put(None)

    def read_errors(self):
        self.errors.append(self.process.stderr.read())

    def send(self, data, rng):
        """In pieces of any size."""
        at = 0
        while at < len(data):
            size = rng.choice([1, 7, 100, 4096, 1 << 16, 1 << 20])
            self.process.stdin.write(data[at:at + size])
            at += size

    def end(self):
        began = time.monotonic()
        self.process.stdin.close()
        try:
            status = self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise Failure("it does not end with its input") from None
        for thread in self.threads:
            thread.join()
        self.process.stdout.close()
        self.process.stderr.close()
        if status != 0:
            raise Failure(f"exit status {status}: {self.errors}")
        if self.errors != [b""]:
            raise Failure(f"on standard error: {self.errors}")
        return time.monotonic() - began


class Run:
    def __init__(self, command, maker, rng):
        self.command, self.maker, self.rng = command, maker, rng
        self.server, self.batch, self.slowest_end = None, b"", 0.0
        self.count = collections.Counter()
        self.codes = collections.Counter()

    def check(self, line):
        """The ids that a line answers."""
        try:
            message = json.loads(line.decode("utf-8"))
        except ValueError as error:
            raise Failure(f"not JSON on standard output: {line[:200]!r}: {error}") from None
        for response in message if isinstance(message, list) else [message]:
            if response.get("jsonrpc") != "2.0" or ("result" in response) == ("error" in response) \
                    or not set(response) <= {"jsonrpc", "id", "result", "error"}:
                raise Failure(f"not a response: {line[:200]!r}")
            self.count["responses"] += 1
            if "error" in response:
                self.codes[response["error"]["code"]] += 1
                if response["error"]["code"] == -32603:
                    raise Failure(f"an internal error: {line[:300]!r}")
            elif response["result"].get("isError"):
                self.codes["isError"] += 1
            yield response.get("id")

    def one_batch(self):
        rng = self.rng
        expected, lines = collections.Counter(), []
        for _ in range(rng.randint(1, 20)):
            kind = rng.random()
            if kind < 0.4:
                message = self.maker.request(rng.random() < 0.5)
                expected[message["id"]] += 1
                lines.append(json.dumps(message).encode())
                self.count["well-formed"] += 1
            else:
                lines.append(self.maker.bent() if kind < 0.7 else self.maker.broken())
                self.count["odd"] += 1
        self.maker.number += 1
        ping = f"ping-{self.maker.number}"
        expected[ping] += 1
        lines.append(json.dumps({"jsonrpc": "2.0", "id": ping, "method": "ping"}).encode())
        self.batch = b"\n".join(lines) + b"\n"
        self.count["bytes"] += len(self.batch)
        self.server.send(self.batch, rng)
        while expected:
            try:
                line = self.server.lines.get(timeout=PATIENCE)
            except queue.Empty:
                raise Failure(f"no answer to {dict(expected)}") from None
            if line is None:
                raise Failure(f"it has ended: {self.server.process.wait()}, {self.server.errors}")
            for answered in self.check(line):
                if isinstance(answered, str) and answered.startswith(("must-", "ping-")) or \
                        isinstance(answered, int) and 1_000_000 < answered < 1_000_000_000:
                    if expected[answered] != 1:
                        raise Failure(f"an answer that nobody waits for: {answered}")
                    del expected[answered]

    def run(self, seconds):
        end = time.monotonic() + seconds
        told = time.monotonic()
        while time.monotonic() < end:
            self.server = Server(self.command)
            self.count["processes"] += 1
            for _ in range(self.rng.randint(1, 60)):
                self.one_batch()
                self.count["batches"] += 1
                if time.monotonic() > end:
                    break
            # Its input ends in the middle of whatever it does.
            self.batch = json.dumps(self.maker.request(True)).encode() + self.rng.choice([b"", b"\n"]) + self.rng.choice([b"", b"{"])
            self.server.send(self.batch, self.rng)
            self.slowest_end = max(self.slowest_end, self.server.end())
            if time.monotonic() - told > 60:
                told = time.monotonic()
                print(self.summary(), flush=True)

    def summary(self):
        return json.dumps({**self.count, "slowest_end_seconds": round(self.slowest_end, 2),
                           "errors": {str(code): number for code, number in sorted(self.codes.items(), key=str)}})


def citations_of(search, index):
    out = subprocess.run([search, "-i", index, "--json", "-n", "40", "--sort", "path"], stdout=subprocess.PIPE, check=True).stdout
    hits = [json.loads(line) for line in out.splitlines()]
    return [hit["citation"] for hit in hits if hit["type"] == "hit"] + ["pc1:k3f9a2zq:9d3e1f20:77ab01c3ee10"]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", required=True)
    parser.add_argument("--documents", required=True)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep")
    options = parser.parse_args()
    rng = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        index = os.path.join(folder, "index")
        subprocess.run([os.path.join(options.bin, "pilcrow-index"), "-q", "-i", index, options.documents], check=True)
        search = os.path.join(options.bin, "pilcrow-search")
        run = Run([search, "--mcp", "--index", index], Maker(rng, citations_of(search, index)), rng)
        try:
            run.run(options.seconds)
        except (Failure, BrokenPipeError) as failure:
            print(f"seed {options.seed}: {failure!r}\n{run.summary()}", file=sys.stderr)
            if options.keep:
                with open(options.keep, "wb") as file:
                    file.write(run.batch)
            print(b"".join(run.server.errors).decode("utf-8", "replace"), file=sys.stderr)
            os._exit(1)  # the program may be at work still, and threads with it
        print(run.summary())
    return 0


if __name__ == "__main__":
    sys.exit(main())
