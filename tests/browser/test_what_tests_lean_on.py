"""What the other tests of pages take for granted: the browser reaches no other machine, and the accessibility checker
sees faint text.
"""

import pytest

ASK = "address => fetch(address, { mode: 'no-cors' }).then(() => 'came', error => error.name)"
PAGE = """<!doctype html><html lang="en"><title>A page</title><style>%s</style>
<body style="background: #fff"><main><h1>A page</h1><p>Some words</p></main>"""


@pytest.mark.parametrize("address", ["http://192.0.2.1/", "https://example.com/font.woff2", "http://[2001:db8::1]/"])
def test_another_machine_is_not_reached_and_the_request_is_noted(page, address):
    page.goto("about:blank")
    assert page.evaluate(ASK, address) == "TypeError" and page.outside == [address]


@pytest.mark.parametrize(
    ("style", "found"),
    [
        ("p { color: #aaa }", 1),
        ("p { color: #767676 }", 0),
        ("p { color: #949494; font-size: 24px }", 0),
        ("p { color: #999; font-size: 24px }", 1),
    ],
)
def test_faint_text_is_found(page, axe, style, found):
    """Contrast of 4.5 to 1, of 3 to 1 for large text (WCAG 2.2, 1.4.3)."""
    page.set_content(PAGE % style)
    assert [one.split(" ")[0] for one in axe(page)] == ["color-contrast"] * found
