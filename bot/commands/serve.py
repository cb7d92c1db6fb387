"""`liangrong demo` and `liangrong serve`: the whole product in one process on one address."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.output import BAD_INPUT, fail, problem

if TYPE_CHECKING:
    import uvicorn

    from account_api.clock import Hand
    from bot.wiring import Product

Host = Annotated[str, typer.Option(help="Address to listen on.")]
Port = Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")]

SPEED = 120.0
LAST_REQUESTS_S = 5
"""How long after a stop the requests under way may take."""
WELCOME = """
  Liangrong 两融 is ready:  {url}
  Clock of this home: {clock}{pinned}

  Choose a persona on the page, then try:
    我的维持担保比例是多少？      What is my maintenance ratio?
    要补多少？                    How much do I have to add?
    现在融资保证金比例最低是多少？  What is the minimum financing margin ratio now?
    国庆放假期间融资收不收利息？    Is interest charged over a holiday?
    我要投诉                      I want to complain

  Without a server:  liangrong ask "要补多少?" --client demo-call
  Staff sign-in: demo-agent, demo-supervisor …  Password: {password}
  API: {url}/docs     Stop: Ctrl-C
"""


@dataclass(frozen=True, slots=True)
class Played:
    """A day that is to be played beside the pages."""

    name: str
    speed: float
    as_json: bool


def demo(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    play: Annotated[str | None, typer.Option(help="A day to play at speed: crash-day.")] = None,
    speed: Annotated[
        float, typer.Option(min=0, help="Seconds of the played day in one second; 0 waits for nothing.")
    ] = SPEED,
    as_json: Annotated[bool, typer.Option("--json", help="With --play, print what happens as JSON.")] = False,
) -> None:
    """Set up an empty home with the demo firm, serve it, and print what to try; with --play, have it live through a day."""
    if play is not None:
        from bot.commands.play import checked

        checked(play)
    _run(
        host,
        port,
        welcome=play is None or not as_json,
        played=None if play is None else Played(play, speed, as_json),
    )


def serve(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Serve the chat, the pages and the account API."""
    _run(host, port, welcome=False)


def _run(host: str, port: int, welcome: bool, played: Played | None = None) -> None:
    from account_api.home import UnsafeHome

    try:
        asyncio.run(_serve(host, port, welcome, played))
    except (UnsafeHome, ValueError) as error:
        zh = "演示环境的密钥只能在本机使用：请监听 127.0.0.1，或换一个主目录"
        fail(problem(409, str(error), zh, "host", type(error).__name__, host), BAD_INPUT)


async def _serve(host: str, port: int, welcome: bool, played: Played | None) -> None:
    import uvicorn

    from account_api.settings import Settings
    from bot.app import app_of
    from bot.channels.hang_up import HangUp
    from bot.guard.check import make_ready
    from bot.wiring import open_product

    _refuse_taken(host, port)
    url = f"http://{host}:{port}"
    chroma = os.environ.get("LIANGRONG_CHROMA_URL") or "own"
    settings, clock, hand = Settings(host=host), None, None
    if played is not None:
        from bot.commands.play import stage

        settings, hand = stage(settings, _say)
        clock = hand.clock()
    async with open_product(settings, chroma, url, _say, clock=clock) as product:
        make_ready()
        closing = asyncio.Event()
        config = uvicorn.Config(
            HangUp(app_of(product), closing),
            host=host,
            port=port,
            log_level="warning",
            timeout_graceful_shutdown=LAST_REQUESTS_S,
        )
        server = uvicorn.Server(config)
        if welcome:
            sys.stdout.write(_welcome(product, url))
            sys.stdout.flush()
        delivering = asyncio.create_task(_beside(product, played, hand))
        stopping = asyncio.create_task(_tell_stop(server, closing))
        try:
            await server.serve()
        finally:
            delivering.cancel()
            stopping.cancel()


async def _beside(product: Product, played: Played | None, hand: Hand | None) -> None:
    """What goes on beside the pages: the day that is played, then delivering and the jobs."""
    from bot.commands.worker import handlers_for, relay

    context = product.api.state.context
    if played is not None and hand is not None:
        from bot.commands.play import perform

        try:
            await perform(product, hand, played)
        except Exception as error:  # the pages stay up, and the home is as the last beat has left it
            sys.stderr.write(f"  play: {type(error).__name__}: {error}\n")
    await relay(context, handlers_for(context, os.environ))


async def _tell_stop(server: uvicorn.Server, closing: asyncio.Event) -> None:
    while not server.should_exit:
        await asyncio.sleep(0.1)
    closing.set()


def _say(stage: str) -> None:
    sys.stderr.write(f"  … {stage}\n")


def _refuse_taken(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            reason = f"{host}:{port} cannot be used: {error.strerror}. Try --port."
            reason_zh = f"{host}:{port} 无法使用：{error.strerror}。可用 --port 换一个端口。"
            fail(problem(409, reason, reason_zh, "port", "taken", str(port)), BAD_INPUT)


def _welcome(product: Product, url: str) -> str:
    from account_api.demo import demo_password

    clock = product.api.state.context.clock
    pinned = " (pinned)" if clock.pinned else ""
    return WELCOME.format(
        url=url, clock=clock.local().isoformat(), pinned=pinned, password=demo_password(product.settings)
    )
