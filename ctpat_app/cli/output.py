"""How commands talk: progress on standard output at once, and one error for what stops them."""


class CommandError(Exception):
    """A command cannot go on; the message says why and what to do."""


def say(line: str) -> None:
    """Print one line of progress at once, also into a pipe."""
    print(line, flush=True)
