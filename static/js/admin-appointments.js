/*
 * Pickers of an appointment follow the form: the partner of their row narrows them, for the days of the form the
 * holders of the office come first. Choosing a person fills in the partner where that is empty; "+" passes the
 * partner on.
 */
"use strict";
{
  const { jQuery: $ } = django;

  /* Returns the field of that name in the picker's row: both names have the same prefix. */
  function beside(picker, name) {
    const row = picker.name.slice(0, -picker.dataset.fieldName.length);
    return name ? picker.form.elements[row + name] : null;
  }

  function context(picker) {
    if (picker.dataset.dayFields === undefined) return {};
    const names = picker.dataset.dayFields.split(" ");
    const days = names.map((name) => picker.form.elements[name]?.value).filter(Boolean);
    const partner = beside(picker, picker.dataset.partnerField)?.value;
    return { ...(partner && { partner }), ...(days.length && { days: days.join(",") }) };
  }

  function shown(result) {
    if (!result.mark) return result.text;
    const line = document.createElement("span");
    const mark = document.createElement("span");
    mark.className = "picker-mark";
    mark.textContent = result.mark;
    line.append(result.text, " ", mark);
    return $(line);
  }

  /* Replaces Django's function, which its pages call for each picker: sends the form's values and shows the mark. */
  $.fn.djangoAdminSelect2 = function () {
    for (const picker of this) {
      const { appLabel, modelName, fieldName } = picker.dataset;
      const about = { app_label: appLabel, model_name: modelName, field_name: fieldName };
      const data = ({ term, page }) => ({ term, page, ...about, ...context(picker) });
      const options = picker.dataset.dayFields === undefined ? {} : { dropdownCssClass: "picker-list" };
      $(picker).select2({ ajax: { data }, templateResult: shown, ...options });
    }
    return this;
  };

  $(document).on("select2:select", "select[data-partner-field]", (event) => {
    const partner = event.params.data.partner;
    const field = beside(event.target, event.target.dataset.partnerField);
    if (!partner || !field || field.value) return;
    field.add(new Option(partner.text, partner.id, true, true));
    $(field).trigger("change");
  });

  $(document).on("django:show-related", ".add-related", (event) => {
    const picker = event.target.closest(".related-widget-wrapper")?.querySelector("select[data-partner-field]");
    const partner = picker && beside(picker, picker.dataset.partnerField)?.value;
    if (!picker) return;
    const address = new URL(event.target.href);
    if (partner) address.searchParams.set("partner", partner);
    else address.searchParams.delete("partner");
    event.target.href = address;
  });
}
