"""The sample company on Google Sheets, without Google: see :mod:`tests.demo_google.__main__`."""
