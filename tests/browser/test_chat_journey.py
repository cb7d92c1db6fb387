from .fake_product import create_app
from ..bot.channels.fakes import FakeAssistant
def test_import():
    assert create_app(FakeAssistant())
