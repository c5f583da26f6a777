"""Pictures that a phone's camera reads."""

import segno


def qr_picture(text: str) -> str:
    """Return ``text`` as a QR code: an SVG picture in a ``data:`` address, dark on white with its quiet zone."""
    return str(segno.make(text, error="m", micro=False).svg_data_uri(scale=5, border=4, light="#fff"))
