"""Messages between a process and its child: typed, and one length-prefixed frame of JSON each."""

from __future__ import annotations

import struct
from typing import IO

from pydantic import BaseModel, ConfigDict

MAX_FRAME = 16_000_000  # bytes; nothing that is said between the two comes near it
_LENGTH = struct.Struct(">I")


class Message(BaseModel):
    """The base of all messages. Subclasses add ``kind: Literal[...] = ...`` to tell them apart."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", ser_json_bytes="base64", val_json_bytes="base64"
    )


class BrokenLink(Exception):
    """What came over the link is no frame: the other side is not to be trusted any more."""


def write_frame(stream: IO[bytes], message: Message) -> None:
    """Raises OSError when the other side has gone, BrokenLink for a message beyond MAX_FRAME."""
    body = message.model_dump_json().encode()
    if len(body) > MAX_FRAME:
        raise BrokenLink(f"a message of {len(body)} bytes is too long to send")
    left = memoryview(_LENGTH.pack(len(body)) + body)
    while left:  # an unbuffered pipe may take only a part
        left = left[stream.write(left) or 0 :]
    stream.flush()


def read_frame(stream: IO[bytes]) -> bytes | None:
    """The body of the next frame; None at the end of the stream, also in mid-frame.

    Raises:
        BrokenLink: the length cannot be that of a frame.
    """
    head = _read_exactly(stream, _LENGTH.size)
    if head is None:
        return None
    (length,) = _LENGTH.unpack(head)
    if length > MAX_FRAME:
        raise BrokenLink(f"a frame of {length} bytes was announced")
    return _read_exactly(stream, length)


def _read_exactly(stream: IO[bytes], count: int) -> bytes | None:
    parts: list[bytes] = []
    while count:
        part = stream.read(count)
        if not part:
            return None
        parts.append(part)
        count -= len(part)
    return b"".join(parts)
