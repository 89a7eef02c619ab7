// The first pass over what was pasted: a scanner that leaves only tags that mean something, with what
// they mean. It takes as long as the text is long, whatever was left open.
"use strict";

{
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

  Object.assign(globalThis.noteEditor, { BLOCKS, Scanner });
}
