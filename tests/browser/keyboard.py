"""A page used by the keyboard alone: every step must show where the focus is."""

from playwright.sync_api import expect

#: Where the focus is, whether it is the target, and whether one can see it there.
LOOK = """target => {
  const at = document.activeElement;
  // A field out of sight is drawn by its label.
  const drawn = at.matches("label .vh, .chip input") ? at.closest("label") : at;
  const style = getComputedStyle(drawn);
  const box = drawn.getBoundingClientRect();
  const points = [0.1, 0.5, 0.9].flatMap((x) => [0.2, 0.5, 0.8].map((y) =>
    document.elementFromPoint(box.x + x * box.width, box.y + y * box.height)));
  return {
    isTarget: at === target,
    isPage: at === document.body,
    // The parts of a day or a time are marked by the browser itself.
    ring: at.matches("[type=date], [type=time]")
      || style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    inside: box.left >= 0 && box.right <= innerWidth && box.width > 1
      && (box.height > innerHeight || box.top >= 0 && box.bottom <= innerHeight),
    inSight: points.some((hit) => drawn.contains(hit)),
    html: drawn.outerHTML.slice(0, 200),
  };
}"""
#: No page of ours has more places to stop at on the way to anything.
MOST = 80


class Keyboard:
    """Moves through a page by Tab, and fails where the focus cannot be followed."""

    def __init__(self, page):
        self.page = page

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text):
        self.page.keyboard.type(text)

    def look(self, target):
        """Return whether the target has the focus; it must be in plain sight."""
        found = target.evaluate(LOOK)
        if not found["isPage"]:  # past the last place, before the first one
            assert found["ring"], f"no focus ring: {found['html']}"
            assert found["inside"], f"outside the window: {found['html']}"
            assert found["inSight"], f"covered: {found['html']}"
        return found["isTarget"]

    def to(self, target, *, most=MOST, back=False):
        """Press Tab until the target has the focus."""
        for _step in range(most):
            if self.look(target):
                return
            self.press("Shift+Tab" if back else "Tab")
        assert self.look(target), f"{target} is not within {most} steps"

    def stay_in(self, place):
        """Press Tab once after a form was sent: the focus must not be far away."""
        self.press("Tab")
        self.look(place)
        expect(place.locator(":focus")).to_have_count(1)

    def enter(self, target, **options):
        """Go to a link or a button and press it."""
        self.to(target, **options)
        self.press("Enter")

    def write(self, target, text, **options):
        """Go to a field and type over what is in it."""
        self.to(target, **options)
        self.press("ControlOrMeta+a")
        self.type(text)
