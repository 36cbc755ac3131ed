"""What was typed and cannot be understood, said in the reader's language instead of in the library's English."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import typer
from typer.core import TyperGroup

if TYPE_CHECKING:
    from rules.core.message import Message
    from sync.cli.failures import CommandError
    from sync.cli.terminal import Terminal

UsageError: Any = typer.BadParameter.__mro__[1]
"""What the library raises for all that it does not understand; where it is kept differs between its versions."""

_ASKED: Final = "sheetkeeper.asked"
_NEAREST: Final = 2
"""How many known words are named beside one that is not known."""


class SpeakingGroup(TyperGroup):
    """The commands of the program; what it does not understand becomes a message with a code, and exit code 2."""

    def make_context(self, info_name: str | None, args: list[str], *more: Any, **extra: Any) -> Any:
        """Read what stands before the command."""
        asked = tuple(args)
        with _understood(asked, None):
            context = super().make_context(info_name, args, *more, **extra)
            context.meta[_ASKED] = asked
            return context

    def invoke(self, ctx: Any) -> Any:
        """Read what stands behind the command, and carry it out."""
        with _understood(ctx.meta[_ASKED], ctx):
            return super().invoke(ctx)


@contextmanager
def _understood(asked: Sequence[str], context: Any) -> Iterator[None]:
    """Turn what the library does not understand into a message.

    Raises:
        typer.Exit: where something was not understood.
    """
    try:
        yield
    except UsageError as error:
        from sync.cli.failures import describe  # noqa: PLC0415  (only where something is wrong)

        if error.ctx is None and context is not None:
            error.ctx = _reached(context, asked)
        if (problem := misunderstood(error, asked)) is None:
            raise
        _terminal(asked).fail(describe(problem))


def misunderstood(error: Any, asked: Sequence[str]) -> CommandError | None:
    """Return what is wrong with what was typed; None where the library tells it best, as it does with a page of help.

    Args:
        error: what the library raised.
        asked: the words that were typed behind the program's name.
    """
    if error.ctx is None or type(error).__name__ == "NoArgsIsHelpError":
        return None
    if getattr(error, "param", None) is not None:
        return _about_value(error, _words_behind(error.ctx, asked))
    if hasattr(error, "option_name"):
        return _about_option(error)
    return _about_words(error, _words_behind(error.ctx, asked))


def _about_value(error: Any, words: Sequence[str]) -> CommandError | None:
    """Return what is wrong with an argument or the value of an option: it is missing, or none that can be meant."""
    from sync.cli import messages as said  # noqa: PLC0415  (only where something is wrong)

    parameter = error.param
    name = shown(parameter)
    if type(error).__name__ == "MissingParameter":
        return _wrong(said.ARGUMENT_MISSING, error, name=said.ARGUMENTS.get(name, name), usage=_usage(error.ctx))
    if (expected := said.EXPECTED.get(parameter.name)) is None:
        return None
    typed = _typed(error.ctx, words)[0].get(parameter.name)
    values = list(typed) if isinstance(typed, (list, tuple)) else [typed]
    wrong = next((one for one in values if not str(one).isdecimal()), values[0])
    return _wrong(said.WRONG_VALUE, error, value=wrong, name=said.ARGUMENTS.get(name, name), expected=expected)


def _about_option(error: Any) -> CommandError:
    """Return what is wrong with an option itself: there is none, its value is missing, or it takes none."""
    from sync.cli import messages as said  # noqa: PLC0415  (only where something is wrong)

    known = {name: one for one in error.ctx.command.get_params(error.ctx) for name in one.opts if name.startswith("-")}
    option = error.option_name
    if option not in known:
        near = _nearest(option, (name for name in known if name.startswith("--")))
        return _wrong(said.UNKNOWN_OPTION, error, option=option, near=near)
    if known[option].is_flag:
        return _wrong(said.NO_VALUE_TAKEN, error, option=option)
    return _wrong(
        said.VALUE_MISSING, error, option=option, expected=said.EXPECTED.get(known[option].name, said.ITS_VALUE)
    )


def _about_words(error: Any, words: Sequence[str]) -> CommandError | None:
    """Return what is wrong with the words beside options: there is no such command, or more than the command takes."""
    from sync.cli import messages as said  # noqa: PLC0415  (only where something is wrong)

    if commands := getattr(error.ctx.command, "commands", None):
        return _wrong(said.UNKNOWN_COMMAND, error, word=words[0], near=_nearest(words[0], commands)) if words else None
    left = _typed(error.ctx, words)[1]
    return _wrong(said.TOO_MANY_WORDS, error, words=" ".join(left), usage=_usage(error.ctx)) if left else None


def _wrong(message: Message, error: Any, **fields: object) -> CommandError:
    from sync.cli.exit_codes import ExitCode  # noqa: PLC0415  (only where something is wrong)
    from sync.cli.failures import CommandError  # noqa: PLC0415  (the same)

    return CommandError(message, ExitCode.USAGE, command=error.ctx.command_path, **fields)


def _words_behind(context: Any, asked: Sequence[str]) -> Sequence[str]:
    """Return the words that stand behind a command; before it there is one for each command that it belongs to."""
    depth = 0
    while context.parent is not None:
        context, depth = context.parent, depth + 1
    return asked[depth:]


def _reached(context: Any, asked: Sequence[str]) -> Any:
    """Return the context of the command that was typed, for what is raised without telling of which command."""
    for word in asked:
        command = getattr(context.command, "commands", {}).get(word)
        if command is None:
            break
        context = command.make_context(word, [], parent=context, resilient_parsing=True)
    return context


def _typed(context: Any, words: Sequence[str]) -> tuple[dict[str, Any], list[str]]:
    """Return what was typed for each parameter of a command, as it was typed, and the words that are left over."""
    typed, left, _ = context.command.make_parser(context).parse_args(args=list(words))
    return typed, left


def shown(parameter: Any) -> str:
    """Return a parameter as people type it (``--as-of``), or as the usage calls it (``RUN``)."""
    if parameter.param_type_name == "option":
        return str(max(parameter.opts, key=len))
    return str(parameter.metavar or parameter.name).strip("[]{}.")


def _usage(context: Any) -> str:
    """Return how a command is typed, without its options."""
    arguments = [one for one in context.command.get_params(context) if one.param_type_name == "argument"]
    return " ".join([context.command_path, *(f"{shown(one)}{'...' * (one.nargs == -1)}" for one in arguments)])


def _nearest(word: str, known: Iterable[str]) -> list[str]:
    import difflib  # noqa: PLC0415  (only where something is wrong)

    return difflib.get_close_matches(word, list(known), n=_NEAREST, cutoff=0.0)


def _terminal(asked: Sequence[str]) -> Terminal:
    """Return the place to say it: in the language that was asked for, the office's, or that of the environment."""
    from sync.cli.terminal import make_terminal  # noqa: PLC0415  (only where something is wrong)
    from sync.config import find_office, load_office  # noqa: PLC0415  (the same)
    from sync.config.problems import ConfigurationError  # noqa: PLC0415  (the same)

    language = _value_of("--lang", asked)
    terminal = make_terminal(
        as_json="--json" in asked, quiet=False, language=language if language in {"vi", "en"} else None
    )
    try:
        folder = _value_of("--office", asked)
        terminal.speak(load_office(Path(folder) if folder else find_office(Path.cwd()), os.environ).voice)
    except ConfigurationError as error:
        if error.voice is not None:
            terminal.speak(error.voice)
    except OSError:
        pass  # an office that cannot be read is no matter of what was typed
    return terminal


def _value_of(option: str, asked: Sequence[str]) -> str | None:
    """Return what stands behind an option among words that could not be understood."""
    for word, following in zip(asked, [*asked[1:], ""], strict=True):
        if word == option:
            return following or None
        if word.startswith(f"{option}="):
            return word.partition("=")[2]
    return None
