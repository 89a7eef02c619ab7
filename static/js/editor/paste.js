// What was pasted as clean HTML: headings, lists, tables, bold, italic, links. Nothing else comes in,
// nothing is fetched or run: the text goes through a scanner and a document without a page.
"use strict";

{
  const { SAFE } = globalThis.noteEditor;

  // --- First pass: a scanner that leaves only tags that mean something, with what they mean.
  // It takes as long as the text is long, whatever was left open.

  const BLOCKS = new Set(
    ("p div h1 h2 h3 h4 h5 h6 ul ol li table caption thead tbody tfoot tr td th blockquote pre br hr dl dt dd "
      + "section article header footer main aside figure figcaption address center nav form fieldset").split(" "),
  );
  const INLINE = new Set("a b strong i em span code del".split(" "));
  // What stands between these tags is never text for a reader.
  const SKIPPED = new Set(
    ("script style xml title template svg math object iframe noembed noframes applet audio video canvas select "
      + "textarea head").split(" "),
  );
  const OF_TABLES = new Set("table caption thead tbody tfoot tr td th".split(" "));
  // Tables in tables deeper than this were left open, or lay out a page: their cells become blocks.
  const MOST_TABLES = 3;
  // Blocks in blocks deeper than this are beside each other: browsers take the square of the depth.
  const NESTING = new Set(
    "div ul ol li blockquote pre dl dt dd section article header footer main aside figure address center nav form".split(" "),
  );
  const MOST_NESTING = 60;
  const NOISE = /^(?:mso(?:comment|footnotereference$|annotation)|msocom|msodel)/i;

  // What a style says that matters here, as letters that the second pass reads.
  const meaning = (style) => {
    const found = [];
    const list = /mso-list\s*:\s*([^;]*)/i.exec(style);
    if (list && /ignore/i.test(list[1])) {
      found.push("marker");
    } else if (list && /level(\d+)/i.test(list[1])) {
      found.push(`list${/level(\d+)/i.exec(list[1])[1]}`);
    }
    const outline = /mso-outline-level\s*:\s*([1-9])/i.exec(style);
    if (outline) {
      found.push(`outline${outline[1]}`);
    }
    if (/(?<![\w-])(?:display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden)/i.test(style)
      || /mso-element\s*:\s*(?:comment|field|header|footer)/i.test(style)) {
      found.push("drop");
    }
    const weight = /(?<![\w-])font-weight\s*:\s*(\w+)/i.exec(style);
    if (weight) {
      found.push(/^(?:bold|[6-9]00)/i.test(weight[1]) ? "bold" : "notbold");
    }
    const slant = /(?<![\w-])font-style\s*:\s*(\w+)/i.exec(style);
    if (slant) {
      found.push(/^(?:italic|oblique)/i.test(slant[1]) ? "italic" : "notitalic");
    }
    return found;
  };

  const ATTRIBUTE = /([^\s=/"'>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;

  const readTag = (name, inside) => {
    const said = [];
    const kept = [];
    for (const [, attribute, double, single, bare] of inside.matchAll(ATTRIBUTE)) {
      const value = double ?? single ?? bare ?? "";
      switch (attribute.toLowerCase()) {
        case "style": said.push(...meaning(value)); break;
        case "class":
          if (value.split(/\s+/).some((one) => NOISE.test(one))) {
            said.push("drop");
          }
          if (/^MsoTitle/i.test(value)) {
            said.push("outline1");
          }
          break;
        case "aria-level": case "data-aria-level":
          if (name === "li" && /^[1-9]$/.test(value)) {
            said.push(`list${value}`);
          }
          break;
        case "href": if (name === "a") { kept.push(` href="${value.replace(/"/g, "&quot;")}"`); } break;
        case "colspan": case "rowspan": case "start":
          if (/^\d{1,4}$/.test(value)) {
            kept.push(` ${attribute.toLowerCase()}="${value}"`);
          }
          break;
        default:
      }
    }
    return `<${name}${kept.join("")}${said.length ? ` data-is="${said.join(" ")}"` : ""}>`;
  };

  const LONGEST_QUOTE = 20000;
  const MOST_SPANS = 50;

  class Scanner {
    constructor(html) {
      this.html = html;
      this.out = [];
      this.images = 0;
      this.tables = 0; // how many are open
      this.depth = 0; // how many blocks are open
      this.spans = []; // those that are open in this block: whether each says something
      this.never = new Set(); // what was sought once and does not come any more
    }

    find(what, from) {
      if (this.never.has(what)) {
        return -1;
      }
      const pattern = new RegExp(what, "gi");
      pattern.lastIndex = from;
      const found = pattern.exec(this.html);
      if (!found) {
        this.never.add(what);
      }
      return found ? found.index : -1;
    }

    // The end of a tag: a quote may hide a > , but not when it is never closed.
    endOfTag(from) {
      const { html } = this;
      const plain = this.never.has(">") ? -1 : html.indexOf(">", from);
      if (plain < 0) {
        this.never.add(">");
        return -1;
      }
      let quote = "";
      for (let at = from; at < Math.min(html.length, plain + LONGEST_QUOTE); at += 1) {
        const letter = html[at];
        if (quote) {
          quote = letter === quote ? "" : quote;
        } else if (letter === ">") {
          return at;
        } else if ((letter === '"' || letter === "'") && html[at - 1] === "=") {
          quote = letter;
        }
      }
      return plain;
    }

    scan() {
      const { html } = this;
      let at = 0;
      while (at < html.length) {
        const open = html.indexOf("<", at);
        if (open < 0) {
          this.out.push(html.slice(at));
          break;
        }
        this.out.push(html.slice(at, open));
        at = this.markup(open);
      }
      return this.out.join("");
    }

    markup(open) {
      const { html } = this;
      if (html.startsWith("<!--", open)) {
        const close = this.find("-->", open + 4);
        return close < 0 ? open + 4 : close + 3;
      }
      const close = /[a-z/!?]/i.test(html[open + 1] || "") ? this.endOfTag(open) : -1;
      if (close < 0) {
        this.out.push("&lt;");
        return open + 1;
      }
      const [, slash, name] = /^<(\/?)([a-z][\w:-]*)?/i.exec(html.slice(open, Math.min(open + 64, close + 1)));
      const tag = (name || "").toLowerCase();
      if (SKIPPED.has(tag)) {
        const end = slash ? -1 : this.find(`</${tag}(?=[\\s/>])`, close);
        return end < 0 ? close + 1 : this.endOfTag(end) + 1 || html.length;
      }
      if (tag === "img" || tag === "v:imagedata") {
        this.images += 1;
      } else if (BLOCKS.has(tag) || INLINE.has(tag)) {
        this.keep(tag, slash, html.slice(open + 1 + tag.length, close));
      }
      return close + 1;
    }

    // Most spans say nothing that matters here, and Word makes them by the thousand.
    span(slash, inside) {
      if (slash) {
        this.out.push(this.spans.pop() ? "</span>" : "");
        return;
      }
      const tag = readTag("span", inside);
      const says = tag !== "<span>" && this.spans.length < MOST_SPANS;
      this.spans.push(says);
      this.out.push(says ? tag : "");
    }

    keep(tag, slash, inside) {
      const deep = this.tables > MOST_TABLES && OF_TABLES.has(tag);
      if (tag === "table") {
        this.tables = Math.max(0, this.tables + (slash ? -1 : 1));
      }
      if (tag === "span") {
        this.span(slash, inside);
        return;
      }
      this.spans = BLOCKS.has(tag) ? [] : this.spans;
      this.depth = NESTING.has(tag) ? Math.max(0, this.depth + (slash ? -1 : 1)) : this.depth;
      if (deep) {
        this.out.push("<br>");
      } else if (this.depth > MOST_NESTING && NESTING.has(tag)) {
        this.out.push("<p>");
      } else if (slash) {
        this.out.push(`</${tag}>`);
      } else {
        this.out.push(readTag(tag, inside));
      }
    }
  }

  // --- Second pass: blocks in order, each a line of runs; lists are lines with a level.

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

  // --- Third pass: clean HTML.

  const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");

  const inline = (runs) => runs.map((run) => {
    if (run.break) {
      return "<br>";
    }
    let html = escaped(run.text);
    html = run.code ? `<code>${html}</code>` : html;
    html = run.italic ? `<em>${html}</em>` : html;
    html = run.bold ? `<strong>${html}</strong>` : html;
    return run.href ? `<a href="${escaped(run.href)}">${html}</a>` : html;
  }).join("");

  class Builder {
    constructor(blocks) {
      this.out = [];
      this.open = []; // the lists that are open: level and kind
      const levels = new Set(blocks.filter((one) => one.type === "h").map((one) => one.level));
      this.levels = [...levels].sort();
      this.blocks = blocks;
    }

    build() {
      for (const block of this.blocks) {
        this[block.type](block);
      }
      this.close(0);
      return this.out.join("");
    }

    close(level) {
      while (this.open.length && this.open.at(-1).level > level) {
        this.out.push(`</li></${this.open.pop().tag}>`);
      }
    }

    li(block) {
      const tag = block.ordered ? "ol" : "ul";
      this.close(block.level);
      const top = this.open.at(-1);
      if (top && top.level === block.level && top.tag === tag) {
        this.out.push("</li>");
      } else {
        if (top && top.level === block.level) {
          this.close(block.level - 1);
        }
        this.out.push(tag === "ol" && block.start > 1 ? `<ol start="${block.start}">` : `<${tag}>`);
        this.open.push({ level: block.level, tag });
      }
      this.out.push(`<li><p>${inline(block.runs)}</p>`);
    }

    more(block) {
      if (!this.open.length) {
        this.p(block);
        return;
      }
      this.close(block.level);
      this.out.push(`<p>${inline(block.runs)}</p>`);
    }

    p(block) {
      this.close(0);
      this.out.push(`<p>${inline(block.runs)}</p>`);
    }

    q(block) {
      this.close(0);
      const goesOn = this.out.at(-1) === "</blockquote>";
      if (goesOn) {
        this.out.pop();
      }
      this.out.push(`${goesOn ? "" : "<blockquote>"}<p>${inline(block.runs)}</p>`, "</blockquote>");
    }

    h(block) {
      this.close(0);
      const level = 3 + Math.min(this.levels.indexOf(block.level), 2);
      const runs = block.runs.map((run) => ({ ...run, bold: false }));
      this.out.push(`<h${level}>${inline(runs)}</h${level}>`);
    }

    table(block) {
      this.close(0);
      const rows = block.rows.map((row, index) => {
        const tag = index ? "td" : "th";
        return `<tr>${row.map((cell) => `<${tag}><p>${inline(cell)}</p></${tag}>`).join("")}</tr>`;
      });
      this.out.push(`<table><tbody>${rows.join("")}</tbody></table>`);
    }
  }

  // Speaking points know lines only: an item is one, a row is one.
  const asLines = (blocks) => blocks.flatMap((block) => {
    const lines = block.type === "table" ? block.rows.map((row) => row.flatMap(
      (cell, index) => (index && cell.length ? [{ text: " – " }, ...cell] : cell),
    )) : [block.runs];
    return lines.map((runs) => ({ type: "p", runs: runs.map((run) => (run.break ? { text: " " } : run)) }));
  });

  // Four times what a part may hold: beyond that an editor becomes slow, and it cannot be saved.
  const MOST_TEXT = 400000;

  const size = (runs) => runs.reduce((sum, run) => sum + (run.text || "").length, 1);

  const begin = (runs, most) => {
    let left = most;
    return runs.flatMap((run) => {
      const text = (run.text || "").slice(0, Math.max(left, 0));
      left -= text.length + 1;
      return left < -1 ? [] : [{ ...run, text }];
    });
  };

  // The blocks up to so much text; a single block that is longer is cut within.
  const upTo = (blocks, most) => {
    let left = most;
    const beyond = blocks.findIndex((block) => {
      left -= block.rows ? block.rows.flat().reduce((sum, cell) => sum + size(cell), 0) : size(block.runs);
      return left < 0;
    });
    if (beyond < 0) {
      return blocks;
    }
    const [first] = blocks;
    return beyond > 0 || first.rows ? blocks.slice(0, beyond) : [{ ...first, runs: begin(first.runs, most) }];
  };

  // Clean HTML, how many pictures stayed behind, and whether the end was left out.
  const clean = (html, linesOnly = false) => {
    const scanner = new Scanner(html);
    const safe = scanner.scan();
    const found = new Reader().read(new DOMParser().parseFromString(safe, "text/html").body);
    const kept = upTo(found, MOST_TEXT);
    const blocks = linesOnly ? asLines(kept) : kept;
    return { html: new Builder(blocks).build(), images: scanner.images, cut: kept !== found };
  };

  // Text without markup: signs that programs use for bullets become those of Markdown.
  const cleanText = (text) => text.replace(/\r\n?/g, "\n").replace(INVISIBLE, "").replace(/\u00a0/g, " ")
    .replace(/^[ \t]*[·•●▪■◦‣○\uf0b7][ \t]+/gm, "- ").replace(/^[ \t]{4,}(?![-*+\d])/gm, "");

  Object.assign(globalThis.noteEditor, { clean, cleanText });
}
