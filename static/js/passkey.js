// Passkeys. A box marked data-passkey="create" or "get" holds one form: asked to go, it asks the device first and writes
// its answer in the field `credential`. The box stays hidden where there is no script or no passkey.
const able = Boolean(window.PublicKeyCredential);
for (const words of document.querySelectorAll("[data-without-passkey]")) words.hidden = able;
for (const box of able ? document.querySelectorAll("[data-passkey]") : []) {
  const form = box.querySelector("form");
  box.hidden = false;
  box.querySelector("[data-takes-focus]")?.focus();
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const failed = box.querySelector("[role=alert]");
    failed.hidden = true;
    try {
      const asked = box.dataset.from
        ? (await (await fetch(box.dataset.from, { headers: { Accept: "application/json" } })).json()).request_options
        : JSON.parse(document.getElementById("passkey-asked").textContent);
      const answer = await window.webauthnJSON[box.dataset.passkey](asked);
      form.elements.credential.value = JSON.stringify(answer);
      form.submit();
    } catch {
      failed.hidden = false;
    }
  });
}
