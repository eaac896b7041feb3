// Text that is pasted into the editor of rich texts is cleaned by the server (editorial/paste.py) first.
"use strict";

{
  const own = document.currentScript.dataset;
  const NOTE = /^#fn(?:ref)?-(\d+)$/;

  // The number of the next footnote in the text.
  const nextNote = (view) => {
    const found = [...view.dom.querySelectorAll("a[href]")].map((link) => NOTE.exec(link.getAttribute("href")));
    return Math.max(0, ...found.filter(Boolean).map((match) => Number(match[1]))) + 1;
  };

  const clean = async (view, html) => {
    const body = new FormData();
    body.append("html", html.replace(/(src\s*=\s*)(?:"data:[^"]*"|'data:[^']*')/gi, '$1""'));
    body.append("first_note", nextNote(view));
    const token = document.querySelector("input[name=csrfmiddlewaretoken]");
    const response = await fetch(own.url, {
      method: "POST",
      headers: {"X-CSRFToken": token.value},
      body,
      redirect: "error",
    });
    const answer = await response.json();
    if (!response.ok) {
      throw new Error(answer.reason === "csrf" ? "" : answer.sentence);
    }
    return answer;
  };

  const say = (view, sentence) => {
    const editor = view.dom.closest(".prose-editor");
    let line = editor.previousElementSibling;
    if (!line?.matches(".pasted")) {
      line = Object.assign(document.createElement("p"), {className: "pasted"});
      line.setAttribute("role", "status");
      editor.before(line); // the end of a long text is out of sight
    }
    line.textContent = sentence;
    line.hidden = !sentence;
  };

  document.addEventListener("prose-editor:ready", ({detail: {editor}}) => {
    const {view} = editor;
    const paste = async (event) => {
      const html = event.clipboardData?.getData("text/html");
      // What was copied in an editor of this site carries its own mark, and needs no cleaning.
      if (!html || html.includes("data-pm-slice") || !editor.isEditable) {
        return;
      }
      event.preventDefault();
      event.stopPropagation();
      const plain = event.clipboardData.getData("text/plain");
      try {
        const answer = await clean(view, html);
        view.pasteHTML(answer.html);
        say(view, answer.line);
      } catch (error) {
        view.pasteText(plain || new DOMParser().parseFromString(html, "text/html").body.textContent);
        const known = error instanceof TypeError || error instanceof SyntaxError ? "" : error.message;
        say(view, [own.failed, known].filter(Boolean).join(" "));
      }
    };
    view.dom.addEventListener("paste", paste, true);
  });
}
