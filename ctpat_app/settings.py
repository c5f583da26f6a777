"""The kiosk's settings: environment variables read once into one frozen dataclass; what is wrong stops the start."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final, TypeVar
from urllib.parse import urlsplit

from cryptography.fernet import Fernet

PREFIX: Final = "KIOSK_"
DEVELOPMENT_SECRET: Final = "for-development-only-and-refused-in-production"  # noqa: S105
DEVELOPMENT_ENCRYPTION_KEY: Final = "Zm9yLWRldmVsb3BtZW50LW9ubHktYW5kLXJlZnVzZWQ="
MINIMUM_SECRET_CHARACTERS: Final = 32
CLIENT_SECRET_BASIC: Final = "client_secret_basic"  # noqa: S105 - the name of a method
PRIVATE_KEY_JWT: Final = "private_key_jwt"
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")
_TRUE: Final = frozenset({"1", "true", "yes", "on"})
_FALSE: Final = frozenset({"", "0", "false", "no", "off"})

T = TypeVar("T")


class SettingsError(Exception):
    """One or more settings cannot be used; the message names each and says what to do."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What an operator decides; every field is the variable ``KIOSK_<FIELD>``, also from ``KIOSK_ENV_FILE``."""

    address: str = "127.0.0.1"
    port: int = 8000
    public_url: str = "http://127.0.0.1:8000"
    """Where browsers reach the kiosk: scheme, host and port, no path."""
    trusted_proxy_hops: int = 0
    """Number of own proxies in front; 0 ignores ``X-Forwarded-For``."""
    workers: int = 1

    data_folder: Path = Path(".data")
    database_url: str = "sqlite:///.data/kiosk.db"
    redis_url: str = ""
    storage_url: str = ""
    """Where uploaded files lie: ``file:///folder`` or ``s3://bucket/prefix?endpoint=…&region=…``; empty for a folder
    below the data folder."""
    storage_key_id: str = ""
    storage_secret: str = field(default="", repr=False)
    upload_mb: int = 25
    """So large may one uploaded file be, in units of 1,048,576 bytes."""
    clamd_url: str = ""
    """Malware scanner: ``unix:///run/clamav/clamd.ctl`` or ``tcp://host:3310``; empty for none."""
    mail_url: str = ""
    content_folder: Path | None = None
    """Takes the place of the content that comes with the kiosk, for trying out changes of it; None for that one."""

    languages: tuple[str, ...] = ("en", "es", "zh-Hans", "ar")
    """Languages of the pages as BCP 47 tags; the first is the fallback."""
    partner_languages: tuple[str, ...] = ("vi",)
    """Further languages of the pages that a company's business partners see, who have no account."""
    kiosk_name: str = "CTPAT kiosk"
    """Set by ``KIOSK_NAME``."""
    logo: str = "/logo.svg"
    """Address of a picture below ``assets/``, such as ``/logo.svg``; empty for none."""
    operator_name: str = ""
    operator_mail: str = ""
    operator_telephone: str = ""

    idle_minutes: int = 60
    """So long without use, and a person is signed out."""
    shared_idle_minutes: int = 10
    """The same at a computer that others use too."""
    terminal_idle_seconds: int = 120
    """So long without use, and a shared terminal asks whether somebody is still there."""
    terminal_warning_seconds: int = 60
    """So long it waits for an answer; then it forgets everything and starts over."""
    password_days: int = 90
    """So old may a password be; then it has to be changed at the next sign-in. 0 for any age."""
    reapply_days: int = 365
    """So long has a company that was removed to wait before it applies again. One consultancy names a year; CBP has
    not confirmed it."""
    draft_months: int = 12
    """So long without a word, and an application that was never sent is deleted."""
    case_months: int = 12
    """So long after it was closed, a case of the help desk is deleted."""
    help_answer_hours: tuple[int, int, int, int] = (72, 24, 8, 2)
    """Within how many hours the help desk answers: low, normal, high and urgent cases. A project proposal."""

    assign_by_load: bool = False
    """Whether the kiosk itself gives a company that waits to the specialist with the least to do."""

    secret_key: str = field(default=DEVELOPMENT_SECRET, repr=False)
    encryption_keys: tuple[str, ...] = field(default=(DEVELOPMENT_ENCRYPTION_KEY,), repr=False)
    """Fernet keys, newest first: the first encrypts, all decrypt."""
    argon_time_cost: int = 3
    argon_memory_kib: int = 65536

    oidc_issuer: str = ""
    """Identity provider (OpenID Connect) by its issuer, exactly as the provider writes it; empty for none."""
    oidc_client_id: str = ""
    oidc_label: str = ""
    """What people call the provider; empty for the host of the issuer."""
    oidc_auth_method: str = CLIENT_SECRET_BASIC
    """How the kiosk shows the provider who it is: ``client_secret_basic`` or ``private_key_jwt``."""
    oidc_client_secret: str = field(default="", repr=False)
    oidc_private_key: Path | None = None
    """File with the private key, as PEM or JWK."""
    oidc_key_id: str = ""
    oidc_acr_values: str = ""
    """Levels of assurance to ask for, separated by spaces; the answer must then name one of them."""
    oidc_scope: str = "openid email"
    oidc_proof: bool = True
    """Whether the provider can ask people anew who they are, and says when it did."""

    demo: bool = False
    today: date | None = None
    """The date the kiosk takes for today; None for the real one."""
    clock_file: Path | None = None
    """A file with the date or moment to take for now; it may change while the kiosk runs. None for none."""

    @property
    def all_languages(self) -> tuple[str, ...]:
        """Every language that there are pages in: first those of all pages, then those of the partners' pages alone."""
        return tuple(dict.fromkeys((*self.languages, *self.partner_languages)))

    @property
    def is_https(self) -> bool:
        """Whether browsers reach the kiosk over TLS."""
        return self.public_url.startswith("https://")

    @property
    def secure_cookies(self) -> bool:
        """Whether cookies may say ``Secure``: over TLS, and on the own machine, where browsers take them as well."""
        host = urlsplit(self.public_url).hostname or ""
        return self.is_https or host in {"127.0.0.1", "localhost", "::1"}

    @property
    def provider_name(self) -> str:
        """What people call the identity provider; empty without one."""
        return self.name_of_provider(self.oidc_issuer)

    def name_of_provider(self, issuer: str) -> str:
        """Return what people call a provider; one of earlier settings goes by its host."""
        label = self.oidc_label if issuer == self.oidc_issuer else ""
        return label or urlsplit(issuer).hostname or ""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """Return the settings of ``environment`` (the process's own by default).

        Raises:
            SettingsError: with every variable that cannot be used.
        """
        values = _with_env_file(os.environ if environment is None else environment)
        reader = _Reader(values)
        settings = _read(reader)
        if problems := reader.problems or _oidc_gaps(settings):
            raise SettingsError("\n".join(problems))
        return settings

    def check_for_production(self) -> None:
        """Return nothing when these settings may serve real people.

        Raises:
            SettingsError: with everything that is missing, left at its default, or contradicts itself.
        """
        problems = [
            problem
            for problem, applies in (
                (
                    f"KIOSK_SECRET_KEY is missing or short: set {MINIMUM_SECRET_CHARACTERS} random characters or more.",
                    self.secret_key == DEVELOPMENT_SECRET or len(self.secret_key) < MINIMUM_SECRET_CHARACTERS,
                ),
                (
                    "KIOSK_ENCRYPTION_KEYS is missing: set at least one Fernet key of your own.",
                    DEVELOPMENT_ENCRYPTION_KEY in self.encryption_keys,
                ),
                ("KIOSK_DEMO is on: demo accounts have known passwords. Turn it off.", self.demo),
                ("KIOSK_TODAY is set: deadlines would be wrong. Remove it.", self.today is not None),
                ("KIOSK_CLOCK_FILE is set: deadlines would be wrong. Remove it.", self.clock_file is not None),
                (
                    f"KIOSK_WORKERS is {self.workers}: more than one worker needs KIOSK_REDIS_URL.",
                    self.workers > 1 and not self.redis_url,
                ),
                (
                    "KIOSK_OIDC_ISSUER is not https: whoever listens could sign in as others. Use its https address.",
                    bool(self.oidc_issuer) and not self.oidc_issuer.startswith("https://"),
                ),
            )
            if applies
        ]
        if problems:
            raise SettingsError("\n".join(problems))


