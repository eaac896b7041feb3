// Reports once a minute that this form is open, and shows who else has it open. A hidden tab reports nothing.
"use strict";

{
  const MINUTE = 60_000;
  const line = document.querySelector(".also-open");
  const token = document.querySelector("input[name=csrfmiddlewaretoken]");

  const report = async () => {
    if (document.hidden) {
      return;
    }
    try {
      const response = await fetch(line.dataset.url, {
        method: "POST",
        headers: {"X-CSRFToken": token.value},
        redirect: "error",
      });
      const {sentence} = await response.json();
      if (line.textContent !== sentence) {
        line.textContent = sentence;
      }
      line.hidden = !sentence;
    } catch {
      // Signed out, or no network: saving says so.
    }
  };

  if (line && token) {
    report();
    setInterval(report, MINUTE);
  }
}
