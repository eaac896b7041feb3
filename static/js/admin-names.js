/*
 * Accessible names where Django's admin, its search fields and the editor of rich texts give none: of a cell's field
 * the head of its column, of the rest the label of the field that they replace.
 */
"use strict";
{
  const CELLS = ".tabular td :is(input:not([type=hidden]), select, textarea)";
  const SEARCHES = ".select2-selection, .select2-selection__rendered[role=textbox], .select2-search--inline input";
  const EDITORS = ".prose-editor [contenteditable]";
  let counted = 0;

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

  /* What is said about a field, and whether it is wrong, holds for the part in sight too. */
  function describe(element, field) {
    for (const each of ["aria-describedby", "aria-invalid"]) {
      if (field.hasAttribute(each)) element.setAttribute(each, field.getAttribute(each));
    }
  }

  function nameAll() {
    for (const field of document.querySelectorAll(CELLS)) if (!field.labels?.length) name(field, field);
    for (const part of document.querySelectorAll(SEARCHES)) {
      const field = part.closest(".select2-container").previousElementSibling;
      name(part, field);
      if (field && part.matches(".select2-selection")) describe(part, field);
    }
    for (const editor of document.querySelectorAll(EDITORS)) {
      const field = editor.closest(".prose-editor").querySelector("textarea");
      if (!field) continue;
      name(editor, field);
      describe(editor, field);
      if (field.lang) editor.lang = field.lang;
    }
  }

  /* At once, not at the next frame: nothing is in sight, or heard, before it has its name. */
  new MutationObserver(nameAll).observe(document.body, { childList: true, subtree: true });
  nameAll();
}
