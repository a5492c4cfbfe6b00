"""What memories cost, and whether they are found.

    python benchmarks/memory.py                             # up to 100,000 rows, and the others
    python benchmarks/memory.py --rows 1000000 --no-others
    python benchmarks/memory.py --rows 1000,10000,100000,1000000 --picture docs/memory-costs.svg

Against the others (extra `benchmarks`), all is measured in one run with the same vectors, and
ratios count. For each size one process loads, a second one opens what it left, cold, and searches;
a third number is what brute force finds. Seconds are those of the clock; where a busy machine
makes them long, those of the processor are given too.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from memory_rivals import Rival

QUERIES = 100
WEIGHTS = (0.5, 1.0, 0.0)
SINGLE_INSERTS = 50


class Taken(NamedTuple):
    """Seconds."""

    clock: float
    processor: float


@dataclasses.dataclass(frozen=True, slots=True)
class Loading:
    """What the first process has measured."""

    rows_per_second: float
    """Into the file and the index."""
    rows_per_processor_second: float
    insert_ms: float
    """Median of single durable inserts when the store is full."""
    megabytes: float
    """On disk."""
    resident_mb: float
    """At most."""


@dataclasses.dataclass(frozen=True, slots=True)
class Searching:
    """What the second process has measured."""

    open_s: float
    """From the import of the library to the end of the first recall."""
    p50_ms: float
    p95_ms: float
    processor_ms: float
    """Median of the processor's time."""
    resident_mb: float
    """At most."""
    found: dict[str, list[list[int]]]
    """Ids for each query, by weight."""


def main() -> None:
    """Run what was asked for."""
    arguments = _arguments()
    if arguments.child:
        step = load if arguments.child == "load" else search
        print(json.dumps(dataclasses.asdict(step(arguments.folder, arguments.rows[0]))))
        return
    if not arguments.no_others:
        compare()
    curve = [(rows, *measure(rows)) for rows in arguments.rows]
    if arguments.picture and curve:
        draw(arguments.picture, curve)


def measure(rows: int) -> tuple[Loading, Searching]:
    """Load, open cold, search; print a line of the table."""
    from memory_data import exact, queries

    with tempfile.TemporaryDirectory() as folder:
        loading = Loading(**_child("load", folder, rows))
        searching = Searching(**_child("search", folder, rows))
    recalls = {}
    for weight in WEIGHTS:
        true = exact(rows, queries(QUERIES, weight))
        hits = zip(searching.found[str(weight)], true, strict=True)
        recalls[weight] = statistics.mean(len(set(found) & best) / 10 for found, best in hits)
    print(
        f"{rows:>9,} rows: loads {loading.rows_per_second:,.0f} rows/s "
        f"({loading.rows_per_processor_second:,.0f} per processor second), "
        f"insert {loading.insert_ms:.1f} ms, opens in {searching.open_s:.2f} s, "
        f"search p50 {searching.p50_ms:.1f} ms, p95 {searching.p95_ms:.1f} ms "
        f"(processor {searching.processor_ms:.1f} ms), recall@10 "
        + ", ".join(f"{recall:.3f} at w = {weight}" for weight, recall in recalls.items())
        + f"; {loading.megabytes:,.0f} MB on disk, {searching.resident_mb:,.0f} MB resident "
        f"({loading.resident_mb:,.0f} while loading)",
        flush=True,
    )
    return loading, searching


def load(folder: Path, rows: int) -> Loading:
    """Fill a store; making the memories does not count, writing and indexing them does."""
    from memory_data import DIMENSION, blocks

    from memory_store import MemoryStore

    with MemoryStore.open(folder / "memories.db", DIMENSION) as store:
        taken = []
        for block in blocks(rows):
            memories = block.memories()
            taken.append(_taken(partial(store.remember_many, memories)))
        taken.append(_taken(store.prepare))
        # Of an owner of their own, so that brute force need not know of them.
        more = [dataclasses.replace(memory, owner="late") for memory in memories[:SINGLE_INSERTS]]
        insert = statistics.median(_taken(partial(store.remember, one)).clock for one in more)
    clock, processor = (sum(part) for part in zip(*taken, strict=True))
    size = sum(file.stat().st_size for file in folder.iterdir())
    return Loading(rows / clock, rows / processor, insert * 1e3, size / 1e6, _resident())


def search(folder: Path, rows: int) -> Searching:  # noqa: ARG001
    """Open a store in a new process and ask it."""
    begun = time.perf_counter()
    import numpy as np

    from memory_store import MemoryStore, Query, Strategy

    with MemoryStore.open(folder / "memories.db") as store:
        query = Query(
            owner="owner 0", vector=np.ones(384, np.float32), strategy=Strategy.COMBINE_ADD
        )
        store.recall(query)
        opened = time.perf_counter() - begun
        from memory_data import queries

        asked = {weight: queries(QUERIES, weight) for weight in WEIGHTS}
        taken = [_taken(partial(store.recall, query)) for query in asked[WEIGHTS[0]]]
        found = {
            str(weight): [[hit.memory.id for hit in store.recall(query)] for query in asking]
            for weight, asking in asked.items()
        }
    clock = sorted(times.clock * 1e3 for times in taken)
    return Searching(
        open_s=opened,
        p50_ms=statistics.median(clock),
        p95_ms=clock[int(0.95 * QUERIES)],
        processor_ms=statistics.median(times.processor for times in taken) * 1e3,
        resident_mb=_resident(),
        found=found,
    )


