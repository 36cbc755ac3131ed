"""The schedule: plain words into jobs, and what is due at a moment. Pure: the clock is an input."""

from sync.schedule.due import Batch, Due, NextRun, Reason, batches, due, late_since, marks_at, next_runs
from sync.schedule.holidays import holidays_known, public_holiday
from sync.schedule.job import Job, WorkCalendar
from sync.schedule.moments import moments_on
from sync.schedule.spans import Rhythm, Span, is_due, parse_reminder, parse_span
from sync.schedule.words import NotUnderstood, parse_job, parse_jobs, parse_week

__all__ = [
    "Batch",
    "Due",
    "Job",
    "NextRun",
    "NotUnderstood",
    "Reason",
    "Rhythm",
    "Span",
    "WorkCalendar",
    "batches",
    "due",
    "holidays_known",
    "is_due",
    "late_since",
    "marks_at",
    "moments_on",
    "next_runs",
    "parse_job",
    "parse_jobs",
    "parse_reminder",
    "parse_span",
    "parse_week",
    "public_holiday",
]
