"""The home directory: who it belongs to (`home.json`), its secrets (`secrets.json`, 0600) and its locks.

Both files are written whole or not at all (temporary file, fsync, rename) and only under the home's lock,
so two processes that start together agree, and one killed half-way leaves nothing behind.
"""

import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from account_api.settings import Settings, is_loopback


class UnsafeHome(RuntimeError):
    """The home must not be served like this."""


@dataclass(frozen=True, slots=True)
class Secrets:
    """Keys of this home, as hex: tokens are signed, sign-in codes and pseudonyms derived."""

    token_key: str
    code_key: str
    pseudonym_key: str
    demo: bool

    @classmethod
    def fresh(cls, demo: bool) -> "Secrets":
        return cls(secrets.token_hex(32), secrets.token_hex(32), secrets.token_hex(32), demo)

    def __repr__(self) -> str:
        return f"Secrets(demo={self.demo})"


@dataclass(frozen=True, slots=True)
class Home:
    root: Path
    demo: bool
    clock: datetime | None
    secrets: Secrets

    @property
    def database_url(self) -> str:
        return f"sqlite:///{self.root / 'account.db'}"

    @property
    def audit_head(self) -> Path:
        return self.root / "audit.head"


def open_home(settings: Settings) -> Home:
    """Opens the home of `settings`, making it that of a real firm if it is empty.

    Raises UnsafeHome where demo secrets would be reachable from other machines, and for a demo home that was
    never finished.
    """
    root = _root(settings)
    with locked(root / "home.lock"):
        facts = _read(root / "home.json")
        keys = _read_or_write_secrets(root, demo=False)
        if facts is None:
            if keys.demo:
                raise UnsafeHome(f"{root} is an unfinished demo home; run the demo once more")
            _write_facts(Home(root, demo=False, clock=None, secrets=keys))
    pinned = None if facts is None else facts["clock"]
    return _safe(Home(root, keys.demo, pinned and datetime.fromisoformat(pinned), keys), settings)


def begin_demo_home(settings: Settings, clock: datetime) -> Home:
    """A demo home in the making: it counts as one only after `finish_home`. Raises UnsafeHome as `open_home`."""
    root = _root(settings)
    with locked(root / "home.lock"):
        keys = _read_or_write_secrets(root, demo=True)
    if not keys.demo:
        raise UnsafeHome(f"{root} is the home of a real firm; a demo needs an empty LIANGRONG_HOME")
    return _safe(Home(root, demo=True, clock=clock, secrets=keys), settings)


def finish_home(home: Home) -> None:
    """Writes `home.json`, the mark of a complete home, unless it is there."""
    with locked(home.root / "home.lock"):
        if _read(home.root / "home.json") is None:
            _write_facts(home)


def move_clock(root: Path, to: datetime) -> None:
    """Has the clock of a demo home stand at `to` from now on. Raises UnsafeHome for the home of a real firm."""
    with locked(root / "home.lock"):
        facts = _read(root / "home.json")
        if facts is None or not facts["demo"]:
            raise UnsafeHome(f"{root} is no demo home: its clock cannot be moved")
        write_whole(
            root / "home.json", json.dumps({**facts, "clock": to.isoformat()}, indent=2) + "\n", 0o644
        )


def _root(settings: Settings) -> Path:
    root = settings.home.resolve()
    root.mkdir(mode=0o700, parents=True, exist_ok=True)  # what clients own and owe is nobody else's
    return root


def _safe(home: Home, settings: Settings) -> Home:
    if home.secrets.demo and not is_loopback(settings.host):
        raise UnsafeHome(
            f"{home.root} holds demo secrets and {settings.host} is reachable from other machines; "
            "listen on 127.0.0.1 or use another home"
        )
    return home


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Holds an exclusive lock on `path` among the processes and threads of this machine."""
    descriptor = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def write_whole(path: Path, text: str, mode: int) -> None:
    """Replaces `path` by `text`, durable, so that a reader sees the old file or the new one."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    _sync_directory(path.parent)


def _sync_directory(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _read(path: Path) -> dict[str, Any] | None:
    if not path.exists():
        return None
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def _read_or_write_secrets(root: Path, demo: bool) -> Secrets:
    known = _read(root / "secrets.json")
    if known is not None:
        return Secrets(**known)
    fresh = Secrets.fresh(demo)
    write_whole(root / "secrets.json", json.dumps(asdict(fresh), indent=2) + "\n", 0o600)
    return fresh


def _write_facts(home: Home) -> None:
    facts = {"demo": home.demo, "clock": None if home.clock is None else home.clock.isoformat()}
    write_whole(home.root / "home.json", json.dumps(facts, indent=2) + "\n", 0o644)
