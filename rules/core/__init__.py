"""The vocabulary of the rules: records, tables, findings, reports, messages. Pure: no I/O, no clock, no randomness."""
