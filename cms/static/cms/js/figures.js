/* Rich text in the editors' admin: choose a dated figure and put its [[key]] into the text.
   The editor calls this from its bar and from its "/" list, so the keyboard reaches it. */
(() => {
  const { React, DraftJS, draftail } = window;

  /** Return the state with the key in place of what is selected, the cursor after it. */
  const put = (editorState, key) => {
    const content = DraftJS.Modifier.replaceText(
      editorState.getCurrentContent(),
      editorState.getSelection(),
      `[[${key}]]`,
      editorState.getCurrentInlineStyle(),
    );
    return DraftJS.EditorState.push(editorState, content, "insert-characters");
  };

  const element = (name, attributes, ...children) => {
    const made = Object.assign(document.createElement(name), attributes);
    made.append(...children);
    return made;
  };

  /** Return a row of the list: what the figure is, and what it is today. */
  const row = ({ key, name, value, doubt }) => {
    const words = [element("b", {}, name), element("span", {}, value), element("code", {}, key)];
    if (doubt) words.push(element("em", {}, doubt));
    return element("li", {}, element("button", { type: "button", value: key }, ...words));
  };

  /** Open the dialog; `chosen` gets the key, "" if none was chosen. */
  const open = ({ url, title, search, none, cancel }, chosen) => {
    const heading = element("h2", { id: "figures-title" }, title);
    const box = element("input", { type: "search", autocomplete: "off" });
    const list = element("ul", {});
    const empty = element("p", { hidden: true }, none);
    empty.setAttribute("role", "status");
    const close = element("button", { type: "button", className: "button button-secondary", value: "" }, cancel);
    const dialog = element("dialog", { className: "figures" }, heading, element("label", {}, search, box), list, empty, close);
    dialog.setAttribute("aria-labelledby", heading.id);

    dialog.addEventListener("click", ({ target }) => {
      const button = target.closest("button");
      if (button) dialog.close(button.value);
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      chosen(dialog.returnValue);
    });
    box.addEventListener("input", () => {
      const asked = box.value.trim().toLocaleLowerCase();
      for (const item of list.children) item.hidden = !item.textContent.toLocaleLowerCase().includes(asked);
      empty.hidden = [...list.children].some((item) => !item.hidden);
    });
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      [...list.children].find((item) => !item.hidden)?.querySelector("button").click();
    });

    document.body.append(dialog);
    dialog.showModal();
    fetch(url)
      .then((answer) => answer.json())
      .then(({ figures }) => list.append(...figures.map(row)))
      .catch(() => dialog.close(""));
  };

  const FigureSource = ({ entityType, editorState, onComplete, onClose }) => {
    React.useEffect(() => {
      open(entityType, (key) => (key ? onComplete(put(editorState, key)) : onClose()));
    }, []);
    return null;
  };

  draftail.registerPlugin({ type: "FIGURE", source: FigureSource }, "entityTypes");
})();