def compare(rows: int = 10_000, limit: int = 10) -> None:
    """Which share of an owner's true top 10 each finds, and what one durable insert takes."""
    from memory_data import OWNERS, blocks
    from memory_rivals import CommunityFaiss, InMemory, Mem0Faiss, Ours

    [block] = blocks(rows)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        reference, ours = InMemory(), Ours(folder)
        mem0, community = Mem0Faiss(folder), CommunityFaiss(folder)
        for rival in (reference, ours, mem0, community):
            rival.load(block)
        print(f"of the top {limit} for one of {OWNERS} owners among {rows:,} rows:")
        for rival in (ours, community, mem0):
            shares = [
                len(
                    reference.top(owner, block.meanings[owner], limit)
                    & rival.top(owner, block.meanings[owner], limit)
                )
                for owner in range(OWNERS)
            ]
            print(f"  {rival.name:<28} {statistics.mean(shares):5.2f}   least {min(shares)}")
        _compare_inserts(ours, mem0, community)


def _compare_inserts(ours: Rival, *others: Rival) -> None:
    """Interleaved, so that a busy machine disturbs all alike; the median of the ratios counts."""
    from memory_data import blocks

    rivals = [ours, *others]
    [spare] = blocks(SINGLE_INSERTS)
    taken: dict[str, list[Taken]] = {rival.name: [] for rival in rivals}
    for i in range(SINGLE_INSERTS):
        for rival in rivals:
            taken[rival.name].append(_taken(partial(rival.insert, spare.only(i))))
    print("one more memory, so that it is there after a restart:")
    mine = taken[ours.name]
    for name, times in taken.items():
        pairs = list(zip(times, mine, strict=True))
        clock = statistics.median(other.clock / own.clock for other, own in pairs)
        busy = statistics.median(other.processor / own.processor for other, own in pairs)
        least = min(t.clock for t in times) / min(t.clock for t in mine)
        print(
            f"  {name:<28} median {_ms(statistics.median(t.clock for t in times))}, "
            f"least {_ms(min(t.clock for t in times))}, "
            f"processor {_ms(statistics.median(t.processor for t in times))}; "
            f"times ours: {clock:.1f}, {least:.1f}, {busy:.1f}",
            flush=True,
        )


def draw(path: Path, curve: list[tuple[int, Loading, Searching]]) -> None:
    """A picture of the costs by size: by the clock, dashed by the processor."""
    import matplotlib.pyplot as plt

    plt.rcParams["svg.fonttype"] = "none"
    sizes = [rows for rows, _, _ in curve]
    loads, searches = [loading for _, loading, _ in curve], [found for *_, found in curve]
    panels = {
        "search, p50, ms": ([s.p50_ms for s in searches], [s.processor_ms for s in searches]),
        "single durable insert, ms": ([x.insert_ms for x in loads], []),
        "cold open with first recall, s": ([s.open_s for s in searches], []),
        "bulk load with index, rows/s": (
            [x.rows_per_second for x in loads],
            [x.rows_per_processor_second for x in loads],
        ),
        "resident memory, MB": ([s.resident_mb for s in searches], []),
        "on disk, MB": ([x.megabytes for x in loads], []),
    }
    figure, axes = plt.subplots(2, 3, figsize=(10, 5.5), layout="constrained")
    for axis, (title, (clock, processor)) in zip(axes.flat, panels.items(), strict=True):
        axis.semilogx(sizes, clock, marker="o")
        if processor:
            axis.semilogx(sizes, processor, marker="o", linestyle="dashed", color="tab:gray")
        axis.set(title=title, xlabel="memories")
        axis.set_ylim(bottom=0)
        axis.grid(visible=True, alpha=0.3)
    figure.savefig(path)


def _ms(seconds: float) -> str:
    return f"{seconds * 1e3:.2f} ms"


def _taken(work: Callable[[], object]) -> Taken:
    start, busy = time.perf_counter(), time.process_time()
    work()
    return Taken(time.perf_counter() - start, time.process_time() - busy)


def _resident() -> float:
    """Megabytes of memory that this process has had at most."""
    status = Path("/proc/self/status")
    if status.exists():
        # getrusage would count what the parent had before it started this process.
        return int(status.read_text().split("VmHWM:")[1].split()[0]) / 1e3
    unit = 1e6 if sys.platform == "darwin" else 1e3
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def _child(step: str, folder: str, rows: int) -> dict[str, Any]:
    command = [sys.executable, __file__, "--child", step, "--folder", folder, "--rows", str(rows)]
    finished = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(finished.stdout)  # type: ignore[no-any-return]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument(
        "--rows",
        type=lambda text: [int(number) for number in text.split(",")],
        default=[1000, 10_000, 100_000],
        help="sizes, separated by commas",
    )
    parser.add_argument("--no-others", action="store_true", help="only memory_store")
    parser.add_argument("--picture", type=Path, help="where to draw the curve")
    parser.add_argument("--child", choices=["load", "search"], help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
