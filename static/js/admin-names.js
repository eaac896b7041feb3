/* The rich-text editor has no accessible name of its own: it takes that of its field's label. */
"use strict";
{
  function name(editor) {
    const field = editor.closest(".prose-editor")?.querySelector("textarea");
    const label = field?.labels[0];
    if (!label || editor.hasAttribute("aria-labelledby")) return;
    label.id ||= `${field.id}_label`;
    editor.setAttribute("aria-labelledby", label.id);
    if (field.lang) editor.lang = field.lang;
  }

  function nameAll() {
    for (const editor of document.querySelectorAll(".prose-editor [contenteditable]")) name(editor);
  }

  new MutationObserver(nameAll).observe(document.body, { childList: true, subtree: true });
  nameAll();
}
