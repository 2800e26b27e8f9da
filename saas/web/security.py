"""Headers, proxies, forgery protection and rate limits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf import CSRFProtect
from secure import (
    ContentSecurityPolicy,
    CrossOriginOpenerPolicy,
    PermissionsPolicy,
    ReferrerPolicy,
    Secure,
    StrictTransportSecurity,
    XContentTypeOptions,
    XFrameOptions,
)
from werkzeug.exceptions import BadRequest, NotFound, UnsupportedMediaType
from werkzeug.formparser import FormDataParser
from werkzeug.middleware.proxy_fix import ProxyFix

from saas.settings import Settings

csrf = CSRFProtect()
limiter = Limiter(get_remote_address, headers_enabled=False)
BODY_LIMIT = 1_000_000
View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class BodyLimit:
    """How many bytes one page takes, and the sentence for more than that."""

    bytes: int
    sentence: str


def limit_body(limit_bytes: int, sentence: str) -> Callable[[View], View]:
    """A view's own limit in place of the house's. Stand below the route and the rate limit, closest to the view."""

    def made(view: View) -> View:
        view.body_limit = BodyLimit(limit_bytes, sentence)  # type: ignore[attr-defined]
        return view

    return made


def body_limit() -> BodyLimit | None:
    """The room of the page that is asked for, where it has its own."""
    return getattr(current_app.view_functions.get(request.endpoint or ""), "body_limit", None)


def init_app(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key.get_secret_value(),
        MAX_CONTENT_LENGTH=BODY_LIMIT,
        # Letters carry links made from the Host header: one that is not ours must not get that far.
        TRUSTED_HOSTS=[urlsplit(settings.base_url).hostname or "", "127.0.0.1", "localhost"],
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.is_production,
        WTF_CSRF_TIME_LIMIT=None,
        RATELIMIT_STORAGE_URI=settings.redis_url or "memory://",
        RATELIMIT_ENABLED=settings.saas_env != "test",
    )
    # Before forgery protection, which reads the form to find its token.
    app.before_request(_roomy)
    csrf.init_app(app)
    limiter.init_app(app)
    app.before_request(_storable)
    if settings.is_production:
        app.before_request(lambda: _own_host(urlsplit(settings.base_url).netloc))
    headers = _headers(settings)
    app.after_request(lambda response: _dressed(response, headers))
    if settings.is_production:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]


def _own_host(netloc: str) -> None:
    """Letters carry links made from the Host header, port and all. Probes on this machine may call it what they like."""
    if request.host != netloc and request.endpoint not in ("healthz", "readyz", "metrics"):
        raise BadRequest


class _InMemory(FormDataParser):
    """A file as bytes. Werkzeug would write a larger one to disk, and a page with room of its own may promise not to."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.stream_factory = lambda *_, **__: BytesIO()


def _roomy() -> None:
    if (own := body_limit()) is not None:
        request.max_content_length = own.bytes
        request.form_data_parser_class = _InMemory


def _storable() -> None:
    if "\x00" in request.path:
        raise NotFound  # PostgreSQL stores no NUL, so nothing has such an address
    if request.is_json and request.blueprint == "security":
        raise UnsupportedMediaType  # browsers alone sign in here, with forms


def _dressed(response: Response, headers: dict[str, str]) -> Response:
    for name, value in headers.items():
        response.headers.setdefault(name, value)
    # Asked for what it says and not whether it is there: Flask-Security writes one that no browser understands.
    if "public" not in response.headers.get("Cache-Control", "") and request.endpoint != "static":
        response.headers["Cache-Control"] = "private, no-store"
    return response


def _headers(settings: Settings) -> dict[str, str]:
    # The check of form-action follows the redirect of a POST, so the checkout's own host must be named.
    checkout = settings.stripe_api_base or "https://checkout.stripe.com"
    policy = (
        ContentSecurityPolicy().default_src("'self'").img_src("'self'", "data:").object_src("'none'")
        .base_uri("'none'").frame_ancestors("'none'").form_action("'self'", checkout)
    )  # fmt: skip
    dress = Secure(
        csp=policy,
        coop=CrossOriginOpenerPolicy().same_origin(),
        xcto=XContentTypeOptions().nosniff(),
        xfo=XFrameOptions().deny(),
        referrer=ReferrerPolicy().same_origin(),
        permissions=PermissionsPolicy().camera("()").microphone("()").geolocation("()"),
        hsts=StrictTransportSecurity().max_age(31536000).include_subdomains() if settings.is_production else None,
    )
    return dict(dress.headers)
