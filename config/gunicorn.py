"""Gunicorn: threads, because a slow client or a call to Stripe must not hold a whole worker."""

import gc
import os
from pathlib import Path
from typing import Any

from saas.web import metrics_files

# `saas up` sends SIGHUP when code has changed, and then new workers must import it anew.
is_reloaded = os.environ.get("GUNICORN_RELOAD") == "1"

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
# Threads whose requests end: at `timeout` below, however slowly a client sends or reads.
worker_class = "saas.web.gunicorn_worker.BoundedThreadWorker"
threads = int(os.environ.get("WEB_THREADS", "4"))
# Imported once and shared by the workers; the app opens nothing before it is asked (create_app).
preload_app = not is_reloaded
# While developing, a worker may stand at a breakpoint, or import the app on a machine that is busy with a build.
timeout = 0 if is_reloaded else 30
graceful_timeout = 2 if is_reloaded else 10
keepalive = 5
# What a browser sends is far below: our addresses are short, and cookies are the longest header. Bodies are bounded by the
# app (saas/web/security.py), and all of it by the proxy first (config/Caddyfile).
limit_request_line = 4094
limit_request_fields = 64
limit_request_field_size = 8190
# The default is a socket in the home directory that instances would share.
control_socket_disable = True
# Each worker's heartbeat is a file, and /tmp may be full.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108  # gunicorn makes a file of its own in it
accesslog = None
loglevel = "warning"


def on_starting(server: Any) -> None:
    metrics_files.empty_folder()


def pre_fork(server: Any, worker: Any) -> None:
    """What is there now stays: a collector that touches it would copy it into every worker."""
    gc.freeze()


def post_fork(server: Any, worker: Any) -> None:
    metrics_files.allocate_files()


def child_exit(server: Any, worker: Any) -> None:
    metrics_files.forget_process(worker.pid)
