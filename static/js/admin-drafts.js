/*
 * Drafts of the admin's forms, kept in this browser while one types, and the question before unsaved text is left.
 *
 * A draft is one entry of localStorage, named by account and form: when it was kept, and of each changed field
 * the first state, the present state and the label. The template "draft-offer" of a page says that its form has drafts. Fields of inline
 * rows are named by the row's id, those of added rows by an id of their own, since their numbers change. The server
 * names the forms that it has saved (data-saved); nothing else counts as saved.
 */
"use strict";
{
  const { account, saved, keep } = document.currentScript.dataset;
  const PREFIX = "plenary-draft:";
  const SIGNING_OUT = "plenary-signing-out";
  const LIFE = 3 * 24 * 60 * 60 * 1000; // ms
  const PAUSE = 1000; // ms after the last change
  const MOST_COMPARED = 4_000_000; // pairs of words; longer texts are shown whole
  const MOST = 1_000_000; // characters of one draft; browsers store about five million for a site
  const LEFT_OUT = ["hidden", "password", "file", "submit", "button", "image", "reset"];
  const CHOICES = ["action", "select_across", "_selected_action", "selected"]; // of rows, not of text
  const offer = document.querySelector("template.draft-offer");
  const editors = new WeakMap();
  let isLeaving = false;

  /* 1 The store */

  const keyOf = (object) => `${PREFIX}${account}:${object}`;

  function read(key) {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null; // no store, or nothing of ours
    }
  }

  /* Return whether the draft is stored; a full or forbidden store is no error. */
  function write(key, draft) {
    try {
      const text = JSON.stringify(draft);
      if (text.length > MOST) return false;
      localStorage.setItem(key, text);
      return true;
    } catch {
      return false;
    }
  }

  /* Remove drafts that are saved, too old, of another account, or of one that has signed out. */
  function sweep() {
    const isOut = !account && localStorage.getItem(SIGNING_OUT) !== null;
    if (isOut || sessionStorage.getItem(SIGNING_OUT) !== null) stay();
    for (const key of Object.keys(localStorage).filter((each) => each.startsWith(PREFIX))) {
      const isAnothers = account && !key.startsWith(keyOf(""));
      const isOver = !(Date.now() - read(key)?.at < LIFE);
      if (isOut || isAnothers || isOver || keep === undefined) localStorage.removeItem(key);
    }
    for (const object of JSON.parse(saved || "[]")) {
      const draft = read(keyOf(object));
      if (!draft?.sent) continue; // none, or another window has typed on
      const left = Object.entries(draft.fields).filter(([name]) => draft.undecided.includes(name));
      if (left.length) write(keyOf(object), { ...draft, sent: false, fields: Object.fromEntries(left) });
      else localStorage.removeItem(keyOf(object));
    }
  }

  /* A page that follows without an account means that signing out was done; one with it, that it was not. */
  function signOut() {
    for (const store of stores()) store.setItem(SIGNING_OUT, "");
    setTimeout(stay, 60_000); // the question before leaving was answered with staying
  }

  function stay() {
    for (const store of stores()) store.removeItem(SIGNING_OUT);
  }

  function stores() {
    try {
      return [localStorage, sessionStorage];
    } catch {
      return []; // the browser forbids this site to store anything
    }
  }

  /* 2 Fields */

  const isChecked = (field) => field.type === "checkbox" || field.type === "radio";
  const isChosen = (field) => field.matches("select");
  const isMoved = (field) => field.closest(".selector") !== null; // two lists: all of the second counts
  const pairs = (options) => options.map((option) => [option.value, option.textContent.trim()]);
  const bare = (state) => JSON.stringify(Array.isArray(state) ? state.map(([value]) => value).sort() : state);
  const same = (one, other) => bare(one) === bare(other);

  function fieldsOf(form) {
    return [...form.elements].filter((field) =>
      field.name && field.matches("input, select, textarea") && !field.matches(":disabled")
      && !LEFT_OUT.includes(field.type) && !CHOICES.includes(field.name) && !field.name.includes("__prefix__")
      && !field.matches(".selector select:not([id$=_to])"));
  }

  function stateOf(field) {
    if (isChecked(field)) return field.checked;
    if (isChosen(field)) return pairs(isMoved(field) ? [...field.options] : [...field.selectedOptions]);
    return field.value;
  }

  /* The state that the server has written into the page; browsers fill in others when a page is loaded again. */
  function firstStateOf(field) {
    if (isChecked(field)) return field.defaultChecked;
    if (isChosen(field)) {
      const options = [...field.options].filter((option) => option.defaultSelected);
      if (!options.length && field.type === "select-one") options.push(...[...field.options].slice(0, 1));
      return pairs(options);
    }
    if (field.matches("textarea")) return field.defaultValue;
    const plain = field.cloneNode();
    plain.value = field.defaultValue; // as the type of the field writes it
    return plain.value;
  }

  function fill(field, state) {
    if (isChecked(field)) field.checked = state;
    else if (isChosen(field)) choose(field, state);
    else if (editors.has(field)) editors.get(field).commands.setContent(state);
    else field.value = state;
    for (const name of ["input", "change"]) field.dispatchEvent(new Event(name, { bubbles: true }));
  }

  /* Fields that search have only the chosen options. */
  function choose(select, chosen) {
    for (const [value, label] of chosen) {
      if (![...select.options].some((option) => option.value === value)) select.append(new Option(label, value));
    }
    for (const option of select.options) option.selected = chosen.some(([value]) => value === option.value);
  }

  /* 3 Rows of inlines */

  function rowOf(field) {
    const [, prefix, number, name] = /^(.+?)-(\d+)-(.+)$/.exec(field.name) ?? [];
    const stored = prefix && field.form.elements[`${prefix}-INITIAL_FORMS`];
    if (!stored) return null;
    const element = document.getElementById(`${prefix}-${number}`) ?? field;
    const added = Number(number) - Number(stored.value);
    const id = field.form.elements[`${prefix}-${number}-id`]?.value;
    return { prefix, name, element, added, number: Number(number), key: added < 0 ? `#${id || number}` : null };
  }

  /* The name of a field that holds from one opening of the form to the next. */
  function nameOf(field) {
    const row = rowOf(field);
    if (row?.added >= 0) row.key = row.element.dataset.row ??= `+${Date.now().toString(36)}.${row.number}`;
    const name = row ? `${row.prefix}-${row.key}-${row.name}` : field.name;
    return isChecked(field) ? `${name}=${field.value}` : name;
  }

  function labelOf(field) {
    const cell = field.closest("td");
    const column = [...(cell?.classList ?? [])].find((each) => each.startsWith("field-") || each === "delete");
    const head = column && cell.closest("table").querySelector(
      column === "delete" ? "thead th:last-child" : `thead .${column.replace("field-", "column-")}`);
    const own = head ?? field.labels?.[0];
    const row = rowOf(field);
    const group = row && document.getElementById(`${row.prefix}-heading`)?.textContent.trim();
    const line = field.closest(".line");
    const place = row ? `${group} ${row.number + 1}: ` : line ? `${[...line.parentElement.children].indexOf(line) + 1}: ` : "";
    const part = field.getAttribute("aria-label");
    const label = (own?.textContent ?? field.name).trim().replace(/:$/, "");
    return place + label + (part && part !== label ? `, ${part}` : "");
  }

  /* 4 A form */

  class Guarded {
    constructor(form, offer) {
      this.form = form;
      this.offer = offer;
      this.words = offer?.dataset ?? {};
      this.key = offer && keyOf(this.words.object);
      this.first = new Map();
      this.undecided = {};
      this.hasKept = false;
      this.isSentBack = "sentBack" in this.words;
      this.hasFiles = false;
      form.addEventListener("change", (event) => { this.hasFiles ||= event.target.type === "file"; });
      if (offer) this.open();
      for (const field of fieldsOf(form)) this.firstState(field, nameOf(field));
    }

    open() {
      const draft = read(this.key);
      this.nameRows(draft);
      if (!draft) return;
      if (this.isSentBack) for (const [name, { was }] of Object.entries(draft.fields)) this.first.set(name, was);
      this.draft = draft;
      const differing = this.differences();
      this.undecided = Object.fromEntries(differing.map(({ name, kept }) => [name, kept]));
      if (differing.length) this.show(differing);
      else if (!this.isSentBack) localStorage.removeItem(this.key);
    }

    /* Unsaved rows that are in the page from the start: those of a form sent back have the names of the draft. */
    nameRows(draft) {
      for (const field of fieldsOf(this.form)) {
        const row = rowOf(field);
        if (row?.added >= 0) row.element.dataset.row ??= (this.isSentBack && draft?.rows[row.prefix]?.[row.added]) || `+${row.added}`;
      }
    }

    firstState(field, name) {
      if (!this.first.has(name)) this.first.set(name, firstStateOf(field));
      return this.first.get(name);
    }

    changes() {
      const found = {};
      for (const field of fieldsOf(this.form)) {
        const name = nameOf(field);
        const [was, is] = [this.firstState(field, name), stateOf(field)];
        if (!same(was, is)) found[name] = { was, is, label: labelOf(field), isRich: "djangoProseEditorConfigurable" in field.dataset };
      }
      return found;
    }

    isUnsaved() {
      return this.isSentBack || this.hasFiles || Object.keys(this.changes()).length > 0;
    }

    keep() {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.keepNow(false), PAUSE);
    }

    keepNow(isSent) {
      clearTimeout(this.timer);
      if (!this.offer) return;
      const changes = this.changes();
      const fields = { ...this.undecided, ...changes };
      if (!Object.keys(fields).length) {
        if (this.hasKept) localStorage.removeItem(this.key);
        return;
      }
      const content = JSON.stringify([fields, isSent]);
      if (content === this.content) return;
      const draft = {
        at: Object.keys(changes).length ? Date.now() : this.draft.at, // of a draft that merely waits it stays
        sent: isSent,
        files: this.hasFiles || (this.draft?.files ?? false),
        rows: this.rows(),
        undecided: Object.keys(this.undecided),
        fields,
      };
      this.hasKept = write(this.key, draft);
      this.content = this.hasKept ? content : null;
      const isSaid = this.line?.isConnected && this.line.role === "alert";
      if (!this.hasKept && !isSaid) this.say(this.words.full, "alert");
      else if (this.hasKept && isSaid) this.line.remove();
    }

    /* The names of the unsaved rows of each inline, in their order. */
    rows() {
      const found = {};
      for (const field of fieldsOf(this.form)) {
        const row = rowOf(field);
        if (!(row?.added >= 0)) continue;
        nameOf(field);
        (found[row.prefix] ??= [])[row.added] = row.element.dataset.row;
      }
      return found;
    }

    say(sentence, role = null) {
      this.line?.remove();
      this.line = document.createElement("p");
      this.line.className = "draft-line";
      this.line.role = role;
      this.line.textContent = sentence;
      this.form.before(this.line);
    }

    /* 5 The offer */

    differences() {
      const fields = new Map(fieldsOf(this.form).map((field) => [nameOf(field), field]));
      return Object.entries(this.draft.fields)
        .map(([name, kept]) => ({ name, kept, field: fields.get(name), isNew: /-\+[^-]+-/.test(name) }))
        .filter(({ field, kept }) => !field || !same(stateOf(field), kept.is));
    }

    show(differing) {
      this.panel = this.offer.content.firstElementChild.cloneNode(true);
      const [list, time] = [this.panel.querySelector("dl"), this.panel.querySelector(".draft-time")];
      const at = new Date(this.draft.at);
      const day = at.toDateString() === new Date().toDateString() ? {} : { dateStyle: "medium" };
      const format = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short", hourCycle: "h23", ...day });
      time.textContent = time.dataset.sentence.replace("{time}", format.format(at));
      this.panel.querySelector(".draft-files").hidden = !this.draft.files;
      for (const each of differing.filter(({ name }) => !isPlace(name))) list.append(this.difference(each));
      if (isReordered(differing)) this.note(list.appendChild(document.createElement("div")), this.words.order);
      const differences = this.panel.querySelector("#draft-differences");
      this.panel.querySelector(".show").addEventListener("click", (event) => {
        differences.hidden = !differences.hidden;
        event.target.setAttribute("aria-expanded", !differences.hidden);
      });
      this.panel.querySelector(".use").addEventListener("click", () => this.use());
      this.panel.querySelector(".discard").addEventListener("click", () => this.discard());
      this.form.before(this.panel);
    }

    difference({ name, kept, field, isNew }) {
      const item = document.createElement("div");
      const [term, text] = [document.createElement("dt"), document.createElement("dd")];
      const stored = field ? stateOf(field) : kept.was;
      const [now, then] = [stored, kept.is].map((state) => this.inWords(state, kept.isRich));
      term.textContent = kept.label;
      text.append(...marked(now, then, this.words));
      item.append(term, text);
      if (!text.querySelector("ins, del")) this.note(item, this.words.format);
      if (!field && !isNew) this.note(item, this.words.gone);
      else if (field && !same(this.firstState(field, name), kept.was)) this.note(item, this.words.moved);
      return item;
    }

    note(item, sentence) {
      const note = document.createElement("dd");
      note.className = "help";
      note.textContent = sentence;
      item.append(note);
    }

    inWords(state, isRich) {
      if (typeof state === "boolean") return state ? this.words.yes : this.words.no;
      if (Array.isArray(state)) return state.map(([, label]) => label).join(", ");
      return isRich ? textOf(state) : state;
    }

    use() {
      const rows = this.differences().filter(({ field, isNew }) => !field && isNew);
      for (const key of new Set(rows.map(({ name }) => /^(.+?)-(\+[^-]+)-/.exec(name).slice(1).join(" ")))) this.addRow(...key.split(" "));
      for (const { field, kept } of this.differences()) if (field) fill(field, kept.is);
      this.close(this.words.used);
      this.keepNow(false);
    }

    addRow(prefix, key) {
      const total = this.form.elements[`${prefix}-TOTAL_FORMS`];
      const number = total?.value;
      document.querySelector(`#${CSS.escape(prefix)}-group .add-row a`)?.click();
      if (total && total.value !== number) document.getElementById(`${prefix}-${number}`).dataset.row = key;
    }

    discard() {
      localStorage.removeItem(this.key);
      this.content = null;
      this.close(this.words.discarded);
      this.keepNow(false);
    }

    close(sentence) {
      this.undecided = {};
      this.panel.remove();
      this.say(sentence);
      this.line.tabIndex = -1;
      this.line.focus();
    }
  }

  /* 6 Texts and their differences */

  const isPlace = (name) => /-position$/.test(name);

  /* Whether the draft sorts rows otherwise. Sorting writes the numbers of all rows, so a changed number alone is no difference. */
  function isReordered(differing) {
    const groups = new Map();
    for (const { kept, field } of differing.filter((each) => each.field && isPlace(each.name))) {
      const group = rowOf(field)?.prefix ?? "";
      groups.set(group, [...(groups.get(group) ?? []), [Number(stateOf(field)), Number(kept.is)]]);
    }
    const isSorted = (list) => list.sort(([one], [other]) => one - other).every(([, is], at) => !at || is > list[at - 1][1]);
    return ![...groups.values()].every(isSorted);
  }

  function textOf(html) {
    const body = new DOMParser().parseFromString(html, "text/html").body;
    for (const block of body.querySelectorAll("p, h2, h3, li, tr, blockquote")) block.append("\n");
    for (const each of body.querySelectorAll("td, th, br")) each.after(" ");
    return body.textContent.replace(/[^\S\n]+/g, " ").replace(/\s*\n\s*/g, "\n").trim();
  }

  /* Return nodes: words of both texts as they are, words of the first alone in <del>, of the second alone in <ins>. */
  function marked(one, other, words) {
    return compared(...[one, other].map((text) => text.match(/\S+\s*|\s+/g) ?? []))
      .map(([tag, text]) => {
        if (!tag) return document.createTextNode(text);
        const element = document.createElement(tag);
        const word = document.createElement("span");
        word.className = "visually-hidden";
        word.textContent = `[${tag === "ins" ? words.added : words.removed}] `;
        element.append(word, text);
        return element;
      });
  }

  const isSameWord = (one, other) => one.trim() === other.trim();

  /* Return pairs of a tag, or "", and a text: the longest common subsequence of words, between what both share at the ends. */
  function compared(one, other) {
    const most = Math.min(one.length, other.length);
    let [from, to] = [0, 0];
    while (from < most && isSameWord(one[from], other[from])) from += 1;
    while (to < most - from && isSameWord(one.at(-1 - to), other.at(-1 - to))) to += 1;
    const [a, b] = [one, other].map((words) => words.slice(from, words.length - to));
    const pieces = [["", other.slice(0, from).join("")], ...middle(a, b), ["", other.slice(other.length - to).join("")]];
    return pieces.reduce((all, [tag, text]) => {
      if (all.at(-1)?.[0] === tag) all.at(-1)[1] += text;
      else if (text) all.push([tag, text]);
      return all;
    }, []);
  }

  function middle(a, b) {
    if (a.length * b.length > MOST_COMPARED) return [["del", a.join("")], ["ins", b.join("")]];
    const width = b.length + 1;
    const common = new Uint32Array((a.length + 1) * width);
    for (let i = a.length - 1; i >= 0; i -= 1) {
      for (let j = b.length - 1; j >= 0; j -= 1) {
        const at = i * width + j;
        common[at] = isSameWord(a[i], b[j]) ? common[at + width + 1] + 1 : Math.max(common[at + width], common[at + 1]);
      }
    }
    const found = [];
    let [i, j] = [0, 0];
    while (i < a.length && j < b.length) {
      const at = i * width + j;
      if (isSameWord(a[i], b[j])) {
        found.push(["", b[j++]]);
        i += 1;
      } else if (common[at + width] >= common[at + 1]) found.push(["del", a[i++]]);
      else found.push(["ins", b[j++]]);
    }
    return [...found, ["del", a.slice(i).join("")], ["ins", b.slice(j).join("")]];
  }

  /* 7 The page */

  function begin() {
    const forms = [...document.querySelectorAll("#content-main form[method=post]:not(.add-photos)")];
    const guarded = forms.map((form, index) => new Guarded(form, index === 0 ? offer : null));
    const keepAll = () => guarded.forEach((each) => each.keep());
    // Anywhere: scripts of the admin change fields without telling, after a click, a key, a drop or another window.
    for (const name of ["input", "change", "click", "keyup", "dragend"]) {
      document.addEventListener(name, () => {
        if (name === "input") isLeaving = false;
        keepAll();
      });
    }
    // Last of all listeners: a form that another script holds back is not left.
    addEventListener("submit", (event) => {
      const sent = guarded.find((each) => each.form === event.target);
      if (!sent || event.defaultPrevented) return;
      isLeaving = true;
      stay();
      sent.keepNow(true);
    });
    addEventListener("focus", keepAll);
    addEventListener("pageshow", () => { isLeaving = false; });
    addEventListener("visibilitychange", () => {
      if (document.hidden && !isLeaving) guarded.forEach((each) => each.keepNow(false));
    });
    addEventListener("beforeunload", (event) => {
      if (isLeaving) return;
      guarded.forEach((each) => each.keepNow(false));
      if (guarded.some((each) => each.isUnsaved())) event.preventDefault();
    });
  }

  document.addEventListener("prose-editor:ready", (event) => editors.set(event.detail.textarea, event.detail.editor));
  document.getElementById("logout-form")?.addEventListener("submit", signOut);
  if (stores().length) sweep();
  // Before Django moves the options of two lists, which it does when the page has loaded.
  if (account) addEventListener("DOMContentLoaded", begin);
}
