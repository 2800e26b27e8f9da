"""The unit of cost: the smallest Flask app."""

from __future__ import annotations

from flask import Flask

app = Flask(__name__)


@app.get("/")
def say_hello() -> str:
    return "Hello"
