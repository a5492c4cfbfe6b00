"""JSON of unknown origin."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empathic_agent.cards.json_text import DEEPEST, LARGEST, read_json, write_json
from empathic_agent.errors import CardError

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(values)
def test_whatever_is_written_is_read_again(value: object) -> None:
    assert read_json(write_json(value), "x") == value


def test_half_a_surrogate_pair_survives() -> None:
    value = {"a": "\ud800 and 値"}
    assert read_json(write_json(value), "x") == value


def test_what_can_be_readable_is_readable() -> None:
    assert "値" in write_json(["値"]).decode()


def test_a_byte_order_mark_is_no_obstacle() -> None:
    assert read_json(b"\xef\xbb\xbf{}", "x") == {}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"{\n  'a': 1}", r"card, line 2: got malformed JSON.*column 3"),
        (b"\xff\xfe{}", r"card: got bytes that are not UTF-8"),
        (b"[1e999]", r"got a number that cannot be kept \(1e999\)"),
        (b"[NaN]", r"cannot be kept \(NaN\)"),
        (b"[" + b"9" * 5000 + b"]", r"cannot be kept"),
        (b"[" * 100_000 + b"]" * 100_000, r"nested too deeply"),
        (b'{"a":' * 5000 + b"1" + b"}" * 5000, r"nested too deeply"),
        (b" " * (LARGEST + 1), r"got 10,000,001 bytes of JSON; expected at most 10,000,000"),
    ],
)
def test_what_cannot_be_used_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(CardError, match=message):
        read_json(data, "card")


def test_the_deepest_allowed_is_allowed() -> None:
    deepest = "[" * DEEPEST + "]" * DEEPEST
    assert read_json(deepest.encode(), "x") == json.loads(deepest)
    with pytest.raises(CardError):
        read_json(f"[{deepest}]".encode(), "x")
