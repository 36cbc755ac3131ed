"""Lets ``python -m sync`` do what ``sheetkeeper`` does."""

from sync.cli import main

if __name__ == "__main__":
    main()
