"""A hundred workbooks of one account under sixty reads and sixty writes a minute: all served, no 429, none starved."""

import threading
from contextlib import contextmanager
from dataclasses import replace

import pytest

from sync import run
from sync.backends.google import GoogleBackend
from sync.backends.google.budget import WINDOW, Budget, Pace
from tests.emulator.emulator import Emulator
from tests.support.google import Hours, client_for
from tests.support.offices import office_in_memory
from tests.support.staff_sheets import fill

COUNT = 100
A_MINUTE = 60
DAY = 86_400


class Service:
    """An office of many spreadsheets on one account, and the clock that both it and Google go by."""

    def __init__(self, emulator, hours, people, session, budget):
        self.emulator, self.hours, self.people, self.session, self.budget = emulator, hours, people, session, budget

    def sync(self):
        """Make a run, in a process of its own as far as the account is concerned."""
        self.emulator.journal.clear()
        backend = GoogleBackend(client_for(self.emulator, pace=self.hours.pace, budget=self.budget()))
        result = run.sync(replace(self.session, backend=lambda _: backend))
        assert self.emulator.service.quotas.refused == 0
        assert result.status == "ok"
        assert len(result.workbooks) == len(self.people)
        return {one.status for one in result.workbooks}

    def asked(self):
        """Return how many requests each spreadsheet took."""
        books = [entry.path.split("/")[3].partition(":")[0] for entry in self.emulator.journal.of_kind("read", "write")]
        return [books.count(person.book.book_id) for person in self.people]

    def change(self, person):
        """Let staff turn what is too low into what is not, or the other way round."""
        was = person.values("'Hàng'!B2")[0][0]
        person.type("'Hàng'!B2", [[-50 if was >= 0 else 50]])


@contextmanager
def service_of(folder, count, a_minute):
    hours = Hours()
    with Emulator(http=False, clock=hours.clock, quotas=a_minute, validate=False) as emulator:
        people = [
            fill(emulator.create_book(f"Kho {number}"), {"Hàng": [["Mã", "Số lượng"], [f"A{number}", -2]]})
            for number in range(count)
        ]
        names = {f"kho-{number}": person.book.book_id for number, person in enumerate(people)}
        with office_in_memory(
            folder,
            {},
            locations=names,
            settings=lambda workbook: replace(workbook, backend="google", departments=("shop",)),
        ) as office:
            file = folder / "requests.json"
            yield Service(emulator, hours, people, office.session, lambda: Budget(a_minute, hours.pace, file))


@pytest.mark.parametrize(
    ("count", "a_minute"), [(6, 5), pytest.param(COUNT, A_MINUTE, marks=pytest.mark.long)], ids=["six", "a hundred"]
)
def test_many_workbooks_of_one_account_are_all_served_without_a_429(tmp_path, count, a_minute):
    with service_of(tmp_path, count, a_minute) as service:
        assert service.sync() == {"changed"}

        service.hours.now += DAY
        assert service.sync() == {"unchanged"}
        assert service.asked() == [1] * count

        service.hours.now += DAY
        changed = service.people[1::2]
        for person in changed:
            service.change(person)
        service.sync()
        # The first workbook holds the report of all of them, so that it changes too.
        assert service.asked() == [4] + [4 if person in changed else 1 for person in service.people[1:]]

        for _ in range(2):  # right after each other
            assert service.sync() == {"unchanged"}
            assert service.asked() == [1] * count


class OnTheWay:
    """Requests that were counted and have not arrived: the simulated clock stands still until they have."""

    def __init__(self):
        self.count, self.changed = 0, threading.Condition()

    def budget(self, pace):
        road = self

        class Watched(Budget):
            def _try(self, kind):
                with road.changed:
                    wait = super()._try(kind)
                    road.count += not wait
                    return wait

        return Watched(A_MINUTE, pace)

    def wait(self, hours, seconds):
        with self.changed:
            assert self.changed.wait_for(lambda: not self.count, timeout=30)
            hours.sleep(seconds)

    def arrived(self, request, response):
        if not request.path.endswith("/token"):
            with self.changed:
                self.count -= 1
                self.changed.notify_all()


def test_a_hundred_workbooks_at_once_are_served_in_turn():
    hours, road = Hours(), OnTheWay()
    pace = Pace(hours.clock, lambda seconds: road.wait(hours, seconds))
    with Emulator(http=False, clock=hours.clock, quotas=A_MINUTE) as emulator:
        ids = [emulator.create_book(f"Kho {number}").book.book_id for number in range(COUNT)]
        emulator.after_request = road.arrived
        client = client_for(emulator, pace=pace, budget=road.budget(pace))
        began, done = hours.now, {}

        def serve(book):
            for title in ("one", "two"):
                client.get(book, "sheets.properties.title")
                client.change(book, [{"addSheet": {"properties": {"title": title}}}])
            done[book] = hours.now - began

        threads = [threading.Thread(target=serve, args=(book,)) for book in ids]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert emulator.service.quotas.refused == 0
        assert set(done) == set(ids)
        assert all(client.spent[book] == 4 for book in ids)
        # Two hundred reads and as many writes, sixty a minute each: nobody waits longer than all of it takes.
        assert max(done.values()) <= 5 * WINDOW
        assert {book: len(emulator.book(book).sheets) for book in ids} == dict.fromkeys(ids, 3)
