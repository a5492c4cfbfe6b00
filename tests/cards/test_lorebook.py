"""Lorebooks as they stand in cards."""

from typing import Any

import pytest

from empathic_agent.cards.lorebook import MOST_ENTRIES, Book, lorebook_of
from empathic_agent.cards.role import Lorebook, LoreEntry


def book(*entries: dict[str, Any], **fields: Any) -> Lorebook:
    return lorebook_of(Book.model_validate({"entries": list(entries), **fields}), str.strip)


def one(**fields: Any) -> LoreEntry:
    (entry,) = book({"keys": ["moon"], "content": "It is far.", "enabled": True} | fields).entries
    return entry


def test_a_card_without_a_lorebook_has_no_lore() -> None:
    assert lorebook_of(None, str) == Lorebook()


def test_entries_stand_in_their_order() -> None:
    orders = [{"keys": ["k"], "content": str(n), "insertion_order": n} for n in (3, 1, 2)]
    assert [entry.text for entry in book(*orders).entries] == ["1", "2", "3"]


@pytest.mark.parametrize(
    "fields", [{"enabled": False}, {"content": ""}, {"content": "@@dont_activate\nx"}]
)
def test_what_must_never_come_up_is_left_out(fields: dict[str, Any]) -> None:
    assert book({"keys": ["k"], "content": "x"} | fields).entries == ()


def test_secondary_keys_count_only_when_selective() -> None:
    assert one(secondary_keys=["far"]).secondary_keys == ()
    assert one(secondary_keys=["far"], selective=True).secondary_keys == ("far",)
    assert one(secondary_keys="far, near", selective=True).secondary_keys == ("far", "near")


def test_a_regular_expression_is_never_constant_and_has_no_second_keys() -> None:
    entry = one(use_regex=True, constant=True, secondary_keys=["x"], selective=True)
    assert (entry.regex, entry.constant, entry.secondary_keys) == (True, False, ())


def test_priority_falls_back_to_the_order() -> None:
    assert one(insertion_order=7).priority == 7
    assert one(insertion_order=7, priority=2).priority == 2


def test_decorators_are_taken_off_and_followed() -> None:
    entry = one(
        content="@@depth 5\n@@scan_depth 1\n@@additional_keys a, b\n@@exclude_keys sun\n"
        "@@activate_only_after 3\n@@activate_only_every 2\n\nIt is far.\n@@not one"
    )
    assert entry.text == "It is far.\n@@not one"
    assert entry.scan_depth == 1
    assert entry.secondary_keys == ("a", "b")
    assert entry.excluded_keys == ("sun",)
    assert (entry.after_replies, entry.every_replies) == (3, 2)


def test_a_fallback_counts_only_when_the_decorator_is_not_known() -> None:
    assert one(content="@@another 1\n@@@yet_another 1\n@@@scan_depth 2\nx").scan_depth == 2
    assert one(content="@@scan_depth 1\n@@@scan_depth 2\nx").scan_depth == 1
    assert not one(content="@@scan_depth 1\n@@@activate\nx").constant


def test_activate_wins_over_everything() -> None:
    assert one(content="@@dont_activate\n@@activate\nx").constant


def test_odd_numbers_in_decorators_are_ignored() -> None:
    assert one(content="@@scan_depth soon\n@@activate_only_every 0\nx").every_replies == 1


def test_there_is_an_end_to_entries() -> None:
    many = [{"keys": ["k"], "content": "x"}] * (MOST_ENTRIES + 5)
    assert len(book(*many).entries) == MOST_ENTRIES


def test_depth_and_budget_of_the_book() -> None:
    assert book(scan_depth=3, token_budget=12.0) == Lorebook(scan_depth=3, token_budget=12)
    assert book(scan_depth=-1).scan_depth == 0