class _Reader:
    """Reads one variable after the other and collects what is wrong, so that all of it is told at once."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values
        self.problems: list[str] = []

    def text(self, name: str, default: str) -> str:
        return self._values.get(PREFIX + name, "").strip() or default

    def parsed(self, name: str, default: T, parse: Callable[[str], T], expected: str) -> T:
        raw = self.text(name, "")
        if not raw:
            return default
        try:
            return parse(raw)
        except ValueError:
            # The value itself is not repeated: it may be a secret.
            self.problems.append(f"{PREFIX}{name} cannot be used: it must be {expected}.")
            return default


def _read(reader: _Reader) -> Settings:
    address = reader.text("ADDRESS", Settings.address)
    port = reader.parsed("PORT", Settings.port, _whole_number(0, 65535), "a port number from 0 to 65535")
    data_folder = Path(reader.text("DATA_FOLDER", str(Settings.data_folder)))
    return Settings(
        address=address,
        port=port,
        public_url=reader.parsed(
            "PUBLIC_URL",
            f"http://{address}:{port}",
            _origin,
            "an address such as https://kiosk.example.com, without a path",
        ),
        trusted_proxy_hops=reader.parsed("TRUSTED_PROXY_HOPS", 0, _whole_number(0, 20), "a number from 0 to 20"),
        workers=reader.parsed("WORKERS", 1, _whole_number(1, 256), "a number from 1 to 256"),
        data_folder=data_folder,
        database_url=reader.text("DATABASE_URL", f"sqlite:///{data_folder}/kiosk.db"),
        redis_url=reader.text("REDIS_URL", ""),
        storage_url=reader.parsed(
            "STORAGE_URL", "", _storage, "file:///folder or s3://bucket/prefix?endpoint=https://…&region=…"
        ),
        storage_key_id=reader.text("STORAGE_KEY_ID", ""),
        storage_secret=reader.text("STORAGE_SECRET", ""),
        upload_mb=reader.parsed("UPLOAD_MB", Settings.upload_mb, _whole_number(1, 50), "1 to 50"),
        clamd_url=reader.parsed("CLAMD_URL", "", _clamd, "unix:///path/of/the/socket or tcp://host:port"),
        mail_url=reader.text("MAIL_URL", ""),
        content_folder=reader.parsed("CONTENT_FOLDER", None, _folder, "a folder that exists"),
        languages=reader.parsed("LANGUAGES", Settings.languages, _languages, "language tags such as en,es,zh-Hans"),
        partner_languages=reader.parsed(
            "PARTNER_LANGUAGES", Settings.partner_languages, _languages, "language tags such as vi,th"
        ),
        kiosk_name=reader.text("NAME", Settings.kiosk_name),
        logo=reader.text("LOGO", Settings.logo),
        operator_name=reader.text("OPERATOR_NAME", ""),
        operator_mail=reader.text("OPERATOR_MAIL", ""),
        operator_telephone=reader.text("OPERATOR_TELEPHONE", ""),
        idle_minutes=reader.parsed("IDLE_MINUTES", Settings.idle_minutes, _whole_number(3, 720), "3 to 720"),
        shared_idle_minutes=reader.parsed(
            "SHARED_IDLE_MINUTES", Settings.shared_idle_minutes, _whole_number(3, 720), "3 to 720"
        ),
        terminal_idle_seconds=reader.parsed(
            "TERMINAL_IDLE_SECONDS", Settings.terminal_idle_seconds, _whole_number(30, 540), "30 to 540"
        ),
        terminal_warning_seconds=reader.parsed(
            "TERMINAL_WARNING_SECONDS", Settings.terminal_warning_seconds, _whole_number(20, 300), "20 to 300"
        ),
        password_days=reader.parsed("PASSWORD_DAYS", Settings.password_days, _whole_number(0, 3650), "0 to 3650"),
        reapply_days=reader.parsed("REAPPLY_DAYS", Settings.reapply_days, _whole_number(0, 3650), "0 to 3650"),
        draft_months=reader.parsed("DRAFT_MONTHS", Settings.draft_months, _whole_number(2, 120), "2 to 120"),
        case_months=reader.parsed("CASE_MONTHS", Settings.case_months, _whole_number(1, 120), "1 to 120"),
        help_answer_hours=reader.parsed(
            "HELP_ANSWER_HOURS",
            Settings.help_answer_hours,
            _four_hours,
            "hours for low, normal, high and urgent, none more than the one before, such as 72,24,8,2",
        ),
        assign_by_load=reader.parsed("ASSIGN_BY_LOAD", False, _yes_or_no, "1 or 0"),
        secret_key=reader.text("SECRET_KEY", DEVELOPMENT_SECRET),
        encryption_keys=reader.parsed(
            "ENCRYPTION_KEYS",
            (DEVELOPMENT_ENCRYPTION_KEY,),
            _fernet_keys,
            "Fernet keys separated by commas, newest first",
        ),
        argon_time_cost=reader.parsed("ARGON_TIME_COST", Settings.argon_time_cost, _whole_number(1, 100), "1 to 100"),
        argon_memory_kib=reader.parsed(
            "ARGON_MEMORY_KIB",
            Settings.argon_memory_kib,
            _whole_number(8, 4194304),
            "a number of KiB from 8 to 4194304",
        ),
        oidc_issuer=reader.parsed("OIDC_ISSUER", "", _issuer, "an address such as https://id.example.com"),
        oidc_client_id=reader.text("OIDC_CLIENT_ID", ""),
        oidc_label=reader.text("OIDC_LABEL", ""),
        oidc_auth_method=reader.parsed(
            "OIDC_AUTH_METHOD", CLIENT_SECRET_BASIC, _auth_method, f"{CLIENT_SECRET_BASIC} or {PRIVATE_KEY_JWT}"
        ),
        oidc_client_secret=reader.text("OIDC_CLIENT_SECRET", ""),
        oidc_private_key=reader.parsed("OIDC_PRIVATE_KEY", None, _file, "a file that exists"),
        oidc_key_id=reader.text("OIDC_KEY_ID", ""),
        oidc_acr_values=reader.text("OIDC_ACR_VALUES", ""),
        oidc_scope=reader.parsed(
            "OIDC_SCOPE", Settings.oidc_scope, _scope, "names with spaces between, one of them openid"
        ),
        oidc_proof=reader.parsed("OIDC_PROOF", True, _yes_or_no, "1 or 0"),
        demo=reader.parsed("DEMO", False, _yes_or_no, "1 or 0"),
        today=reader.parsed("TODAY", None, date.fromisoformat, "a date such as 2026-03-31"),
        # The file may appear later: until then the time is the real one.
        clock_file=Path(text) if (text := reader.text("CLOCK_FILE", "")) else None,
    )


def _oidc_gaps(settings: Settings) -> list[str]:
    """Return what the sign-in through an identity provider lacks; nothing without a provider."""
    if not settings.oidc_issuer:
        return []
    by_key = settings.oidc_auth_method == PRIVATE_KEY_JWT
    needed = {"CLIENT_ID": settings.oidc_client_id}
    if by_key:
        needed |= {"PRIVATE_KEY": str(settings.oidc_private_key or ""), "KEY_ID": settings.oidc_key_id}
    else:
        needed |= {"CLIENT_SECRET": settings.oidc_client_secret}
    return [
        f"{PREFIX}OIDC_{name} is missing: the provider of {PREFIX}OIDC_ISSUER gave it to you."
        for name, value in needed.items()
        if not value
    ]


def _with_env_file(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the variables of the env file, overridden by the environment's own."""
    name = environment.get(f"{PREFIX}ENV_FILE", "")
    if not name:
        return dict(environment)
    try:
        lines = Path(name).read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise SettingsError(f"{PREFIX}ENV_FILE names {name}, which cannot be read: {error.strerror}.") from error
    pairs = [line.split("=", 1) for line in map(str.strip, lines) if "=" in line and not line.startswith("#")]
    return {key.strip(): value.strip().strip("\"'") for key, value in pairs} | dict(environment)


