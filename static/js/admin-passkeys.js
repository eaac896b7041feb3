/*
 * Passkeys: a form with data-passkey asks the device for one, and sends its answer in the field "credential".
 *
 * data-passkey is "create" or "get". The options are JSON in the element that data-options names, or come from the
 * form's own address. Without a browser that knows passkeys, the button says so.
 */
"use strict";
{
  const known = window.PublicKeyCredential?.parseRequestOptionsFromJSON !== undefined;

  async function optionsOf(form) {
    if (form.dataset.options) return JSON.parse(document.getElementById(form.dataset.options).textContent);
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`Status ${answer.status}`);
    return answer.json();
  }

  async function ask(form) {
    const { publicKey } = await optionsOf(form);
    if (form.dataset.passkey === "create") {
      return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) });
    }
    return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });
  }

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const field = form.querySelector("[name$=credential]");
    const failed = form.querySelector(".passkey-failed");
    form.querySelector("[data-passkey-button]").addEventListener("click", async (event) => {
      event.preventDefault();
      failed.hidden = true;
      try {
        if (!known) throw new Error("This browser knows no passkeys.");
        field.value = JSON.stringify(await ask(form));
        form.requestSubmit();
      } catch {
        failed.hidden = false; // stopped by the person, or the device has no passkey
      }
    });
  }
}
