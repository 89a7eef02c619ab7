// What was pasted as clean HTML: headings, lists, tables, bold, italic, links. Nothing else comes in,
// nothing is fetched or run: the text goes through a scanner and a document without a page.
"use strict";

{
  const { INVISIBLE, Reader, Scanner } = globalThis.noteEditor;

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
