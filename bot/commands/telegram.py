"""`liangrong telegram`: the same assistant on Telegram, by long polling; its token comes from the environment."""

from __future__ import annotations

import asyncio
import os
import signal
import sys

from bot.commands.output import BAD_INPUT, fail, problem

TOKEN, API, SITE = "LIANGRONG_TELEGRAM_TOKEN", "LIANGRONG_TELEGRAM_API", "LIANGRONG_PUBLIC_URL"


def telegram() -> None:
    """Answer on Telegram by long polling. LIANGRONG_TELEGRAM_TOKEN holds the bot's token."""
    token = os.environ.get(TOKEN)
    if not token:
        fail(problem(422, f"Set {TOKEN}", f"请设置 {TOKEN}", TOKEN, "missing"), BAD_INPUT)
    asyncio.run(_run(token))


async def _run(token: str) -> None:
    from bot.channels.one_time_code import OneTimeCodes
    from bot.channels.telegram import application, poll
    from bot.channels.telegram_chats import ChatBook
    from bot.wiring import open_product

    os.environ.setdefault("PTB_TIMEDELTA", "1")  # the library's own switch to its coming behaviour
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with open_product() as product:
        codes = OneTimeCodes(product.codes_file)
        bot = application(
            product.assistant,
            product.accounts,
            token,
            demo=product.demo,
            chats=ChatBook(product.home / "telegram.db"),
            codes=codes,
            base_url=os.environ.get(API),
            site=os.environ.get(SITE),
        )
        sys.stderr.write("  Telegram: polling. Ctrl-C stops.\n")
        await poll(bot, stop)
