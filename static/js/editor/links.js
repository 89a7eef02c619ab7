// Links in the text: what is an address, where the cursor is in one, and the row that asks for it.
"use strict";

{
  const { SAFE } = globalThis.noteEditor;

  // What somebody typed as an address that a link may have; null where it is none.
  const address = (typed) => {
    const text = typed.trim();
    if (/^[^\s@/]+@[^\s@/]+\.[a-z]{2,}$/i.test(text)) {
      return `mailto:${text}`;
    }
    const whole = /^[a-z][a-z0-9+.-]*:/i.test(text) && !/^[^/]+:\d/.test(text) ? text : `https://${text}`;
    if (!SAFE.test(whole)) {
      return null;
    }
    try {
      const url = new URL(whole);
      return url.protocol === "mailto:" || url.hostname.includes(".") || url.hostname === "localhost" ? url.href : null;
    } catch {
      return null;
    }
  };

  // The link that the cursor is in: from, to and where it leads.
  const linkAt = (state) => {
    const type = state.schema.marks.link;
    const { $from, from, to } = state.selection;
    const around = (index) => type.isInSet($from.parent.maybeChild(index)?.marks || []);
    const mark = around($from.index()) || ($from.textOffset === 0 && around($from.index() - 1));
    if (!mark) {
      return null;
    }
    let begin = null;
    let end = null;
    $from.parent.forEach((child, offset) => {
      const start = $from.start() + offset;
      if (mark.isInSet(child.marks) && (begin === null ? start <= Math.max(from, to) : start === end)) {
        begin = begin ?? start;
        end = start + child.nodeSize;
      } else if (end !== null && end < from) {
        begin = end = null;
      }
    });
    return begin === null ? null : { from: begin, to: end, href: mark.attrs.href };
  };

  // Lay a link on what is selected; on the link at the cursor; or on the address itself.
  const setLink = (href) => (state, dispatch) => {
    const mark = state.schema.marks.link.create({ href });
    const here = linkAt(state);
    const { empty } = state.selection;
    const { tr } = state;
    if (empty && !here) {
      tr.replaceSelectionWith(state.schema.text(href.replace(/^mailto:/, ""), [mark]), false);
    } else {
      const { from, to } = empty ? here : state.selection;
      tr.removeMark(from, to, mark.type).addMark(from, to, mark);
    }
    dispatch?.(tr.scrollIntoView());
    return true;
  };

  const removeLink = (state, dispatch) => {
    const here = linkAt(state);
    const { from, to, empty } = state.selection;
    if (empty && !here) {
      return false;
    }
    dispatch?.(state.tr.removeMark(empty ? here.from : from, empty ? here.to : to, state.schema.marks.link));
    return true;
  };

  // The row under the toolbar in which one types an address. It is no part of the form: leaving it
  // open sends nothing, and warns of nothing.
  class LinkRow {
    constructor(row, view) {
      this.row = row;
      this.view = view;
      this.input = row.querySelector("input");
      this.mistake = row.querySelector(".editor__mistake");
      row.addEventListener("keydown", (event) => {
        if (event.key === "Escape") {
          event.preventDefault();
          this.close();
        } else if (event.key === "Enter" && event.target === this.input) {
          event.preventDefault(); // not the form
          this.place();
        }
      });
      row.querySelector("[data-link=place]").addEventListener("click", () => this.place());
      row.querySelector("[data-link=remove]").addEventListener("click", () => {
        removeLink(view.state, view.dispatch);
        this.close();
      });
      this.input.addEventListener("input", (event) => event.stopPropagation());
    }

    open() {
      const here = linkAt(this.view.state);
      this.row.hidden = false;
      this.row.querySelector("[data-link=remove]").hidden = here === null;
      this.mistake.hidden = true;
      this.input.removeAttribute("aria-invalid");
      this.input.value = here ? here.href : "";
      this.input.focus();
      this.input.select();
    }

    place() {
      const href = address(this.input.value);
      this.mistake.hidden = href !== null;
      this.input.setAttribute("aria-invalid", String(href === null));
      if (href === null) {
        this.input.focus();
        return;
      }
      setLink(href)(this.view.state, this.view.dispatch);
      this.close();
    }

    close() {
      this.row.hidden = true;
      this.view.focus();
    }
  }

  Object.assign(globalThis.noteEditor, { address, linkAt, LinkRow });
}
