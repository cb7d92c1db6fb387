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


def open_home(settings: Settings, demo: bool = False, clock: datetime | None = None) -> Home:
    """Opens the home of `settings`, making it first if need be; `demo` and `clock` hold for a new home only.

    Raises UnsafeHome where demo secrets would be reachable from other machines, or where a demo is asked for
    in a home that is not one.
    """
    root = settings.home.resolve()
    root.mkdir(parents=True, exist_ok=True)
    with locked(root / "home.lock"):
        facts = _read_or_write(
            root / "home.json", {"demo": demo, "clock": clock and clock.isoformat()}, 0o644
        )
        keys = _read_or_write(root / "secrets.json", asdict(Secrets.fresh(bool(facts["demo"]))), 0o600)
    pinned = facts.get("clock")
    home = Home(
        root=root,
        demo=bool(facts["demo"]),
        clock=None if pinned is None else datetime.fromisoformat(str(pinned)),
        secrets=Secrets(**keys),  # type: ignore[arg-type]
    )
    _refuse_unsafe(home, settings, demo)
    return home


def _refuse_unsafe(home: Home, settings: Settings, demo: bool) -> None:
    if demo and not home.demo:
        raise UnsafeHome(f"{home.root} is the home of a real firm; a demo needs an empty LIANGRONG_HOME")
    if home.secrets.demo and not is_loopback(settings.host):
        raise UnsafeHome(
            f"{home.root} holds demo secrets and {settings.host} is reachable from other machines; "
            "listen on 127.0.0.1 or use another home"
        )


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


def _read_or_write(path: Path, default: dict[str, object], mode: int) -> dict[str, object]:
    if not path.exists():
        write_whole(path, json.dumps(default, indent=2) + "\n", mode)
    loaded: dict[str, object] = json.loads(path.read_text(encoding="utf-8"))
    return loaded
