"""The example of a proxy: no address of a calendar in its logs, and never a page of its own."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from app.core import clock
from config import ROOT
from drills.databases import Place, release
from drills.programs import Programs, free_port
from tests.engines import Templates
from tests.factories import make_meeting, make_person
from tests.feeds.calendars import make_feed

EXAMPLE = ROOT / "docs" / "deploy" / "nginx.conf"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
TOKEN = "t" * 43
START_SECONDS = 10
#: What stands around a site; where nothing else is said, everything is logged.
AROUND = """daemon off;
pid {folder}/pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log {folder}/access.log;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {site}
}}
"""


def test_every_address_of_a_calendar_and_no_page_is_kept_out_of_the_logs(app: Flask) -> None:
    found = re.search(r'location ~ "(.+)" \{', EXAMPLE.read_text())
    assert found
    secret = re.compile(found[1])
    for address in ("", "/", "/agenda.ics", "/a/b.ics"):
        assert secret.search(f"/feeds/{TOKEN}{address}")
    for token in (f"new{TOKEN}", f"how{TOKEN}", f"1{TOKEN}"):
        assert secret.search(f"/feeds/{token}")
        assert secret.search(f"/feeds/{token}/agenda.ics")
    pages = [rule.rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/feeds/")]
    pages = [rule.replace("<int:subscription_id>", "12") for rule in pages if "token" not in rule]
    assert {"/feeds/", "/feeds/new", "/feeds/how", "/feeds/12/renew"} <= set(pages)
    assert [page for page in pages if secret.search(page)] == []


@dataclass
class Proxy:
    """The example in front of a server, and what it wrote."""

    port: int
    folder: Path
    programs: Programs
    address: str

    @property
    def token(self) -> str:
        """What must stay secret."""
        return self.address.split("/")[2]

    def ask(self, path: str, *headers: str, method: str = "GET") -> bytes:
        """All that comes back; nothing where the connection just ends."""
        lines = [f"{method} {path} HTTP/1.1", "Host: agenda.example", *headers]
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as one:
            one.sendall("\r\n".join([*lines, "Connection: close", "", ""]).encode())
            answer = b""
            while piece := one.recv(65536):
                answer += piece
        return answer

    @property
    def written(self) -> str:
        """Both logs."""
        return "".join(path.read_text() for path in sorted(self.folder.glob("*.log")))


@pytest.fixture
def proxy(engine_name: str, templates: Templates, tmp_path: Path) -> Iterator[Proxy]:
    """The example as it is, on ports of its own and without a certificate."""
    clock.stop_at(None)
    place = Place(templates.clone(engine_name), tmp_path / "served")
    app = place.app()
    with app.app_context():
        officer = make_person()
        make_meeting(officer=officer)
        address = make_feed(officer)
    programs, port = Programs(place), free_port()
    site = EXAMPLE.read_text().replace("listen 443 ssl;", f"listen 127.0.0.1:{port};")
    site = site.replace("127.0.0.1:8000", f"127.0.0.1:{programs.port}")
    configuration = tmp_path / "nginx.conf"
    configuration.write_text(AROUND.format(folder=tmp_path, site=site))
    command = [NGINX or "", "-e", f"{tmp_path}/error.log", "-c", str(configuration)]
    running = subprocess.Popen(command, stderr=subprocess.PIPE)
    try:
        _wait_for(port, running)
        yield Proxy(port, tmp_path, programs, address)
    finally:
        running.terminate()
        running.communicate(timeout=START_SECONDS)
        programs.stop()
        release(app)
        templates.drop(place.url)


def _wait_for(port: int, running: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and running.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("nginx does not start")


@pytest.mark.skipif(NGINX is None, reason="nginx ontbreekt: het voorbeeld NIET geprobeerd")
def test_nginx_writes_no_token_and_shows_no_page_of_its_own(proxy: Proxy) -> None:
    tagged = proxy.address, f"/feeds/{proxy.token}", f"/feeds/{proxy.token}/"
    odd = f"//feeds//{proxy.token}//agenda.ics", f"/%66eeds/{proxy.token}/x.ics?a=b"
    for path in (*tagged, *odd):
        assert proxy.ask(path) == b"", "with the server away the connection just ends"
    assert b" 502 " in proxy.ask("/meetings/")
    proxy.programs.start("server")
    proxy.programs.wait_until_up()
    packed = proxy.ask(proxy.address, "Accept-Encoding: gzip")
    head, _end, body = packed.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 ")
    assert body
    (tag,) = re.findall(rb"ETag: (\"[^\r]+-gzip\")", head)
    again = proxy.ask(proxy.address, "Accept-Encoding: gzip", f"If-None-Match: {tag.decode()}")
    assert again.startswith(b"HTTP/1.1 304 ")
    assert proxy.ask(f"/feeds/{proxy.token}").startswith(b"HTTP/1.1 404 ")
    assert proxy.ask(proxy.address, method="PROPFIND").startswith(b"HTTP/1.1 405 ")
    assert b"/sign-in" in proxy.ask("/feeds/new")
    proxy.programs.kill("server")
    for path in (*tagged, *odd):
        assert proxy.ask(path) == b""
    assert '"GET /meetings/ HTTP/1.1" 502' in proxy.written, "the rest is logged"
    assert "/feeds/new" in proxy.written
    assert proxy.token not in proxy.written
