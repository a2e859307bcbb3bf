"""The sample in a git repository with changes of every kind, and the page that shows them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tests.pictures.stage import SMS, Stage
from tests.repositories import commit_all, conflict, edit, git, write

if TYPE_CHECKING:
    from pathlib import Path

    from tests.pictures.screenshots import Camera


async def changes(stage: Stage, camera: Camera) -> None:
    """20 to 22: a changed request, a refused commit, a merge conflict."""
    os.environ["GIT_CONFIG_GLOBAL"] = os.devnull
    folder = stage.explorer.bridge.library.folder
    assert folder is not None
    _begin(folder)
    _change(folder)
    stage.window.disk_changes.watching()
    stage.window.disk_changes.versions.repository.look()
    page = stage.window.desk.open_page("changes")
    await stage.until(lambda: page.model.items)  # type: ignore[attr-defined]
    page.view.setCurrentIndex(page.model.index(page.model.row_of(f"{SMS}/Batches/Send a batch.yml")))  # type: ignore[attr-defined]
    page.commit_box.message.setPlainText("Ask for a full delivery report")  # type: ignore[attr-defined]
    await stage.settle()
    await camera.take("20-changes")
    await _refused(stage, camera, folder)
    await _conflict(stage, camera, folder)
    stage.window.desk.close_now("changes")


async def _refused(stage: Stage, camera: Camera, folder: Path) -> None:
    """21: a hook says no, and a new request is looked at."""
    hook = folder / ".git" / "hooks" / "pre-commit"
    write(hook, "#!/bin/sh\necho 'Groups/Find groups.yml: a request needs docs.' >&2\n"
                "echo '1 of 4 requests does not follow the rules.' >&2\nexit 1\n")  # fmt: skip
    hook.chmod(0o755)
    page = stage.window.desk.document("changes")
    page.view.setCurrentIndex(page.model.index(page.model.row_of(f"{SMS}/Groups/Find groups.yml")))  # type: ignore[union-attr]
    page.main_action()  # type: ignore[union-attr]
    await stage.until(lambda: page.commit_box.problem.isVisible())  # type: ignore[union-attr]
    await camera.take("21-changes-refused")
    hook.unlink()


async def _conflict(stage: Stage, camera: Camera, folder: Path) -> None:
    """22: both branches changed the same line."""
    send = folder / SMS / "Batches" / "Send a batch.yml"
    commit_all(folder, "Reports")
    conflict(folder, send, "booking-1042", "booking-2042", "booking-1043", "delivery-reports")
    stage.window.disk_changes.versions.repository.look()
    page = stage.window.desk.document("changes")
    await stage.until(lambda: page.detail.item is not None and page.detail.item.line)  # type: ignore[union-attr]
    await stage.settle()
    await camera.take("22-changes-conflict", 1100, 700)


def _begin(folder: Path) -> None:
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "config", "user.name", "Maja")
    git(folder, "config", "user.email", "maja@example.org")
    commit_all(folder, "The API as it is")
    git(folder, "checkout", "--quiet", "-b", "delivery-reports")


def _change(folder: Path) -> None:
    batches = folder / SMS / "Batches"
    edit(batches / "Send a batch.yml", "summary", "full")
    edit(batches / "Send a batch.yml", "19:00", "19:30")
    (batches / "Cancel a batch.yml").rename(batches / "Withdraw a batch.yml")
    (folder / SMS / "Groups" / "List groups.yml").unlink()
    write(
        folder / SMS / "Groups" / "Find groups.yml",
        "info:\n  name: Find groups\n  type: http\nhttp:\n  url: '{{base_url}}/groups'\n",
    )
