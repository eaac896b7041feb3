// The editor's tool for footnotes: a link to #fn-1 in the text, and a paragraph that begins with a link to #fnref-1.
import {Extension, Plugin} from "django-prose-editor/editor";

const LINK = /^#fn(ref)?-([\w-]+)$/;

// The links of footnotes in the order of the text: where each is, and of which note; back: it is in the note.
const linksIn = (doc) => {
  const found = [];
  doc.descendants((node, from) => {
    const mark = node.isText && node.marks.find(({type}) => type.name === "link");
    const match = mark && LINK.exec(mark.attrs.href);
    if (match) {
      found.push({node, mark, from, to: from + node.nodeSize, back: Boolean(match[1]), key: match[2]});
    }
  });
  return found;
};

// Numbers the footnotes in the order of their references. What was typed right behind a number is no part of its link.
const renumber = (tr) => {
  const links = linksIn(tr.doc);
  const keys = [...new Set(links.filter(({back}) => !back).map(({key}) => key))];
  for (const {node, mark, from, to, key} of links.reverse()) {
    const typed = /^\d+/.exec(node.text)?.[0];
    const number = String(keys.indexOf(key) + 1);
    if (!typed) {
      continue;
    }
    if (typed !== node.text) {
      tr.removeMark(from + typed.length, to, mark.type);
    }
    if (number !== "0" && typed !== number) {
      tr.replaceWith(from, from + typed.length, node.type.schema.text(number, node.marks));
    }
  }
  return tr;
};

const addFootnote = ({tr, state, dispatch}) => {
  const {schema} = state;
  const numbers = linksIn(tr.doc).map(({key}) => Number(key) || 0);
  const key = Math.max(0, ...numbers) + 1;
  const linked = (href) => schema.text(String(key), [schema.marks.link.create({href})]);
  if (!tr.selection.$to.parent.inlineContent) {
    return false;
  }
  if (dispatch) {
    tr.insert(tr.selection.to, linked(`#fn-${key}`));
    const note = schema.nodes.paragraph.create(null, [linked(`#fnref-${key}`), schema.text(" ")]);
    tr.insert(tr.doc.content.size, note);
    tr.setSelection(state.selection.constructor.near(tr.doc.resolve(tr.doc.content.size), -1));
    tr.setStoredMarks([]).scrollIntoView();
  }
  return true;
};

export const Footnotes = Extension.create({
  name: "footnotes",

  addCommands() {
    return {addFootnote: () => addFootnote};
  },

  addMenuItems({menu, buttons}) {
    const label = document.querySelector("script[data-footnote]")?.dataset.footnote || "Footnote";
    menu.defineItem({
      name: "footnote",
      groups: "link",
      button: buttons.text(label, label),
      command: (editor) => editor.chain().addFootnote().run(),
    });
  },

  addProseMirrorPlugins() {
    return [
      new Plugin({
        appendTransaction(transactions, _before, state) {
          const tr = transactions.some(({docChanged}) => docChanged) ? renumber(state.tr) : null;
          return tr?.docChanged ? tr : null;
        },
      }),
    ];
  },
});
