"""What stands under every mail, whoever receives it."""

from typing import Final

from ctpat_app.words import N_

FOOTER: Final = N_(
    "This mail comes from {kiosk}, run by {operator}. It is not a government website. Replies are not read."
)
FOOTER_WITHOUT_OPERATOR: Final = N_(
    "This mail comes from {kiosk}. It is not a government website. Replies are not read."
)
