// Comfort only: the search works by its button without this file.
(() => {
  "use strict";

  // An answer that says "wait a minute" is shown in place of the results, as the others are.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status !== 429 || event.detail.target.id !== "results") return;
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  });

  const field = document.querySelector(".search-form input");

  // Arrow down leads from the field to the first result, Escape from a result back to the field.
  field?.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown") return;
    const first = document.querySelector("#results .structured-item a");
    if (!first) return;
    event.preventDefault();
    first.focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.closest?.("#results")) field?.focus();
  });
})();
