"""The one kind of error a person is meant to see."""


class ScanLabError(Exception):
    """One sentence a person can act on: what, received, expected, what to do.

    Pages and the command line show its text and nothing else. Any other
    exception is a bug of ours and stays loud.
    """
