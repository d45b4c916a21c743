// While a screen is written, what concerns it follows: a moment after a change the form, as typed, is sent to the address of
// `data-hints-from`, which keeps nothing, and the blocks marked `data-hints` are replaced where they changed. What is new is
// also said to screen readers. On any failure the page stays as it was.
for (const form of document.querySelectorAll("[data-hints-from]")) {
  let waiting, asked;
  const sentences = () => [...document.querySelectorAll("[data-hints] li")].map((one) => one.textContent.trim());
  const follow = async () => {
    asked?.abort();
    asked = new AbortController();
    try {
      const options = { method: "POST", body: new FormData(form), signal: asked.signal };
      const answer = await fetch(form.dataset.hintsFrom, options);
      if (!answer.ok || answer.redirected) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      const before = sentences();
      for (const block of fresh.querySelectorAll("[data-hints]")) {
        const here = document.getElementById(block.id);
        if (here && here.innerHTML !== block.innerHTML) here.innerHTML = block.innerHTML;
      }
      form.querySelector("[data-hints-said]").textContent = sentences().filter((one) => !before.includes(one)).join(" ");
    } catch {
      // Offline, or overtaken by a newer change: the next step says it.
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(follow, 500);
  });
}
