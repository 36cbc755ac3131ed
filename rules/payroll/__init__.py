"""Payroll: timesheets and rosters, from gross to net by the law of the month."""
