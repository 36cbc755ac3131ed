"""What all rules of the ledger find in some books, so that a test sees what it asked for and nothing beside it."""

from rules.core.message import Voice
from rules.core.rule import Context
from rules.core.table import Books
from rules.finance import DEPARTMENT

VOICES = (Voice("vi", "VND", "vi_VN"), Voice("en", "VND", "en_GB"))


def all_findings(books: Books, context: Context) -> list:
    """Return the findings of every rule; each must be able to say itself in every language."""
    findings = [finding for rule in DEPARTMENT.rules for finding in rule(books, context)]
    for finding in findings:
        for voice in VOICES:
            assert "{" not in finding.text(voice) + finding.fix(voice)
        assert finding.message in DEPARTMENT.messages
    return findings


def found(books: Books, context: Context) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return code, place and key of everything that the rules find."""
    return [(finding.code, str(finding.place), finding.key) for finding in all_findings(books, context)]


def the_one(books: Books, context: Context, code: str):
    """Return the only finding with a code."""
    (finding,) = [finding for finding in all_findings(books, context) if finding.code == code]
    return finding


def said(books: Books, context: Context, code: str, language: str = "en") -> str:
    """Return what the only finding with a code says."""
    voice = next(voice for voice in VOICES if voice.language == language)
    return the_one(books, context, code).text(voice)
