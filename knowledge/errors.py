"""Errors of the knowledge base, one tree, each with its HTTP status and its exit code:

KnowledgeError 500/4
├── BadDocument 422/2    a file that cannot be read
├── MissingValidity 422/2    nobody states from when it holds
├── BadRequest 422/2     an argument that makes no sense
├── Unfit 422/2          a text that may not be told to clients as it stands
├── NotSignedIn 401/3    nobody is signed in
├── NotFound 404/3
├── NotAllowed 403/3
├── Conflict 409/3       somebody else was first, or it is in another state
├── TooLarge 413/2       more bytes than are taken at once
├── CatalogueBusy 503/4  another process has been writing for too long
└── HomeBusy 409/4       another process owns the document store

Every error says in both languages what is wrong and names the field or file."""

from __future__ import annotations


class KnowledgeError(Exception):
    """`field` names the file or argument at fault; `problem()` is the object printed or sent."""

    status = 500
    exit_code = 4
    code = "internal"
    title = "The knowledge base failed"
    title_zh = "知识库出错"

    def __init__(self, detail: str, detail_zh: str, field: str | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.detail_zh = detail_zh
        self.field = field

    def problem(self) -> dict[str, object]:
        """The error object shared by the command line and HTTP (problem+json)."""
        errors = [{"field": self.field, "code": self.code, "value": None}] if self.field else []
        return {
            "type": f"urn:liangrong:problem:{self.code}",
            "title": self.title,
            "title_zh": self.title_zh,
            "status": self.status,
            "detail": self.detail,
            "detail_zh": self.detail_zh,
            "errors": errors,
            "trace_id": None,
        }


class BadDocument(KnowledgeError):
    status, exit_code, code = 422, 2, "bad_document"
    title, title_zh = "The document cannot be read", "文档无法读取"


class MissingValidity(KnowledgeError):
    status, exit_code, code = 422, 2, "missing_validity"
    title, title_zh = "The document does not say from when it holds", "文档没有说明生效日期"


class BadRequest(KnowledgeError):
    status, exit_code, code = 422, 2, "bad_request"
    title, title_zh = "The request is not valid", "请求无效"


class Unfit(KnowledgeError):
    status, exit_code, code = 422, 2, "unfit_text"
    title, title_zh = "Not to be told to clients as it stands", "文本不能对客户发布"


class NotFound(KnowledgeError):
    status, exit_code, code = 404, 3, "not_found"
    title, title_zh = "Not found", "未找到"


class NotAllowed(KnowledgeError):
    status, exit_code, code = 403, 3, "not_allowed"
    title, title_zh = "Not allowed", "不允许"


class NotSignedIn(KnowledgeError):
    status, exit_code, code = 401, 3, "not_signed_in"
    title, title_zh = "Please sign in", "请先登录"


class Conflict(KnowledgeError):
    status, exit_code, code = 409, 3, "conflict"
    title, title_zh = "It has changed meanwhile", "状态已改变"


class TooLarge(KnowledgeError):
    status, exit_code, code = 413, 2, "too_large"
    title, title_zh = "Too much at once", "内容过大"


class CatalogueBusy(KnowledgeError):
    status, exit_code, code = 503, 4, "catalogue_busy"
    title, title_zh = "The catalogue is busy", "文档目录正忙"


class HomeBusy(KnowledgeError):
    status, exit_code, code = 409, 4, "home_busy"
    title, title_zh = "Another process owns the document store", "文档库正被另一个进程占用"
