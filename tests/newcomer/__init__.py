"""The page `docs/daemon.md`, tried on an empty machine under systemd: `make newcomer`."""
