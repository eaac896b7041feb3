// A button with data-copy puts those words on the clipboard. They are on the page too: it only saves selecting them.
if (navigator.clipboard) document.documentElement.dataset.clipboard = "";

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy.trim());
  const status = button.parentElement.querySelector("[role=status]");
  status.textContent = "";
  requestAnimationFrame(() => { status.textContent = button.dataset.copied; });
});
