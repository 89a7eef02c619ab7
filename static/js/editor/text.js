// The text of a part as Markdown and as a document of the editor, and back.
// What nobody touched keeps the very characters that it had: every block remembers its source.
"use strict";

{
  const { MarkdownIt, MarkdownParser } = ProseMirror;
  const { rich, points, shortest, trimmed } = globalThis.noteEditor;

  // The rules of app/core/markdown.py, so that screen and server read a text alike. Images and
  // reference links do not exist here: both stay the characters they are.
  const markdown = new MarkdownIt("commonmark", { html: false, breaks: true })
    .enable("table").disable(["image", "reference"]);

  // --- Markdown in

  const isTight = (tokens, index) => {
    const first = tokens.slice(index + 1).find((token) => token.type !== "list_item_open");
    return Boolean(first && first.hidden);
  };

  const aligned = (token) => {
    const found = /text-align:(left|center|right)/.exec(token.attrGet("style") || "");
    return { align: found ? found[1] : null };
  };

  const markTokens = {
    em: { mark: "em" },
    strong: { mark: "strong" },
    link: {
      mark: "link",
      getAttrs: (token) => ({ href: token.attrGet("href"), title: token.attrGet("title") || null }),
    },
    code_inline: { mark: "code", noCloseToken: true },
  };

  // A cell holds a paragraph in the editor; the tokens of a table have none.
  const withParagraphs = (tokens) => tokens.flatMap((token) => {
    if (token.type === "th_open" || token.type === "td_open") {
      return [token, { type: "paragraph_open" }];
    }
    return token.type === "th_close" || token.type === "td_close"
      ? [{ type: "paragraph_close" }, token] : [token];
  });

  const richParser = new MarkdownParser(
    rich,
    { parse: (text, env) => withParagraphs(markdown.parse(text, env)) },
    {
      ...markTokens,
      blockquote: { block: "blockquote" },
      paragraph: { block: "paragraph" },
      list_item: { block: "list_item" },
      bullet_list: {
        block: "bullet_list",
        getAttrs: (token, tokens, i) => ({ tight: isTight(tokens, i), mark: token.markup }),
      },
      ordered_list: {
        block: "ordered_list",
        getAttrs: (token, tokens, i) => ({
          order: Number(token.attrGet("start") ?? 1), tight: isTight(tokens, i), mark: token.markup,
        }),
      },
      heading: { block: "heading", getAttrs: (token) => ({ level: Number(token.tag.slice(1)) }) },
      code_block: { block: "code_block", noCloseToken: true },
      fence: { block: "code_block", getAttrs: (token) => ({ params: token.info || "" }), noCloseToken: true },
      hr: { node: "horizontal_rule" },
      hardbreak: { node: "hard_break" },
      softbreak: { node: "hard_break" },
      table: { block: "table" },
      thead: { ignore: true },
      tbody: { ignore: true },
      tr: { block: "table_row" },
      th: { block: "table_header", getAttrs: aligned },
      td: { block: "table_cell", getAttrs: aligned },
    },
  );

  const pointParser = new MarkdownParser(
    points,
    { parse: (line, env) => [{ type: "paragraph_open" }, ...markdown.parseInline(line, env), { type: "paragraph_close" }] },
    {
      ...markTokens,
      paragraph: { block: "paragraph" },
      hardbreak: { ignore: true, noCloseToken: true },
      softbreak: { ignore: true, noCloseToken: true },
    },
  );

  // --- The two kinds of field

  const sources = new WeakMap(); // block → its source
  const gaps = new WeakMap(); // block → what stood between it and the block after it

  const remember = (doc, tokens, text) => {
    const starts = [0];
    for (const line of text.split("\n")) {
      starts.push(starts.at(-1) + line.length + 1);
    }
    const blocks = tokens.filter((token) => token.level === 0 && token.nesting !== -1);
    if (blocks.length !== doc.childCount) {
      return;
    }
    doc.forEach((node, _offset, index) => {
      const [first, end] = blocks[index].map;
      const source = text.slice(starts[first], starts[end]).trimEnd();
      sources.set(node, source);
      if (index + 1 < blocks.length) {
        const between = text.slice(starts[first] + source.length, starts[blocks[index + 1].map[0]]);
        gaps.set(node, { next: doc.child(index + 1), text: between });
      }
    });
  };

  const isList = (node) => node.type === rich.nodes.bullet_list || node.type === rich.nodes.ordered_list;

  // A block as Markdown. Lists go item by item: after a change only that item is written anew.
  const blockText = (node) => {
    if (!sources.has(node)) {
      sources.set(node, isList(node) ? listText(node)
        : shortest(rich.nodes.doc.create(null, node), (text) => richParser.parse(text)));
    }
    return sources.get(node);
  };

  const listText = (node) => {
    const { order, tight, mark: sign } = node.attrs;
    const ordered = node.type === rich.nodes.ordered_list;
    const width = ordered ? String(order + node.childCount - 1).length + 2 : 2;
    const items = node.content.content.map((item, index) => {
      const mark = ordered ? `${order + index}${sign} ` : `${sign} `;
      const text = item.content.content.reduce((before, child, at) => {
        const between = tight && isList(child) ? "\n" : "\n\n";
        return `${before}${at ? between : ""}${blockText(child)}`;
      }, "");
      return trimmed(mark + text.replace(/\n(?!\n|$)/g, `\n${" ".repeat(width)}`));
    });
    return items.join(tight ? "\n" : "\n\n");
  };

  const richText = {
    schema: rich,
    parse(text) {
      const doc = richParser.parse(text);
      const filled = doc.childCount ? doc : rich.nodes.doc.createAndFill();
      remember(filled, markdown.parse(text, {}), text);
      return filled;
    },
    write(doc) {
      const out = [];
      let last = null;
      doc.forEach((node) => {
        const source = blockText(node);
        if (!source) {
          return;
        }
        const gap = last && gaps.get(last);
        out.push(last ? (gap && gap.next === node ? gap.text : "\n\n") : "", source);
        last = node;
      });
      return out.join("");
    },
  };

  // As content.points on the server: a line is a point, without the mark before it.
  const withoutMark = (line) => {
    const [, head, rest] = /^(\S+) +(.*)$/.exec(line) || [null, "", ""];
    const isMark = /^[-*•–]$/.test(head) || /^\d{1,2}[.)]$/.test(head);
    return isMark && rest ? rest.trim() : line;
  };

  const readPoint = (line) => {
    const block = richParser.parse(line);
    const paragraph = block.childCount === 1 && block.firstChild.type === rich.nodes.paragraph;
    return paragraph && withoutMark(line) === line ? pointParser.parse(line) : null;
  };

  const speakingPoints = {
    schema: points,
    parse(text) {
      const lines = text.split(/\r?\n/).map((line) => line.trim()).filter(Boolean);
      const found = lines.map((line) => {
        const point = pointParser.parse(withoutMark(line)).firstChild;
        sources.set(point, line);
        return point;
      });
      return found.length ? points.nodes.doc.create(null, found) : points.nodes.doc.createAndFill();
    },
    write(doc) {
      const lines = [];
      doc.forEach((node) => {
        if (!sources.has(node)) {
          sources.set(node, shortest(points.nodes.doc.create(null, node), readPoint).replace(/\s*\n\s*/g, " "));
        }
        lines.push(sources.get(node));
      });
      return lines.filter(Boolean).join("\n");
    },
  };

  globalThis.noteEditor.kinds = { rich: richText, points: speakingPoints };
}
