"""Filters over metadata and values, as LangChain and LangGraph write them. Knows nothing of stores.

A filter maps fields to what is wanted of them: a value, or operators with their operands, as in
`{"topic": "work", "year": {"$gte": 2020}}`. All fields must fit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

Filter = Mapping[str, Any]

_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "$eq": lambda got, wanted: _fits(got, wanted),
    "$ne": lambda got, wanted: not _fits(got, wanted),
    "$gt": lambda got, wanted: got > wanted,
    "$gte": lambda got, wanted: got >= wanted,
    "$lt": lambda got, wanted: got < wanted,
    "$lte": lambda got, wanted: got <= wanted,
    "$in": lambda got, wanted: any(_fits(got, one) for one in wanted),
    "$nin": lambda got, wanted: not any(_fits(got, one) for one in wanted),
}
_ORDERED = frozenset({"$gt", "$gte", "$lt", "$lte"})


def matches(value: Mapping[str, Any], wanted: Filter | None) -> bool:
    """Whether every field of `wanted` fits `value`; no filter fits everything.

    A field that is missing is None. Numbers, also where they are written as text, are compared as
    numbers and other texts by their letters; what has no order with the operand does not fit.
    Raises ValueError for an unknown operator.
    """
    return all(_fits(value.get(field), want) for field, want in (wanted or {}).items())


def _fits(got: Any, wanted: Any) -> bool:
    if isinstance(wanted, Mapping):
        if any(key.startswith("$") for key in wanted):
            return all(_applies(got, operator, operand) for operator, operand in wanted.items())
        return isinstance(got, Mapping) and matches(got, wanted)
    if isinstance(wanted, Sequence) and not isinstance(wanted, str):
        return (
            isinstance(got, Sequence)
            and not isinstance(got, str)
            and len(got) == len(wanted)
            and all(_fits(one, want) for one, want in zip(got, wanted, strict=True))
        )
    return bool(got == wanted)


def _applies(got: Any, operator: str, operand: Any) -> bool:
    if operator not in _OPERATORS:
        raise ValueError(f"got the operator {operator!r}, expected one of {', '.join(_OPERATORS)}")
    if operator in _ORDERED:
        numbers = _number(got), _number(operand)
        if None not in numbers:
            got, operand = numbers
        elif not (isinstance(got, str) and isinstance(operand, str)):
            return False
    return _OPERATORS[operator](got, operand)


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None
