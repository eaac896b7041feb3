// Takes a photo apart in the browser, as photos/formats/jpeg.py and avif.py do, and asks by hashes. Nothing is uploaded.
const form = document.querySelector("form.verify");
const choice = form.querySelector("[type=file]");
const status = form.querySelector("[role=status]");

form.querySelector(".from-file").hidden = false;
choice.addEventListener("change", () => verify(choice.files[0]));

async function verify(file) {
  if (!file) return;
  if (!globalThis.crypto?.subtle) return say(form.dataset.unsupported);
  say(form.dataset.working);
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const query = new URLSearchParams({ file: await sha256([bytes]) });
    const pieces = picture(bytes);
    if (pieces) query.set("hash", await sha256(pieces));
    const words = carried(bytes);
    if (words) query.set("words", words);
    location.search = query;
  } catch {
    say(form.dataset.unreadable);
  }
}

function say(sentence) {
  status.textContent = sentence;
}

async function sha256(pieces) {
  const digest = await crypto.subtle.digest("SHA-256", await new Blob(pieces).arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// The fingerprint of the words that the file carries, from its XMP.
function carried(bytes) {
  const text = new TextDecoder("latin1").decode(bytes.subarray(0, 4 * 1024 * 1024));
  return text.match(/xmp\.iid:([0-9a-f]{16})\b/)?.[1];
}

function picture(bytes) {
  try {
    if (bytes[0] === 0xff && bytes[1] === 0xd8) return pictureOfJpeg(bytes);
    if (letters(bytes, 4) === "ftyp") return pictureOfAvif(bytes);
  } catch {
    return null; // what is damaged has no picture data to compare
  }
  return null;
}

// All segments but those of applications and comments, to the end of the first picture.
function pictureOfJpeg(bytes) {
  const view = new DataView(bytes.buffer);
  const kept = [];
  let at = 2;
  for (;;) {
    if (bytes[at] !== 0xff) throw new Error("damaged");
    while (bytes[at + 1] === 0xff) at += 1;
    const start = at;
    const marker = bytes[at + 1];
    if (marker === undefined) throw new Error("cut");
    if (marker === 0xd9) {
      kept.push(bytes.subarray(start, start + 2));
      return kept;
    }
    at = start + 2 + view.getUint16(start + 2);
    if (marker === 0xda) at = endOfScan(bytes, at);
    if (at > bytes.length) throw new Error("cut");
    const isSaid = (marker >= 0xe0 && marker <= 0xef) || marker === 0xfe;
    if (!isSaid) kept.push(bytes.subarray(start, at));
  }
}

function endOfScan(bytes, at) {
  for (;;) {
    at = bytes.indexOf(0xff, at);
    if (at < 0 || at + 1 >= bytes.length) throw new Error("cut");
    const next = bytes[at + 1];
    if (next === 0xff) at += 1;
    else if (next === 0 || (next >= 0xd0 && next <= 0xd7)) at += 2;
    else return at;
  }
}

// The data of the primary item.
function pictureOfAvif(bytes) {
  const meta = boxes(bytes).get("meta");
  const inner = boxes(meta.subarray(4));
  const pitm = inner.get("pitm");
  const primary = number(pitm, 4, pitm[0] ? 4 : 2);
  return extents(inner.get("iloc"), primary).map(([start, length]) => {
    if (start + length > bytes.length) throw new Error("cut");
    return bytes.subarray(start, start + length);
  });
}

function boxes(bytes) {
  const found = new Map();
  for (let at = 0; at + 8 <= bytes.length; ) {
    let length = number(bytes, at, 4);
    let start = at + 8;
    if (length === 1) {
      length = number(bytes, start, 8);
      start += 8;
    }
    const end = length ? at + length : bytes.length;
    if (end < start) throw new Error("damaged");
    const kind = letters(bytes, at + 4);
    if (!found.has(kind)) found.set(kind, bytes.subarray(start, end));
    at = end;
  }
  return found;
}

function extents(iloc, wanted) {
  const version = iloc[0];
  const [offsetSize, lengthSize] = [iloc[4] >> 4, iloc[4] & 15];
  const [baseSize, indexSize] = [iloc[5] >> 4, version ? iloc[5] & 15 : 0];
  let at = 6;
  const take = (length) => {
    if (at + length > iloc.length) throw new Error("cut");
    at += length;
    return number(iloc, at - length, length);
  };
  const idSize = version === 2 ? 4 : 2;
  for (let items = take(idSize); items > 0; items -= 1) {
    const id = take(idSize);
    const method = version ? take(2) & 15 : 0;
    take(2);
    const base = take(baseSize);
    const found = [];
    for (let count = take(2); count > 0; count -= 1) {
      take(indexSize);
      const offset = base + take(offsetSize);
      found.push([offset, take(lengthSize)]);
    }
    if (id === wanted && method === 0) return found;
  }
  throw new Error("nothing is primary");
}

function number(bytes, at, length) {
  let value = 0;
  for (let n = 0; n < length; n += 1) value = value * 256 + bytes[at + n];
  return value;
}

function letters(bytes, at) {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}
