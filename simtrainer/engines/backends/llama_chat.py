"""The model's own chat template, as the pieces that stand between what is said.

The template is a program out of a file from somewhere: it runs in a sandbox, in this child.
A conversation is kept by appending alone, so a template must render the same pieces at every
turn, whatever follows; one that rewrites what was said before is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NoReturn

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

MARKS = ("⟦a⟧", "⟦b⟧", "⟦c⟧", "⟦d⟧", "⟦e⟧", "⟦f⟧")
_MAX_TEMPLATE = 200_000  # characters
_TRAINING_MARKS = re.compile(r"\{%-?\s*(?:end)?generation\s*-?%\}")  # mean nothing when talking
_BROKEN = (TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RecursionError)

Render = Callable[[list[dict[str, str]], bool], str]


class UnsuitableTemplate(Exception):
    """``str(error)`` says why, for people."""


@dataclass(frozen=True)
class Pieces:
    """What the template writes around a prefix and the turns after it."""

    opening: str  # before the prefix
    to_first: str  # between prefix and the first thing the trainee says
    to_reply: str  # between that and a reply that was given
    to_next: str  # between that and what the trainee says next
    prompt: str  # between what the trainee said and a reply to be generated


def pieces_of(template: str, bos: str, eos: str) -> Pieces:
    """Raises UnsuitableTemplate when the conversation cannot grow by appending."""
    if len(template) > _MAX_TEMPLATE:
        raise UnsuitableTemplate("its chat template is far too long")
    render = _renderer(template, bos, eos)
    why = ""
    for with_system in (True, False):
        try:
            return _pieces(render, with_system)
        except UnsuitableTemplate as error:
            why = why or str(error)
        except (jinja2.TemplateError, *_BROKEN) as error:
            why = why or f"its chat template could not be used ({str(error)[:120]})"
    raise UnsuitableTemplate(why)


def _renderer(template: str, bos: str, eos: str) -> Render:
    environment = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols"]
    )
    environment.globals["raise_exception"] = _raise
    try:
        compiled = environment.from_string(_TRAINING_MARKS.sub("", template))
    except (jinja2.TemplateError, RecursionError) as error:
        raise UnsuitableTemplate("its chat template is not valid") from error

    def render(messages: list[dict[str, str]], prompt: bool) -> str:
        return compiled.render(
            messages=messages,
            add_generation_prompt=prompt,
            bos_token=bos,
            eos_token=eos,
            enable_thinking=False,
            tools=None,
        )

    return render


def _raise(message: str) -> NoReturn:
    raise jinja2.TemplateError(message)


def _messages(turns: Sequence[str], with_system: bool) -> list[dict[str, str]]:
    """``turns``: the prefix, then trainee and patient in turn."""
    prefix, *said = turns
    roles = ("user", "assistant")
    messages = [{"role": roles[at % 2], "content": text} for at, text in enumerate(said)]
    if with_system:
        return [{"role": "system", "content": prefix}, *messages]
    messages[0]["content"] = f"{prefix}\n\n{messages[0]['content']}"
    return messages


def _pieces(render: Render, with_system: bool) -> Pieces:
    def split(many: int, prompt: bool = False) -> list[str]:
        marks = MARKS[:many]
        return _split(render(_messages(marks, with_system), prompt), marks)

    whole = split(6)
    opening, to_first, to_reply, to_next, again_reply, again_next, _closing = whole
    prompts = set()
    for many in (2, 4, 6):
        if split(many)[:-1] != whole[:many]:
            raise UnsuitableTemplate("its chat template changes earlier turns when new ones follow")
        prompts.add(split(many, prompt=True)[-1])
    if (to_reply, to_next) != (again_reply, again_next) or len(prompts) > 1:
        raise UnsuitableTemplate("its chat template does not write every turn alike")
    return Pieces(opening, to_first, to_reply, to_next, prompts.pop())


def _split(text: str, marks: Sequence[str]) -> list[str]:
    parts = []
    for mark in marks:
        if text.count(mark) != 1:
            raise UnsuitableTemplate("its chat template drops or repeats what is said")
        part, text = text.split(mark)
        parts.append(part)
    return [*parts, text]
