"""The mails about trade organizations and about the office of the officer."""

from typing import Final

from ctpat_app.words import N_

ORGANIZATION_MAILS: Final[dict[str, tuple[str, str]]] = {
    "handover-offered": (
        N_("{company}: you are asked to become the officer"),
        N_(
            "{person} asks you to take over the office of officer for {company}.\n\n"
            "The officer may bind the company, signs and sends. Nothing changes until you accept and declare:\n\n{link}"
        ),
    ),
    "handover-accepted": (
        N_("{company}: {person} is the officer now"),
        N_("{person} has accepted the office of officer for {company} and declared the authority.\n\n{link}"),
    ),
    "handover-declined": (
        N_("{company}: {person} does not take the office"),
        N_("{person} has said no. You are still the officer of {company} and can ask somebody else:\n\n{link}"),
    ),
    "handover-taken-back": (
        N_("{company}: the officer stays"),
        N_("{person} has taken back the offer. You need not do anything for {company}.\n\n{link}"),
    ),
    "link-asked": (
        N_("{company} asks to be linked with your company"),
        N_(
            "{inviter} asks, as the officer of {company}, to show that both companies belong together.\n\n"
            "The reason: {reason}\n\n"
            "Sign in with this address to see what it would change, then agree or say no:\n\n{link}\n\n"
            "If you do not know {company}, do nothing."
        ),
    ),
    "merge-asked": (
        N_("{company} asks to be merged with your company"),
        N_(
            "{inviter} asks, as the officer of {company}, to merge both companies into one.\n\n"
            "The reason: {reason}\n\n"
            "Sign in with this address to see what it would change, then agree or say no:\n\n{link}\n\n"
            "If you do not know {company}, do nothing."
        ),
    ),
    "split-asked": (
        N_("{company}: you are asked to become the officer of {name}"),
        N_(
            "{inviter} asks to split {company} in two. You would be the officer of the new company, {name}.\n\n"
            "The reason: {reason}\n\n"
            "Sign in to see what it would change, then accept or say no:\n\n{link}"
        ),
    ),
    "request-waiting-approval": (
        N_("{company}: a change of the organization waits for CTPAT management"),
        N_(
            "Both sides have agreed. CTPAT management now decides; nothing has changed yet.\n\n"
            "See what it would change, or undo it, here:\n\n{link}"
        ),
    ),
    "request-agreed": (
        N_("{company}: a change of the organization takes effect on {date}"),
        N_(
            "Everybody concerned has agreed. The change takes effect on {date}.\n\n"
            "Until then the officer can undo it here:\n\n{link}"
        ),
    ),
    "request-done": (
        N_("{company}: the change of the organization has taken effect"),
        N_("See the outcome, and what is left to do, here:\n\n{link}"),
    ),
    "request-declined": (
        N_("{company}: the request was declined"),
        N_("Nothing has changed. See by whom and why here:\n\n{link}"),
    ),
    "request-withdrawn": (
        N_("{company}: the request was undone"),
        N_("It will not take effect. Nothing has changed.\n\n{link}"),
    ),
    "request-failed": (
        N_("{company}: the request could not take effect"),
        N_("Something had changed since it was asked for. Nothing else was touched. See why here:\n\n{link}"),
    ),
}
