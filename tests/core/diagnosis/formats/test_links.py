"""Link headers: several links, several relations, commas inside targets."""

from explorer.core.diagnosis.links import helpful_link, read_links


def test_links_with_commas_and_several_relations() -> None:
    value = (
        '<https://a.example/x,y>; rel="sunset"; title="a; b, c", </docs>;rel=help, <#me>; rel="Prev  successor-version"'
    )
    assert [(one.target, one.relations) for one in read_links((("Link", value),))] == [
        ("https://a.example/x,y", ("sunset",)),
        ("/docs", ("help",)),
        ("#me", ("prev", "successor-version")),
    ]
    assert read_links((("link", value),))[0].title == "a; b, c"


def test_the_most_helpful_relation_wins_whatever_the_order() -> None:
    headers = (("Link", '</sunset>; rel="sunset"'), ("Link", '</next>; rel="next", </help>; rel="help"'))
    assert helpful_link(headers) == "/help"
    assert helpful_link((("Link", '</next>; rel="next"'),)) is None
