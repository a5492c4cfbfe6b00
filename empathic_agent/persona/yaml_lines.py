"""YAML with the line of everything in it. Knows nothing of what the document is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import yaml

Place = tuple[str | int, ...]
"""The way to a value: keys and positions, outermost first; () is the whole document."""


class MalformedYamlError(Exception):
    """The text is no YAML that can be used."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(problem)
        self.line = line
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML document that has been read."""

    content: object
    lines: Mapping[Place, int]
    """The line of each key and list item, counted from 1."""
    repeated: tuple[Place, ...]
    """Keys that stand in their mapping more than once."""

    def line(self, place: Place) -> int:
        """The line of `place`, or of what it would stand in if it is missing."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def read_yaml(text: str) -> Document:
    """Read one document.

    Aliases are refused: a few lines of them can stand for gigabytes.

    Raises:
        MalformedYamlError: with the line, counted from 1.
    """
    try:
        loader = _NoAliases(text)
        node = loader.get_single_node()
        found = list(_walk(node, ())) if node else []
        content = loader.construct_document(node) if node else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise MalformedYamlError(mark.line + 1 if mark else 1, str(error.problem)) from error
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1
        raise MalformedYamlError(line, f"character #x{error.character:04x}") from error
    except RecursionError as error:
        raise MalformedYamlError(1, "it is nested too deeply") from error
    except ValueError as error:  # e.g. a date that no calendar has
        raise MalformedYamlError(1, str(error)) from error
    places = [place for place, _ in found]
    repeated = tuple(place for place, times in Counter(places).items() if times > 1)
    return Document(content, dict(found), repeated)


class _NoAliases(yaml.SafeLoader):
    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(None, None, "aliases (*name) are not used here", mark)
        return super().compose_node(parent, index)


def _walk(node: yaml.Node, place: Place) -> Iterator[tuple[Place, int]]:
    """Every key and item below `node` with its line; a repeated key comes repeatedly."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = (*place, str(key.value))
            yield inner, key.start_mark.line + 1
            yield from _walk(value, inner)
    elif isinstance(node, yaml.SequenceNode):
        for position, item in enumerate(node.value):
            inner = (*place, position)
            yield inner, item.start_mark.line + 1
            yield from _walk(item, inner)
