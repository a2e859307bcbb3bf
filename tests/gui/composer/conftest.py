"""A shown composer with variables, for tests by gesture."""

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from explorer.core.model.environment import Variable
from explorer.core.variables import Variables, scope_of
from explorer.gui.composer.composer import Composer

SECRET = "s3cr3t-value"


@pytest.fixture
def variables():
    rows = (
        Variable(name="base_url", value="http://127.0.0.1:8025"),
        Variable(name="batch_id", value="01AB"),
        Variable(name="token", value=SECRET, secret=True),
    )
    return Variables(scopes=(scope_of("environment Sandbox", rows),), environment="Sandbox")


@pytest.fixture
def composer(qtbot, variables):
    window = QWidget()
    column = QVBoxLayout(window)
    composer = Composer(window)
    column.addWidget(composer.bar)
    column.addWidget(composer.pane)
    qtbot.addWidget(window)
    window.resize(640, 640)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    composer.set_variables(variables)
    yield composer
    window.close()
