// Comfort only: every page works without this file.
(() => {
  "use strict";

  const find = (selector, root = document) => [...root.querySelectorAll(selector)];

  // Character counters under text areas.
  const count = (control) => {
    const counter = document.querySelector(`[data-counter-for="${CSS.escape(control.id)}"]`);
    if (!counter) return;
    const now = counter.querySelector(".count-now");
    now.textContent = control.value.length;
    now.classList.toggle("is-over", control.maxLength > 0 && control.value.length > control.maxLength);
  };

  // A box above long lists of choices that hides what does not contain the typed words.
  const addChoiceFilter = (choices) => {
    const box = document.createElement("input");
    box.type = "search";
    box.className = "krds-input small choice-filter";
    box.placeholder = choices.dataset.choiceFilter;
    box.setAttribute("aria-label", choices.dataset.choiceFilter);
    box.addEventListener("input", () => {
      const wanted = box.value.trim().toLowerCase();
      for (const option of find(".krds-form-check", choices)) {
        option.hidden = !option.textContent.toLowerCase().includes(wanted) && !option.querySelector("input").checked;
      }
      for (const group of find(".choice-subgroup", choices)) {
        group.hidden = find(".krds-form-check", group).every((option) => option.hidden);
      }
    });
    box.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
    box.addEventListener("change", (event) => event.stopPropagation());
    choices.before(box);
    choices.removeAttribute("data-choice-filter");
  };

  // A group of fields that is asked only with a choice: data-only-with="name:value".
  const addCondition = (group) => {
    const [name, value] = group.dataset.onlyWith.split(":");
    const choice = group.form.querySelector(`input[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`);
    if (!choice) return;
    const fit = () => (group.hidden = group.disabled = !choice.checked);
    // A radio button tells nothing when another one takes its place.
    group.form.addEventListener("change", (event) => event.target.name === name && fit());
    fit();
  };

  // Asking before a button that cannot be undone.
  const dialog = document.getElementById("confirm-dialog");
  const ask = (question, proceed) => {
    document.getElementById("confirm-text").textContent = question;
    dialog.onclose = () => dialog.returnValue === "yes" && proceed();
    dialog.returnValue = "no";
    dialog.showModal();
  };
  dialog?.addEventListener("click", (event) => {
    const answer = event.target.closest("[data-answer]");
    if (answer) dialog.close(answer.dataset.answer);
  });

  const prepare = (root) => {
    find("[data-choice-filter]", root).forEach(addChoiceFilter);
    find("[data-only-with]", root).forEach(addCondition);
    root.querySelector("[data-focus], [autofocus]")?.focus();
  };

  document.addEventListener("input", (event) => event.target.maxLength > 0 && count(event.target));
  document.addEventListener("click", (event) => {
    const summary = event.target.closest("details.confirm > summary");
    if (summary) {
      event.preventDefault();
      ask(summary.parentElement.dataset.confirm, () => summary.closest("form").requestSubmit());
    }
    for (const popup of find("details[data-popup][open]")) {
      if (!popup.contains(event.target)) popup.open = false;
    }
    const link = event.target.closest(".error-summary a[href^='#']");
    const target = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (target) {
      event.preventDefault();
      const control = target.matches("fieldset") ? target.querySelector("input:not([type=search]), select, textarea") : target;
      (control ?? target).focus();
      target.scrollIntoView({ block: "center" });
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const popup of find("details[data-popup][open]")) {
      popup.open = false;
      popup.querySelector("summary").focus();
    }
  });

  // htmx: questions, failures, what changed.
  document.addEventListener("htmx:confirm", (event) => {
    if (!event.detail.question) return;
    event.preventDefault();
    ask(event.detail.question, () => event.detail.issueRequest(true));
  });
  const reportFailure = () => {
    document.getElementById("flashes").replaceChildren(document.getElementById("request-failed").content.cloneNode(true));
    document.getElementById("flashes").scrollIntoView({ block: "center" });
  };
  document.addEventListener("htmx:responseError", reportFailure);
  document.addEventListener("htmx:sendError", reportFailure);
  document.addEventListener("htmx:afterSettle", (event) => {
    prepare(event.detail.elt);
    const news = event.detail.elt.querySelector("[data-announce]") ?? event.detail.elt.closest("[data-announce]");
    if (news) document.getElementById("live").textContent = news.textContent.trim();
  });

  // The browser knows the reader's time zone better than the server can guess it.
  for (const select of find("select[data-guess-time-zone]")) {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (find("option", select).some((option) => option.value === zone)) select.value = zone;
    select.removeAttribute("data-guess-time-zone");
  }

  prepare(document);
})();
