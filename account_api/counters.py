"""Gapless numbers per name, safe among processes: the counter is locked until its transaction ends."""

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, Session

from account_api.columns import Row


class Counter(Row, table=True):
    __tablename__ = "counters"

    name: str = Field(primary_key=True)
    value: int


def next_number(session: Session, name: str) -> int:
    """1, 2, 3 … for each `name`."""
    return next_numbers(session, name, 1)[0]


def next_numbers(session: Session, name: str, many: int) -> range:
    """The next `many` numbers of a name, taken at once."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    statement = dialect.insert(Counter).values(name=name, value=many)
    raised = statement.on_conflict_do_update(index_elements=["name"], set_={"value": Counter.value + many})
    last = int(session.scalars(raised.returning(Counter.value)).one())
    return range(last - many + 1, last + 1)
