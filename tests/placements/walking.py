"""Somebody who uses the pages as they are: follows their links, sends their forms."""

from urllib.parse import urljoin

from bs4 import BeautifulSoup
from django.http import QueryDict

from tests.conftest import client_of


class Walker:
    """One signed-in person, or whoever the client is."""

    def __init__(self, user=None, client=None):
        self.client = client or client_of(user)
        self.url = "/"

    def open(self, url):
        """Go to an address; what is not there or fails ends the walk."""
        return self._arrive(self.client.get(urljoin(self.url, url), follow=True))

    def _arrive(self, response):
        self.response = response
        assert response.status_code == 200, (response.request, response.status_code)
        self.page = BeautifulSoup(response.content, "html.parser")
        chain = response.redirect_chain
        self.url = chain[-1][0] if chain else response.request["PATH_INFO"]
        if not chain and response.request["QUERY_STRING"]:
            self.url += f"?{response.request['QUERY_STRING']}"
        return self

    @property
    def path(self):
        return self.url.partition("?")[0]

    @property
    def main(self):
        return self.page.find("main")

    @property
    def text(self):
        return " ".join(self.main.get_text(" ").split())

    def follow(self, words, href=""):
        """Follow the first link of the page that says so and leads there."""
        links = [
            (" ".join(a.get_text(" ").split()), a["href"])
            for a in self.page.select("main a[href]")
        ]
        found = [to for said, to in links if words in said and href in to]
        assert found, f"{self.url} has no link {words!r} {href}: {links}"
        return self.open(found[0])

    def press(self, words="", action="", /, **answers):
        """Fill in the first form that has such a button, and send it."""
        form = self._form(words, action)
        data = filled_in(form, words)
        for name, value in answers.items():
            assert form.select(f'[name="{name}"]'), f"{self.url} asks no {name}"
            values = value if isinstance(value, list) else [value]
            data.setlist(name, [chosen(form, name, one) for one in values])
        url = urljoin(self.url, form.get("action") or self.url)
        content = {key: data.getlist(key) for key in data}
        if form.get("method", "get").lower() == "get":
            return self.open(f"{url.partition('?')[0]}?{data.urlencode()}")
        response = self.client.post(url, content, follow=True)
        problems = BeautifulSoup(response.content, "html.parser").select(
            "main .error, main .notice"
        )
        said = [" ".join(one.get_text(" ").split()) for one in problems]
        assert response.redirect_chain, f"{url} refused {content}: {said}"
        return self._arrive(response)

    def has_form(self, action):
        return any(action in f.get("action", "") for f in self.main.select("form"))

    def _form(self, words, action):
        forms = self.page.select("main form")
        for form in forms:
            buttons = [b.get_text(" ") for b in form.select("button")]
            there = not words or any(words in said for said in buttons)
            if there and action in form.get("action", ""):
                return form
        known = [
            (f.get("action", ""), [b.get_text() for b in f("button")]) for f in forms
        ]
        problem = f"{self.url} has no form {words!r} {action}: {known}"
        raise AssertionError(problem)


def chosen(form, name, value):
    """Return the value of the option or label that reads so, else what was given."""
    value = str(value)
    for option in form.select(f'select[name="{name}"] option'):
        if value and value in option.get_text():
            return option["value"]
    for label in form.select(f'label:has(input[name="{name}"][value])'):
        if value in label.get_text(" "):
            return label.select_one("input")["value"]
    return value


def filled_in(form, words):
    """Return what the form would send untouched, with the button that says so."""
    data = QueryDict(mutable=True)
    for field in form.select("input[name], textarea[name]"):
        kind = field.get("type", "text")
        ticked = kind not in {"checkbox", "radio"} or field.has_attr("checked")
        if ticked and kind not in {"submit", "file"}:
            text = field.get_text().removeprefix("\n")
            data.appendlist(field["name"], field.get("value", text))
    for field in form.select("select[name]"):
        chosen = field.select("option[selected]") or field.select("option")[:1]
        data.setlist(field["name"], [option["value"] for option in chosen])
    for button in form.select("button[name]"):
        if words and words in button.get_text(" "):
            data.appendlist(button["name"], button.get("value", ""))
    return data
