// Suggestions in the search box, a combobox with a list (ARIA Authoring Practices). Without it the form works as it is.
const WAIT = 150; // milliseconds after the last key
const form = document.querySelector(".find form");
const input = form.q;
const list = document.createElement("ul");
const status = document.createElement("span");
let request, timer, chosen = -1;

Object.assign(list, { id: "suggestions", role: "listbox", hidden: true, ariaLabel: input.ariaLabel });
Object.assign(status, { role: "status", className: "unseen" });
Object.assign(input, { role: "combobox", autocomplete: "off", ariaAutoComplete: "list", ariaExpanded: "false" });
input.setAttribute("aria-controls", list.id);
form.append(list, status);

function choose(place) {
  const options = [...list.children];
  chosen = place;
  options.forEach((option, n) => { option.ariaSelected = n === place; });
  input.setAttribute("aria-activedescendant", options[place]?.id ?? "");
}

function show(found, said) {
  list.replaceChildren(...found.map(({ title, kind, url, language }, n) => {
    const [option, name, what] = ["li", "span", "small"].map((tag) => document.createElement(tag));
    Object.assign(option, { id: `suggestion-${n}`, role: "option", url });
    Object.assign(name, { textContent: title, lang: language });
    what.textContent = kind;
    option.append(name, " ", what);
    return option;
  }));
  list.hidden = !found.length;
  input.ariaExpanded = !list.hidden;
  status.textContent = said;
  choose(-1);
}

function close() {
  clearTimeout(timer);
  request?.abort();
  show([], "");
}

async function ask() {
  request?.abort();
  request = new AbortController();
  const query = new URLSearchParams({ q: input.value });
  try {
    const answer = await fetch(`${form.action}suggestions?${query}`, { signal: request.signal });
    const { suggestions, said } = await answer.json();
    show(suggestions, said);
  } catch (error) {
    if (error.name !== "AbortError") close(); // the form still works
  }
}

input.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(ask, WAIT);
});
input.addEventListener("blur", close);
input.addEventListener("keydown", (event) => {
  const { key } = event;
  const step = { ArrowDown: 1, ArrowUp: -1 }[key];
  const option = list.children[chosen];
  if (/^(Home|End|Arrow(Left|Right))$/.test(key)) return choose(-1); // they move in the box
  if (step && list.hidden) ask();
  else if (step) {
    const places = list.children.length + 1; // the first is the box itself
    choose((chosen + 1 + step + places) % places - 1);
  } else if (key === "Escape" && !list.hidden) close();
  else if (key === "Enter" && option) location.assign(option.url);
  else return;
  event.preventDefault();
});
list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
list.addEventListener("click", (event) => {
  const option = event.target.closest("li");
  if (option) location.assign(option.url);
});
