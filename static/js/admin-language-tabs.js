/*
 * One switch per form for the texts that exist in several languages. Each such field carries a class such as
 * "mt-field-title-en" and a name such as "sessions-0-title_en". Without this script every language shows.
 */
"use strict";
{
  const words = document.currentScript.dataset;
  const languages = JSON.parse(words.languages);
  const ALL = "all";
  const STORE = "plenary-admin-language";

  /* The language of a translated field: what follows the last hyphen of its class. */
  function languageOf(field) {
    const name = [...field.classList].find((each) => each.startsWith("mt-field-"));
    return name.slice(name.lastIndexOf("-") + 1);
  }

  function columnOf(cell) {
    return [...cell.classList].find((each) => each.startsWith("field-"));
  }

  /* What to show or hide with a field: its box, its line, or its cell together with the head of the column. */
  function partsOf(field) {
    const part = field.closest("td, .fieldBox, .form-row");
    const column = part.matches("td") && columnOf(part);
    const head = column && part.closest("table").querySelector(`thead .${column.replace("field-", "column-")}`);
    return head ? [part, head] : [part];
  }

  /* A required field that is empty is shown in every language: its part, or its column for a cell. */
  function isOpen(field) {
    if (field.name.includes("__prefix__") || isDeleted(field) || !isEmpty(field)) return false;
    return field.required || partsOf(field).some((part) => part.matches(".required") || part.querySelector(".required"));
  }

  function openParts(form) {
    const fields = [...form.querySelectorAll("[class*='mt-field-']")].filter(isOpen);
    const parts = fields.flatMap((field) => {
      const [part, head] = partsOf(field);
      return head ? [head, ...part.closest("table").querySelectorAll(`td.${columnOf(part)}`)] : [part];
    });
    return new Set(parts);
  }

  function mark(root) {
    for (const field of root.querySelectorAll("[class*='mt-field-']")) {
      for (const part of partsOf(field)) part.dataset.textLanguage = languageOf(field);
    }
  }

  /* The fields of one text, in all its languages, by what their names share. */
  function texts(form) {
    const found = new Map();
    for (const field of form.querySelectorAll("[class*='mt-field-']")) {
      if (field.name.includes("__prefix__") || isDeleted(field)) continue;
      const text = field.name.slice(0, -languageOf(field).length);
      found.set(text, [...(found.get(text) ?? []), field]);
    }
    return [...found.values()];
  }

  function isDeleted(field) {
    const row = field.closest("tr, .inline-related");
    return row?.querySelector("input[name$='-DELETE']")?.checked ?? false;
  }

  function isEmpty(field) {
    return field.value.replace(/<[^>]*>/g, "").trim() === "";
  }

  /* How many texts exist in another language but not in this one. */
  function missing(form, language) {
    return texts(form).filter(
      (fields) =>
        fields.some((field) => !isEmpty(field)) &&
        fields.some((field) => languageOf(field) === language && isEmpty(field)),
    ).length;
  }

  function partsIn(form, language) {
    return [...form.querySelectorAll(`[data-text-language="${language}"]`)];
  }

  function isWrong(form, language) {
    return partsIn(form, language).some((part) => part.querySelector(".errorlist"));
  }

  class LanguageSwitch {
    constructor(form) {
      this.form = form;
      this.buttons = new Map();
      mark(form);
      form.querySelector("fieldset.module, .inline-group, .results").before(this.build());
      form.addEventListener("input", () => this.note());
      form.addEventListener("change", () => this.note());
      document.addEventListener("formset:added", (event) => this.grow(event.target));
      document.addEventListener("formset:removed", () => this.note());
      window.addEventListener("hashchange", () => this.follow());
      window.addEventListener("load", () => this.follow()); // Django may have focused the first field after us
      this.show(this.first());
      this.follow();
      this.note();
    }

    build() {
      const group = document.createElement("div");
      group.className = "language-tabs";
      group.setAttribute("role", "group");
      group.setAttribute("aria-label", words.label);
      for (const [language, name] of [...Object.entries(languages), [ALL, words.all]]) {
        const button = document.createElement("button");
        button.type = "button";
        button.setAttribute("form", ""); // of no form, or Django would focus it on a form for adding
        button.append(name, document.createElement("small"));
        button.addEventListener("click", () => {
          sessionStorage.setItem(STORE, language);
          this.show(language);
        });
        this.buttons.set(language, button);
        group.append(button);
      }
      return group;
    }

    /* The language to begin with: one with errors, the one chosen last, the interface's, or the first. Of several
       with errors, the one chosen last goes first. */
    first() {
      const known = Object.keys(languages);
      const spoken = document.documentElement.lang.toLowerCase().replace("-", "_");
      const chosen = sessionStorage.getItem(STORE);
      const wrong = known.filter((language) => isWrong(this.form, language));
      const wishes = [...wrong.filter((language) => language === chosen), ...wrong, chosen, spoken];
      return wishes.find((wish) => this.buttons.has(wish)) ?? known[0];
    }

    show(language) {
      this.language = language;
      const open = openParts(this.form);
      for (const part of this.form.querySelectorAll("[data-text-language]")) {
        const isOther = ![ALL, part.dataset.textLanguage].includes(language);
        part.classList.toggle("other-language", isOther && !open.has(part));
      }
      for (const [each, button] of this.buttons) button.setAttribute("aria-pressed", each === language);
    }

    /* An address such as "#id_title_de" names a field: show it, whatever its language. */
    follow() {
      const field = document.getElementById(location.hash.slice(1));
      const part = field?.closest("[data-text-language]");
      if (!part || !this.form.contains(part)) return;
      if (part.classList.contains("other-language")) this.show(part.dataset.textLanguage);
      part.scrollIntoView({ block: "center" });
      field.focus();
    }

    grow(row) {
      if (!this.form.contains(row)) return;
      mark(row);
      this.show(this.language);
      this.note();
    }

    /* Say on each button what is missing or wrong in its language. */
    note() {
      for (const language of Object.keys(languages)) {
        const count = missing(this.form, language);
        const notes = [];
        if (isWrong(this.form, language)) notes.push(words.wrong);
        if (count) notes.push(`${words.missing} ${count}`);
        const button = this.buttons.get(language);
        button.classList.toggle("incomplete", notes.length > 0);
        button.querySelector("small").textContent = notes.join(", ");
      }
    }
  }

  for (const form of document.forms) {
    if (form.querySelector("[class*='mt-field-']")) new LanguageSwitch(form);
  }
}
