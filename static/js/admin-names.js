/*
 * Accessible names where Django's admin, its search fields and the editor of rich texts give none: of a cell's field
 * the head of its column, of the rest the label of the field that they stand for.
 */
"use strict";
{
  const CELLS = ".tabular td :is(input:not([type=hidden]), select, textarea)";
  const SEARCHES = ".select2-selection, .select2-selection__rendered[role=textbox], .select2-search--inline input";
  const EDITORS = ".prose-editor [contenteditable]";
  let counted = 0;
  let waiting = false;

  /* What names a field in sight: its label, or the head of its column. */
  function nameOf(field) {
    if (field?.labels?.length) return field.labels[0];
    const cell = field?.closest("td");
    const column = [...(cell?.classList ?? [])].find((each) => each.startsWith("field-"));
    if (column) return cell.closest("table").querySelector(`thead .${column.replace("field-", "column-")}`);
    return cell?.classList.contains("delete") ? cell.closest("table").querySelector("thead th:last-child") : null;
  }

  function name(element, field) {
    const source = nameOf(field);
    if (!source || element.dataset.named) return;
    source.id ||= `name-${(counted += 1)}`;
    const own = element.getAttribute("aria-labelledby") ?? "";
    element.setAttribute("aria-labelledby", `${source.id} ${own}`.trim());
    element.dataset.named = "";
  }

  function nameAll() {
    waiting = false;
    for (const field of document.querySelectorAll(CELLS)) if (!field.labels?.length) name(field, field);
    for (const part of document.querySelectorAll(SEARCHES)) {
      name(part, part.closest(".select2-container").previousElementSibling);
    }
    for (const editor of document.querySelectorAll(EDITORS)) {
      const field = editor.closest(".prose-editor").querySelector("textarea");
      name(editor, field);
      if (field?.lang) editor.lang = field.lang;
    }
  }

  function nameSoon() {
    if (!waiting) requestAnimationFrame(nameAll);
    waiting = true;
  }

  new MutationObserver(nameSoon).observe(document.body, { childList: true, subtree: true });
  nameAll();
}
