// A document of the editor as Markdown, with as few backslashes as reading it back needs.
"use strict";

{
  const { MarkdownSerializer } = ProseMirror;

  // A line that would begin something else than text.
  const START = /^(\s*)(\d+\)(?=\s|$)|=+\s*$)/;
  const MARKUP_ONLY = /&(?=#?\w+;)|[<|]/g;

  const writer = (careful) => new MarkdownSerializer({
    blockquote: (state, node) => state.wrapBlock("> ", null, node, () => state.renderContent(node)),
    code_block(state, node) {
      const inside = node.textContent.match(/`{3,}/g) || [];
      const fence = inside.reduce((longest, one) => (one.length >= longest.length ? `${one}\`` : longest), "```");
      state.write(`${fence}${node.attrs.params}\n`);
      state.text(node.textContent, false);
      state.write("\n");
      state.write(fence);
      state.closeBlock(node);
    },
    heading(state, node) {
      state.write(`${"#".repeat(node.attrs.level)} `);
      state.oneLine = true;
      state.renderInline(node, false);
      state.oneLine = false;
      state.closeBlock(node);
    },
    horizontal_rule(state, node) {
      state.write("---");
      state.closeBlock(node);
    },
    bullet_list: (state, node) => state.renderList(node, "  ", () => `${node.attrs.mark} `),
    ordered_list(state, node) {
      const { order } = node.attrs;
      const width = String(order + node.childCount - 1).length + 2;
      state.renderList(node, " ".repeat(width), (index) => `${order + index}${node.attrs.mark} `);
    },
    list_item: (state, node) => state.renderContent(node),
    paragraph(state, node) {
      state.renderInline(node);
      state.closeBlock(node);
    },
    table(state, node) {
      const row = (line) => {
        line.forEach((cell, _offset, index) => {
          state.write(index ? " | " : "| ");
          state.renderInline(cell.firstChild, false);
        });
        state.write(" |");
      };
      state.oneLine = state.inCell = true;
      node.forEach((line, _offset, index) => {
        if (index) {
          state.ensureNewLine();
        }
        row(line);
        if (!index) {
          const rules = line.content.content.map((cell) => RULES[cell.attrs.align] || "---");
          state.ensureNewLine();
          state.write(`| ${rules.join(" | ")} |`);
        }
      });
      state.oneLine = state.inCell = false;
      state.closeBlock(node);
    },
    hard_break(state, node, parent, index) {
      const last = parent.content.content.slice(index + 1).every((one) => one.type === node.type);
      if (!last) {
        state.write(state.oneLine ? " " : "\n");
      }
    },
    text(state, node, parent, index) {
      const before = index ? parent.child(index - 1) : null;
      const start = state.atBlockStart || Boolean(before && before.type.name === "hard_break");
      let text = node.text;
      if (careful && !state.inAutolink) {
        text = state.esc(text, start).replace(MARKUP_ONLY, "\\$&");
        text = start ? text.replace(START, (_all, blank, mark) => `${blank}${mark.slice(0, -1)}\\${mark.slice(-1)}`) : text;
      } else if (state.inCell) {
        text = text.replace(/\|/g, "\\|");
      }
      state.text(text, false);
    },
  }, {
    em: { open: "*", close: "*", mixable: true, expelEnclosingWhitespace: true },
    strong: { open: "**", close: "**", mixable: true, expelEnclosingWhitespace: true },
    link: {
      open: (state, mark, parent, index) => {
        const text = parent.child(index);
        const alone = index + 1 === parent.childCount || !mark.isInSet(parent.child(index + 1).marks);
        state.inAutolink = alone && text.text === mark.attrs.href && text.marks.length === 1
          && /^[a-z]+:[^\s<>]+$/i.test(mark.attrs.href);
        return state.inAutolink ? "<" : "[";
      },
      close: (state, mark) => {
        const { href, title } = mark.attrs;
        const plain = state.inAutolink;
        state.inAutolink = undefined;
        const named = title ? ` "${title.replace(/"/g, '\\"')}"` : "";
        return plain ? ">" : `](${href.replace(/[()\s]/g, encodeURIComponent).replace(/[()]/g, "\\$&")}${named})`;
      },
      mixable: true,
    },
    code: {
      open: (_state, _mark, parent, index) => ticks(parent.child(index).text)[0],
      close: (_state, _mark, parent, index) => ticks(parent.child(index - 1).text)[1],
      escape: false,
    },
  });

  const RULES = { left: ":--", center: ":-:", right: "--:" };

  const ticks = (text) => {
    const longest = Math.max(0, ...(text.match(/`+/g) || []).map((one) => one.length));
    const fence = "`".repeat(longest + 1);
    return longest ? [`${fence} `, ` ${fence}`] : [fence, fence];
  };

  const plainWriter = writer(false);
  const carefulWriter = writer(true);
  const trimmed = (text) => text.replace(/[^\S\n]+$/gm, "").replace(/^\n+|\n+$/g, "");
  const written = (serializer, content) => trimmed(serializer.serialize(content));

  // As few backslashes as do: the plain text, where it reads back as the same.
  const shortest = (content, readBack) => {
    const careful = written(carefulWriter, content);
    const plain = written(plainWriter, content);
    if (plain === careful) {
      return plain;
    }
    const back = readBack(plain);
    return back && written(carefulWriter, back) === careful ? plain : careful;
  };

  Object.assign(globalThis.noteEditor, { shortest, trimmed });
}
