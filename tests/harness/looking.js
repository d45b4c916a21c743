// What a person would trip over on the page as it is shown now. Returns sentences; none when all is well.
([site, specimens]) => {
  const faults = [];
  const all = (selector) => [...document.querySelectorAll(selector)];
  const short = (node) => node.outerHTML.replace(/\s+/g, " ").slice(0, 140);
  const shown = (node) => node.checkVisibility({ visibilityProperty: true }) && !node.closest(".visually-hidden, .skip");
  const say = (words, nodes) => nodes.forEach((node) => faults.push(`${words}: ${short(node)}`));

  const ids = all("[id]").map((node) => node.id);
  new Set(ids.filter((id, place) => ids.indexOf(id) !== place)).forEach((id) => faults.push(`id twice: ${id}`));
  if (all("h1").length !== 1 && !specimens) faults.push(`${all("h1").length} h1`);
  let level = 0;
  all("h1, h2, h3, h4, h5, h6").filter((node) => node.checkVisibility() && !node.closest(".error-summary")).forEach((node) => {
    const here = Number(node.tagName[1]);
    if (here > level + 1 && !specimens) faults.push(`heading leaps from ${level} to ${here}: ${short(node)}`);
    level = here;
  });
  if (!document.documentElement.lang) faults.push("no language");
  if (!document.title.endsWith(site) || document.title.length < site.length + 2) faults.push(`title: ${document.title}`);

  const wrong = all(".error-summary[role=alert], .field-wrong, [aria-invalid=true]");
  if (!specimens && document.title.startsWith("Erreur") !== wrong.length > 0) faults.push(`title and errors disagree: ${document.title}`);
  if (wrong.length && !document.activeElement.matches("[data-takes-focus]")) faults.push("no summary of errors has the focus");
  say("link of the summary leads nowhere", all(".error-summary a[href^='#']").filter((link) => !document.getElementById(link.hash.slice(1))));
  say("no label", all("input:not([type=hidden]), select, textarea").filter((field) => !field.labels.length && !field.ariaLabel));

  const wide = document.documentElement;
  if (wide.scrollWidth > wide.clientWidth) {
    faults.push(`scrolls sideways, ${wide.scrollWidth} px for ${wide.clientWidth}`);
    say("  sticks out", all("main *").filter((node) => node.getBoundingClientRect().right > wide.clientWidth + 1 && !node.closest(".table-wrap")).slice(0, 3));
  }
  const box = (node) => {
    const boxes = [node, ...(node.matches("[type=radio], [type=checkbox]") ? node.labels : [])].map((one) => one.getBoundingClientRect());
    return { width: Math.max(...boxes.map((one) => one.right)) - Math.min(...boxes.map((one) => one.left)),
             height: Math.max(...boxes.map((one) => one.bottom)) - Math.min(...boxes.map((one) => one.top)) };
  };
  const small = (node, least) => { const { width, height } = box(node); return Math.min(width, height) < least - 0.5; };
  const controls = all("input:not([type=hidden]), select, textarea, button, a.button").filter(shown);
  say("under 44 px", controls.filter((node) => small(node, 44)));
  say("under 24 px", all("a[href], summary").filter(shown).filter((node) => getComputedStyle(node).display !== "inline" && small(node, 24)));
  return faults;
}
