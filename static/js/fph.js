// Browsers that ignore autofocus on a box: bring the reader to what went wrong.
document.querySelector("[data-takes-focus]")?.focus();
