"""YAML with lines."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from empathic_agent.persona.yaml_lines import MalformedYamlError, read_yaml

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


def test_every_key_and_item_has_its_line() -> None:
    document = read_yaml("a: 1\nb:\n  - x\n  - c: >-\n      long\n      text\n    d: 2\n")
    assert document.lines == {
        ("a",): 1,
        ("b",): 2,
        ("b", 0): 3,
        ("b", 1): 4,
        ("b", 1, "c"): 4,
        ("b", 1, "d"): 7,
    }
    assert document.content == {"a": 1, "b": ["x", {"c": "long text", "d": 2}]}


def test_what_is_missing_has_the_line_of_what_it_would_stand_in() -> None:
    document = read_yaml("a: 1\nb:\n  c: 2\n")
    assert document.line(("b", "d", 3)) == 2
    assert document.line(("e",)) == 1


def test_repeated_keys_are_noticed() -> None:
    assert read_yaml("a: {b: 1, b: 2}\nc: 1\nc: 2").repeated == (("a", "b"), ("c",))


@pytest.mark.parametrize(
    ("text", "line"),
    [("a: 1\nb: c: d", 2), ("a:\n\tb: 1", 2), ("a: 1\nb: \x07", 2), ("a: !!python/name:os", 1)],
)
def test_what_is_malformed_is_told_with_its_line(text: str, line: int) -> None:
    with pytest.raises(MalformedYamlError) as caught:
        read_yaml(text)
    assert caught.value.line == line
    assert caught.value.problem


@pytest.mark.parametrize("text", ["2024-13-45", "? [a]\n: b"])
def test_values_nobody_can_build_are_malformed(text: str) -> None:
    with pytest.raises(MalformedYamlError):
        read_yaml(text)


@given(plain)
def test_the_content_is_what_yaml_reads(value: object) -> None:
    text = yaml.safe_dump(value)
    assert read_yaml(text).content == yaml.safe_load(text) == value
