// The focal point of a photo: a click on the picture, or the arrow keys on its marker, fill the two numbers.
const focal = document.querySelector(".focal");
const [across, down] = ["focus_x", "focus_y"].map((name) => document.querySelector(`[name=${name}]`));
const marker = focal?.querySelector(".marker");
const STEPS = { ArrowLeft: [-2, 0], ArrowRight: [2, 0], ArrowUp: [0, -2], ArrowDown: [0, 2] };

if (focal && across && down) {
  marker.hidden = false;
  for (const field of [across, down]) field.addEventListener("input", show);
  focal.querySelector("img").addEventListener("click", (event) => {
    const box = event.target.getBoundingClientRect();
    put((100 * (event.clientX - box.left)) / box.width, (100 * (event.clientY - box.top)) / box.height);
  });
  marker.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    put(Number(across.value || 50) + step[0], Number(down.value || 50) + step[1]);
  });
  show();
}

function put(x, y) {
  across.value = Math.round(Math.min(100, Math.max(0, x)));
  down.value = Math.round(Math.min(100, Math.max(0, y)));
  show();
}

function show() {
  marker.style.left = `${across.value || 50}%`;
  marker.style.top = `${down.value || 50}%`;
}
