// What a part of a note can hold: what Markdown can, in the editor.
"use strict";

{
  const { Schema, tableNodes } = ProseMirror;

  const SAFE = /^(?:https?:\/\/|mailto:)/i;
  const LAST_HEADING = 5;

  const inlineMarks = {
    em: { parseDOM: [{ tag: "em" }, { tag: "i" }], toDOM: () => ["em", 0] },
    strong: { parseDOM: [{ tag: "strong" }, { tag: "b" }], toDOM: () => ["strong", 0] },
    link: {
      attrs: { href: {}, title: { default: null } },
      inclusive: false,
      parseDOM: [{
        tag: "a[href]",
        getAttrs: (dom) => SAFE.test(dom.getAttribute("href")) && { href: dom.getAttribute("href") },
      }],
      toDOM: (mark) => ["a", { href: mark.attrs.href }, 0],
    },
    code: { parseDOM: [{ tag: "code" }], toDOM: () => ["code", 0] },
  };

  const cells = tableNodes({
    tableGroup: "block",
    cellContent: "paragraph",
    cellAttributes: {
      align: { default: null, getFromDOM: () => null, setDOMAttr: () => undefined },
    },
  });

  // Headings stand below those of the page: # is a heading of level 3 there.
  const rich = new Schema({
    nodes: {
      doc: { content: "block+" },
      paragraph: { content: "inline*", group: "block", parseDOM: [{ tag: "p" }], toDOM: () => ["p", 0] },
      heading: {
        attrs: { level: { default: 1 } },
        content: "inline*",
        group: "block",
        defining: true,
        parseDOM: [1, 2, 3, 4, 5, 6].map((level) => ({
          tag: `h${level}`, attrs: { level: Math.min(Math.max(level - 2, 1), 3) },
        })),
        toDOM: (node) => [`h${Math.min(node.attrs.level + 2, LAST_HEADING)}`, 0],
      },
      blockquote: {
        content: "block+", group: "block", defining: true,
        parseDOM: [{ tag: "blockquote" }], toDOM: () => ["blockquote", 0],
      },
      horizontal_rule: { group: "block", parseDOM: [{ tag: "hr" }], toDOM: () => ["hr"] },
      code_block: {
        attrs: { params: { default: "" } },
        content: "text*", group: "block", marks: "", code: true, defining: true,
        parseDOM: [{ tag: "pre", preserveWhitespace: "full" }], toDOM: () => ["pre", ["code", 0]],
      },
      bullet_list: {
        attrs: { tight: { default: true }, mark: { default: "-" } },
        content: "list_item+", group: "block",
        parseDOM: [{ tag: "ul" }], toDOM: () => ["ul", 0],
      },
      ordered_list: {
        attrs: { order: { default: 1 }, tight: { default: true }, mark: { default: "." } },
        content: "list_item+", group: "block",
        parseDOM: [{ tag: "ol", getAttrs: (dom) => ({ order: dom.start || 1 }) }],
        toDOM: (node) => (node.attrs.order === 1 ? ["ol", 0] : ["ol", { start: node.attrs.order }, 0]),
      },
      list_item: {
        content: "paragraph block*", defining: true,
        parseDOM: [{ tag: "li" }], toDOM: () => ["li", 0],
      },
      ...cells,
      hard_break: {
        group: "inline", inline: true, selectable: false,
        parseDOM: [{ tag: "br" }], toDOM: () => ["br"],
      },
      text: { group: "inline" },
    },
    marks: inlineMarks,
  });

  // Speaking points: each a sentence or two, nothing else.
  const points = new Schema({
    nodes: {
      doc: { content: "paragraph+" },
      paragraph: {
        content: "inline*",
        group: "block",
        parseDOM: [{ tag: "p" }],
        toDOM: () => ["p", { class: "editor__point" }, 0],
      },
      text: { group: "inline" },
    },
    marks: inlineMarks,
  });

  globalThis.noteEditor = Object.assign(globalThis.noteEditor || {}, { SAFE, rich, points });
}
