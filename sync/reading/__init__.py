"""Reading: grid -> header row -> typed cells -> records and problems. Pure."""

from sync.reading.office import OfficeReading, Reading, read_office
from sync.reading.tabs import TabReading

__all__ = ["OfficeReading", "Reading", "TabReading", "read_office"]
