"""A daemon that runs for more than a year keeps its size: memory and open files grow by less than a twentieth."""

import gc
import resource
from pathlib import Path

import pytest

from tests.daemon.simulated import simulation
from tests.support.offices import office_in_memory

GOODS = {"shop": {"Hàng": [["Mã", "Số lượng", "Đơn giá"], ["A1", 5, 1000], ["B2", 7, 500], ["C3", 9, 500]]}}
LIMIT = 1.05


def resident():
    """Return the memory of this process in kilobytes: as it is now, or its highest where no more can be known."""
    gc.collect()
    pages = Path("/proc/self/statm")
    if pages.exists():
        return int(pages.read_text().split()[1]) * resource.getpagesize() // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def open_files():
    return len(list(Path("/dev/fd").iterdir()))


def figures_after(world, office, runs, made):
    """Let the office live until so many runs were made, in each of which something changed."""
    make_run = world.make_run

    def changing(settings, only):
        made["runs"] += 1
        number = made["runs"]
        goods = office.grid("shop", "Hàng")
        goods[1][1] = -1 if number % 3 else number % 500
        goods[2][1] = number % 500
        if number >= runs:
            world.until = world.now
        made["bad"] += len(world.log.told("look failed"))
        # What the simulation itself takes down is no part of what is measured.
        world.log.lines.clear()
        world.runs.clear()
        world.beats.clear()
        outcome = make_run(settings, only)
        made["bad"] += outcome.end != "ok"
        return outcome

    world.make_run = changing
    world.live("2036-01-01 00:00")
    world.make_run = make_run
    return resident(), open_files()


@pytest.mark.parametrize(
    ("warm_up", "runs"), [(60, 200), pytest.param(1_000, 10_000, marks=pytest.mark.long)], ids=["sample", "full"]
)
def test_memory_and_open_files_do_not_grow(tmp_path, warm_up, runs):
    with office_in_memory(tmp_path, GOODS) as office:
        office.mail.send = lambda _mail: None
        with simulation(office, "2026-01-01 00:00", "every hour", tick=3600) as world:
            made = {"runs": 0, "bad": 0}
            memory, files = figures_after(world, office, warm_up, made)
            later_memory, later_files = figures_after(world, office, runs, made)
    print(f"{made['runs']:,} runs: {memory:,} -> {later_memory:,} KB, {files} -> {later_files} files")
    assert made["runs"] >= runs
    assert made["bad"] == 0
    assert later_memory < memory * LIMIT
    assert later_files <= files * LIMIT
