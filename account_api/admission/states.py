"""The course of an application as data: its states, the acts that move it, and whose each act is."""

from dataclasses import dataclass
from typing import Literal, get_args

from account_api.errors import StateChanged

State = Literal["draft", "submitted", "in_review", "proposed", "approved", "refused", "withdrawn"]
Side = Literal["client", "desk", "risk", "nobody"]
Act = Literal["submit", "review", "propose", "reconsider", "approve", "refuse", "withdraw"]

STATES: tuple[State, ...] = get_args(State)
OPEN: tuple[State, ...] = ("draft", "submitted", "in_review", "proposed")
"""Those that wait for somebody; of a client at most one application is in one of them."""

NAMES: dict[str, tuple[str, str]] = {
    "none": ("未申请", "not applied for"),
    "draft": ("填写中", "being filled in"),
    "submitted": ("已提交，待受理", "submitted, waiting to be looked at"),
    "in_review": ("核实中", "being verified"),
    "proposed": ("待审批", "waiting for the decision"),
    "approved": ("已通过", "approved"),
    "refused": ("未通过", "refused"),
    "withdrawn": ("已撤回", "withdrawn"),
}
"""In Chinese and in English."""


@dataclass(frozen=True, slots=True)
class Step:
    """`act` takes an application from any of `begins` to `ends`; `side` is whose act it is."""

    act: Act
    begins: tuple[State, ...]
    ends: State
    side: Side


STEPS: tuple[Step, ...] = (
    Step("submit", ("draft",), "submitted", "client"),
    Step("review", ("submitted",), "in_review", "desk"),
    Step("propose", ("in_review",), "proposed", "desk"),
    Step("reconsider", ("proposed",), "in_review", "desk"),
    Step("approve", ("proposed",), "approved", "risk"),
    Step("refuse", ("proposed",), "refused", "risk"),
    Step("withdraw", OPEN, "withdrawn", "client"),
)


def step(act: Act) -> Step:
    """The step of an act."""
    return next(each for each in STEPS if each.act == act)


def acts(state: str, side: Side) -> tuple[Act, ...]:
    """What a side may do in a state."""
    return tuple(each.act for each in STEPS if state in each.begins and each.side == side)


def stands_otherwise(state: str) -> StateChanged:
    """The refusal of an act that the state does not allow."""
    chinese, english = NAMES[state]
    return StateChanged(f"The application is {english}.", f"申请当前状态：{chinese}。")
