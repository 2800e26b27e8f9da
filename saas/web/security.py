"""Security headers, the proxy in front, CSRF protection, limits on body sizes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, request, session
from flask_login import user_logged_in
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
from werkzeug.datastructures import FileStorage, ImmutableMultiDict, MultiDict
from werkzeug.exceptions import BadRequest, NotFound, UnsupportedMediaType
from werkzeug.formparser import FormDataParser
from werkzeug.middleware.proxy_fix import ProxyFix

from saas.settings import Settings
from saas.web import limits

csrf = CSRFProtect()
BODY_LIMIT = 1_000_000
View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class BodyLimit:
    """How many bytes one page takes, and the sentence for more than that."""

    bytes: int
    sentence: str


def limit_body(limit_bytes: int, sentence: str) -> Callable[[View], View]:
    """A limit of the view's own in place of BODY_LIMIT. The decorator closest to the view, below route and rate limit."""

    def mark(view: View) -> View:
        view.body_limit = BodyLimit(limit_bytes, sentence)  # type: ignore[attr-defined]
        return view

    return mark


def body_limit() -> BodyLimit | None:
    """The limit of this request's view, where it has its own."""
    return getattr(current_app.view_functions.get(request.endpoint or ""), "body_limit", None)


def init_app(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key.get_secret_value(),
        SECRET_KEY_FALLBACKS=settings.old_secret_keys,
        MAX_CONTENT_LENGTH=BODY_LIMIT,
        # Letters carry links made from the Host header: one that is not ours must not get that far.
        TRUSTED_HOSTS=[urlsplit(settings.base_url).hostname or "", "127.0.0.1", "localhost"],
        # A browser takes a cookie with this name from this very host alone, over TLS, for all of its paths.
        SESSION_COOKIE_NAME=cookie_name("session", settings),
        REMEMBER_COOKIE_NAME=cookie_name("remember_token", settings),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.is_production,
        WTF_CSRF_TIME_LIMIT=None,
    )
    # Before CSRF protection, which reads the form to find its token.
    app.before_request(_prepare_form)
    limits.init_app(app, settings)
    csrf.init_app(app)
    user_logged_in.connect_via(app)(_renew_csrf_token)
    app.before_request(_refuse_impossible)
    if settings.is_production:
        app.before_request(lambda: _refuse_other_hosts(urlsplit(settings.base_url).netloc))
    headers = security_headers(settings)
    app.after_request(lambda response: _add_headers(response, headers))
    if settings.is_production:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]


def _renew_csrf_token(_app: Flask, **_: object) -> None:
    """Whoever knew the token of the browser before somebody signed in does not know that of the account."""
    session.pop("csrf_token", None)
    g.pop("csrf_token", None)


def _refuse_other_hosts(netloc: str) -> None:
    """Letters carry links made from the Host header, port and all. Probes on this machine may call it what they like."""
    if request.host != netloc and request.endpoint not in ("healthz", "readyz", "metrics"):
        raise BadRequest


class _NamedFieldsParser(FormDataParser):
    """Drops parts without a name, which no view could read, and NUL, which PostgreSQL does not store."""

    def parse(
        self, stream: IO[bytes], mimetype: str, content_length: int | None, options: dict[str, str] | None = None
    ) -> tuple[IO[bytes], MultiDict[str, str], MultiDict[str, FileStorage]]:
        rest, form, files = super().parse(stream, mimetype, content_length, options)
        return rest, _clean_names(form), MultiDict(pair for pair in files.items(multi=True) if _has_name(pair))


def _clean_names(form: MultiDict[str, str]) -> MultiDict[str, str]:
    pairs = filter(_has_name, form.items(multi=True))
    return ImmutableMultiDict((name.replace("\x00", ""), text.replace("\x00", "")) for name, text in pairs)


def _has_name(pair: tuple[str | None, object]) -> bool:
    """Werkzeug's types say that every part has one; a part may leave it out."""
    return pair[0] is not None


class _InMemoryParser(_NamedFieldsParser):
    """Files stay in memory. Werkzeug would write a larger one to disk, and a page with its own limit may promise not to."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.stream_factory = lambda *_, **__: BytesIO()


def _prepare_form() -> None:
    limit = body_limit()
    request.form_data_parser_class = _InMemoryParser if limit else _NamedFieldsParser
    if limit is not None:
        request.max_content_length = limit.bytes


def _refuse_impossible() -> None:
    if "\x00" in request.path or any("\x00" in text for pair in request.args.items(multi=True) for text in pair):
        raise NotFound  # PostgreSQL stores no NUL, so nothing has such an address
    if request.is_json and request.blueprint == "security":
        raise UnsupportedMediaType  # browsers alone sign in here, with forms


def _add_headers(response: Response, headers: dict[str, str]) -> Response:
    for name, value in headers.items():
        response.headers.setdefault(name, value)
    # Set unless the response says that it is public: Flask-Security writes a Cache-Control that no browser understands.
    if "public" not in response.headers.get("Cache-Control", ""):
        response.headers["Cache-Control"] = "private, no-store"
    return response


def cookie_name(name: str, settings: Settings) -> str:
    """In production with the prefix that keeps other hosts of the domain from setting it."""
    return f"__Host-{name}" if settings.is_production else name


def security_headers(settings: Settings) -> dict[str, str]:
    """What every response carries, static files too."""
    # The check of form-action follows the redirect of a POST, so the checkout's own host must be named.
    checkout = settings.stripe_api_base or "https://checkout.stripe.com"
    policy = ContentSecurityPolicy().default_src("'self'").img_src("'self'", "data:").object_src("'none'")
    policy.base_uri("'none'").frame_ancestors("'none'").form_action("'self'", checkout)
    secure = Secure(
        csp=policy,
        coop=CrossOriginOpenerPolicy().same_origin(),
        xcto=XContentTypeOptions().nosniff(),
        xfo=XFrameOptions().deny(),
        referrer=ReferrerPolicy().same_origin(),
        permissions=PermissionsPolicy().camera("()").microphone("()").geolocation("()").payment("()").usb("()"),
        hsts=StrictTransportSecurity().max_age(31536000).include_subdomains() if settings.is_production else None,
    )
    return {**secure.headers, "Cross-Origin-Resource-Policy": "same-origin"}
