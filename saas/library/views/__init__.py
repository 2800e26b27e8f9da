"""The public library: pages of work, of reading, of reference, search, and what machines read."""

from __future__ import annotations

from flask import Blueprint

from saas.library.views import machines, reading, reference, searching, work

BLUEPRINTS: tuple[Blueprint, ...] = (
    work.work,
    reading.reading,
    reference.reference,
    searching.searching,
    machines.machines,
)

__all__ = ["BLUEPRINTS"]
