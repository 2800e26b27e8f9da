"""Rounds over all points: the CPU time of the servers is read before and after the requests of one point."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPConnection
from statistics import median
from urllib.parse import urlencode

from tests.bench.gunicorn_server import Gunicorn
from tests.bench.load_client import HOST, send_requests
from tests.bench.points import BROWSER, HELLO, POINTS, PUBLIC, WARM_UPS, Point, Visitor
from tests.bench.testbed import Testbed
from tests.people import ANN, PASSWORD


@dataclass(frozen=True, slots=True)
class CpuTime:
    """CPU microseconds per request, of the web server and of the database."""

    server: float
    database: float


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU per request, one figure a round: microseconds altogether, the database's part of them, and the whole divided by
    the hello of that round."""

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
    """All points, or the hello and the points named in `only`. A small round before warms up and is not counted."""
    points = [point for point in POINTS if point.is_hello or not only or point.name in only]
    testbed.sell_one_plan()
    visitor = Visitor(testbed, sign_in(shop.port), *_read_public_page(shop.port))
    times: dict[str, list[CpuTime]] = defaultdict(list)
    for number in range(rounds + 1):
        for point in points:
            count = point.count(requests if number else WARM_UPS)
            cpu_time = _measure_point(visitor, point, hello if point.is_hello else shop, count)
            if number:
                times[point.name].append(cpu_time)
    return [_cost(point, times[point.name], times[HELLO.name]) for point in points]


def _cost(point: Point, times: Sequence[CpuTime], hello_times: Sequence[CpuTime]) -> Cost:
    micros = [time.server + time.database for time in times]
    hellos = [value / hello.server for value, hello in zip(micros, hello_times, strict=True)]
    return Cost(point.name, point.goal, micros, [time.database for time in times], hellos)


def _measure_point(visitor: Visitor, point: Point, server: Gunicorn, count: int) -> CpuTime:
    requests = point.build_requests(visitor, count)
    before = CpuTime(server.cpu_seconds(), visitor.testbed.database_cpu_seconds())
    sent = send_requests(server.port, requests, times=count // len(requests), expect=point.expect)
    after = CpuTime(server.cpu_seconds(), visitor.testbed.database_cpu_seconds())
    database = 0.0 if point.is_hello else after.database - before.database
    return CpuTime((after.server - before.server) / sent * 1e6, database / sent * 1e6)


def sign_in(port: int) -> str:
    """Ann signs in by the form; gives the cookie her browser then carries."""
    page, cookie = _send(port, "GET", "/sign-in", {})
    token = page.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]
    form = urlencode({"email": ANN.email, "password": PASSWORD, "csrf_token": token})
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    _, cookie = _send(port, "POST", "/sign-in", headers, form)
    # The day's first page notes the day, and the cookie says that it was done.
    _, new_cookie = _send(port, "GET", "/dashboard", {"Cookie": cookie})
    return new_cookie or cookie


def _read_public_page(port: int) -> tuple[str, str]:
    """Its ETag, and the address of its stylesheet."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", PUBLIC, headers={"Host": HOST})
    response = connection.getresponse()
    text = response.read().decode()
    connection.close()
    return response.headers["ETag"], text.partition('rel="stylesheet" href="')[2].partition('"')[0]


def _send(port: int, method: str, path: str, headers: dict[str, str], body: str | None = None) -> tuple[str, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request(method, path, body, {"Host": HOST, "User-Agent": BROWSER["User-Agent"]} | headers)
    response = connection.getresponse()
    text = response.read().decode()
    cookies = [line.partition(";")[0] for line in response.headers.get_all("Set-Cookie", [])]
    connection.close()
    return text, "; ".join(cookies)
