"""Credentials in the text of a file, also of one that is no YAML at all."""

import pytest

from explorer.core.storage.git.file_masking import masked_file
from explorer.core.storage.masking import MASK


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("token: abc\nother: abc", f"token: {MASK}\nother: abc"),
        ("  - name: X-Api-Key\n    value: abc\n  - name: Accept\n    value: abc",
         f"  - name: X-Api-Key\n    value: {MASK}\n  - name: Accept\n    value: abc"),
        ("- name: plain\n  secret: true\n  value: abc", f"- name: plain\n  secret: true\n  value: {MASK}"),
        ("- value: abc\n  name: password", f"- value: {MASK}\n  name: password"),
        ("password: |-\n  one\n  two\nnext: 1", f"password: |-\n  {MASK}\n  {MASK}\nnext: 1"),
        ("token: '{{token}}'", "token: '{{token}}'"),
        ("API_KEY=abc\r\nHOST=x", f"API_KEY={MASK}\nHOST=x"),
        ("auth:\n  token: [broken", f"auth:\n  token: {MASK}"),
        ("auth:\n  type: basic\n  username: me", "auth:\n  type: basic\n  username: me"),
    ],
)  # fmt: skip
def test_values_behind_the_name_of_a_credential(text: str, shown: str) -> None:
    assert masked_file(text) == shown


def test_every_value_of_a_dotenv_file() -> None:
    text = "# db\nexport DB_URL=postgres://me:pw@host/db\r\nEMPTY=\nHOST = a b\n"
    shown = f"# db\nexport DB_URL={MASK}\r\nEMPTY=\nHOST = {MASK}\n"
    assert masked_file(text, ".env.local") == shown
