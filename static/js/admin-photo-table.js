// The photo table: order by dragging or by buttons, selecting, growing texts. Without it the numbers and boxes do the same.
const form = document.querySelector(".photo-table");
const list = form.querySelector(".lines");
const words = form.dataset;
const status = form.querySelector(".foot [role=status]");
const PLACE = `scrollY of ${location.pathname}${location.search}`;
let lastTicked = null;

const said = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_all, name) => values[name]);
const lines = () => [...list.children];
const numbers = list ? positions() : [];

form.addEventListener("submit", () => sessionStorage.setItem(PLACE, scrollY));

if (list) {
  form.querySelector(".selecting").hidden = false;
  form.querySelector(".select-all").addEventListener("change", (event) => {
    for (const box of boxes()) box.checked = event.target.checked;
  });
  list.addEventListener("click", tickRange);
  form.addEventListener("change", count);
  for (const line of lines()) prepare(line);
  for (const text of list.querySelectorAll("[maxlength]")) countDown(text);
  count();
}
goOn();

// After saving the page is where it was, and says beside the button what it says at its top.
function goOn() {
  const place = sessionStorage.getItem(PLACE);
  sessionStorage.removeItem(PLACE);
  if (place === null) return;
  status.textContent = [...document.querySelectorAll(".messagelist li")].map((each) => each.textContent.trim()).join(" ");
  const wrong = list?.querySelector(".errors");
  if (wrong) wrong.scrollIntoView();
  else scrollTo(0, place);
}

function count() {
  const number = boxes().filter((box) => box.checked).length;
  form.querySelector(".apply .count").textContent = number ? `(${number})` : "";
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
  order.querySelector(".position").addEventListener("change", (event) => put(line, Number(event.target.value)));
  const handle = line.querySelector(".line-head");
  handle.draggable = true;
  handle.addEventListener("dragstart", (event) => {
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setDragImage(line, 20, 20);
    list.dragged = line;
  });
  line.addEventListener("dragover", (event) => {
    if (!list.dragged) return;
    event.preventDefault();
    if (list.dragged === line) return;
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
  tellPlace(line);
}

// A number that is typed is the place that the photo gets among those that the page shows.
function put(line, position) {
  const others = lines().filter((each) => each !== line);
  const index = numbers.findIndex((each) => each >= position);
  list.insertBefore(line, others[index] ?? null);
  number();
  tellPlace(line);
}

function tellPlace(line) {
  const all = lines();
  status.textContent = said(words.moved, { number: all.indexOf(line) + 1, all: all.length });
}

// The positions that the page shows are assigned again, in the order of the lines.
function number() {
  for (const [index, line] of lines().entries()) line.querySelector(".position").value = numbers[index];
}

// Each position once: two photos that came at the same moment may have the same.
function positions() {
  let last = 0;
  return lines().map((line) => (last = Math.max(last + 1, Number(line.querySelector(".position").value))));
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
