"""Numbers that name rows, as addresses and forms bring them."""


def number_in(text: str) -> int:
    """Return the id that ``text`` names, 0 for anything else: nobody owns number 0."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0
