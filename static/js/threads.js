// Comfort only: looks for new messages every 20 seconds, while the page is to be seen and nothing in the list is open.
(() => {
  "use strict";

  const look = () => {
    const messages = document.querySelector("[data-poll]");
    const busy = messages?.contains(document.activeElement) || document.getElementById("confirm-dialog")?.open;
    if (messages && !busy && document.visibilityState === "visible") window.htmx?.trigger(messages, "poll");
  };
  setInterval(look, 20000);
  document.addEventListener("visibilitychange", look);
})();
