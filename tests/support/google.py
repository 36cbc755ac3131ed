"""Accounts and clients of Google Sheets whose requests reach the emulator, with waits that take no time."""

from google.oauth2.service_account import Credentials
from requests import Session

from sync.backends.google.budget import Budget, Pace
from sync.backends.google.sign_in import SCOPES, account_of
from sync.backends.google.transport import SheetsClient
from tests.emulator.client import routed, signer_of
from tests.emulator.emulator import ACCOUNT

TOKENS = "https://oauth2.googleapis.com/token"


class Hours:
    """A clock that only waiting moves, with the waits that were made."""

    def __init__(self, now=1_795_000_000.0):
        self.now = now
        self.waits = []

    def clock(self):
        return self.now

    def sleep(self, seconds):
        self.waits.append(seconds)
        self.now += seconds

    @property
    def pace(self):
        return Pace(self.clock, self.sleep, chance=lambda: 0.5)


def account_for(emulator, user=ACCOUNT, scopes=SCOPES, clock=None):
    """An account of the emulator that is signed in as the product does it."""
    key = emulator.key_file(user)
    credentials = Credentials(signer_of(key["private_key"]), key["client_email"], TOKENS, scopes=list(scopes))
    more = {"clock": clock} if clock else {}
    account = account_of(credentials, make_session=lambda: routed(emulator, Session()), **more)
    routed(emulator, account.session)
    return account


def client_for(emulator, user=ACCOUNT, *, pace=None, budget=None):
    """The product's own client, which may send as much as it likes unless a budget is given."""
    pace = pace or Hours().pace
    return SheetsClient(lambda: account_for(emulator, user), budget=budget or Budget(1_000_000, pace), pace=pace)
