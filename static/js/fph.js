// Browsers that ignore autofocus on a box: bring the reader to what went wrong.
document.querySelector("[data-takes-focus]")?.focus();

// Copy the address of a part of the page; without a clipboard, the link is followed as any other.
for (const link of document.querySelectorAll("[data-copies]")) {
  link.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(link.href);
    } catch {
      return;
    }
    const words = link.textContent;
    link.setAttribute("aria-live", "polite");
    link.textContent = link.dataset.copies;
    setTimeout(() => { link.textContent = words; }, 2500);
  });
}

for (const button of document.querySelectorAll("[data-prints]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
