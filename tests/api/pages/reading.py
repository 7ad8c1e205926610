"""Pages read as a browser without JavaScript reads them: forms, links, words."""

from __future__ import annotations

from collections.abc import Sequence
from html.parser import HTMLParser

from starlette.testclient import TestClient

Fields = dict[str, list[str]]


class Page(HTMLParser):
    """What is on a page: what its form would send, where its links lead, what it says, which tags it has."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.fields: Fields = {}
        self.buttons: list[str] = []
        self.boxes: list[tuple[str, str]] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.method = ""
        self._words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.ids.append(given.get("id", ""))
        if tag == "form":
            self.method = given.get("method", "get")
        if tag == "a":
            self.links.append(given.get("href", ""))
        if tag == "button":
            self.buttons.append(given.get("value", ""))
        if tag == "input":
            self._input(given)

    def _input(self, given: dict[str, str]) -> None:
        if given.get("type") == "checkbox":
            self.boxes.append((given["name"], given["value"]))
            if "checked" not in given:
                return
        self.fields.setdefault(given["name"], []).append(given.get("value", ""))

    def handle_data(self, data: str) -> None:
        self._words.append(data)

    @property
    def said(self) -> str:
        """All words, spaces made one."""
        return " ".join(" ".join(self._words).split())

    def outward(self) -> list[str]:
        """Links that log a click."""
        return [link for link in self.links if link.startswith("/go/")]


def get(client: TestClient, path: str = "/") -> Page:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return Page(answer.text)


def press(client: TestClient, page: Page, do: str, tick: Sequence[tuple[str, str]] = (), **typed: str) -> Page:
    """Type into fields, tick boxes that are there, press a button that is there, and read what comes."""
    assert do in page.buttons
    fields = {**page.fields, **{name: [value] for name, value in typed.items()}}
    for name, value in tick:
        assert (name, value) in page.boxes
        fields[name] = [*fields.get(name, []), value]
    answer = client.post("/", data={**fields, "do": do})
    assert answer.status_code == 200, answer.text
    return Page(answer.text)
