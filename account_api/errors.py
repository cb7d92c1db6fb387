"""Every refusal of the service is one of these; the handler below draws each as the same problem+json object.

    Problem 500
    ├── Malformed 422            the request does not have the right shape or a wrong value; names the fields
    ├── NotSignedIn 401          no token, or an expired or forged one
    │   └── WrongCredentials     unknown user, wrong password, wrong, used or expired code: all the same
    ├── NotAllowed 403           the role has no such right, whoever is asked about
    ├── NotFound 404
    │   ├── NoSuchCase, NoSuchTicket, NoSuchGroup, NoSuchProposal
    │   ├── NoSuchAccount        unknown, or somebody else's: all the same
    │   └── NoCreditAccount      the client's own, not opened yet
    ├── Conflict 409             an idempotency key used again with another body
    │   ├── StateChanged         a case or ticket that stands otherwise, or in other hands
    │   └── NotComplete          a step for which something is still missing; names what
    ├── TooLarge 413             more than the service takes at once
    ├── TooManyAttempts 429      locked; says for how long
    └── Unavailable 503          not ready

422 is for malformed input alone. `trace` is an audit event that is kept although the request is rolled back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from risk.fields import FieldError, printable
from risk.figure import trace

if TYPE_CHECKING:
    from account_api.audit import Event

MEDIA_TYPE = "application/problem+json"
SECRET_FIELDS = frozenset({"password", "code", "token", "challenge"})


@dataclass(frozen=True, slots=True)
class FieldProblem:
    field: str
    code: str
    value: str | None
    text: str
    text_zh: str


class Problem(Exception):
    """A refusal with a status, a bilingual title and a bilingual detail."""

    status: int = 500
    slug: str = "internal"
    title: str = "Something went wrong on our side"
    title_zh: str = "系统内部错误"

    def __init__(
        self,
        detail: str,
        detail_zh: str,
        errors: Sequence[FieldProblem] = (),
        headers: Mapping[str, str] | None = None,
        trace: "Event | None" = None,
    ) -> None:
        super().__init__(detail)
        self.detail, self.detail_zh = detail, detail_zh
        self.errors = tuple(errors)
        self.headers = dict(headers or {})
        self.trace = trace

    def as_json(self) -> dict[str, Any]:
        """The error object of every interface. The trace id hashes the rest: equal refusals are equal."""
        body: dict[str, Any] = {
            "type": f"/problems/{self.slug}",
            "title": self.title,
            "title_zh": self.title_zh,
            "status": self.status,
            "detail": self.detail,
            "detail_zh": self.detail_zh,
            "errors": [asdict(error) for error in self.errors],
        }
        return body | {"trace_id": trace(body)}


class Malformed(Problem):
    status, slug = 422, "malformed"
    title, title_zh = "The request has a mistake", "请求内容有误"


class NotSignedIn(Problem):
    status, slug = 401, "not-signed-in"
    title, title_zh = "Please sign in", "请先登录"

    @classmethod
    def now(cls) -> "NotSignedIn":
        return cls("A valid token is needed.", "需要有效的登录凭证。", headers={"WWW-Authenticate": "Bearer"})


class WrongCredentials(NotSignedIn):
    slug = "wrong-credentials"
    title, title_zh = "That did not match", "验证未通过"

    @classmethod
    def sign_in(cls) -> "WrongCredentials":
        return cls("User name or password is wrong.", "用户名或密码不正确。")

    @classmethod
    def code(cls) -> "WrongCredentials":
        return cls("The code is wrong or no longer valid.", "验证码不正确或已失效。")


class NotAllowed(Problem):
    status, slug = 403, "not-allowed"
    title, title_zh = "Your role may not do this", "当前角色无此权限"

    @classmethod
    def lacking(cls, scope: str, trace: "Event") -> "NotAllowed":
        return cls(f"This needs the right {scope}.", f"此操作需要权限 {scope}。", trace=trace)


class NotFound(Problem):
    status, slug = 404, "not-found"
    title, title_zh = "Not found", "未找到"


class NoSuchCase(NotFound):
    slug = "no-such-case"

    @classmethod
    def seen(cls, trace: "Event") -> "NoSuchCase":
        return cls("There is no such case, or you may not see it.", "没有该会话，或您无权查看。", trace=trace)


class NoSuchTicket(NotFound):
    slug = "no-such-ticket"

    @classmethod
    def seen(cls, trace: "Event") -> "NoSuchTicket":
        return cls(
            "There is no such ticket, or you may not see it.", "没有该工单，或您无权查看。", trace=trace
        )


class NoSuchMarginCall(NotFound):
    slug = "no-such-margin-call"

    @classmethod
    def seen(cls, trace: "Event") -> "NoSuchMarginCall":
        return cls(
            "There is no such margin call, or you may not see it.",
            "没有该笔追保，或您无权查看。",
            trace=trace,
        )


class NoSuchProposal(NotFound):
    slug = "no-such-proposal"

    @classmethod
    def seen(cls, trace: "Event") -> "NoSuchProposal":
        return cls(
            "There is no such proposal, or you may not see it.", "没有该提议，或您无权查看。", trace=trace
        )


class NoSuchAccount(NotFound):
    slug = "no-such-account"

    @classmethod
    def seen(cls, trace: "Event") -> "NoSuchAccount":
        return cls(
            "There is no such account, or you may not see it.", "没有该账户，或您无权查看。", trace=trace
        )


class NoSuchGroup(NotFound):
    slug = "no-such-group"

    @classmethod
    def seen(cls, trace: "Event") -> "NoSuchGroup":
        return cls(
            "There is no such group, or it is not yours.", "没有该客服组，或不是您所在的组。", trace=trace
        )


class NoCreditAccount(NotFound):
    slug = "no-credit-account"

    @classmethod
    def yet(cls) -> "NoCreditAccount":
        return cls("No credit account has been opened yet.", "尚未开立信用账户。")


class Conflict(Problem):
    status, slug = 409, "conflict"
    title, title_zh = "This contradicts an earlier request", "与先前的请求冲突"


class StateChanged(Conflict):
    slug = "state-changed"
    title, title_zh = "It stands otherwise by now", "状态已变化"


class NotComplete(Conflict):
    slug = "not-complete"
    title, title_zh = "Something is still missing", "尚有未完成事项"

    @classmethod
    def naming(cls, fields: Sequence[FieldProblem]) -> "NotComplete":
        """Each field with its code and what is wrong with it, in words."""
        texts, texts_zh = (each.text for each in fields), (each.text_zh for each in fields)
        return cls(f"Still open: {'; '.join(texts)}.", f"尚需完成：{'；'.join(texts_zh)}。", tuple(fields))


class TooManyAttempts(Problem):
    status, slug = 429, "too-many-attempts"
    title, title_zh = "Too many attempts", "尝试次数过多"

    @classmethod
    def locked(cls, seconds: int) -> "TooManyAttempts":
        minutes = -(-seconds // 60)
        return cls(
            f"Try again in {minutes} minute{'s' if minutes > 1 else ''}.",
            f"请在 {minutes} 分钟后再试。",
            headers={"Retry-After": str(seconds)},
        )


class Unavailable(Problem):
    status, slug = 503, "unavailable"
    title, title_zh = "Not ready", "服务未就绪"


class TooLarge(Problem):
    status, slug = 413, "too-large"
    title, title_zh = "The request is too large", "请求内容过大"


def refused(errors: Sequence[FieldError]) -> Malformed:
    """The input errors of `risk`, as they are."""
    fields = tuple(
        FieldProblem(each.field, each.code, each.value, each.text, each.text_zh) for each in errors
    )
    return _naming(fields)


def malformed(errors: Sequence[Mapping[str, Any]]) -> Malformed:
    """Pydantic's list of errors, each with the path of the field; what looks secret is not echoed."""
    return _naming(tuple(_field(error) for error in errors))


def _naming(fields: tuple[FieldProblem, ...]) -> Malformed:
    names = ", ".join(field.field for field in fields)
    return Malformed(f"Please correct: {names}.", f"请更正：{names}。", fields)


def _field(error: Mapping[str, Any]) -> FieldProblem:
    path = ".".join(str(part) for part in error["loc"])
    secret = bool(SECRET_FIELDS & {str(part) for part in error["loc"]}) or isinstance(
        error.get("input"), dict
    )
    value = None if secret else printable(str(error.get("input"))[:80])
    code = str(error["type"])
    text = printable(str(error["msg"]))
    return FieldProblem(printable(path), code, value, text, _ZH.get(code, "内容不符合要求"))


_ZH: Mapping[str, str] = {
    "missing": "缺少该项",
    "extra_forbidden": "没有这一项",
    "json_invalid": "不是有效的 JSON",
    "string_too_long": "内容过长",
    "string_too_short": "内容过短",
    "string_type": "应为文本",
    "literal_error": "不在可选范围内",
    "date_from_datetime_parsing": "日期格式应为 YYYY-MM-DD",
}
