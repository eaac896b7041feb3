// The light table: order by dragging or by buttons, selecting, growing texts. Without it the numbers and boxes do the same.
const form = document.querySelector(".light-table");
const list = form.querySelector(".lines");
const words = form.dataset;
const status = form.querySelector(".selecting [role=status]");
let isChanged = false;
let lastTicked = null;

const said = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_all, name) => values[name]);
const lines = () => [...list.children];

form.addEventListener("input", () => { isChanged = true; });
form.addEventListener("submit", () => { isChanged = false; });
addEventListener("beforeunload", (event) => { if (isChanged) event.preventDefault(); });

if (list) {
  form.querySelector(".selecting").hidden = false;
  form.querySelector(".select-all").addEventListener("change", (event) => {
    for (const box of boxes()) box.checked = event.target.checked;
  });
  list.addEventListener("click", tickRange);
  for (const line of lines()) prepare(line);
  for (const text of list.querySelectorAll("[maxlength]")) countDown(text);
}

function boxes() {
  return [...list.querySelectorAll("[name=selected]")];
}

// Shift and a click tick all from the last one ticked to this one.
function tickRange(event) {
  const box = event.target;
  if (box.name !== "selected") return;
  const all = boxes();
  if (event.shiftKey && lastTicked) {
    const [from, to] = [all.indexOf(lastTicked), all.indexOf(box)].sort((one, other) => one - other);
    for (const each of all.slice(from, to + 1)) each.checked = box.checked;
  }
  lastTicked = box;
}

function prepare(line) {
  const order = line.querySelector(".order");
  for (const [name, step] of [["earlier", -1], ["later", 1]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = name;
    button.textContent = step < 0 ? "↑" : "↓";
    button.setAttribute("aria-label", words[name]);
    button.addEventListener("click", () => move(line, step, button));
    order.append(button);
  }
  const handle = line.querySelector(".line-head");
  handle.draggable = true;
  handle.addEventListener("dragstart", (event) => {
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setDragImage(line, 20, 20);
    list.dragged = line;
  });
  line.addEventListener("dragover", (event) => {
    if (!list.dragged || list.dragged === line) return;
    event.preventDefault();
    const box = line.getBoundingClientRect();
    line[event.clientY < box.top + box.height / 2 ? "before" : "after"](list.dragged);
  });
  line.addEventListener("drop", (event) => event.preventDefault());
  line.addEventListener("dragend", () => {
    list.dragged = null;
    number();
  });
}

function move(line, step, button) {
  const other = step < 0 ? line.previousElementSibling : line.nextElementSibling;
  if (!other) return;
  other[step < 0 ? "before" : "after"](line);
  number();
  button.focus();
  const all = lines();
  status.textContent = said(words.moved, { number: all.indexOf(line) + 1, all: all.length });
}

// The positions that the page shows are handed out anew, in the order of the lines.
function number() {
  const fields = lines().map((line) => line.querySelector(".position"));
  const positions = fields.map((field) => Number(field.value)).sort((one, other) => one - other);
  for (const [index, field] of fields.entries()) {
    field.value = Math.max(positions[index], index ? Number(fields[index - 1].value) + 1 : positions[0]);
  }
  isChanged = true;
}

function countDown(text) {
  const left = document.createElement("span");
  left.className = "left";
  text.after(left);
  const tell = () => {
    const number = text.maxLength - text.value.length;
    left.textContent = number < 60 ? said(words.left, { number }) : "";
  };
  text.addEventListener("input", tell);
  tell();
}
