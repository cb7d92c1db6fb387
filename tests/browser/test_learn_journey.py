"""A learner on the pages: from the list of courses through lessons and quizzes to the gain, and out on paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bot.channels.headers import SecurityHeaders
from bot.channels.learn import learn_router
from bot.channels.pages import pages_router

from .conftest import Watch, serving
from .fake_lessons import LESSONS, Lessons, lessons_router

pytestmark = pytest.mark.browser

COURSE = "/learn/surviving-a-fall"


@pytest.fixture
def lessons() -> Lessons:
    return Lessons()


@pytest.fixture
def school(lessons: Lessons) -> Iterator[str]:
    """The address of the pages over the prepared lessons."""
    app = FastAPI()
    app.include_router(lessons_router(lessons))
    app.include_router(learn_router())
    app.include_router(pages_router(demo=True))
    app.add_middleware(SecurityHeaders)
    with serving(app) as url:
        yield url


@pytest.fixture
def page(context: BrowserContext, school: str, watch: Watch) -> Iterator[Page]:
    page = context.new_page()
    watch.attach(page)
    page.goto(f"{school}/learn")
    page.locator(".course").wait_for()
    yield page
    watch.verify(school)


def take(page: Page, stage: str, *answers: int | None) -> None:
    """Opens a quiz, answers it (``None``: leaves an item out) and hands it in."""
    page.goto(f"{page.url.split('/learn')[0]}{COURSE}/quiz/{stage}")
    for number, answer in enumerate(answers, start=1):
        expect(page.locator(".meta")).to_contain_text(f"第 {number} 题")
        if answer is not None:
            page.locator(".option").nth(answer).click()
        page.locator("form [type=submit]").click()
    if None in answers:
        expect(page.locator("form .note")).to_contain_text("没有作答")
        page.locator("form [type=submit]").click()
    expect(page.locator(".result")).to_be_visible()


def test_a_course_from_the_first_test_to_the_gain(page: Page, lessons: Lessons, shots: Path) -> None:
    page.locator(".course").click()
    expect(page.locator(".primary")).to_have_text("开始")
    take(page, "before", 0, None, 0)
    expect(page.locator(".result .big")).to_have_text("1 / 3")
    expect(page.locator(".verdict")).to_have_text(["答错了", "未作答", "答对了"])
    wrong = page.locator(".mark").nth(0)
    expect(wrong).to_contain_text("可能的原因：把负债当成了资产")
    expect(wrong.locator(".key")).to_have_text("B. 128.00%")
    expect(wrong.locator(".cited")).to_contain_text("2026-01-19 起")
    wrong.locator(".figure summary").click()
    expect(wrong.locator(".proof")).to_contain_text("t0123456789abcdef01234567")
    expect(wrong.get_by_role("button", name="重新计算")).to_have_count(0)
    wrong.get_by_role("link", name="重读这一课").click()

    expect(page.locator(".lesson section")).to_have_count(2)
    page.get_by_role("link", name="学完了，下一课").click()
    expect(page.locator(".warning")).to_contain_text("规则已有变化")
    page.get_by_role("link", name="学完了", exact=True).click()
    expect(page.locator(".lessons .read")).to_have_count(2)
    assert lessons.read == [each["id"] for each in LESSONS]

    take(page, "after", 1, 2, 0)
    expect(page.locator(".gain .words")).to_have_text("提升 67 个百分点")
    page.screenshot(path=shots / "result.png", full_page=True)
    page.get_by_role("link", name="回到课程").click()
    expect(page.locator(".gain .level")).to_have_count(2)
    page.get_by_role("link", name="全部课程").click()
    expect(page.locator(".course .score")).to_have_text("提升 67 个百分点")


def test_the_language_changes_in_the_middle_of_a_quiz_and_nothing_is_lost(
    page: Page, lessons: Lessons
) -> None:
    page.goto(f"{page.url.split('/learn')[0]}{COURSE}/quiz/before")
    page.locator(".option").nth(1).click()
    page.locator("form [type=submit]").click()
    page.locator("[data-lang=en]").click()
    expect(page.locator(".meta")).to_have_text("Question 2 of 3")
    page.get_by_role("button", name="Back").click()
    expect(page.locator("input:checked")).to_have_value("1")
    expect(page.locator("#stem")).to_contain_text("41")
    for _ in range(2):
        page.locator("form [type=submit]").click()
    expect(page.locator("form [type=submit]")).to_have_text("Hand in")
    page.locator("form [type=submit]").click()
    page.locator("form [type=submit]").click()
    expect(page.locator(".result h1")).to_have_text("Your result")
    page.locator("[data-lang=zh-Hant]").click()
    expect(page.locator(".result h1")).to_have_text("測驗結果")
    assert {given["token"] for given in lessons.graded} == {"before:41"}
    assert [given["answers"] for given in lessons.graded] == [[1, None, None]] * 2


def test_practice_deals_new_numbers_each_time(page: Page) -> None:
    take(page, "practice", 1, 2, 0)
    page.get_by_role("button", name="再练一遍").click()
    expect(page.locator("#stem")).to_contain_text("42")
    expect(page.locator("input:checked")).to_have_count(0)


def test_a_quiz_can_be_taken_with_the_keyboard_alone(page: Page) -> None:
    page.goto(f"{page.url.split('/learn')[0]}{COURSE}/quiz/before")
    for _ in range(3):
        expect(page.locator("input").first).to_be_focused()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
    expect(page.locator(".result")).to_be_visible()
    expect(page.locator(".verdict")).to_have_text(["答对了", "答错了", "答错了"])


def test_nothing_in_a_lesson_or_a_question_becomes_markup(page: Page) -> None:
    base = page.url.split("/learn")[0]
    page.goto(f"{base}{COURSE}/lesson-one")
    expect(page.locator(".lesson")).to_contain_text("<img src=x")
    page.goto(f"{base}{COURSE}/quiz/before")
    page.locator("form [type=submit]").click()
    expect(page.locator("#stem")).to_contain_text("<img src=x")
    expect(page.locator("main img")).to_have_count(0)


def test_a_link_can_be_shared_and_opens_in_the_language_it_was_read_in(
    page: Page, chromium: Browser, school: str
) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("[data-lang=en]").click()
    page.goto(f"{school}{COURSE}/lesson-one")
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator(".note", has_text="Link copied")).to_be_visible()
    address = page.evaluate("navigator.clipboard.readText()")
    assert address == f"{school}{COURSE}/lesson-one?lang=en"
    friend = chromium.new_context(locale="zh-CN").new_page()
    friend.goto(address)
    expect(friend.get_by_role("link", name="Done, next lesson")).to_be_visible()
    friend.context.close()


def test_who_is_signed_in_in_this_tab_learns_under_that_name_and_an_ended_conversation_is_a_visitor(
    page: Page, lessons: Lessons, watch: Watch
) -> None:
    watch.expected.append("404")
    expect(page.locator(".where")).to_contain_text("未登录")
    page.evaluate("sessionStorage.setItem('session', 's1.seal')")
    page.reload()
    expect(page.locator(".where")).to_contain_text("您的名下")
    page.evaluate("sessionStorage.setItem('session', 'ended')")
    page.reload()
    expect(page.locator(".where")).to_contain_text("未登录")
    assert lessons.asked_as == [None, "s1.seal", "ended", None]


def test_what_is_not_there_or_out_of_reach_is_said(page: Page, lessons: Lessons, watch: Watch) -> None:
    watch.expected += ["404", "503"]
    base = page.url.split("/learn")[0]
    for path in ("/learn/none", f"{COURSE}/none"):
        page.goto(f"{base}{path}")
        expect(page.locator("h1")).to_have_text("没有找到这一页")
    lessons.down = True
    page.goto(f"{base}/learn")
    expect(page.get_by_role("button", name="重试")).to_be_visible()
    lessons.down = False
    page.get_by_role("button", name="重试").click()
    expect(page.locator(".course")).to_be_visible()


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_nothing_runs_off_the_side_and_the_print_has_the_lesson_only(
    chromium: Browser, school: str, width: int, shots: Path
) -> None:
    context = chromium.new_context(
        viewport={"width": width, "height": 800}, color_scheme="dark", locale="en-US"
    )
    page = context.new_page()
    for path in ("/learn", COURSE, f"{COURSE}/lesson-one", f"{COURSE}/quiz/before"):
        page.goto(f"{school}{path}")
        page.locator("main h1, main h2").first.wait_for()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
    page.goto(f"{school}{COURSE}/lesson-one")
    page.locator(".lesson").wait_for()
    page.emulate_media(media="print")
    expect(page.locator(".lesson")).to_be_visible()
    for hidden in (".tools", ".row.end", ".foot"):
        expect(page.locator(hidden).first).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    page.screenshot(path=shots / "print.png")
    context.close()
