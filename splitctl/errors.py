"""The one error that a person sees."""


class UserError(Exception):
    """Something that the user can mend: its text names the value and the remedy. splitctl prints it and exits 2."""
