"""Reflex's own settings, derived from the kiosk's."""

import reflex as rx
from reflex.plugins.sitemap import SitemapPlugin

from ctpat_app.settings import Settings
from ctpat_app.web.site import FinishSite, RareCollections

_settings = Settings.from_environment()
_own_origins = (f"http://127.0.0.1:{_settings.port}", f"http://localhost:{_settings.port}")

config = rx.Config(
    app_name="ctpat_app",
    app_module_import="ctpat_app.app",
    telemetry_enabled=False,
    show_built_with_reflex=False,
    default_color_mode="light",
    frontend_compression_formats=["brotli", "gzip"],
    # The built scripts take the address from the page itself (web/site.py); these only have to be equal.
    frontend_port=8000,
    backend_port=8000,
    # Also the check of a socket's Origin.
    cors_allowed_origins=list(dict.fromkeys((_settings.public_url, *(() if _settings.is_https else _own_origins)))),
    state_manager_mode=rx.constants.StateManagerMode.REDIS
    if _settings.redis_url
    else rx.constants.StateManagerMode.MEMORY,
    redis_url=_settings.redis_url or None,
    trusted_proxy_hops=_settings.trusted_proxy_hops,
    plugins=[RareCollections(), FinishSite(_settings.all_languages)],
    disable_plugins=[SitemapPlugin],
)
