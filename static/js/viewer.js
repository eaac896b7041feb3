// The gallery viewer. A photo that is activated in a gallery is shown over it in a <dialog>: its own page is fetched and
// its <article> put in there, so that page and viewer are one template, have one address, and work in previews alike.
// Of a page without a dialog, which is the photo's own, only the keys are served. Whatever fails, the link is followed.

const KEPT = 8; // sheets in memory, the latest: the one that is shown, its neighbours, and where one came from
const SWIPE = 48; // pixels that a finger goes sideways at least

const dialog = document.querySelector("dialog.viewer");
const table = dialog?.firstElementChild;
const gallery = { path: location.pathname, title: document.title };
const sheets = new Map();
let shown = null; // the link's address of the photo that is on the table
let turn = 0; // of several photos asked for one after the other only the last is shown

function press(key) {
  const links = (dialog?.open ? table : document).querySelectorAll("[data-key]");
  const link = [...links].find((each) => each.dataset.key === key);
  link?.click();
  return link;
}

async function read(address) {
  const response = await fetch(address);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const article = page.querySelector("article.sheet");
  if (!response.ok || !article) throw new Error(`${address} is not the page of a photo.`);
  // Once it belongs to this document, the browser loads its picture.
  return { article: document.importNode(article, true), title: page.title };
}

function load(address) {
  const sheet = sheets.get(address) ?? read(address);
  sheets.delete(address);
  sheets.set(address, sheet);
  sheet.catch(() => sheets.delete(address));
  if (sheets.size > KEPT) sheets.delete(sheets.keys().next().value);
  return sheet;
}

// `record` is the method of history that writes the address down; without it it is there already.
async function show(address, record) {
  const mine = ++turn;
  document.documentElement.ariaBusy = "true";
  let sheet;
  try {
    sheet = await load(address);
  } catch {
    if (mine === turn) location.assign(address);
    return;
  } finally {
    document.documentElement.ariaBusy = null;
  }
  if (mine !== turn) return;
  if (record) history[record](null, "", address);
  document.title = sheet.title;
  shown = address;
  lay(sheet.article);
  await sheet.article.querySelector("img").decode().catch(() => {});
  if (mine === turn && !navigator.connection?.saveData) loadNeighbours(sheet.article);
}

function lay(article) {
  const key = document.activeElement?.dataset.key;
  table.querySelector("article")?.remove();
  table.append(article);
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = table.scrollTop = 0;
  (article.querySelector(`[data-key="${key}"]`) ?? table).focus();
  const words = [...article.querySelectorAll(".leaf p, h1")].map((each) => each.textContent.trim()).join(": ");
  // A status that has only just become visible is not heard.
  setTimeout(() => { table.querySelector("[role=status]").textContent = words; }, 100);
}

function loadNeighbours(article) {
  for (const link of article.querySelectorAll("[rel=prev], [rel=next]")) load(link.href).catch(() => {});
}

// After the viewer is closed and the address is the gallery's again.
function putAway() {
  if (!shown) return;
  const link = [...document.querySelectorAll(".justified a")].find((each) => each.href === shown);
  document.title = gallery.title;
  table.querySelector("article").remove();
  shown = null;
  requestAnimationFrame(() => link?.focus()); // not before the browser has scrolled to where it was
}

addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (!event.target.closest("input, select, textarea") && press(event.key)) event.preventDefault();
});

addEventListener("popstate", () => {
  turn++;
  if (location.pathname !== gallery.path) {
    if (dialog) show(location.href);
    else location.reload(); // a photo's page that was loaded again where the viewer had been
  } else {
    dialog?.close();
    putAway();
  }
});

if (dialog) {
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = event.target.closest(".justified a, .viewer [data-key]");
    if (!link) return;
    event.preventDefault();
    show(link.href, dialog.open ? "replaceState" : "pushState");
  });

  document.querySelector(".justified").addEventListener("pointerdown", (event) => {
    const link = event.target.closest("a");
    if (link && !event.button) load(link.href).catch(() => {});
  });

  // The event comes some time after the closing: the reader may have gone forward by then.
  dialog.addEventListener("close", () => {
    if (dialog.open) return;
    turn++;
    if (document.fullscreenElement) document.exitFullscreen();
    if (shown) history.back();
  });
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());

  const full = dialog.querySelector("[data-full]");
  full.hidden = !document.fullscreenEnabled;
  full.addEventListener("click", () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else table.requestFullscreen();
  });
  document.addEventListener("fullscreenchange", () => { full.ariaPressed = Boolean(document.fullscreenElement); });

  // One finger sideways turns the page; while the window is zoomed in, fingers move it.
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let finger = null;
  const along = (event) => event.clientX - finger.x;
  const lift = () => {
    if (finger) finger.figure.style.translate = "";
    finger = null;
  };
  table.addEventListener("pointerdown", (event) => {
    lift();
    const figure = event.target.closest("figure");
    if (figure && event.pointerType === "touch" && event.isPrimary && visualViewport.scale === 1) {
      finger = { figure, x: event.clientX, y: event.clientY };
    }
  });
  table.addEventListener("pointermove", (event) => {
    if (finger && !still.matches) finger.figure.style.translate = `${along(event)}px`;
  });
  table.addEventListener("pointerup", (event) => {
    if (!finger) return;
    const x = along(event);
    const isSideways = Math.abs(x) > SWIPE && Math.abs(x) > 2 * Math.abs(event.clientY - finger.y);
    lift();
    if (isSideways) press(x < 0 ? "ArrowRight" : "ArrowLeft");
  });
  table.addEventListener("pointercancel", lift);
  visualViewport.addEventListener("resize", () => dialog.classList.toggle("zoomed", visualViewport.scale > 1));
}
