// Comfort only: cards of the board can be dragged, and all boxes of a page ticked at once.
(() => {
  "use strict";

  const find = (selector, root = document) => [...root.querySelectorAll(selector)];

  const say = (text) => {
    const notice = document.createElement("div");
    notice.className = "notice notice-warning";
    notice.setAttribute("role", "alert");
    const words = document.createElement("p");
    words.textContent = text;
    notice.append(words);
    document.getElementById("flashes").replaceChildren(notice);
    notice.scrollIntoView({ block: "center" });
  };

  // What a drop does is what the card's own menu does: the same form is sent, the same link followed.
  let dragged = null;
  const may = (column) => dragged.dataset.allowed.split(" ").includes(column.dataset.stage);
  const clear = () => find(".is-over, .is-closed-to").forEach((one) => one.classList.remove("is-over", "is-closed-to"));
  const drop = (column, board) => {
    if (dragged.closest(".board-column") === column) return;
    const target = dragged.querySelector(`[data-target="${CSS.escape(column.dataset.stage)}"]`);
    if (!target) say(board.dataset.refused);
    else if (target.matches("form")) target.requestSubmit();
    else target.click();
  };

  const prepare = (board) => {
    find("[data-card]", board).forEach((card) => { card.draggable = true; });
    board.addEventListener("dragstart", (event) => {
      dragged = event.target.closest("[data-card]");
      if (!dragged) return;
      dragged.classList.add("is-dragged");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", dragged.textContent.trim());
    });
    board.addEventListener("dragend", () => {
      dragged?.classList.remove("is-dragged");
      dragged = null;
      clear();
    });
    board.addEventListener("dragover", (event) => {
      const column = event.target.closest(".board-column");
      if (!dragged || !column) return;
      event.preventDefault();
      clear();
      if (dragged.closest(".board-column") !== column) column.classList.add(may(column) ? "is-over" : "is-closed-to");
    });
    board.addEventListener("drop", (event) => {
      const column = event.target.closest(".board-column");
      if (!dragged || !column) return;
      event.preventDefault();
      drop(column, board);
    });
  };

  const prepareList = (root) => {
    for (const box of find("[data-tick-all]", root)) {
      box.hidden = false;
      box.querySelector("input").addEventListener("change", (event) => {
        for (const one of find("input[name=id]", box.closest("form"))) one.checked = event.target.checked;
      });
    }
  };

  const start = (root) => {
    find("[data-board]", root).forEach(prepare);
    prepareList(root);
  };
  start(document);
  document.addEventListener("htmx:afterSettle", (event) => start(event.detail.elt));
})();
