"""What tests about models are made of: small model files, archives, and a server on this machine.

The GGUF files are written here byte by byte, from the published format, so that the reader under
test and its tests share nothing.
"""

from __future__ import annotations

import hashlib
import io
import re
import struct
import threading
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

U32, F32, STRING, ARRAY, U64 = 4, 6, 8, 9, 10


def text(value: str) -> bytes:
    raw = value.encode()
    return struct.pack("<Q", len(raw)) + raw


def pair(key: str, kind: int, value: Any) -> bytes:
    head = text(key) + struct.pack("<I", kind)
    if kind == STRING:
        return head + text(value)
    if kind == ARRAY:  # of texts
        return head + struct.pack("<IQ", STRING, len(value)) + b"".join(map(text, value))
    return head + struct.pack({U32: "<I", F32: "<f", U64: "<Q"}[kind], value)


def gguf_bytes(
    name: str = "Tiny test", layers: int = 2, width: int = 64, extra: Sequence[bytes] = ()
) -> bytes:
    """A llama-like model with a vocabulary of 320 texts; one tensor of F32, zeros."""
    vocabulary = [f"t{n}" for n in range(320)]
    pairs = [
        pair("general.architecture", STRING, "llama"),
        pair("general.name", STRING, name),
        pair("general.license", STRING, "mit"),
        pair("general.file_type", U32, 0),
        pair("llama.block_count", U32, layers),
        pair("llama.context_length", U32, 2048),
        pair("llama.embedding_length", U32, width),
        pair("llama.attention.head_count", U32, 4),
        pair("llama.attention.head_count_kv", U32, 2),
        pair("tokenizer.ggml.tokens", ARRAY, vocabulary),
        pair("tokenizer.chat_template", STRING, "{{ messages }}"),
        *extra,
    ]
    tensor = text("token_embd.weight") + struct.pack("<IQQIQ", 2, width, len(vocabulary), 0, 0)
    head = b"GGUF" + struct.pack("<IQQ", 3, 1, len(pairs)) + b"".join(pairs) + tensor
    return head + bytes(-len(head) % 32) + bytes(4 * width * len(vocabulary))


RECOGNISER_FILES = (
    "am/final.mdl",
    "conf/mfcc.conf",
    "conf/model.conf",
    "graph/HCLr.fst",
    "graph/Gr.fst",
)


def recogniser_zip(folder: str = "vosk-model-small-xx-0.1", extra: Sequence[Any] = ()) -> bytes:
    """An archive as Vosk's page has it. ``extra``: (name or ZipInfo, bytes) besides."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name in RECOGNISER_FILES:
            zipped.writestr(f"{folder}/{name}", f"content of {name}\n" * 20)
        for name, content in extra:
            zipped.writestr(name, content)
    return out.getvalue()


def make_recogniser(folder: Path) -> Path:
    for name in RECOGNISER_FILES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"content of {name}\n" * 20)
    return folder


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@dataclass
class Shop:
    """One file on a server that behaves as told, and what it was asked."""

    content: bytes
    tag: str = '"one"'
    cut_after: list[int] = field(default_factory=list)  # bytes of each answer; then whole ones
    status: int = 200
    redirect: str = ""
    ignores_range: bool = False
    lies_about_length: int = 0
    says_length: bool = True
    encoding: str = ""
    asked: list[dict[str, str]] = field(default_factory=list)
    wait: threading.Event | None = None  # nothing after the first half until it is set
    address: str = ""


@contextmanager
def served(shop: Shop) -> Iterator[Shop]:
    """``shop.address`` answers on this machine until the end of the block."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            shop.asked.append({k.lower(): v for k, v in self.headers.items()})
            try:
                _answer(self, shop)
            except OSError:
                self.close_connection = True

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            """Tests read what was asked from ``shop.asked``."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    shop.address = f"http://127.0.0.1:{server.server_address[1]}/model.gguf"
    try:
        yield shop
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _answer(handler: BaseHTTPRequestHandler, shop: Shop) -> None:
    if shop.redirect or shop.status != 200:
        handler.send_response(302 if shop.redirect else shop.status)
        handler.send_header("Location", shop.redirect)
        handler.send_header("Content-Length", "0")
        handler.end_headers()
        return
    start = _start(handler, shop)
    if start and start >= len(shop.content):
        handler.send_response(416)
        handler.send_header("Content-Length", "0")
        handler.end_headers()
        return
    body = shop.content[start:]
    handler.send_response(206 if start else 200)
    if shop.tag:
        handler.send_header("ETag", shop.tag)
    if shop.encoding:
        handler.send_header("Content-Encoding", shop.encoding)
    if start:
        whole = len(shop.content)
        handler.send_header("Content-Range", f"bytes {start}-{whole - 1}/{whole}")
    if shop.says_length:
        handler.send_header("Content-Length", str(len(body) + shop.lies_about_length))
    handler.end_headers()
    cut = shop.cut_after.pop(0) if shop.cut_after else None
    body = body if cut is None else body[:cut]
    if shop.wait is not None:
        handler.wfile.write(body[: len(body) // 2])
        handler.wfile.flush()
        shop.wait.wait(10)
        body = body[len(body) // 2 :]
    handler.wfile.write(body)
    handler.wfile.flush()
    handler.close_connection = handler.close_connection or cut is not None or not shop.says_length
    handler.close_connection = handler.close_connection or bool(shop.lies_about_length)


def _start(handler: BaseHTTPRequestHandler, shop: Shop) -> int:
    """Where the asked-for range begins; 0 when the whole is to be sent."""
    asked = re.match(r"bytes=(\d+)-$", handler.headers.get("Range", ""))
    condition = handler.headers.get("If-Range")
    if asked is None or shop.ignores_range or condition not in (None, shop.tag):
        return 0
    return int(asked.group(1))
