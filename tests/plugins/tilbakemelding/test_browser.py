"""Acceptance 5: Arabic on a narrow telephone, and nothing of one person's is there for the next."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import DESKTOP, OpenPage, assert_accessible, screenshot, sign_in

BASE = "/stovner/tilbakemelding/foreldrekafe"
LANGUAGES = ("nb", "en", "ar", "ur", "so", "pl", "ta", "ti", "uk")
QUESTIONS = ("All in all", "How did you hear", "What is good")
ARABIC, UKRAINIAN = "العربية", "Українська"
FILE = Path(__file__).parent / "data" / "babytreff-forms.xlsx"
WORDS = "مكان دافئ"


@pytest.fixture
def staffs(open_page: OpenPage) -> Page:
    """The coordinator's telephone; the offer has its questions."""
    page = open_page(locale="en-GB")
    sign_in(page, "coordinator")
    page.goto(f"{BASE}/questions?lang=en")
    for question in QUESTIONS:
        button = page.get_by_role("button", name=re.compile(f"Ask this.*{question}"))
        if button.count():
            button.click()
            expect(page.get_by_text("The question is asked now.")).to_be_visible()
    return page


def narrow(page: Page) -> None:
    width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert width <= 0, f"{page.url} scrolls sideways by {width} px"


def test_no_languages_words_stand_over_their_box(staffs: Page, open_page: OpenPage) -> None:
    page = open_page()
    for language in LANGUAGES:
        page.goto(f"{BASE}/say?lang={language}")
        page.goto(f"{BASE}/say/questions?lang={language}")
        for width in (320, 360, 768):
            page.set_viewport_size({"width": width, "height": 740})
            boxes = page.locator(".face, .choice").all()
            assert len(boxes) > 5, "the five faces, and ways one may have heard of it"
            for box in boxes:
                over = box.evaluate("box => box.scrollWidth - box.clientWidth")
                assert over <= 0, f"{language}, {width} px: {box.inner_text()}"
            narrow(page)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_one_after_the_other_in_arabic(staffs: Page, open_page: OpenPage, script: bool) -> None:
    page = staffs
    if not script:
        page = open_page(java_script_enabled=False, storage_state=staffs.context.storage_state())
    page.goto(f"{BASE}/ask")
    page.get_by_role("link", name="We answer together").click()
    if script:
        assert_accessible(page)
        narrow(page)
    page.get_by_role("link", name=ARABIC).click()
    assert page.locator("html").get_attribute("dir") == "rtl"
    page.get_by_role("radio", name=re.compile("جيد جدًا")).check(force=True)
    page.get_by_role("checkbox", name=re.compile("الأصدقاء")).check()
    page.get_by_role("textbox").fill(WORDS)
    if script:
        assert_accessible(page)
        narrow(page)
        screenshot(page, "tilbakemelding-arabic")
        for face in page.locator(".face, .choice, .languages button").all():
            box = face.bounding_box()
            assert box is not None
            assert box["height"] >= 44, face.inner_text()
    page.get_by_role("button", name=UKRAINIAN).click()
    assert page.locator("html").get_attribute("lang") == "uk"
    assert page.locator("html").get_attribute("dir") == "ltr"
    expect(page.get_by_role("radio", name=re.compile("Дуже добре"))).to_be_checked()
    expect(page.get_by_role("checkbox", name=re.compile("Друзі"))).to_be_checked()
    expect(page.get_by_role("textbox")).to_have_value(WORDS)
    page.get_by_role("button", name=re.compile("Зберегти мою відповідь")).last.click()
    expect(page.get_by_text("Дякуємо!")).to_be_visible()
    if script:
        assert_accessible(page)
    nothing_left(page)
    page.goto(f"{BASE}/ask/begin?lang=ar&mode=together")
    page.get_by_role("link", name="English").click()
    clean(page)


def nothing_left(page: Page) -> None:
    """Neither back nor forward finds what was answered."""
    for _step in range(4):
        page.go_back()
        clean(page)
    for _step in range(3):
        page.go_forward()
        clean(page)


def clean(page: Page) -> None:
    assert WORDS not in page.content()
    assert WORDS not in [one.input_value() for one in page.locator("textarea").all()]
    assert page.locator("input:checked").count() == 0


def test_a_resident_by_the_code_and_what_the_office_sees(staffs: Page, open_page: OpenPage) -> None:
    resident = open_page(locale="so-SO")
    resident.goto(f"{BASE}/say")
    assert resident.locator("html").get_attribute("lang") == "so"
    assert_accessible(resident)
    resident.get_by_role("link", name="Soomaali").click()
    resident.get_by_role("textbox").fill("41234567")
    resident.get_by_role("button", name=re.compile("Keydi jawaabtayda")).last.click()
    expect(resident.get_by_role("alert")).to_contain_text("lambar telefoon")
    expect(resident.get_by_role("textbox")).to_have_value("41234567")
    assert_accessible(resident)
    screenshot(resident, "tilbakemelding-refused")
    resident.get_by_role("textbox").fill("Fiican")
    resident.get_by_role("radio", name=re.compile("Aad u fiican")).check(force=True)
    resident.get_by_role("button", name=re.compile("Keydi jawaabtayda")).last.click()
    expect(resident.get_by_text("Mahadsanid!")).to_be_visible()
    page = staffs
    page.goto(BASE)
    page.get_by_role("button", name="Release Fiican").first.click()
    expect(page.get_by_text("It is released.")).to_be_visible()
    for size, name in ((None, "phone"), (DESKTOP, "desktop")):
        if size:
            page.set_viewport_size(size)
        for address in ("", "/questions", "/import", "/poster", "/ask"):
            page.goto(f"{BASE}{address}")
            assert_accessible(page)
            narrow(page)
            screenshot(page, f"tilbakemelding{address.replace('/', '-')}-{name}")


def test_a_file_is_looked_at_column_by_column(staffs: Page) -> None:
    page = staffs
    page.goto(f"{BASE}/import")
    page.get_by_label("Spreadsheet").set_input_files(FILE)
    page.locator("main form button[type=submit]").first.click()
    expect(page.get_by_role("heading", name="What would be saved")).to_be_visible()
    expect(page.get_by_text("5: 14 · 4: 1")).to_be_visible()
    page.locator("select").last.select_option("80")
    with page.expect_navigation():
        page.get_by_role("button", name="Look again").click()
    for size, name in ((None, "phone"), (DESKTOP, "desktop")):
        if size:
            page.set_viewport_size(size)
        assert_accessible(page)
        narrow(page)
        screenshot(page, f"tilbakemelding-preview-{name}")
    page.locator("select").last.select_option("83")
    page.get_by_role("button", name="Save the answers").click()
    expect(page.get_by_text("Saved: 15 answers.")).to_be_visible()