def _whole_number(lowest: int, highest: int) -> Callable[[str], int]:
    def parse(raw: str) -> int:
        number = int(raw)
        if not lowest <= number <= highest:
            raise ValueError(raw)
        return number

    return parse


def _origin(raw: str) -> str:
    if not re.fullmatch(r"https?://[^/\s?#@]+/?", raw):
        raise ValueError(raw)
    return raw.rstrip("/")


def _storage(raw: str) -> str:
    if not re.fullmatch(r"file:///\S+|s3://[\w.-]+(/[^\s?#]*)?(\?[^\s#]+)?", raw):
        raise ValueError(raw)
    return raw


def _clamd(raw: str) -> str:
    if not re.fullmatch(r"unix:///\S+|tcp://[^\s/:]+:\d{1,5}", raw):
        raise ValueError(raw)
    return raw


def _issuer(raw: str) -> str:
    # As it is, with or without a final slash: the provider's answers must name exactly this.
    if not re.fullmatch(r"https?://[^\s?#@]{1,280}", raw):
        raise ValueError(raw)
    return raw


def _auth_method(raw: str) -> str:
    if raw not in {CLIENT_SECRET_BASIC, PRIVATE_KEY_JWT}:
        raise ValueError(raw)
    return raw


def _scope(raw: str) -> str:
    names = raw.split()
    if "openid" not in names:
        raise ValueError(raw)
    return " ".join(names)


def _listed(raw: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in raw.split(",") if part.strip())


def _languages(raw: str) -> tuple[str, ...]:
    languages = tuple(dict.fromkeys(_listed(raw)))
    if not languages or not all(_LANGUAGE.fullmatch(language) for language in languages):
        raise ValueError(raw)
    return languages


def _four_hours(raw: str) -> tuple[int, int, int, int]:
    low, normal, high, urgent = (_whole_number(1, 24 * 90)(part) for part in _listed(raw))
    if not low >= normal >= high >= urgent:
        raise ValueError(raw)
    return low, normal, high, urgent


def _fernet_keys(raw: str) -> tuple[str, ...]:
    keys = _listed(raw)
    if not keys:
        raise ValueError(raw)
    for key in keys:
        Fernet(key)
    return keys


def _folder(raw: str) -> Path:
    folder = Path(raw)
    if not folder.is_dir():
        raise ValueError(raw)
    return folder


def _file(raw: str) -> Path:
    file = Path(raw)
    if not file.is_file():
        raise ValueError(raw)
    return file


def _yes_or_no(raw: str) -> bool:
    word = raw.lower()
    if word not in _TRUE | _FALSE:
        raise ValueError(raw)
    return word in _TRUE
