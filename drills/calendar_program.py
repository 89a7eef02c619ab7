"""Thunderbird without a window, in a profile of its own that speaks with this machine only."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from drills.marionette import Marionette
from drills.programs import free_port
from tests.feeds.sources import Seen

BINARIES = ("/usr/lib/thunderbird/thunderbird-bin", "/usr/lib/thunderbird/thunderbird")
HOW_TO_INSTALL = "Thunderbird is not here. Install it with: sudo apt-get install thunderbird"
START_SECONDS = 60
#: Nobody but loopback: a proxy that is not there for everything else, and nothing that asks.
SETTINGS: dict[str, Any] = {
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "network.proxy.no_proxies_on": "127.0.0.1",
    "network.proxy.allow_hijacking_localhost": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.dns.disabled": True,
    "app.update.disabledForTesting": True,
    "app.update.enabled": False,
    "app.normandy.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.blocklist.enabled": False,
    "extensions.systemAddon.update.enabled": False,
    "extensions.update.enabled": False,
    "mail.provider.enabled": False,
    "mail.shell.checkDefaultClient": False,
    "mail.spotlight.firstRunDone": True,
    "mailnews.auto_config.fetchFromISP.enabled": False,
    "mailnews.start_page.enabled": False,
    "media.gmp-manager.updateEnabled": False,
    "services.settings.server": "data:,",
    "toolkit.telemetry.enabled": False,
    "calendar.timezone.local": "Europe/Amsterdam",
    "calendar.timezone.useSystemTimezone": False,
    "calendar.alarms.show": False,
    # without a desktop there is nobody to show a notice, and it stops looking at the address
    "alerts.useSystemBackend": False,
}
_CALENDAR = """
const { cal } = ChromeUtils.importESModule("resource:///modules/calendar/calUtils.sys.mjs");
const calendar = cal.manager.getCalendars().find(one => one.type == "ics");
"""
#: What the dialogue "New calendar, on the network" does with an address.
_SUBSCRIBE = """
const [address, cached] = values;
const found = await cal.provider.detection.detect("", "", address, false, [], {});
const detected = [...found.values()].flat();
if (detected.length != 1) throw new Error(`found ${detected.length} calendars`);
detected[0].setProperty("cache.enabled", cached);
detected[0].readOnly = true;
cal.manager.registerCalendar(detected[0]);
return { name: detected[0].name, type: detected[0].type };
"""
_REFRESH = """
const loaded = new Promise(resolve => {
  const nothing = () => {};
  const observer = {
    QueryInterface: ChromeUtils.generateQI(["calIObserver"]),
    onStartBatch: nothing, onEndBatch: nothing, onAddItem: nothing, onModifyItem: nothing,
    onDeleteItem: nothing, onError: nothing, onPropertyChanged: nothing,
    onPropertyDeleting: nothing,
    onLoad() { calendar.removeObserver(observer); resolve(); },
  };
  calendar.addObserver(observer);
  setTimeout(resolve, 20000);
});
calendar.refresh();
await loaded;
"""
_EVENTS = """
const all = Ci.calICalendar.ITEM_FILTER_ALL_ITEMS;
const events = [];
for await (const items of cal.iterate.streamValues(calendar.getItems(all, 0, null, null))) {
  for (const item of items) {
    events.push({
      uid: item.id, title: item.title, status: item.status,
      place: item.getProperty("LOCATION") ?? "",
      start: item.startDate.isDate ? item.startDate.toString() : item.startDate.nativeTime,
      end: item.endDate.isDate ? item.endDate.toString() : item.endDate.nativeTime,
    });
  }
}
return events;
"""
_STATE = """
return {
  name: calendar.name,
  disabled: Boolean(calendar.getProperty("disabled")),
  until_restart: Boolean(calendar.getProperty("auto-enabled")),
  status: calendar.getProperty("currentStatus") ?? 0,
};
"""


@dataclass(frozen=True)
class State:
    """How a calendar stands: switched off or not, and whether its last reading went well."""

    name: str
    disabled: bool
    until_restart: bool
    status: int

    @property
    def well(self) -> bool:
        """Nothing is wrong with it."""
        return not self.disabled and self.status == 0


class Thunderbird:
    """One Thunderbird; what it is subscribed to stays in its profile when it restarts."""

    def __init__(self, binary: str, home: Path) -> None:
        self.binary, self.home = binary, home
        self.version = ""
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until its calendars are there."""
        profile = self.home / "profile"
        profile.mkdir(exist_ok=True)
        port = free_port()
        lines = [
            f"user_pref({json.dumps(name)}, {json.dumps(value)});\n"
            for name, value in {**SETTINGS, "marionette.port": port}.items()
        ]
        (profile / "user.js").write_text("".join(lines))
        with (self.home / "printed.log").open("ab") as log:
            self.process = subprocess.Popen(
                [
                    *(self.binary, "--headless", "--no-remote", "--profile", str(profile)),
                    *("--marionette", "--remote-allow-system-access"),
                ],
                env={
                    "HOME": str(self.home),
                    "PATH": os.environ["PATH"],
                    "LANG": "C.UTF-8",
                    "XDG_RUNTIME_DIR": str(self.home),
                },
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.driver = Marionette(port, START_SECONDS)
        self.version = str(self.driver.run("return Services.appinfo.version;"))

    def stop(self) -> None:
        """End it as its user would, and by force where it does not listen."""
        process, self.process = self.process, None
        if process is None:
            return
        with contextlib.suppress(AttributeError, RuntimeError, OSError, EOFError):
            self.driver.call("Marionette:Quit", flags=["eForceQuit"])
            self.driver.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(20)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def subscribe(self, address: str, *, cached: bool) -> str:
        """Find the calendar at an address and add it; gives its name."""
        found = self.driver.run(_CALENDAR + _SUBSCRIBE, address, cached)
        assert found["type"] == "ics", found
        self.refresh()
        return str(found["name"])

    def unsubscribe(self) -> None:
        """Remove the calendar."""
        self.driver.run(_CALENDAR + "cal.manager.unregisterCalendar(calendar);")

    def refresh(self) -> None:
        """Let it look at the address again, and wait until it has."""
        self.driver.run(_CALENDAR + _REFRESH)

    def events(self) -> dict[str, Seen]:
        """The events that it shows, by UID."""
        events = self.driver.run(_CALENDAR + _EVENTS)
        found = {
            event["uid"]: Seen(
                event["title"],
                _moment(event["start"]),
                _moment(event["end"]),
                event["place"],
                event["status"],
            )
            for event in events
        }
        assert len(found) == len(events), "a UID stands twice in the calendar"
        return found

    def state(self) -> State:
        """How the calendar stands."""
        return State(**self.driver.run(_CALENDAR + _STATE))

    def sees(self, wanted: dict[str, Seen], seconds: float = 20) -> str:
        """Wait until it shows exactly these events; what is different then, empty for nothing."""
        deadline = time.monotonic() + seconds
        while (found := self.events()) != wanted and time.monotonic() < deadline:
            time.sleep(0.1)
        if found == wanted:
            return ""
        wrong = [uid for uid in {*found, *wanted} if found.get(uid) != wanted.get(uid)]
        pairs = [(found.get(uid), wanted.get(uid)) for uid in wrong[:2]]
        return f"{len(found)} of {len(wanted)} events; {pairs}"


def find_binary() -> str | None:
    """Thunderbird itself; Debian's command is a script around it that knows of real profiles."""
    found = [binary for binary in BINARIES if Path(binary).is_file()]
    return found[0] if found else shutil.which("thunderbird")


def _moment(value: int | str) -> datetime | date:
    """Microseconds since 1970, or the date of a whole day."""
    if isinstance(value, str):
        return date.fromisoformat(value[:10].replace("/", "-"))
    return datetime.fromtimestamp(value / 1_000_000, UTC)
