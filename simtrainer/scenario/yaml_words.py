"""What the YAML parser says, in words that tell an author what to do."""

from __future__ import annotations

OPENED = ("unexpected end of stream", "expected ',' or")
# What the parser says -> what an author can do about it.
PLAIN_WORDS = (
    (
        "mapping values are not allowed",
        "there is a colon where none can be, or the indentation does not fit",
        "put a sentence with a colon in quotes, or align the line with its neighbours",
    ),
    (
        "unexpected end of stream",
        "a quotation mark is opened and never closed",
        "close it",
    ),
    (
        "expected ',' or ']'",
        "a [ is opened and not closed",
        "add the ] or a comma",
    ),
    (
        "expected ',' or '}'",
        "a { is opened and not closed",
        "add the }, or put text that starts with { in quotes",
    ),
    (
        "tab character",
        "there is a tab in the indentation",
        "use spaces",
    ),
    (
        "cannot start any token",
        "this character cannot start a value",
        "put the text in quotes",
    ),
    (
        "could not find expected ':'",
        "a line here has no colon, or the indentation does not fit",
        "write it as 'key: value', or align it with its neighbours",
    ),
    (
        "did not find expected key",
        "this does not fit the lines before",
        'align it with its neighbours, and put text that starts with { or " in quotes as a whole',
    ),
    (
        "did not find expected '-' indicator",
        "this does not fit the list before",
        "start the line with '- ', aligned with the other entries",
    ),
    (
        "escape",
        "there is a \\ in double quotes that YAML does not know",
        "write \\\\ for a \\, or use single quotes",
    ),
)
