"""What docs/deploy gives an operator holds together: each file is read as the program that it is for reads it, its
options are those of `serve`, and every command of ours is one that there is.
"""

import configparser
import re
import shlex
from pathlib import Path

import pytest
import yaml

from sim.cli import COMMANDS
from sim.ui.serve.server import PATIENCE
from sim.ui.serve.settings import OF_A_HUB, Settings, checked, is_known_host
from sim.ui.serve.web_process import LARGEST_BODY
from sim.ui.terminal.arguments import PORT
from sim.ui.terminal.usage import parser

DEPLOY = Path(__file__).resolve().parents[1] / "docs" / "deploy"
PAGES = sorted(DEPLOY.glob("*.md"))
LOADED = re.compile(r"(?:^|[\s;/])(?:cleanclaim|python3? run\.py) ([a-z].*)")
OURS = "desks.example.edu"


def asked(words):
    """What the command line makes of these words; a wrong one ends the test."""
    return parser(COMMANDS, words[0]).parse_args(words)


def served(words):
    """The settings of a `serve`, as the program checks them."""
    options = asked(words)
    assert options.command == "serve"
    return checked(
        Settings(
            host=options.host,
            port=options.port,
            workers=options.workers or 1,
            graders=options.graders,
            address=options.address,
            proxies=tuple(options.proxy),
        )
    )


def text_of(name):
    return (DEPLOY / name).read_text(encoding="utf-8")


def documents(name):
    return [one for one in yaml.safe_load_all(text_of(name)) if one]


def test_the_unit_starts_the_desks_behind_a_proxy_and_lets_them_end():
    unit = configparser.ConfigParser(interpolation=None)
    unit.optionxform = str
    unit.read_string(text_of("cleanclaim.service"))
    service = unit["Service"]
    program, *words = shlex.split(service["ExecStart"])
    settings = served(words)
    assert program.endswith("/.venv/bin/cleanclaim")
    assert settings.proxies == ("127.0.0.1",) and not settings.is_public and is_known_host(settings, OURS)
    assert settings.workers > 1 and settings.graders > 0
    assert (
        f"/var/lib/{service['StateDirectory']}"
        == dict(word.split("=", 1) for word in shlex.split(service["Environment"]))["CLEANCLAIM_HOME"]
    )
    assert service["KillMode"] == "mixed" and float(service["TimeoutStopSec"]) > PATIENCE
    assert service["StateDirectoryMode"] == "0700" and service["User"] != "root"


def test_the_proxies_pass_on_what_the_desks_believe():
    nginx, caddy = text_of("nginx.conf"), text_of("Caddyfile")
    for text in (nginx, caddy):
        assert f"127.0.0.1:{PORT}" in text and OURS in text and text.count("{") == text.count("}")
        (most,) = re.findall(r"(?:max_size|max_body_size) (\d+)m", text, re.IGNORECASE)
        assert int(most) * 1_000_000 >= LARGEST_BODY
    told = dict(re.findall(r"proxy_set_header (\S+) (\S+);", nginx))
    assert told["X-Forwarded-For"] == "$remote_addr" and told["X-Forwarded-Proto"] == "$scheme"
    assert told["Host"] == "$http_host" and told["Upgrade"] == "$http_upgrade" and told["Connection"]
    assert int(re.search(r"proxy_read_timeout (\d+)s", nginx)[1]) > 2 * 25  # two signs of life of a line


def test_on_kubernetes_pages_are_served_and_work_is_marked():
    every = {(one["kind"], one["metadata"]["name"]): one for one in documents("kubernetes/desks.yaml")}
    web, grader = every["Deployment", "desks"]["spec"], every["Deployment", "desks-grader"]["spec"]
    for one in (web, grader):
        assert one["selector"]["matchLabels"].items() <= one["template"]["metadata"]["labels"].items()
    at_web, at_grader = (container(one) for one in (web, grader))
    pages, marks = served(at_web["args"]), served(at_grader["args"])
    assert web["replicas"] == 2 and pages.is_public and pages.graders == 0 and is_known_host(pages, OURS)
    assert grader["replicas"] == 1 and marks.graders > 0 and not marks.is_public
    assert at_web["ports"] == [{"name": "web", "containerPort": pages.port}]
    assert is_known_host(pages, f"10.42.0.17:{pages.port}")  # as a probe asks
    assert at_web["readinessProbe"]["httpGet"] == {"path": "/", "port": "web"}
    assert at_web["image"] == at_grader["image"]
    for one in (at_web, at_grader):
        assert environment(one)["CLEANCLAIM_DATABASE"] == {"secretKeyRef": {"name": "cleanclaim", "key": "database"}}
    front = every["Service", "desks"]["spec"]
    assert front["selector"].items() <= web["template"]["metadata"]["labels"].items()
    assert not front["selector"].items() <= grader["template"]["metadata"]["labels"].items()
    (rule,) = every["Ingress", "desks"]["spec"]["rules"]
    assert rule["host"] == OURS and rule["http"]["paths"][0]["backend"]["service"]["name"] == "desks"


def test_the_hub_on_kubernetes_knows_the_desks():
    (values,) = documents("kubernetes/hub-values.yaml")
    service = values["hub"]["services"]["desks"]
    desks = next(one for one in documents("kubernetes/desks.yaml") if one["metadata"]["name"] == "desks")
    given = environment(container(desks["spec"]))
    assert set(OF_A_HUB) <= set(given)
    assert given["JUPYTERHUB_CLIENT_ID"] == service["oauth_client_id"]
    assert given["JUPYTERHUB_OAUTH_CALLBACK_URL"] == service["oauth_redirect_uri"]
    assert given["JUPYTERHUB_API_TOKEN"]["secretKeyRef"]["key"] == "hub.services.desks.apiToken"
    assert "access:services!service=desks" in values["hub"]["loadRoles"]["user"]["scopes"]


def container(spec):
    (one,) = spec["template"]["spec"]["containers"]
    return one


def environment(one):
    """Name -> value, or where it comes from."""
    return {each["name"]: each.get("value") or each["valueFrom"] for each in one["env"]}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_of_ours_is_one_that_there_is(page):
    text = page.read_text(encoding="utf-8")
    lines = "\n".join(re.findall(r"^```\w*\n(.*?)^```", text, re.M | re.S)).splitlines() + re.findall(
        "`([^`\n]+)`", text
    )
    found = [shlex.split(line.split("&&")[0]) for each in lines for line in LOADED.findall(each)]
    for words in found:
        if words[0] in COMMANDS:
            asked([word for word in words if word != "..."])
    assert found


def test_every_option_that_the_page_tells_is_one_of_serve(capsys):
    with pytest.raises(SystemExit):
        asked(["serve", "--help"])
    known = set(re.findall(r"--[a-z]+", capsys.readouterr().out))
    told = set(re.findall(r"^\| `(--[a-z]+)", text_of("README.md"), re.M))
    assert {"--address", "--proxy", "--host", "--workers", "--graders"} <= told <= known


def test_every_link_leads_somewhere_and_every_file_is_named():
    links = [(page, link) for page in PAGES for link in re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8"))]
    assert not [f"{page.name}: {link}" for page, link in links if not (page.parent / link).exists()]
    linked = {(page.parent / link).resolve() for page, link in links}
    files = {path for path in DEPLOY.rglob("*") if path.is_file() and path != DEPLOY / "README.md"}
    assert sorted(path.name for path in files - linked) == []
