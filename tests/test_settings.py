"""Settings: read once, refused with a reason."""

from datetime import date
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from ctpat_app.settings import DEVELOPMENT_ENCRYPTION_KEY, Settings, SettingsError

PRODUCTION = {
    "KIOSK_SECRET_KEY": "a-secret-of-the-operator-with-enough-characters",
    "KIOSK_ENCRYPTION_KEYS": Fernet.generate_key().decode(),
    "KIOSK_PUBLIC_URL": "https://kiosk.example.com/",
}


def test_without_variables_the_defaults_hold() -> None:
    settings = Settings.from_environment({})
    assert settings == Settings()
    assert settings.public_url == "http://127.0.0.1:8000"
    assert settings.languages == ("en", "es", "zh-Hans", "ar")


def test_the_database_and_the_public_address_follow_from_folder_and_port() -> None:
    settings = Settings.from_environment({"KIOSK_DATA_FOLDER": "/srv/kiosk", "KIOSK_PORT": "9000"})
    assert settings.database_url == "sqlite:////srv/kiosk/kiosk.db"
    assert settings.public_url == "http://127.0.0.1:9000"


def test_values_are_read_into_their_types() -> None:
    newest, oldest = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings = Settings.from_environment(
        {
            "KIOSK_LANGUAGES": "es, en ,es",
            "KIOSK_PARTNER_LANGUAGES": "vi,es",
            "KIOSK_ENCRYPTION_KEYS": f"{newest},{oldest}",
            "KIOSK_DEMO": "Yes",
            "KIOSK_TODAY": "2026-03-31",
            "KIOSK_NAME": "Our kiosk",
        }
    )
    assert settings.languages == ("es", "en")
    assert settings.partner_languages == ("vi", "es")
    assert settings.all_languages == ("es", "en", "vi")
    assert settings.encryption_keys == (newest, oldest)
    assert settings.demo
    assert settings.today == date(2026, 3, 31)
    assert settings.kiosk_name == "Our kiosk"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KIOSK_PORT", "70000"),
        ("KIOSK_PORT", "eight"),
        ("KIOSK_WORKERS", "0"),
        ("KIOSK_HELP_ANSWER_HOURS", "72,24,8"),
        ("KIOSK_HELP_ANSWER_HOURS", "8,24,72,2"),
        ("KIOSK_HELP_ANSWER_HOURS", "72,24,8,0"),
        ("KIOSK_PUBLIC_URL", "kiosk.example.com"),
        ("KIOSK_PUBLIC_URL", "https://kiosk.example.com/path"),
        ("KIOSK_LANGUAGES", "english"),
        ("KIOSK_LANGUAGES", ","),
        ("KIOSK_PARTNER_LANGUAGES", "vietnamese"),
        ("KIOSK_ENCRYPTION_KEYS", "short"),
        ("KIOSK_DEMO", "perhaps"),
        ("KIOSK_TODAY", "31.3.2026"),
        ("KIOSK_STORAGE_URL", "/var/files"),
        ("KIOSK_STORAGE_URL", "s3://"),
        ("KIOSK_UPLOAD_MB", "51"),
        ("KIOSK_CLAMD_URL", "127.0.0.1:3310"),
        ("KIOSK_OIDC_ISSUER", "id.example.com"),
        ("KIOSK_OIDC_ISSUER", "https://id.example.com/?tenant=1"),
        ("KIOSK_OIDC_AUTH_METHOD", "client_secret_post"),
        ("KIOSK_OIDC_PRIVATE_KEY", "/nowhere/key.pem"),
        ("KIOSK_OIDC_SCOPE", "email"),
        ("KIOSK_OIDC_PROOF", "perhaps"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        Settings.from_environment({name: value})


def test_all_problems_are_told_at_once_and_no_value_is_repeated() -> None:
    with pytest.raises(SettingsError) as raised:
        Settings.from_environment({"KIOSK_PORT": "x", "KIOSK_ENCRYPTION_KEYS": "my-key"})
    message = str(raised.value)
    assert "KIOSK_PORT" in message
    assert "KIOSK_ENCRYPTION_KEYS" in message
    assert "my-key" not in message


def test_the_environment_wins_over_the_env_file(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.env"
    file.write_text('# our kiosk\nKIOSK_PORT=9000\nKIOSK_NAME="From the file"\n', "utf-8")
    settings = Settings.from_environment({"KIOSK_ENV_FILE": str(file), "KIOSK_PORT": "9001"})
    assert settings.port == 9001
    assert settings.kiosk_name == "From the file"


def test_an_env_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="KIOSK_ENV_FILE"):
        Settings.from_environment({"KIOSK_ENV_FILE": str(tmp_path / "none.env")})


def test_defaults_are_refused_for_production() -> None:
    with pytest.raises(SettingsError, match=r"KIOSK_SECRET_KEY[\s\S]*KIOSK_ENCRYPTION_KEYS"):
        Settings().check_for_production()


def test_own_secrets_pass_for_production() -> None:
    settings = Settings.from_environment(PRODUCTION)
    settings.check_for_production()
    assert settings.is_https


@pytest.mark.parametrize(
    ("variable", "value", "named"),
    [
        ("KIOSK_DEMO", "1", "KIOSK_DEMO"),
        ("KIOSK_TODAY", "2026-01-01", "KIOSK_TODAY"),
        ("KIOSK_WORKERS", "2", "KIOSK_REDIS_URL"),
        ("KIOSK_SECRET_KEY", "short", "KIOSK_SECRET_KEY"),
        ("KIOSK_ENCRYPTION_KEYS", DEVELOPMENT_ENCRYPTION_KEY, "KIOSK_ENCRYPTION_KEYS"),
    ],
)
def test_what_is_unsafe_for_real_people_is_refused(variable: str, value: str, named: str) -> None:
    settings = Settings.from_environment(PRODUCTION | {variable: value})
    with pytest.raises(SettingsError, match=named):
        settings.check_for_production()


def test_several_workers_with_redis_pass() -> None:
    settings = Settings.from_environment(
        PRODUCTION | {"KIOSK_WORKERS": "2", "KIOSK_REDIS_URL": "redis://127.0.0.1:6379"}
    )
    settings.check_for_production()
    assert settings.workers == 2


LOGIN = {
    "KIOSK_OIDC_ISSUER": "https://idp.example.gov/",
    "KIOSK_OIDC_CLIENT_ID": "urn:gov:kiosk",
    "KIOSK_OIDC_CLIENT_SECRET": "a secret that the provider gave",
}


def test_an_identity_provider_is_read_as_it_writes_itself() -> None:
    settings = Settings.from_environment(PRODUCTION | LOGIN)
    settings.check_for_production()
    assert settings.oidc_issuer == "https://idp.example.gov/"
    assert settings.oidc_scope == "openid email"
    assert settings.provider_name == "idp.example.gov"
    assert settings.name_of_provider("https://former.example") == "former.example"
    assert Settings.from_environment(PRODUCTION).provider_name == ""


def test_the_label_takes_the_place_of_the_host() -> None:
    settings = Settings.from_environment(LOGIN | {"KIOSK_OIDC_LABEL": "Example ID"})
    assert settings.provider_name == "Example ID"


@pytest.mark.parametrize(
    ("changed", "missing"),
    [
        ({"KIOSK_OIDC_CLIENT_ID": ""}, ["KIOSK_OIDC_CLIENT_ID"]),
        ({"KIOSK_OIDC_CLIENT_SECRET": ""}, ["KIOSK_OIDC_CLIENT_SECRET"]),
        ({"KIOSK_OIDC_AUTH_METHOD": "private_key_jwt"}, ["KIOSK_OIDC_PRIVATE_KEY", "KIOSK_OIDC_KEY_ID"]),
    ],
)
def test_what_an_identity_provider_needs_is_asked_for(changed: dict[str, str], missing: list[str]) -> None:
    with pytest.raises(SettingsError) as raised:
        Settings.from_environment(LOGIN | changed)
    assert [line.partition(" ")[0] for line in str(raised.value).splitlines()] == missing
    assert LOGIN["KIOSK_OIDC_CLIENT_SECRET"] not in str(raised.value)


def test_an_identity_provider_without_tls_is_refused_for_production() -> None:
    settings = Settings.from_environment(PRODUCTION | LOGIN | {"KIOSK_OIDC_ISSUER": "http://idp.example.gov"})
    with pytest.raises(SettingsError, match="KIOSK_OIDC_ISSUER is not https"):
        settings.check_for_production()


def test_secrets_do_not_show_in_the_printed_form() -> None:
    shown = repr(Settings.from_environment(PRODUCTION | LOGIN))
    assert PRODUCTION["KIOSK_SECRET_KEY"] not in shown
    assert LOGIN["KIOSK_OIDC_CLIENT_SECRET"] not in shown
