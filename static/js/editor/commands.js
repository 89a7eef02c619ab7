// What the buttons and keys of the editor do.
"use strict";

{
  const pm = ProseMirror;
  const { kinds, linkAt } = globalThis.noteEditor;
  const { nodes } = kinds.rich.schema;

  const inNode = (state, wanted, matches = () => true) => {
    const { $from } = state.selection;
    for (let depth = $from.depth; depth > 0; depth -= 1) {
      const node = $from.node(depth);
      if (node.type === wanted && matches(node)) {
        return { node, pos: $from.before(depth), depth };
      }
    }
    return null;
  };

  const nearestList = (state) => {
    const { $from } = state.selection;
    for (let depth = $from.depth; depth > 0; depth -= 1) {
      const node = $from.node(depth);
      if (node.type === nodes.bullet_list || node.type === nodes.ordered_list) {
        return { node, pos: $from.before(depth) };
      }
    }
    return null;
  };

  const hasMark = (state, type) => {
    const { from, to, empty, $from } = state.selection;
    return empty
      ? Boolean(type.isInSet(state.storedMarks || $from.marks()))
      : state.doc.rangeHasMark(from, to, type);
  };

  // A list of this kind, of the other kind, or none any more.
  const toggleList = (type) => (state, dispatch, view) => {
    const list = nearestList(state);
    if (list && list.node.type === type) {
      return pm.liftListItem(nodes.list_item)(state, dispatch, view);
    }
    if (list) {
      if (dispatch) {
        dispatch(state.tr.setNodeMarkup(list.pos, type, { tight: list.node.attrs.tight }));
      }
      return true;
    }
    return pm.wrapInList(type)(state, dispatch, view);
  };

  const toggleHeading = (level) => (state, dispatch, view) => {
    const here = inNode(state, nodes.heading, (node) => node.attrs.level === level);
    return here
      ? pm.setBlockType(nodes.paragraph)(state, dispatch, view)
      : pm.setBlockType(nodes.heading, { level })(state, dispatch, view);
  };

  // Two columns with a head: what a comparison of two things needs.
  const insertTable = (state, dispatch) => {
    if (pm.isInTable(state) || nearestList(state)) {
      return false;
    }
    const row = (type) => nodes.table_row.create(null, [type.createAndFill(), type.createAndFill()]);
    const table = nodes.table.create(null, [row(nodes.table_header), row(nodes.table_cell), row(nodes.table_cell)]);
    if (dispatch) {
      const tr = state.tr.replaceSelectionWith(table);
      const at = tr.mapping.map(state.selection.from);
      let begin = null;
      tr.doc.nodesBetween(Math.max(0, state.selection.from - 1), Math.min(at + 1, tr.doc.content.size), (node, pos) => {
        begin = node.type === nodes.table && begin === null ? pos : begin;
      });
      tr.setSelection(pm.Selection.near(tr.doc.resolve((begin ?? state.selection.from) + 2)));
      dispatch(tr.scrollIntoView());
    }
    return true;
  };

  const hardBreak = (state, dispatch) => {
    if (!state.selection.$from.parent.inlineContent) {
      return false;
    }
    dispatch?.(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView());
    return true;
  };

  // A cell is one line: Enter, also with Shift, goes to the cell below it, or out of the table.
  const downACell = (state, dispatch) => {
    if (!pm.isInTable(state)) {
      return false;
    }
    const row = inNode(state, nodes.table_row);
    const table = inNode(state, nodes.table);
    if (!row || !table) {
      return true;
    }
    const { $from } = state.selection;
    const column = $from.index(row.depth);
    const line = $from.index(table.depth);
    if (dispatch) {
      const { tr } = state;
      const end = table.pos + table.node.nodeSize;
      if (line + 1 < table.node.childCount) {
        let pos = table.pos + 1;
        for (let index = 0; index <= line; index += 1) {
          pos += table.node.child(index).nodeSize;
        }
        const below = table.node.child(line + 1);
        for (let index = 0; index < Math.min(column, below.childCount - 1); index += 1) {
          pos += below.child(index).nodeSize;
        }
        tr.setSelection(pm.Selection.near(tr.doc.resolve(pos + 2)));
      } else {
        if (end === tr.doc.content.size || tr.doc.resolve(end).nodeAfter?.type !== nodes.paragraph) {
          tr.insert(end, nodes.paragraph.create());
        }
        tr.setSelection(pm.Selection.near(tr.doc.resolve(end + 1)));
      }
      dispatch(tr.scrollIntoView());
    }
    return true;
  };

  // --- What every kind of field can, by the name on its button

  const always = (schema) => ({
    strong: { run: pm.toggleMark(schema.marks.strong), isOn: (state) => hasMark(state, schema.marks.strong) },
    em: { run: pm.toggleMark(schema.marks.em), isOn: (state) => hasMark(state, schema.marks.em) },
    link: { opens: "link", isOn: (state) => linkAt(state) !== null },
    undo: { run: pm.undo },
    redo: { run: pm.redo },
  });

  const richCommands = {
    ...always(kinds.rich.schema),
    heading: { run: toggleHeading(1), isOn: (state) => inNode(state, nodes.heading, (one) => one.attrs.level === 1) !== null },
    subheading: { run: toggleHeading(2), isOn: (state) => inNode(state, nodes.heading, (one) => one.attrs.level > 1) !== null },
    bullets: { run: toggleList(nodes.bullet_list), isOn: (state) => nearestList(state)?.node.type === nodes.bullet_list },
    numbers: { run: toggleList(nodes.ordered_list), isOn: (state) => nearestList(state)?.node.type === nodes.ordered_list },
    indent: { run: pm.sinkListItem(nodes.list_item) },
    outdent: { run: pm.liftListItem(nodes.list_item) },
    table: { run: insertTable },
    "row-after": { run: pm.addRowAfter },
    "column-after": { run: pm.addColumnAfter },
    "row-gone": { run: pm.deleteRow },
    "column-gone": { run: pm.deleteColumn },
    "table-gone": { run: pm.deleteTable },
  };

  const keys = (schema) => ({
    "Mod-z": pm.undo,
    "Mod-y": pm.redo,
    "Shift-Mod-z": pm.redo,
    "Mod-b": pm.toggleMark(schema.marks.strong),
    "Mod-i": pm.toggleMark(schema.marks.em),
    Backspace: pm.undoInputRule,
  });

  const richKeys = {
    "Mod-Alt-1": toggleHeading(1),
    "Mod-Alt-2": toggleHeading(2),
    "Mod-Shift-8": toggleList(nodes.bullet_list),
    "Mod-Shift-7": toggleList(nodes.ordered_list),
    "Mod-]": pm.sinkListItem(nodes.list_item),
    "Mod-[": pm.liftListItem(nodes.list_item),
    "Shift-Enter": pm.chainCommands(pm.exitCode, downACell, hardBreak),
    Enter: pm.chainCommands(downACell, pm.splitListItem(nodes.list_item)),
    Tab: pm.goToNextCell(1),
    "Shift-Tab": pm.goToNextCell(-1),
  };

  const richRules = pm.inputRules({
    rules: [
      pm.wrappingInputRule(/^\s*[-*]\s$/, nodes.bullet_list),
      pm.wrappingInputRule(
        /^(\d{1,3})\.\s$/, nodes.ordered_list, (match) => ({ order: Number(match[1]) }),
        (match, list) => list.childCount + list.attrs.order === Number(match[1]),
      ),
      pm.textblockTypeInputRule(/^(#{1,3})\s$/, nodes.heading, (match) => ({ level: match[1].length })),
    ],
  });

  // The first row of a table is its head, and two lists of a kind beside each other are one:
  // Markdown knows no other.
  const settled = (transactions, _before, state) => {
    if (!transactions.some((one) => one.docChanged)) {
      return null;
    }
    const { tr } = state;
    const joins = [];
    state.doc.forEach((node, offset, index) => {
      const before = index ? state.doc.child(index - 1) : null;
      if (node.type === nodes.table) {
        node.forEach((row, down, line) => row.forEach((cell, beside) => {
          const wanted = line ? nodes.table_cell : nodes.table_header;
          if (cell.type !== wanted) {
            tr.setNodeMarkup(offset + down + beside + 2, wanted, cell.attrs);
          }
        }));
      } else if (before && before.type === node.type && before.attrs.mark === node.attrs.mark && [nodes.bullet_list, nodes.ordered_list].includes(node.type)) {
        joins.unshift(offset);
      }
    });
    joins.forEach((at) => tr.join(at));
    return tr.docChanged ? tr : null;
  };

  // A cell of the head without words heads nothing: it is said to be a cell like the others.
  const plainCells = (state) => {
    const found = [];
    state.doc.forEach((table, offset) => {
      if (table.type === nodes.table) {
        table.firstChild.forEach((cell, beside) => {
          const from = offset + beside + 2;
          if (cell.type === nodes.table_header && !cell.textContent) {
            found.push(pm.Decoration.node(from, from + cell.nodeSize, { role: "cell" }));
          }
        });
      }
    });
    return pm.DecorationSet.create(state.doc, found);
  };

  const pluginsOf = {
    rich: () => [
      pm.keymap(richKeys), richRules, pm.gapCursor(), pm.tableEditing(),
      new pm.Plugin({ appendTransaction: settled, props: { decorations: plainCells } }),
    ],
    points: () => [],
  };

  Object.assign(globalThis.noteEditor, {
    commandsOf: { rich: richCommands, points: always(kinds.points.schema) },
    pluginsOf: (kind) => [
      pm.history(), pm.keymap(keys(kinds[kind].schema)), ...pluginsOf[kind](), pm.keymap(pm.baseKeymap),
    ],
  });
}
