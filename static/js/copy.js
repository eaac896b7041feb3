// "Copy link", "Copy caption and credit": the words stand in the page anyway; the button only saves selecting them.
for (const button of document.querySelectorAll("[data-copy], [data-text]")) {
  if (!navigator.clipboard) continue;
  button.closest("[hidden]").hidden = false;
  button.addEventListener("click", async () => {
    const { copy, text, copied } = button.dataset;
    await navigator.clipboard.writeText(text ?? document.getElementById(copy).innerText.trim());
    const status = button.parentElement.querySelector("[role=status]");
    status.textContent = "";
    requestAnimationFrame(() => { status.textContent = copied; });
  });
}
