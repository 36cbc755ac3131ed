"""The port to spreadsheets (``base``) and its adapters."""
