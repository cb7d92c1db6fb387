"""The calls of `AccountClient` about the whole book."""

from datetime import date
from typing import cast

from account_api import payloads_books as payloads
from account_api.transport import Transport, iso, once


class BookCalls(Transport):
    """A book sent and fetched as one zip, for the firm's own systems."""

    __slots__ = ()

    async def import_book(
        self,
        idempotency_key: str,
        archive: bytes,
        day: date | None = None,
        dry_run: bool = False,
        over_events: bool = False,
        keep_decisions: bool = False,
    ) -> payloads.BookReport:
        """Takes over the files of a zip; AccountError 422 names every mistake, 413 a zip that is too large.

        What was fed on the day is only undone with `over_events`; rows that do not know what was decided in the service are
        refused, or with `keep_decisions` left out and named.
        """
        flags = {"dry_run": dry_run, "over_events": over_events, "keep_decisions": keep_decisions}
        asked = {name: str(on).lower() for name, on in flags.items()}
        asked |= {} if day is None else {"day": str(iso(day))}
        headers = {**once(idempotency_key), "Content-Type": "application/zip"}
        answer = await self._send("POST", "/books/import", headers, params=asked, content=archive)
        return cast(payloads.BookReport, answer)

    async def export_book(self, day: date | None = None, spreadsheet: bool = False) -> bytes:
        """The book of one day as a zip of CSV files; with `spreadsheet` no text in it is read as a formula there."""
        asked = {"spreadsheet": "true"} if spreadsheet else {}
        asked |= {} if day is None else {"day": str(iso(day))}
        return (await self._answer("GET", "/books/export", params=asked)).content
