"""Google Sheets and Drive on this machine, faithful enough to prove a client against. See docs.md here."""

from tests.emulator.client import authorized_session, gspread_client, routed, token_session
from tests.emulator.clock import SetClock
from tests.emulator.emulator import ACCOUNT, STAFF, Emulator
from tests.emulator.person import Person
from tests.emulator.web import faults

__all__ = [
    "ACCOUNT",
    "STAFF",
    "Emulator",
    "Person",
    "SetClock",
    "authorized_session",
    "faults",
    "gspread_client",
    "routed",
    "token_session",
]
