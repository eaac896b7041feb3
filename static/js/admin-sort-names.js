/*
 * Proposes the name by which a person is sorted while the name is typed. A value that was typed by hand is kept.
 */
"use strict";
{
  const PAUSE = 250;
  const { url } = document.currentScript.dataset;

  function follow(name, sortName) {
    let proposed = "";
    let waiting;

    const propose = async () => {
      try {
        const response = await fetch(`${url}?${new URLSearchParams({ name: name.value })}`, { redirect: "error" });
        if (!response.ok || sortName.value !== proposed) return;
        proposed = (await response.json()).sort_name;
        sortName.value = proposed;
        sortName.dispatchEvent(new Event("input", { bubbles: true }));
      } catch {
        // No network: the server proposes it when the form is saved.
      }
    };

    name.addEventListener("input", () => {
      clearTimeout(waiting);
      if (sortName.value === proposed) waiting = setTimeout(propose, PAUSE);
    });
  }

  for (const sortName of document.querySelectorAll("input[name^='sort_name_']")) {
    const name = sortName.form.elements[sortName.name.slice("sort_".length)];
    if (name) follow(name, sortName);
  }
}
