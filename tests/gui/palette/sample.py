"""Items like those of a small SMS collection."""

from explorer.gui.palette.sources import PaletteItem, PaletteSources


def request(name: str, method: str = "POST", where: str = "Sinch SMS API, Groups") -> PaletteItem:
    return PaletteItem(id=f"{where}/{name}.yml", title=name, detail=where, method=method)


def error(code: str, label: str = "403", right: str = "") -> PaletteItem:
    return PaletteItem(id=f"sms.{code}", title=code, detail="", label=label, mono=True, right=right)


def command(command_id: str, title: str, *keys: str, icon: str = "layers") -> PaletteItem:
    return PaletteItem(id=command_id, title=title, detail="", icon=icon, keys=keys)


SOURCES = PaletteSources(
    requests=(
        request("Send a batch", where="Sinch SMS API, Batches"),
        request("Create a group"),
        request("List groups", "GET"),
        request("Send to an unknown group", where="Failure lab"),
        request("Delete a batch", "DELETE", "Sinch SMS API, Batches"),
    ),
    errors=(error("unknown_group", right="6 in 14 days"), error("syntax_invalid_json", "400"), error("refused", "TCP")),
    history=(
        PaletteItem(id="h2", title="Update a batch, unknown_group", detail="", method="POST", right="Today 10:21"),
        PaletteItem(id="h1", title="Create a group, 201 Created", detail="", method="POST", right="Today 10:12"),
    ),
    commands=(
        command("history.group", "Group history by error code", "Alt", "G"),
        command("folder.new", "New folder in Groups", icon="folder"),
        command("preferences.open", "Preferences", "Ctrl", ",", icon="settings"),
    ),
    environments=(
        PaletteItem(id="Sandbox", title="Sandbox", detail="Environment", icon="layers"),
        PaletteItem(id="Production", title="Production", detail="Environment", icon="layers"),
    ),
)
