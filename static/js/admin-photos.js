// Files dropped onto a gallery: one request each, a few at a time. Without this script the form sends them all at once.
const AT_A_TIME = 3;
const LOOK_EVERY = 10_000; // ms, for the next sign-in, while signed out
// Known by their names, and never sent: what programs, cameras and systems put beside photos, and raw data.
const BESIDE = /^(?:thumbs\.db|ehthumbs\w*\.db|desktop\.ini|picasa\.ini|\.ds_store|icon\r?)$|\.(?:xmp|thm|aae|pp3|dop|cos|on1|onphoto|nksc?|vrd|dr4|arp|acr|lrv|db|ini|lnk|url|mov|mp4|m4v|avi|mts|m2ts|3gp|wav|mp3|m4a)$/i;
const RAW = /\.(?:cr[23w]|nef|nrw|arw|srf|sr2|raf|rw2|rwl|orf|pef|ptx|srw|dng|x3f|3fr|fff|iiq|mos|mef|mrw|erf|kdc|dcr|gpr|raw)$/i;
const form = document.querySelector(".add-photos");
const words = form.dataset;
const results = document.querySelector(".upload-results");
const list = results.querySelector("ol");
const overall = results.querySelector("progress");
const status = results.querySelector("[role=status]");
const again = results.querySelector(".again");
const signedOut = results.querySelector(".signed-out");
const drop = form.querySelector(".drop");
const field = form.querySelector("[name=uploads]");

const waiting = [];
const counts = { all: 0, added: 0, known: 0, refused: 0 };
let running = 0;
let held = [];
let position = Number(words.position);
let isSignedOut = false;
let account = words.account;

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
signedOut.querySelector("button").addEventListener("click", () => lookForSession({ isAsked: true }));
addEventListener("online", () => { if (!isSignedOut) resume(); });
for (const name of ["focus", "visibilitychange"]) addEventListener(name, () => lookForSession());
setInterval(() => lookForSession(), LOOK_EVERY);
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
  const shown = files.filter((file) => !file.name.startsWith("."));
  const photos = shown.filter((file) => !BESIDE.test(file.name) && !RAW.test(file.name));
  photos.sort((one, other) => one.name.localeCompare(other.name, "en", { numeric: true }));
  field.value = "";
  for (const file of photos) {
    const line = results.querySelector("template").content.firstElementChild.cloneNode(true);
    line.querySelector("strong").textContent = file.name;
    list.append(line);
    counts.all += 1;
    waiting.push({ file, line, position: position++ });
  }
  skip(shown.filter((file) => RAW.test(file.name)), words.raw);
  skip(shown.filter((file) => BESIDE.test(file.name)), words.beside);
  const isFirst = results.hidden && list.children.length > 0;
  results.hidden = list.children.length === 0;
  overall.hidden = false;
  if (isFirst) results.scrollIntoView();
  work();
}

// One line for all that are not sent, with as many of their names as are read at a glance.
function skip(files, sentence) {
  if (!files.length) return;
  const line = results.querySelector("template").content.firstElementChild.cloneNode(true);
  const names = files.slice(0, 5).map((file) => file.name);
  if (files.length > names.length) names.push(`+ ${files.length - names.length}`);
  line.className = "skipped";
  line.querySelector("progress").remove();
  line.querySelector("strong").textContent = names.join(", ");
  line.querySelector(".sentence").textContent = sentence;
  list.append(line);
}

function work() {
  while (!isSignedOut && running < AT_A_TIME && waiting.length) take(waiting.shift());
  tell();
}

async function take(job) {
  const { file } = job;
  if (file.size > Number(words.most)) return settle(job, { status: "refused", sentence: words.tooLarge });
  running += 1;
  if (await isHeic(file)) {
    running -= 1;
    settle(job, { status: "refused", sentence: words.heic });
    work();
  } else {
    send(job);
  }
}

// By its content: a JPEG or an AVIF may bear the name of a HEIC file.
async function isHeic(file) {
  if (!/\.(heic|heif)$/i.test(file.name)) return false;
  const bytes = await file.slice(0, 64).arrayBuffer().catch(() => new ArrayBuffer(0));
  const head = new TextDecoder("latin1").decode(bytes);
  return head.slice(4, 8) === "ftyp" && !/avi[fs]/.test(head);
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
    if (isOfSession(request)) pause(job);
    else conclude(job, request.status, read(request));
    work();
  });
  request.addEventListener("error", () => {
    running -= 1;
    hold(job, words.offline);
    work();
  });
  request.open("POST", words.url);
  request.setRequestHeader("Accept", "application/json");
  request.send(body);
}

// What is too large for the site stays so; anything else that was not taken may be taken later.
function conclude(job, status, answer) {
  if (answer && (status === 200 || status === 422)) settle(job, answer);
  else if (answer && status === 413) settle(job, { ...answer, status: "refused" });
  else hold(job, answer?.sentence ?? words.broken);
}

function read(request) {
  try {
    return JSON.parse(request.responseText);
  } catch {
    return null; // something in between has answered
  }
}

// A file that did not arrive waits for the connection, with its bytes: nothing has to be chosen again.
function hold(job, sentence) {
  job.line.className = "held";
  job.line.querySelector(".sentence").textContent = sentence;
  held.push(job);
  again.hidden = isSignedOut;
}

// The session has ended, or its CSRF token: nothing is sent before there is a session of the same account.
function pause(job) {
  if (!isSignedOut) say(words.signedOut);
  isSignedOut = true;
  hold(job, words.paused);
}

// 401, or 403 for the token alone, which is said in JSON; a missing permission has a page.
function isOfSession(request) {
  const isJson = request.getResponseHeader("Content-Type")?.startsWith("application/json");
  return request.status === 401 || (request.status === 403 && isJson);
}

function say(sentence) {
  signedOut.hidden = false;
  signedOut.querySelector("[role=alert]").textContent = sentence;
}

async function lookForSession({ isAsked = false } = {}) {
  if (!isSignedOut) return;
  const answer = await fetch(words.session, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!isSignedOut) return; // another look was faster
  if (!answer?.ok) {
    if (isAsked) say(answer ? words.stillSignedOut : words.offline);
    return;
  }
  const session = await answer.json();
  if (session.account !== account && !signedOut.classList.contains("asks")) {
    signedOut.classList.add("asks");
    return say(words.otherAccount);
  }
  if (session.account !== account && !isAsked) return;
  account = session.account;
  form.querySelector("[name=csrfmiddlewaretoken]").value = session.token;
  signedOut.classList.remove("asks");
  signedOut.hidden = true;
  isSignedOut = false;
  resume();
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
