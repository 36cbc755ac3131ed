"""The daemon: makes the runs of the schedule until it is asked to stop.

:func:`sync.daemon.service.serve` is the way in.
"""
