"""What an LMS's administrator enters: the tool's addresses, and for Canvas the whole configuration as JSON.

Source: LTI 1.3 core 3.1.3; Canvas, "Configuring" (data/lms/canvas.toml names the page)
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from sim.classroom.lti.launching.log_in import LAUNCH
from sim.classroom.lti.connection.services import MEMBERS, SCOPES

NAME = "CleanClaim"
DESCRIPTION = "Exercises in medical coding and billing, marked at once."
LOG_IN, KEYS, REGISTER = "/lti/log-in", "/lti/keys", "/lti/register"
WANTED = [*SCOPES, MEMBERS]
CLAIMS = ["iss", "sub", "name", "given_name", "family_name", "email"]


def addresses(here: str) -> Mapping[str, str]:
    """The values to enter by hand, with the names that LMSs give them. here: our own origin.

    >>> addresses("https://class.school.edu")["Redirect address (redirection URI)"]
    'https://class.school.edu/lti/launch'
    """
    return {
        "Tool address (target link URI)": here + LAUNCH,
        "Log-in address (OpenID Connect initiation)": here + LOG_IN,
        "Redirect address (redirection URI)": here + LAUNCH,
        "Key set address (public JWK URL)": here + KEYS,
        "Deep linking address (content selection)": here + LAUNCH,
        "Domain": urlsplit(here).netloc,
    }


def canvas_json(here: str) -> Mapping[str, Any]:
    """The configuration that Canvas reads from an address.

    >>> [each["placement"] for each in canvas_json("https://class.school.edu")["extensions"][0]["settings"]["placements"]]
    ['assignment_selection', 'link_selection', 'course_navigation']
    """
    pick = {"message_type": "LtiDeepLinkingRequest", "target_link_uri": here + LAUNCH, "text": NAME, "enabled": True}
    placements = [
        {**pick, "placement": "assignment_selection"},
        {**pick, "placement": "link_selection"},
        {
            **pick,
            "placement": "course_navigation",
            "message_type": "LtiResourceLinkRequest",
            "windowTarget": "_blank",
            "default": "disabled",
        },
    ]
    return {
        "title": NAME,
        "description": DESCRIPTION,
        "oidc_initiation_url": here + LOG_IN,
        "target_link_uri": here + LAUNCH,
        "public_jwk_url": here + KEYS,
        "redirect_uris": [here + LAUNCH],
        "scopes": WANTED,
        "extensions": [
            {
                "domain": urlsplit(here).netloc,
                "platform": "canvas.instructure.com",
                "privacy_level": "public",
                "settings": {"text": NAME, "placements": placements},
            }
        ],
    }
