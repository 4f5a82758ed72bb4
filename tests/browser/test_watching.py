"""The watch over pages hears what it should: without that, silence would prove nothing."""

import pytest
from playwright.sync_api import Page

from tests.support.browser import Complaints, assert_accessible

_INLINE_STYLE = "() => document.body.setAttribute('style', 'color: red')"


def test_it_hears_what_the_security_policy_refuses(page: Page, complaints: Complaints) -> None:
    page.goto("/sign-in")
    with page.expect_console_message():
        page.evaluate(_INLINE_STYLE)
    assert "Content Security Policy" in complaints.unexpected[0]
    complaints.expect("Content Security Policy")
    assert complaints.unexpected == []


def test_it_hears_a_file_that_is_not_there(page: Page, complaints: Complaints) -> None:
    page.goto("/sign-in")
    page.evaluate("() => fetch('/static/none.js').then(answer => answer.status)")
    assert complaints.unexpected == [f"answer: 404 {page.url.replace('sign-in', 'static/none.js')}"]
    complaints.expect("none.js")


def test_it_hears_a_script_that_fails(page: Page, complaints: Complaints) -> None:
    page.goto("/sign-in")
    with page.context.expect_event("weberror"):
        page.evaluate("() => { queueMicrotask(() => { throw new Error('broken') }) }")
    assert "broken" in complaints.unexpected[0]
    complaints.expect("broken")


def test_it_sees_what_a_reader_cannot(page: Page) -> None:
    page.goto("/sign-in")
    page.evaluate("() => document.body.append(document.createElement('button'))")
    with pytest.raises(pytest.fail.Exception, match="button-name"):
        assert_accessible(page)
