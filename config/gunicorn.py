"""Gunicorn: threads, because a slow client or a call to Stripe must not hold a whole worker."""

import gc
import os
import shutil
from pathlib import Path
from typing import Any

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", "4"))
# Imported once and shared by the workers; the app opens nothing before it is asked (create_app).
preload_app = True
timeout = 30
graceful_timeout = 10
keepalive = 5
# The default is a socket in the home directory that instances would share.
control_socket_disable = True
accesslog = None
loglevel = "warning"


def on_starting(server: Any) -> None:
    """Counters of workers that are gone would be summed in: begin with an empty folder."""
    folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    if folder:
        shutil.rmtree(folder, ignore_errors=True)
        Path(folder).mkdir(parents=True)


def pre_fork(server: Any, worker: Any) -> None:
    """What is there now stays: a collector that touches it would copy it into every worker."""
    gc.freeze()


def child_exit(server: Any, worker: Any) -> None:
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        from prometheus_client import multiprocess  # noqa: PLC0415  # only where counters are shared

        multiprocess.mark_process_dead(worker.pid)
