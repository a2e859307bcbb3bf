"""Real git repositories with a small collection in them, made by the ``git`` command as a person would."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

REQUEST = """\
info:
  name: {name}
  type: http
  seq: {seq}
http:
  method: POST
  url: "https://api.example.org/v1/{name}?page=1"
  headers:
    - name: Accept
      value: application/json
    - name: X-Api-Key
      value: "1234567890abcdef"
  body:
    type: json
    data: |-
      {{
        "to": ["+1"],
        "body": "Hello"
      }}
"""

ENVIRONMENT = """\
name: Staging
variables:
  - name: base_url
    value: https://staging.example.org
  - name: token
    secret: true
"""


def needs_git() -> None:
    """Skip where git is missing."""
    if subprocess.run(["git", "--version"], capture_output=True, check=False).returncode:
        pytest.skip("git is not installed, and these tests work on real repositories")


def alone(patch: pytest.MonkeyPatch) -> None:
    """Git as on a fresh machine: no configuration of this one, and nobody's name."""
    needs_git()
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        patch.delenv(name)
    patch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    patch.setenv("GIT_CONFIG_NOSYSTEM", "1")


def git(folder: Path, *arguments: str) -> str:
    """What git says; a failure fails the test."""
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode().strip()


def make_repository(root: Path, folder: str = "") -> Path:
    """A repository with a collection in it, or in a folder of it, all committed; gives the collection's folder."""
    root.mkdir(parents=True, exist_ok=True)
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "config", "user.name", "Ada")
    git(root, "config", "user.email", "ada@example.org")
    git(root, "config", "core.autocrlf", "false")
    collection = root / folder if folder else root
    (collection / "Batches").mkdir(parents=True)
    (collection / "environments").mkdir()
    write(collection / "opencollection.yml", 'opencollection: "1.0.0"\ninfo:\n  name: Orders\n')
    write(collection / "Batches" / "folder.yml", "info:\n  name: Batches\n  type: folder\n  seq: 1\n")
    write(collection / "Batches" / "Send.yml", REQUEST.format(name="Send", seq=1000))
    write(collection / "Batches" / "Cancel.yml", REQUEST.format(name="Cancel", seq=2000))
    write(collection / "Ping.yml", REQUEST.format(name="Ping", seq=3000))
    write(collection / "environments" / "Staging.yml", ENVIRONMENT)
    commit_all(root, "First")
    return collection


def commit_all(root: Path, message: str) -> None:
    """Commit everything there is."""
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", message)


def write(path: Path, text: str) -> None:
    """Bytes as given, on every system."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


def edit(path: Path, old: str, new: str) -> None:
    """Change a file as an editor would."""
    data = path.read_bytes()
    assert old.encode() in data, f"{path.name} has no {old!r}"
    path.write_bytes(data.replace(old.encode(), new.encode()))


def conflict(root: Path, path: Path, old: str, ours: str, theirs: str, branch: str = "main") -> None:
    """Merge two branches that both changed a place of a file."""
    git(root, "checkout", "--quiet", "-b", "other")
    edit(path, old, theirs)
    commit_all(root, "Theirs")
    git(root, "checkout", "--quiet", branch)
    edit(path, old, ours)
    commit_all(root, "Ours")
    merged = subprocess.run(["git", "merge", "--quiet", "other"], cwd=root, capture_output=True, check=False)
    assert merged.returncode == 1, merged.stderr.decode()
