// A rich text editor on every field that asks for one (textarea[data-editor]); without this file the
// field is a textarea with Markdown. The textarea stays the field of the form: it gets the text at
// every change, with an event `input`, and what others put in it comes into the editor.
"use strict";

{
  const pm = ProseMirror;
  const { kinds, clean, cleanText, commandsOf, pluginsOf, address, LinkRow } = globalThis.noteEditor;
  const template = document.querySelector("#editor-parts");
  const onApple = /Mac|iP(hone|ad)/.test(navigator.platform);

  class Editor {
    constructor(area) {
      this.area = area;
      this.kind = area.dataset.editor;
      this.text = kinds[this.kind];
      this.box = template.content.querySelector(".editor").cloneNode(true);
      this.label = document.querySelector(`label[for="${area.id}"]`);
      this.remember();
      this.prepare();
      this.view = new pm.EditorView({ mount: this.box.querySelector(".editor__text") }, this.options());
      this.toolbar();
      this.links = new LinkRow(this.box.querySelector(".editor__link"), this.view);
      this.follow();
      this.refresh();
    }

    // The parts around the text, named after the field, in the place of the textarea.
    prepare() {
      const { area, box, label } = this;
      label.id = `${area.id}-label`;
      box.querySelector("h2").textContent = label.textContent.trim();
      const bar = box.querySelector("[role=toolbar]");
      bar.setAttribute("aria-label", bar.getAttribute("aria-label").replace("{part}", label.textContent.trim()));
      for (const button of box.querySelectorAll("[data-command]")) {
        if (!(button.dataset.command in commandsOf[this.kind])) {
          button.remove();
        }
      }
      for (const group of box.querySelectorAll(".editor__group")) {
        group.hidden = !group.querySelector("button");
      }
      const link = box.querySelector(".editor__link");
      link.querySelector("input").id = `${area.id}-link`;
      link.querySelector("label").htmlFor = `${area.id}-link`;
      area.insertAdjacentElement("afterend", box);
      area.classList.add("editor__source");
      area.tabIndex = -1;
      area.setAttribute("aria-hidden", "true");
    }

    options() {
      return {
        state: pm.EditorState.create({ doc: this.original.doc, plugins: pluginsOf(this.kind) }),
        attributes: {
          class: "editor__text rich-text",
          role: "textbox",
          "aria-multiline": "true",
          "aria-labelledby": this.label.id,
          ...Object.fromEntries(["aria-describedby", "aria-invalid", "lang"].flatMap(
            (name) => (this.area.hasAttribute(name) ? [[name, this.area.getAttribute(name)]] : []),
          )),
        },
        dispatchTransaction: (transaction) => this.apply(transaction),
        transformPastedHTML: (html) => this.pasted(html),
        clipboardTextParser: (text, _context, plain) => this.pastedText(text, plain),
        handlePaste: (_view, event) => this.onlyPictures(event.clipboardData),
        handleDOMEvents: { drop: (_view, event) => this.dropped(event) },
        handleKeyDown: (_view, event) => this.keyDown(event),
      };
    }

    // --- The text and the textarea

    apply(transaction) {
      this.view.updateState(this.view.state.apply(transaction));
      if (transaction.docChanged && !transaction.getMeta("from-field")) {
        this.keep();
      }
      this.refresh();
    }

    // What the field holds: as long as nothing changes, or after undoing it all, that very text.
    remember() {
      this.shown = this.area.value;
      this.original = { text: this.area.value, doc: this.text.parse(this.area.value) };
    }

    keep() {
      const { doc } = this.view.state;
      const text = doc.eq(this.original.doc) ? this.original.text : this.text.write(doc);
      if (text !== this.area.value) {
        this.area.value = text;
        this.shown = this.area.value;
        this.area.dispatchEvent(new Event("input", { bubbles: true }));
      }
      this.checkLength();
    }

    // Others fill the textarea too: a draft that comes back, a text from last time.
    follow() {
      const { area } = this;
      const reload = () => {
        if (area.value === this.shown) {
          return;
        }
        this.remember();
        const { state } = this.view;
        const tr = state.tr.replaceWith(0, state.doc.content.size, this.original.doc.content);
        this.view.dispatch(pm.closeHistory(tr).setMeta("from-field", true));
        this.checkLength();
      };
      for (const name of ["input", "change", "text:set"]) { // the last of drafts.js
        area.addEventListener(name, reload);
      }
      window.addEventListener("pageshow", reload);
      // Its label, and the list of mistakes above the form, lead to the textarea: go on to the text.
      area.addEventListener("focus", () => this.view.focus());
    }

    checkLength() {
      const most = Number(this.area.dataset.most);
      const tooLong = most > 0 && this.area.value.length > most;
      if (tooLong !== Boolean(this.tooLong)) {
        this.tooLong = tooLong;
        this.say(tooLong ? "long" : "");
      }
    }

    // --- Pasting

    pasted(html) {
      if (html.includes("data-pm-slice")) {
        return html; // of an editor like this one: the schema takes what it knows
      }
      const found = clean(html, this.kind === "points");
      this.say(found.cut ? "cut" : found.images ? "images" : "", found.images);
      return found.html;
    }

    pastedText(text, plain) {
      const { state } = this.view;
      const here = address(text);
      if (!plain && here && /^(?:https?:|www\.)\S+$/.test(text.trim())) {
        const words = state.selection.empty ? text.trim()
          : state.doc.textBetween(state.selection.from, state.selection.to, " ");
        const link = state.schema.text(words, [state.schema.marks.link.create({ href: here })]);
        return new pm.Slice(pm.Fragment.from(link), 0, 0);
      }
      return pm.Slice.maxOpen(this.text.parse(cleanText(text)).content);
    }

    // A picture alone: there is nothing to take over, and the browser must not try.
    onlyPictures(data) {
      const pictures = [...(data ? data.files : [])].length;
      if (!pictures || data.getData("text/html") || data.getData("text/plain")) {
        return false;
      }
      this.say("images", pictures);
      return true;
    }

    dropped(event) {
      if (event.dataTransfer && event.dataTransfer.files.length) {
        event.preventDefault();
        this.say("images", event.dataTransfer.files.length);
        return true;
      }
      return false;
    }

    // --- What is said under the text, and read aloud

    say(what, number = 0) {
      const line = this.box.querySelector("[role=status]");
      const words = what ? line.dataset[number === 1 ? `${what}One` : what] : "";
      line.textContent = (words || "").replace("{number}", String(number));
    }

    // --- The toolbar: one stop of Tab, arrows inside

    toolbar() {
      const bar = this.box.querySelector("[role=toolbar]");
      this.buttons = [...bar.querySelectorAll("button")];
      if (onApple) {
        for (const button of this.buttons) {
          button.title = button.title.replace("Ctrl+", "⌘");
          button.setAttribute("aria-keyshortcuts", (button.getAttribute("aria-keyshortcuts") || "").replaceAll("Control", "Meta"));
        }
      }
      this.buttons.forEach((button, index) => { button.tabIndex = index ? -1 : 0; });
      bar.addEventListener("mousedown", (event) => event.preventDefault()); // the text keeps its selection
      bar.addEventListener("click", (event) => {
        const button = event.target.closest("button");
        if (button && button.getAttribute("aria-disabled") !== "true") {
          this.stop(button);
          this.run(button.dataset.command, event.detail === 0);
        }
      });
      bar.addEventListener("keydown", (event) => this.onBar(event));
      bar.addEventListener("focusin", (event) => this.stop(event.target));
    }

    onBar(event) {
      const shown = this.buttons.filter((one) => one.offsetParent !== null);
      const at = shown.indexOf(document.activeElement);
      const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: shown.length - 1 }[event.key];
      if (event.key === "Escape") {
        event.preventDefault();
        this.view.focus();
      } else if (to !== undefined) {
        event.preventDefault();
        shown.at(to % shown.length).focus();
      }
    }

    // The one button that Tab stops at.
    stop(button) {
      if (this.buttons.includes(button)) {
        this.buttons.forEach((one) => { one.tabIndex = one === button ? 0 : -1; });
      }
    }

    run(name, byKeyboard = false) {
      const command = commandsOf[this.kind][name];
      if (command.opens === "link") {
        this.links.open();
        return;
      }
      command.run(this.view.state, this.view.dispatch, this.view);
      const gone = byKeyboard && document.activeElement.offsetParent === null;
      if (!byKeyboard || gone) {
        this.view.focus();
      }
    }

    keyDown(event) {
      if (event.altKey && event.key === "F10") {
        event.preventDefault();
        this.buttons.find((one) => one.tabIndex === 0).focus();
        return true;
      }
      if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        this.links.open();
        return true;
      }
      return false;
    }

    refresh() {
      if (!this.buttons) {
        return;
      }
      const { state } = this.view;
      this.box.querySelector("h2").hidden = !state.doc.content.content.some((one) => one.type.name === "heading");
      const inTable = this.kind === "rich" && pm.isInTable(state);
      this.box.querySelector(".editor__table").hidden = !inTable;
      for (const button of this.buttons) {
        const command = commandsOf[this.kind][button.dataset.command];
        if (command.isOn) {
          button.setAttribute("aria-pressed", String(Boolean(command.isOn(state))));
        }
        if (command.run) {
          button.setAttribute("aria-disabled", String(!command.run(state)));
        }
      }
      const current = this.buttons.find((one) => one.tabIndex === 0);
      if (current.closest("[hidden]")) {
        this.stop(this.buttons[0]);
      }
    }
  }

  // A field inside something folded gets its editor when that opens: a page has more than twenty.
  for (const area of document.querySelectorAll("textarea[data-editor]")) {
    const fold = area.closest("details:not([open])");
    if (fold) {
      fold.addEventListener("toggle", () => area.classList.contains("editor__source") || new Editor(area));
    } else {
      new Editor(area);
    }
  }
}
