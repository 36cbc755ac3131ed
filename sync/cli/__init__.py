"""The command line. Nothing heavy is imported here, so that ``sheetkeeper --help`` answers at once."""

import gc


def main() -> None:
    """Run the command that the process was started with, and end with its exit code."""
    # A command makes millions of values and hardly a cycle among them, and its process ends with it: looking for
    # cycles again and again would take a tenth of the time of a large workbook and free nothing.
    gc.disable()
    from sync.cli.app import app  # noqa: PLC0415  (the entry point of every process, also of those that only import)
    from sync.uninterrupted import stop_on_request  # noqa: PLC0415  (the same)

    stop_on_request()
    app(prog_name="sheetkeeper")
