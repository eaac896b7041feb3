// "Copy caption and credit": the words stand in the page anyway; the button only saves selecting them.
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const words = document.getElementById(button.dataset.copy).innerText.trim();
    await navigator.clipboard.writeText(words);
    const status = button.parentElement.querySelector("[role=status]");
    status.textContent = "";
    requestAnimationFrame(() => { status.textContent = button.dataset.copied; });
  });
}
