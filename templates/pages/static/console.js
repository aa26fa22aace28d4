/* Keys for whoever settles many things; every page works without it. */
"use strict";

const typing = (target) =>
  target.closest("input:not([type=checkbox]), select, textarea, [contenteditable]") !== null;

const keyed = (key) => document.querySelector(`[data-key="${CSS.escape(key)}"]`);

const opened = (part) => {
  part.open = true;
  /* what still has to be said, else the button: then Enter is the second key and the last */
  const fields = [...part.querySelectorAll("input:not([type=hidden]):not([type=checkbox]), select")];
  const first = fields.find((field) => !field.value) ?? part.querySelector("form button");
  if (first) first.focus();
};

let gone = false; // one answer a page: a key that is held down decides nothing twice

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || gone) return;
  if (event.key === "Escape" && document.activeElement) document.activeElement.blur();
  if (typing(event.target)) return;
  const part = keyed(event.key);
  if (!part) return;
  event.preventDefault();
  if (part.tagName === "SUMMARY") {
    const whole = part.parentElement;
    if (whole.open) whole.open = false;
    else opened(whole);
  } else if (part.dataset.opens) {
    opened(document.getElementById(part.dataset.opens));
  } else {
    part.click();
  }
});

document.addEventListener("click", (event) => {
  const part = event.target.closest("[data-opens]");
  if (!part) return;
  event.preventDefault();
  opened(document.getElementById(part.dataset.opens));
});

document.addEventListener("submit", (event) => {
  if (gone) {
    event.preventDefault();
    return;
  }
  if (event.target.method === "post" && !event.target.action.match(/\/archive\/(table|files)$/)) gone = true;
});

window.addEventListener("pageshow", () => { gone = false; });

/* What was just done can be undone here for ten seconds; after that, in 记录 or 单位. */
const undo = document.querySelector("[data-undo]");
if (undo) setTimeout(() => undo.remove(), 10000);

/* The address keeps no trace of what was just said: reloading says it not again. */
if (location.search.includes("done=")) history.replaceState(null, "", location.pathname);
