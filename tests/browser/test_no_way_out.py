"""The browser of the tests reaches no other machine: what a page asks of one fails at once, and is noted."""

import pytest

ASK = "address => fetch(address, { mode: 'no-cors' }).then(() => 'came', error => error.name)"


@pytest.mark.parametrize("address", ["http://192.0.2.1/", "https://example.com/font.woff2", "http://[2001:db8::1]/"])
def test_another_machine_is_not_reached_and_the_request_is_noted(page, address):
    page.goto("about:blank")
    assert page.evaluate(ASK, address) == "TypeError" and page.outside == [address]
