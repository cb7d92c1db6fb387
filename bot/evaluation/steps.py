"""Carrying out a step: whoever speaks has a conversation of one's own, and everybody comes in by the product's doors."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from account_api.client import AccountError
from account_api.fixtures import PASSWORD, bring_event, run_job
from bot.dialogue.files import BadFile
from bot.dialogue.message import BadMessage
from bot.dialogue.state import State
from bot.evaluation.grading import NOTHING, Said
from bot.evaluation.paraphrase import paraphrase, simplified
from bot.evaluation.scenario import Step
from bot.evaluation.world import World
from bot.reviewer import NotToBeSeen
from knowledge.model import UNFINISHED

ME = "me"
STAFF: Mapping[str, str] = {
    "agent": "demo-agent",
    "educator": "demo-educator",
    "risk": "demo-risk",
    "compliance": "demo-compliance",
}
RULE_KEEPER = "demo-risk"
NOT_THE_FIRMS = ("layer", "jurisdiction", "confidence", "unit")
"""What a row of the firm's file does not say about itself: it is the firm's, of the place the file is for."""
PLACE = "CN"
DRAFT = "草稿："
WRONG = "000000"
OTHER_WRONG = "999999"


@dataclass(slots=True)
class Conversation:
    """One conversation: who has it, and the last message with the answer it got."""

    session: str
    token: str | None
    messages: int = 0
    last: tuple[str, str] | None = None
    heard: Said = field(default_factory=Said)


@dataclass(slots=True)
class Play:
    """A scenario under way in its world. ``chance`` paraphrases what clients say; ``None`` leaves it as it is."""

    world: World
    role: str
    chance: random.Random | None
    conversations: dict[str, Conversation] = field(default_factory=dict)
    spoken: str = ""

    async def step(self, step: Step) -> Said:
        """Do everything the step says; what came back last, with all that went wrong on the way.

        A refusal that came last is an answer; one before it means that the rest was done without what it stands on.
        """
        said, self.spoken = NOTHING, ""
        broken: list[str] = []
        for i, (deed, value) in enumerate(step.deeds, start=1):
            try:
                came = await self._deed(deed, value)
            except (AccountError, BadMessage, BadFile) as error:
                came = _refused(error.problem)
                if i < len(step.deeds):
                    broken.append(f"{deed}: refused: {came.text}")
            broken += came.broken
            said = came if came.action else said
        return replace(said, broken=tuple(broken))

    async def _deed(self, deed: str, value: Any) -> Said:
        match deed:
            case "clock":
                self.world.hour.now = max(value, self.world.hour.now)  # a later run may be seconds ahead
            case "advance":
                self.world.hour.now = value.after(self.world.hour.now)
            case "as":
                self.role = value
                await self._conversation()
            case "sign_in":
                return await self._sign_in(value)
            case "sign_out" if value:
                return await self._sign_out()
            case "wrong_code":
                return await self._wrong_codes(value)
            case "add_rule":
                return await self._add_rule(value)
            case "event":
                return self._event(value)
            case "job":
                return self._job(value)
            case "ingest":
                return self._ingest(value)
            case "attach":
                return await self._attach(value)
            case "say":
                return await self._say(self._paraphrased(value))
            case "click":
                return await self._click(value)
            case "repeat" if value:
                return await self._repeat()
            case "draft":
                return await self._draft(value)
            case "replay":
                return await self._replay()
        return NOTHING

    def _paraphrased(self, text: str) -> str:
        own = self.chance is not None and self.role in ("client", "anonymous")
        return paraphrase(text, self.chance, self.world.names) if own and self.chance else text

    async def _conversation(self) -> Conversation:
        """The conversation of whoever speaks now, begun where there is none."""
        known = self.conversations.get(self.role)
        if known is None:
            token = await self._token()
            session = await self.world.product.assistant.open_session(token, None)
            known = self.conversations[self.role] = Conversation(session, token)
        return known

    async def _token(self) -> str | None:
        if self.role == "anonymous" or (self.role == "client" and ME not in self.world.ids):
            return None
        user = self.world.ids[ME] if self.role == "client" else STAFF[self.role]
        return await self._signed_in(user)

    async def _signed_in(self, user: str) -> str | None:
        """Both factors, as anybody gives them. Raises AccountError."""
        accounts = self.world.product.accounts
        challenge = await accounts.sign_in(user, PASSWORD)
        done = await accounts.verify_code(challenge.challenge or "", challenge.demo_code or "")
        return done.token

    async def _sign_in(self, name: str) -> Said:
        talk = await self._conversation()
        talk.token = await self._signed_in(self.world.ids[name])
        await self.world.product.assistant.sign_in(talk.session, talk.token)
        return Said(name)

    async def _sign_out(self) -> Said:
        talk = await self._conversation()
        talk.token = None
        await self.world.product.assistant.sign_in(talk.session, None)
        return NOTHING

    async def _wrong_codes(self, times: int) -> Said:
        """So many codes that are not the one sent; the last refusal."""
        accounts, said = self.world.product.accounts, NOTHING
        for _ in range(times):
            try:
                challenge = await accounts.sign_in(self.world.ids[ME], PASSWORD)
                wrong = WRONG if challenge.demo_code != WRONG else OTHER_WRONG
                await accounts.verify_code(challenge.challenge or "", wrong)
            except AccountError as error:
                said = _refused(error.problem)
        return said

    async def _attach(self, file: Path) -> Said:
        talk = await self._conversation()
        taken = await self.world.product.assistant.attach(talk.session, file.name, file.read_bytes())
        return Said(str(taken["name"]))

    async def _say(self, text: str) -> Said:
        talk = await self._conversation()
        talk.messages += 1
        self.spoken = text
        talk.last = (f"m{talk.messages}", text)
        return await self._send(talk)

    async def _send(self, talk: Conversation) -> Said:
        assert talk.last is not None
        message_id, text = talk.last
        turn = await self.world.product.assistant.turn(talk.session, message_id, text)
        talk.heard = _said(turn)
        return talk.heard

    async def _click(self, wanted: str) -> Said:
        """What a choice sends, pressed by what it sends or by what stands on it."""
        talk = await self._conversation()
        offered, meant = talk.heard.choices, simplified(wanted)
        faces = [(each, simplified(each["send"]), simplified(each["label"])) for each in offered]
        pressed = next((each for each, *words in faces if meant in words), None)
        pressed = pressed or next(
            (each for each, *words in faces if any(meant in word for word in words)), None
        )
        if pressed is None:
            labels = [choice["label"] for choice in offered]
            return Said(broken=(f"click: {wanted} was not offered; offered: {labels or 'nothing'}",))
        return await self._say(pressed["send"])

    async def _repeat(self) -> Said:
        """The last message once more under its own id: the first answer must come back."""
        talk = await self._conversation()
        if talk.last is None:
            return Said(broken=("repeat: nothing has been said",))
        before, self.spoken = talk.heard, talk.last[1]
        again = await self._send(talk)
        if again != before:
            return Said(again.text, again.action, broken=("repeat: another answer than the first time",))
        return again

    async def _draft(self, text: str) -> Said:
        """A draft shown to the assistant, and judged in full as it would go out to the client it is about."""
        said = await self._say(DRAFT + text)
        talk = await self._conversation()
        self.spoken = text
        subject = State.from_json(self.world.conversations.get(talk.session).state).subject
        client = subject or self.world.ids.get(ME)
        try:
            review = await self.world.product.reviewer().review(text, talk.token, client, None, "zh")
        except NotToBeSeen:
            return said
        return replace(said, text="\n".join((said.text, *_marks(review.as_json()))))

    async def _replay(self) -> Said:
        talk = await self._conversation()
        if talk.last is None:
            return Said(broken=("replay: nothing has been said",))
        records = self.world.product.records
        found = records.replay(records.turn(talk.session, talk.last[0]))
        broken = () if found.same else (f"replay: {[dict(each) for each in found.differences]}",)
        return Said(
            found.answer or "", talk.heard.action, talk.heard.figures, talk.heard.citations, broken=broken
        )

    async def _add_rule(self, row: Mapping[str, Any]) -> Said:
        """One more row of the firm's own, taken over as the firm does it: the whole file again."""
        added = row["rows"] if isinstance(row.get("rows"), list) else [row]
        plain = [{k: v for k, v in each.items() if k not in NOT_THE_FIRMS} for each in added]
        self.world.rules += plain
        keeper = self.world.product.accounts.as_token(await self._signed_in(RULE_KEEPER))
        body = {"jurisdiction": PLACE, "rows": self.world.rules, "cut_overs": {}}
        try:
            report = await keeper.bring_rules(self.world.new_id(), body)
        except AccountError as error:
            return Said(broken=(f"add_rule: {error}: {error.problem.get('errors')}",))
        return Said(str(report["import"]))

    def _event(self, event: Mapping[str, Any]) -> Said:
        """Something that happens to the account of the client called me, as the firm's counter reports it."""
        context = self.world.product.api.state.context
        refused = bring_event(context, self.world.ids[ME], event)
        return Said(broken=tuple(f"event: {each}" for each in refused))

    def _job(self, name: str) -> Said:
        """One of the firm's own jobs, run now."""
        run_job(self.world.product.api.state.context, name)
        return NOTHING

    def _ingest(self, file: Path) -> Said:
        report = self.world.product.library.ingest([file])
        wrong = tuple(
            f"ingest: {item.file}: {item.reason}" for item in report.items if item.status in UNFINISHED
        )
        return Said(", ".join(item.document or "" for item in report.items), broken=wrong)


def _said(turn: Mapping[str, Any]) -> Said:
    return Said(
        str(turn["answer"]),
        str(turn["action"]),
        turn["figures"],
        turn["citations"],
        turn["choices"],
        str(turn["intent"]),
    )


def _refused(problem: Mapping[str, Any]) -> Said:
    parts = (problem.get(key) for key in ("title", "title_zh", "detail", "detail_zh"))
    return Said("\n".join(dict.fromkeys(str(part) for part in parts if part)), "refuse")


def _marks(review: Mapping[str, Any]) -> Iterator[str]:
    """Every marked place with its reason, then the text put right."""
    for each in review["issues"]:
        yield f"「{each['text']}」 {each['why']['zh']}"
    if review["corrected"]:
        yield str(review["corrected"])
