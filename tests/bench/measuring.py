"""Rounds: every point once, one after the other, and again. Between two readings of CPU time lies nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPConnection
from statistics import median
from urllib.parse import urlencode

from tests.bench.gunicorns import Gunicorn
from tests.bench.load import HOST, visit
from tests.bench.points import BROWSER, HELLO, POINTS, PUBLIC, WARM_UPS, Point, Visitor
from tests.bench.testbed import Testbed
from tests.people import ANN, PASSWORD


@dataclass(frozen=True, slots=True)
class Taken:
    """CPU time of the web server and of the database."""

    server: float
    database: float


@dataclass(frozen=True, slots=True)
class Cost:
    """Microseconds of CPU per request, one figure a round; how many of them the database took; the whole in hellos of that round."""

    name: str
    goal: float | None
    micros: Sequence[float]
    database: Sequence[float]
    hellos: Sequence[float]

    @property
    def cost(self) -> float:
        return median(self.hellos)


def measure(
    testbed: Testbed, hello: Gunicorn, shop: Gunicorn, *, rounds: int, requests: int, only: Sequence[str] = ()
) -> list[Cost]:
    """All points, or the hello and those whose names are given, `rounds` times. A small round before warms up and is not counted."""
    points = [point for point in POINTS if point.is_hello or not only or point.name in only]
    testbed.sell()
    visitor = Visitor(testbed, sign_in(shop.port), _etag(shop.port))
    taken: dict[str, list[Taken]] = defaultdict(list)
    for number in range(rounds + 1):
        for point in points:
            wanted = point.count(requests if number else WARM_UPS)
            spent = _spent(visitor, point, hello if point.is_hello else shop, wanted)
            if number:
                taken[point.name].append(spent)
    return [_cost(point, taken[point.name], taken[HELLO.name]) for point in points]


def _cost(point: Point, taken: Sequence[Taken], unit: Sequence[Taken]) -> Cost:
    micros = [each.server + each.database for each in taken]
    hellos = [each / hello.server for each, hello in zip(micros, unit, strict=True)]
    return Cost(point.name, point.goal, micros, [each.database for each in taken], hellos)


def _spent(visitor: Visitor, point: Point, server: Gunicorn, count: int) -> Taken:
    asks = point.asks(visitor, count)
    before = Taken(server.cpu_seconds(), visitor.testbed.database_cpu_seconds())
    done = visit(server.port, asks, times=count // len(asks), expect=point.expect)
    after = Taken(server.cpu_seconds(), visitor.testbed.database_cpu_seconds())
    database = 0.0 if point.is_hello else after.database - before.database
    return Taken((after.server - before.server) / done * 1e6, database / done * 1e6)


def sign_in(port: int) -> str:
    """Ann signs in by the form; gives the cookie her browser then carries."""
    page, cookie = _ask(port, "GET", "/sign-in", {})
    token = page.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]
    form = urlencode({"email": ANN.email, "password": PASSWORD, "csrf_token": token})
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    _, cookie = _ask(port, "POST", "/sign-in", headers, form)
    # The day's first page notes the day, and the cookie says that it was done.
    _, noted = _ask(port, "GET", "/dashboard", {"Cookie": cookie})
    return noted or cookie


def _etag(port: int) -> str:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", PUBLIC, headers={"Host": HOST, **BROWSER})
    response = connection.getresponse()
    connection.close()
    return response.headers["ETag"]


def _ask(port: int, method: str, path: str, headers: dict[str, str], body: str | None = None) -> tuple[str, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request(method, path, body, {"Host": HOST, "User-Agent": BROWSER["User-Agent"]} | headers)
    response = connection.getresponse()
    text = response.read().decode()
    cookies = [line.partition(";")[0] for line in response.headers.get_all("Set-Cookie", [])]
    connection.close()
    return text, "; ".join(cookies)
