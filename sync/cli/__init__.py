"""The command line. Nothing heavy is imported here, so that ``sheetkeeper --help`` answers at once."""


def main() -> None:
    """Run the command that the process was started with, and end with its exit code."""
    from sync.cli.app import app  # noqa: PLC0415  (the entry point of every process, also of those that only import)

    app(prog_name="sheetkeeper")
