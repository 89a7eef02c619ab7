// The second pass over what was pasted: blocks in order, each a line of runs; lists are lines with a level.
"use strict";

{
  const { SAFE, BLOCKS } = globalThis.noteEditor;

  const BLANK = /[\s\u00a0\u2000-\u200a\u202f\u3000]+/g;
  const INVISIBLE = /[\u00ad\u200b-\u200f\u2028\u2029\u202a-\u202e\u2060-\u2064\ufeff\ufffc]/g;
  const BULLET = /^[·•●▪■◦‣○\uf0a7\uf0b7\uf0d8]$/;
  const NUMBER = /^\(?(?:\d{1,3}|[a-z]|[ivxl]{2,5})[.)]$/i;
  const LONGEST_MARKER = 12;
  const MOST_COLUMNS = 30;
  const MOST_LEVELS = 6;

  const target = (href) => {
    const address = (href || "").trim();
    if (!SAFE.test(address)) {
      return null;
    }
    try { // links that a mail filter put around the address
      const url = new URL(address);
      const inner = /\.safelinks\.protection\.outlook\.com$/.test(url.hostname) && url.searchParams.get("url");
      return SAFE.test(inner || "") ? inner : url.href;
    } catch {
      return null;
    }
  };

  // What a line is that nothing was said of.
  const plain = (how) => {
    if (how.item) {
      return { type: "more", level: how.level };
    }
    return { type: how.quote ? "q" : "p" };
  };

  class Reader {
    constructor() {
      this.blocks = [];
      this.runs = [];
      this.kind = { type: "p" };
      this.marker = "";
    }

    read(root) {
      this.children(root, { level: 0 });
      this.flush();
      return this.blocks;
    }

    children(node, how) {
      for (const child of node.childNodes) {
        if (child.nodeType === 3) {
          this.text(child.data, how);
        } else if (child.nodeType === 1) {
          this.element(child, how);
        }
      }
    }

    text(text, how) {
      const lines = how.pre ? text.split(/\r\n?|\n/) : [text];
      lines.forEach((line, index) => {
        if (index) {
          this.runs.push({ break: true });
        }
        this.runs.push({ text: line, bold: how.bold, italic: how.italic, code: how.code, href: how.href });
      });
    }

    element(node, how) {
      const said = (node.getAttribute("data-is") || "").split(" ");
      const name = node.localName;
      if (said.includes("drop") || name === "del") {
        return;
      }
      if (said.includes("marker")) {
        const marker = node.textContent.replace(BLANK, " ").trim();
        if (marker.length <= LONGEST_MARKER) {
          this.marker = this.marker || marker;
          return;
        } // else it was never closed, and holds the text too
      }
      const inside = { ...how };
      if (name === "b" || name === "strong" || said.includes("bold")) { inside.bold = true; }
      if (name === "i" || name === "em" || said.includes("italic")) { inside.italic = true; }
      if (said.includes("notbold")) { inside.bold = false; }
      if (said.includes("notitalic")) { inside.italic = false; }
      if (name === "code") { inside.code = true; }
      if (name === "a") { inside.href = target(node.getAttribute("href")) || how.href; }
      if (name === "br") {
        this.runs.push({ break: true });
      } else if (BLOCKS.has(name)) {
        this.block(node, name, said, inside);
      } else {
        this.children(node, inside);
      }
    }

    block(node, name, said, how) {
      this.flush();
      if (name === "hr") {
        return;
      }
      if (name === "table") {
        this.table(node, how);
        this.kind = plain(how);
        return;
      }
      const level = Number((said.find((one) => /^list\d/.test(one)) || "").slice(4));
      const outline = Number((said.find((one) => /^outline\d/.test(one)) || "").slice(7));
      if (name === "ul" || name === "ol") {
        this.children(node, { ...how, level: how.level + 1, ordered: name === "ol", start: node.start });
      } else if (name === "li") {
        const at = { type: "li", level: Math.min(level || Math.max(how.level, 1), MOST_LEVELS), ordered: how.ordered, start: how.start };
        this.within(node, { ...how, level: at.level, item: true }, at);
      } else if (/^h[1-6]$/.test(name) || (outline && !level && !how.item)) {
        const heading = { type: "h", level: outline || Number(name[1]) };
        this.within(node, how, how.item ? null : heading);
      } else if (level) {
        this.within(node, how, { type: "li", level: Math.min(level, MOST_LEVELS), word: true });
      } else {
        const quote = how.quote || name === "blockquote";
        this.within(node, { ...how, quote, pre: how.pre || name === "pre" }, null);
      }
      this.flush();
      this.kind = plain(how);
    }

    // The content of a block; only the first line of it is a list item, the rest belongs to it.
    within(node, how, kind) {
      if (kind || this.kind.type !== "li") {
        this.kind = kind || plain(how);
      }
      this.marker = "";
      this.children(node, how);
      this.flush();
    }

    flush() {
      const lines = tidy(this.runs);
      this.runs = [];
      if (lines.length === 0) {
        return;
      }
      const { kind } = this;
      if (kind.type === "h") {
        this.blocks.push({ ...kind, runs: joined(lines) });
      } else if (kind.type === "li") {
        this.item(kind, lines);
        this.kind = plain({ item: true, level: kind.level });
      } else {
        for (const runs of paragraphs(lines)) {
          this.blocks.push(kind.type === "p" ? bulleted(runs) : { ...kind, runs });
        }
      }
      this.marker = "";
    }

    item(kind, lines) {
      const [first] = lines[0];
      if (kind.word && !this.marker && BULLET.test(first.text.slice(0, 1))) {
        first.text = first.text.slice(1).trimStart();
      }
      const number = NUMBER.test(this.marker);
      const ordered = kind.word ? number : Boolean(kind.ordered);
      const start = kind.word ? Number.parseInt(this.marker.replace("(", ""), 10) || 1 : kind.start || 1;
      this.blocks.push({ type: "li", level: kind.level, ordered, start, runs: joined(lines, true) });
    }

    table(node, how) {
      const rows = [...node.querySelectorAll("tr")].filter((row) => row.closest("table") === node);
      const layout = node.querySelector("table") !== null;
      const grid = layout ? [] : gridOf(rows, how);
      const columns = Math.max(0, ...grid.map((row) => row.length));
      const caption = node.querySelector(":scope > caption");
      if (caption) {
        this.children(caption, how);
        this.flush();
      }
      if (layout || columns < 2) {
        for (const cell of rows.flatMap((row) => [...row.cells])) {
          this.within(cell, how, null);
        }
        return;
      }
      for (const row of grid) {
        while (row.length < columns) {
          row.push([]);
        }
      }
      this.blocks.push({ type: "table", rows: grid });
    }
  }

  // The cells of a table on a grid: what spans several columns or rows leaves blanks behind it.
  const gridOf = (rows, how) => {
    const taken = new Map();
    const grid = rows.map((row, down) => {
      const line = [];
      const skip = () => {
        while (taken.get(`${down} ${line.length}`)) {
          line.push([]);
        }
      };
      for (const cell of row.cells) {
        skip();
        const reader = new Reader();
        reader.children(cell, { ...how, level: 0, item: false });
        reader.flush();
        const wide = Math.min(cell.colSpan, MOST_COLUMNS - line.length);
        const high = Math.min(cell.rowSpan, rows.length - down);
        for (let below = 1; below < high; below += 1) {
          for (let beside = 0; beside < wide; beside += 1) {
            taken.set(`${down + below} ${line.length + beside}`, true);
          }
        }
        if (wide > 0) {
          line.push(inOne(reader.blocks));
          line.push(...Array.from({ length: wide - 1 }, () => []));
        }
      }
      skip();
      return line;
    });
    return grid.filter((row) => row.some((cell) => cell.length));
  };

  // The blocks of a cell in one line: Markdown has no more in a cell.
  const inOne = (blocks) => blocks.flatMap((block, index) => [
    ...(index ? [{ text: " " }] : []),
    ...(block.type === "li" && !block.ordered && blocks.length > 1 ? [{ text: "• " }] : []),
    ...(block.runs || []).map((run) => (run.break ? { text: " " } : run)),
  ]);

  // Runs in lines (at each break), blanks as one space, nothing around them.
  const tidy = (runs) => {
    const lines = [[]];
    for (const run of runs) {
      if (run.break) {
        lines.push([]);
        continue;
      }
      const line = lines.at(-1);
      let text = run.text.replace(INVISIBLE, "").replace(BLANK, " ");
      const last = line.at(-1);
      text = !last || last.text.endsWith(" ") ? text.trimStart() : text;
      if (text) {
        line.push({ ...run, text });
      }
    }
    for (const line of lines) {
      const last = line.at(-1);
      if (last && last.text.endsWith(" ")) {
        last.text = last.text.trimEnd();
        if (!last.text) {
          line.pop();
        }
      }
    }
    while (lines.length && !lines[0].length) { lines.shift(); }
    while (lines.length && !lines.at(-1).length) { lines.pop(); }
    return lines;
  };

  const joined = (lines, keepBreaks = false) => lines.filter((line) => line.length).flatMap(
    (line, index) => (index ? [keepBreaks ? { break: true } : { text: " " }, ...line] : line),
  );

  // Two breaks in a row are the end of a paragraph.
  const paragraphs = (lines) => {
    const found = [[]];
    for (const line of lines) {
      if (line.length) {
        found.at(-1).push(line);
      } else if (found.at(-1).length) {
        found.push([]);
      }
    }
    return found.filter((one) => one.length).map((one) => joined(one, true));
  };

  // A line that begins with a bullet is an item, whatever made it.
  const bulleted = (runs) => {
    const [head, rest] = [runs[0].text.slice(0, 1), runs[0].text.slice(1)];
    if (!BULLET.test(head) || !/^\s/.test(rest)) {
      return { type: "p", runs };
    }
    return { type: "li", level: 1, ordered: false, start: 1, runs: [{ ...runs[0], text: rest.trimStart() }, ...runs.slice(1)] };
  };

  Object.assign(globalThis.noteEditor, { INVISIBLE, Reader });
}
