"""Packages that teach the diagnosis another format or API; those that are broken do no harm."""

import json
import os
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from explorer.core.diagnosis import catalog_entries, catalog_reader, diagnose, plugins
from explorer.core.model.diagnosis import Diagnosis
from tests.core.diagnosis.hostile import plain_exchange
from tests.journeys.threaded import answering

EXAMPLE = Path(__file__).parents[2] / "data" / "example_plugin"
REFUSAL = b"!SHOP E-17 basket|Your basket is empty."


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of installed packages; nothing of it is left afterwards."""
    modules = set(sys.modules)
    monkeypatch.syspath_prepend(tmp_path)
    forget()
    yield tmp_path
    monkeypatch.undo()
    forget()
    for name in set(sys.modules) - modules:
        if "shop" in name or name.startswith("plugged"):
            del sys.modules[name]


def forget() -> None:
    plugins.forget()
    catalog_reader.apis.cache_clear()
    catalog_entries.entries.cache_clear()


def install_example(site: Path) -> None:
    """As pip does: the package beside a folder of metadata with the entry points of pyproject.toml."""
    project = tomllib.loads((EXAMPLE / "pyproject.toml").read_text())["project"]
    shutil.copytree(EXAMPLE / "explorer_shop", site / "explorer_shop", ignore=shutil.ignore_patterns("__pycache__"))
    points = {group: dict(rows) for group, rows in project["entry-points"].items()}
    describe(site, project["name"], points, project["version"])


def describe(site: Path, name: str, points: dict[str, dict[str, str]], version: str = "1.0") -> None:
    folder = site / f"{name.replace('-', '_')}-{version}.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    lines = [
        f"[{group}]\n" + "".join(f"{key} = {value}\n" for key, value in rows.items()) for group, rows in points.items()
    ]
    (folder / "entry_points.txt").write_text("\n".join(lines))


def install(site: Path, source: str, group: str = plugins.RECOGNISERS, attribute: str = "thing") -> None:
    """A package of one module."""
    (site / "plugged.py").write_text(source)
    describe(site, "plugged", {group: {"odd": f"plugged:{attribute}"}})


def explorer(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "explorer", *words]
    return subprocess.run(
        command, env={**os.environ, **variables}, capture_output=True, text=True, timeout=30, check=False
    )


def refused() -> Diagnosis:
    return diagnose(plain_exchange(422, REFUSAL, (("Content-Type", "text/plain"),)))


def test_without_a_plug_in_the_text_is_only_text(site: Path) -> None:
    found = refused()
    assert (found.format, found.code, plugins.news()) == ("plain", None, ())


def test_an_installed_recogniser_reads_its_format(site: Path) -> None:
    install_example(site)
    found = refused()
    assert (found.format, found.code, found.message) == ("shop", "E-17", "Your basket is empty.")
    assert [one.field for one in found.problems] == ["basket"]
    assert plugins.news() == ()


def test_an_installed_catalog_explains_its_codes(site: Path) -> None:
    install_example(site)
    found = refused()
    assert found.code_meaning is not None
    assert (found.code_meaning.api, found.code_meaning.meaning) == (
        "Shop API",
        "The basket was emptied by another device.",
    )
    assert "Another device emptied the basket" in [cause.text for cause in found.causes]
    assert "Fill the basket again" in [remedy.title for remedy in found.remedies]
    assert "shop/E-17" in {entry.id for entry in catalog_entries.entries()}


def test_the_command_line_sees_it(site: Path) -> None:
    install_example(site)
    line = {
        "id": "1",
        "request": {"method": "POST", "url": "https://eu.shop.example/shop/v1/orders", "headers": [], "body": ""},
        "response": {"status": 422, "headers": [], "body": REFUSAL.decode()},
    }
    (site / "some.jsonl").write_text(json.dumps(line))
    ended = explorer("diagnose", str(site / "some.jsonl"), PYTHONPATH=f"{site}:{Path.cwd()}")
    assert (ended.returncode, ended.stderr) == (0, "")
    answer = json.loads(ended.stdout)
    assert (answer["format"], answer["code"], answer["fields"]) == ("shop", "E-17", ["basket"])
    assert "shop.emptied" in [cause["id"] for cause in answer["causes"]]


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("import nowhere_at_all", "it cannot be imported (ModuleNotFoundError: No module named 'nowhere_at_all')"),
        ("thing = (", "it cannot be imported (SyntaxError:"),
        ("other = 1", "it cannot be imported (AttributeError:"),
        ("raise SystemExit('bye')", "it cannot be imported (SystemExit: bye)"),
        ("def thing(body): raise KeyError(body.text)", "it raised KeyError."),
        ("def thing(body): return thing(body)", "it raised RecursionError."),
        ("def thing(): return None", "it raised TypeError."),
        ("def thing(body): return 'shop'", "it gave something that is no reading."),
        (
            "from explorer.core.diagnosis.formats import Recognised\n"
            "def thing(body): return Recognised(format='x', is_error=True, code=7, specificity=999)",
            "it gave something that is no reading.",
        ),
        (
            "from explorer.core.diagnosis.formats import Recognised\n"
            "def thing(body): return Recognised(format='x', is_error=True, retry_after_s='soon', specificity=999)",
            "it gave something that is no reading.",
        ),
        (
            "from explorer.core.diagnosis.formats import Recognised\n"
            "def thing(body): return Recognised(format='x', is_error=True, problems=('to',), specificity=999)",
            "it raised AttributeError.",
        ),
        ("thing = 7", "it raised TypeError."),
    ],
)
def test_a_broken_recogniser_is_named_once_and_left_out(site: Path, source: str, reason: str) -> None:
    install(site, source)
    found = refused()
    assert (found.format, found.message) == ("plain", REFUSAL.decode())
    (sentence,) = plugins.news()
    assert sentence.startswith("The plug-in odd of plugged (explorer.recognisers) is left out: ")
    assert reason in sentence
    assert "E-17" not in sentence
    assert refused().format == "plain"
    assert plugins.news() == ()


def test_a_slow_import_is_not_waited_for(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plugins, "LONGEST_IMPORT_S", 0.1)
    install(site, "import time; time.sleep(1); thing = None")
    started = time.perf_counter()
    assert refused().format == "plain"
    assert time.perf_counter() - started < 0.9
    assert plugins.news() == (
        "The plug-in odd of plugged (explorer.recognisers) is left out: its import takes longer than 0.1 s.",
    )
    time.sleep(1)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("thing = 7", "AttributeError"),
        ("import pathlib; thing = pathlib.Path('/nowhere/at/all.json')", "FileNotFoundError"),
        ("class File:\n    def read_text(self, encoding): return '{'\nthing = File()", "JSONDecodeError"),
        ("class File:\n    def read_text(self, encoding): return '{}'\nthing = File()", "KeyError: 'statuses'"),
        ("class File:\n    def read_text(self, encoding): return '[' * 99999\nthing = File()", "RecursionError"),
    ],
)
def test_a_broken_catalog_is_named_and_left_out(site: Path, source: str, reason: str) -> None:
    install(site, source, plugins.CATALOGS)
    assert refused().format == "plain"
    assert [api.id for api in catalog_reader.apis()] == ["sinch-sms"]
    (sentence,) = plugins.news()
    assert sentence.startswith("The plug-in odd of plugged (explorer.catalogs) is left out: its catalog cannot be read")
    assert reason in sentence


def test_plug_ins_are_looked_up_once(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install_example(site)
    assert refused().format == "shop"
    monkeypatch.setattr("importlib.metadata.entry_points", lambda **_: pytest.fail("looked up again"))
    assert refused().format == "shop"


def test_nothing_is_looked_up_before_the_first_diagnosis() -> None:
    ended = explorer("diagnose", "--help", PYTHONVERBOSE="1")
    assert ended.returncode == 0
    assert "import 'argparse'" in ended.stderr
    assert "import 'importlib.metadata'" not in ended.stderr


def test_the_command_line_names_a_broken_plug_in(site: Path) -> None:
    install(site, "import nowhere_at_all")
    line = {"request": {"method": "GET", "url": "http://a.example/"}, "response": {"status": 404, "headers": []}}
    (site / "some.jsonl").write_text("\n".join([json.dumps(line)] * 3))
    path = f"{site}:{Path.cwd()}"
    ended = explorer("diagnose", str(site / "some.jsonl"), PYTHONPATH=path)
    sentence = (
        "explorer: The plug-in odd of plugged (explorer.recognisers) is left out: it cannot be imported "
        "(ModuleNotFoundError: No module named 'nowhere_at_all').\n"
    )
    assert (ended.returncode, len(ended.stdout.splitlines()), ended.stderr) == (0, 3, sentence)
    with answering(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n") as server:
        sent = explorer("send", "--private", server.url, PYTHONPATH=path, EXPLORER_HOME=str(site / "home"))
    assert sent.returncode == 1
    assert sentence in sent.stderr
