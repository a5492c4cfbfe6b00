import time

import pytest

from empathic_agent.stopwatch import Stopwatch


def test_stages_come_in_order_and_add_up() -> None:
    watch = Stopwatch()
    with watch.measure("first"):
        time.sleep(0.01)
    with watch.measure("second"):
        pass
    with watch.measure("first"):
        time.sleep(0.01)
    first, second = watch.timings()
    assert (first.stage, second.stage) == ("first", "second")
    assert first.ms >= 20 > second.ms


def test_a_stage_that_fails_is_counted() -> None:
    watch = Stopwatch()
    with pytest.raises(ValueError, match="no"), watch.measure("stage"):
        raise ValueError("no")
    assert [t.stage for t in watch.timings()] == ["stage"]


def test_time_spent_by_the_consumer_does_not_count() -> None:
    watch = Stopwatch()
    for _ in watch.each("reply", "abc"):
        time.sleep(0.02)
    (timing,) = watch.timings()
    assert timing.ms < 20
