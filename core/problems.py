"""What a service says when it will not do what it was asked.

A service knows no Flask and no language. It raises one of these with an English message id and
its values; the border (web, API, command line) translates and shows it.
"""


def N_(message: str) -> str:  # noqa: N802 (the name gettext tools know for "mark, do not translate")
    """Mark a message id for extraction; the border translates it."""
    return message


def W_(message: str) -> str:  # noqa: N802 (as N_)
    """Mark a message id that residents read: it stands in every language's `public.po`."""
    return message


class Term(str):
    """A message id among a problem's values: the border translates it, too."""

    __slots__ = ()


class Problem(Exception):
    """Something a person can be told about, with what to do next in the message."""

    def __init__(self, message: str, *, field: str | None = None, **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.values = values

    def __str__(self) -> str:
        return self.message % self.values if self.values else self.message


class Refused(Problem):
    """The request was understood, and is not carried out. Nothing has been changed."""


class Overtaken(Refused):
    """Somebody else saved while the person typed: nothing was saved, look again."""

    def __init__(self) -> None:
        super().__init__(
            N_("Somebody else counted while you typed. Look at the totals and save again.")
        )


class NotFound(Problem):
    """There is no such thing here. Another district's things do not exist here either."""

    def __init__(self, message: str = N_("There is nothing here.")) -> None:
        super().__init__(message)


class Forbidden(Problem):
    """The thing exists, and this account may not do this with it."""

    def __init__(self, message: str = N_("Your account may not do this.")) -> None:
        super().__init__(message)
