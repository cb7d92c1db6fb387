from ..bot.channels.fakes import FakeAssistant
from .fake_product import create_app


def test_import():
    assert create_app(FakeAssistant())
