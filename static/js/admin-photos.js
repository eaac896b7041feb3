// Files dropped onto a gallery: one request each, a few at a time. Without this script the form sends them all at once.
const AT_A_TIME = 3;
const form = document.querySelector(".add-photos");
const words = form.dataset;
const results = document.querySelector(".upload-results");
const list = results.querySelector("ol");
const overall = results.querySelector("progress");
const status = results.querySelector("[role=status]");
const again = results.querySelector(".again");
const drop = form.querySelector(".drop");
const field = form.querySelector("[name=uploads]");

const waiting = [];
const counts = { all: 0, added: 0, known: 0, refused: 0 };
let running = 0;
let held = [];
let position = Number(words.position);

drop.hidden = false;
field.removeAttribute("required");
form.addEventListener("submit", (event) => {
  event.preventDefault();
  add([...field.files]);
});
field.addEventListener("change", () => add([...field.files]));
form.querySelector(".folder").addEventListener("change", (event) => add([...event.target.files]));
// Anywhere on the page: a browser would leave it for a file that misses the box.
for (const name of ["dragenter", "dragover"]) {
  document.addEventListener(name, (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    drop.classList.add("over");
  });
}
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) drop.classList.remove("over");
});
document.addEventListener("drop", async (event) => {
  if (!event.dataTransfer.types.includes("Files")) return;
  event.preventDefault();
  drop.classList.remove("over");
  const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry()).filter(Boolean);
  add((await Promise.all(entries.map(filesOf))).flat());
});
again.addEventListener("click", resume);
addEventListener("online", resume);
addEventListener("beforeunload", (event) => {
  if (running || waiting.length || held.length) event.preventDefault();
});

async function filesOf(entry) {
  if (entry.isFile) return [await new Promise((done, fail) => entry.file(done, fail))];
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((done, fail) => reader.readEntries(done, fail));
    if (!some.length) break; // a reader gives at most a hundred at a time
    found.push(...some);
  }
  return (await Promise.all(found.map(filesOf))).flat();
}

function add(files) {
  const photos = files.filter((file) => !file.name.startsWith("."));
  photos.sort((one, other) => one.name.localeCompare(other.name, "en", { numeric: true }));
  field.value = "";
  for (const file of photos) {
    const line = results.querySelector("template").content.firstElementChild.cloneNode(true);
    line.querySelector("strong").textContent = file.name;
    list.append(line);
    counts.all += 1;
    waiting.push({ file, line, position: position++ });
  }
  const isFirst = results.hidden && counts.all > 0;
  results.hidden = counts.all === 0;
  overall.hidden = false;
  if (isFirst) results.scrollIntoView();
  work();
}

function work() {
  while (running < AT_A_TIME && waiting.length) take(waiting.shift());
  tell();
}

function take(job) {
  const { file } = job;
  if (/\.(heic|heif)$/i.test(file.name)) return settle(job, { status: "refused", sentence: words.heic });
  if (file.size > Number(words.most)) return settle(job, { status: "refused", sentence: words.tooLarge });
  running += 1;
  send(job);
}

function send(job) {
  const body = new FormData(form);
  for (const name of ["uploads", "folder"]) body.delete(name);
  body.set("upload", job.file, job.file.name);
  body.set("position", job.position);
  const request = new XMLHttpRequest();
  const bar = job.line.querySelector("progress");
  request.upload.addEventListener("progress", (event) => { bar.value = event.loaded / event.total; });
  request.addEventListener("load", () => {
    running -= 1;
    const answer = read(request);
    if (answer) settle(job, answer);
    else hold(job, sentenceOf(request) || (request.responseURL.endsWith(words.url) && request.status !== 403 ? words.broken : words.signedOut));
    work();
  });
  request.addEventListener("error", () => {
    running -= 1;
    hold(job, words.offline);
    work();
  });
  request.open("POST", words.url);
  request.send(body);
}

function read(request) {
  if (request.status !== 200 && request.status !== 422) return null;
  try {
    return JSON.parse(request.responseText);
  } catch {
    return null; // the page to sign in, say
  }
}

// What the server says where it cannot store anything for a while; empty otherwise.
function sentenceOf(request) {
  try {
    return request.status === 503 && JSON.parse(request.responseText).sentence;
  } catch {
    return "";
  }
}

// A file that did not arrive waits for the connection, with its bytes: nothing has to be chosen again.
function hold(job, sentence) {
  job.line.className = "held";
  job.line.querySelector(".sentence").textContent = sentence;
  held.push(job);
  again.hidden = false;
}

function resume() {
  waiting.unshift(...held);
  held = [];
  again.hidden = true;
  work();
}

function settle(job, answer) {
  const { line } = job;
  counts[answer.status] += 1;
  line.className = answer.status;
  line.querySelector("progress")?.remove();
  line.querySelector(".sentence").textContent = answer.sentence;
  if (answer.url) {
    const link = line.querySelector("a");
    link.href = answer.url;
    link.hidden = false;
  }
  if (answer.thumbnail) {
    const image = document.createElement("img");
    image.src = answer.thumbnail;
    image.alt = "";
    image.className = "thumbnail";
    line.prepend(image);
  }
}

// Said politely: when ten more are done, and at the end.
function tell() {
  const done = counts.added + counts.known + counts.refused;
  overall.max = counts.all || 1;
  overall.value = done;
  if (done % 10 === 0 || done === counts.all || held.length) {
    const values = { ...counts, done };
    status.textContent = words.progress.replace(/\{(\w+)\}/g, (_all, name) => values[name]);
  }
}
