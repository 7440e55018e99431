// Keys that press a button: comfort only. A reader can switch them off (WCAG 2.1.4).
(() => {
  "use strict";

  const STORED = "keys-off";
  const box = document.querySelector("[data-keys-switch]");
  if (!box) return;
  box.checked = localStorage.getItem(STORED) === null;
  box.closest("[hidden]")?.removeAttribute("hidden");
  box.addEventListener("change", () =>
    box.checked ? localStorage.removeItem(STORED) : localStorage.setItem(STORED, "1"));

  let isSent = false; // the next page has yet to come: a key meant for it must not change this answer
  document.addEventListener("submit", () => { isSent = true; });
  window.addEventListener("pageshow", () => { isSent = false; });

  document.addEventListener("keydown", (event) => {
    const isPlain = !(event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || event.repeat || event.isComposing);
    if (isSent || !box.checked || !isPlain || event.target.closest("textarea, select, input:not([type=checkbox]), dialog")) return;
    document.querySelector(`button[data-key="${CSS.escape(event.key)}"]`)?.click();
  });
})();
