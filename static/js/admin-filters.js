/* Filters with many choices: while letters are typed, the server's matching choices are shown. */
"use strict";
{
  const WAIT = 250; // milliseconds after the last letter

  for (const form of document.querySelectorAll(".filter-search")) {
    const part = form.closest("details");
    const field = form.querySelector("input[type=search]");
    let timer;
    let asked = 0;

    const find = async () => {
      const number = ++asked;
      const answer = await fetch(`?${new URLSearchParams(new FormData(form))}`);
      if (!answer.ok || number !== asked) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const found = page.querySelector(`input[name="${field.name}"]`)?.closest("details");
      if (!found) return;
      part.querySelector("ul").replaceWith(found.querySelector("ul"));
      part.querySelector(".help").textContent = found.querySelector(".help").textContent;
    };

    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(find, WAIT);
    });
  }
}
