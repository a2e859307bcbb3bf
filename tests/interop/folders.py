"""A collection with one request for everything that is sent, as its files stand on disk."""

from pathlib import Path

ROOT = """\
opencollection: 1.0.0
info:
  name: Shared
bundled: false
request:
  headers:
    - name: X-Collection
      value: "{{who}}"
  auth:
    type: bearer
    token: "{{token}}"
"""
ENVIRONMENT = """\
name: Test
variables:
  - name: host
    value: {url}
  - name: who
    value: no
  - name: token
    value: t0k
  - name: number
    value: "012"
"""
FOLDER = """\
info:
  name: Inside
  type: folder
  seq: 50
request:
  headers:
    - name: X-Folder
      value: inside
  auth:
    type: basic
    username: me
    password: p:w é
"""
DETAILS = {
    "plain": """\
  method: GET
  url: "{{host}}/plain?a=1&b=two%20words&c={{number}}"
  params:
    - {name: a, value: "1", type: query}
    - {name: b, value: two%20words, type: query}
    - {name: c, value: "{{number}}", type: query}
    - {name: off, value: "2", type: query, disabled: true}
  headers:
    - {name: X-One, value: on}
    - {name: X-Two, value: "{{who}} 1e3", description: shown}
    - {name: X-Off, value: never, disabled: true}
    - name: Accept
      value: application/json
""",
    "path": """\
  method: DELETE
  url: "{{host}}/path/:id/end"
  params:
    - {name: id, value: a-1, type: path}
""",
    "json": """\
  method: POST
  url: "{{host}}/json"
  body:
    type: json
    data: |-
      {
        "n": "{{number}}",
        "s": "é"
      }
""",
    "text": '  method: PUT\n  url: "{{host}}/text"\n  body: {type: text, data: "one {{who}}\\ntwo\\n"}\n',
    "xml": '  method: POST\n  url: "{{host}}/xml"\n  body: {type: xml, data: "<a>é</a>"}\n',
    "sparql": '  method: POST\n  url: "{{host}}/sparql"\n  body: {type: sparql, data: "ASK { ?s ?p ?o }"}\n',
    "form": """\
  method: POST
  url: "{{host}}/form"
  body:
    type: form-urlencoded
    data:
      - {name: a, value: "1 2"}
      - {name: b, value: "é&=+"}
      - {name: off, value: x, disabled: true}
      - {name: a, value: "{{who}}"}
""",
    "multipart": """\
  method: POST
  url: "{{host}}/multipart"
  body:
    type: multipart-form
    data:
      - {name: a, type: text, value: one}
      - {name: off, type: text, value: x, disabled: true}
      - {name: j, type: text, value: "{}", contentType: application/json}
      - {name: f, type: file, value: [data.bin], contentType: application/x-own}
""",
    "file": """\
  method: POST
  url: "{{host}}/file"
  body:
    type: file
    data:
      - {filePath: other.bin, contentType: text/plain, selected: false}
      - {filePath: data.bin, contentType: application/x-own, selected: true}
""",
    "own-type": """\
  method: PATCH
  url: "{{host}}/own-type"
  headers: [{name: Content-Type, value: application/merge-patch+json}]
  body: {type: json, data: "{}"}
""",
    "basic": '  method: GET\n  url: "{{host}}/basic"\n  auth: {type: basic, username: u, password: "{{who}}"}\n',
    "bearer": '  method: GET\n  url: "{{host}}/bearer"\n  auth: {type: bearer, token: own}\n',
    "key-header": """\
  method: GET
  url: "{{host}}/key-header"
  auth: {type: apikey, key: X-Key, value: "{{token}}", placement: header}
""",
    "inherit": '  method: GET\n  url: "{{host}}/inherit"\n  auth: inherit\n',
    "moved": '  method: GET\n  url: "{{host}}/moved"\n',
    "encoded": '  method: GET\n  url: "{{host}}/encoded/a b?x=:/@&y=1 2"\n',
    "teapot": '  method: GET\n  url: "{{host}}/teapot"\n',
}
SETTINGS = {
    "moved": "settings:\n  followRedirects: false\n  timeout: 0\n",
    "encoded": "settings:\n  encodeUrl: true\n  timeout: inherit\n  maxRedirects: inherit\n",
}
GRAPHQL = """\
info:
  name: graphql
  type: graphql
  seq: 40
graphql:
  method: POST
  url: "{{host}}/graphql"
  headers: [{name: X-One, value: "1"}]
  body:
    query: |
      query Me($id: ID!) {
        me(id: $id, name: "{{who}}") { id }
      }
    variables: |
      {
        "id": "{{token}}", "n": [1, 2.5, null, "two  words"]
      }
runtime:
  assertions:
    - expression: res.status
      operator: eq
      value: "200"
"""
RUNTIME = """\
runtime:
  assertions:
    - expression: res.body.method
      operator: eq
      value: %s
  scripts:
    - type: tests
      code: |-
        test("path", function () { expect(res.getBody().path).to.be.a("string"); });
"""


def write_shared(folder: Path, url: str) -> None:
    """The collection, in ``folder``, against the server at ``url``."""
    (folder / "environments").mkdir(parents=True)
    (folder / "Inside").mkdir()
    (folder / "opencollection.yml").write_text(ROOT)
    (folder / "environments" / "Test.yml").write_text(ENVIRONMENT.format(url=url))
    (folder / "data.bin").write_bytes(bytes(range(256)))
    (folder / "graphql.yml").write_text(GRAPHQL)
    for seq, (name, details) in enumerate(DETAILS.items(), 1):
        method = details.split()[1]
        runtime = RUNTIME % method if name in ("plain", "json") else ""
        info = f"info:\n  name: {name}\n  type: http\n  seq: {seq}\n"
        text = f"{info}http:\n{details}{runtime}{SETTINGS.get(name, '')}"
        (folder / f"{name}.yml").write_text(text, encoding="utf-8")
    (folder / "Inside" / "folder.yml").write_text(FOLDER, encoding="utf-8")
    deep = DETAILS["inherit"].replace("/inherit", "/deep")
    (folder / "Inside" / "deep.yml").write_text(f"info:\n  name: deep\n  type: http\n  seq: 1\nhttp:\n{deep}")
