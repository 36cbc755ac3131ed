"""Finance: the journal, the budget and their reports."""
