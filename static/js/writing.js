// Beside the writing field: length and what is missing while one types, parts that a depth brings out,
// and texts of last time put into a field. Without this file the page says it all at the next save.
"use strict";

{
  const form = document.querySelector(".note-form")?.closest("form");

  // A word has a letter or a digit in it, as in app/briefings/content.py: marks of a list are none.
  const countWords = (text) => (text.match(/\S*[\p{L}\p{N}]\S*/gu) || []).length;

  function showLength(box, parts) {
    const aim = Number(box.dataset.length);
    const words = parts
      .filter((field) => field.name !== "afterwards")
      .reduce((sum, field) => sum + countWords(field.value), 0);
    const percent = Math.round((100 * words) / aim);
    const said = box.dataset.text.replace("{words}", words).replace("{part}", percent);
    const bar = box.querySelector("progress");
    bar.value = Math.min(percent, 100);
    bar.setAttribute("aria-label", said);
    box.querySelector(".meter__label").textContent = said;
    box.querySelector("[data-too-long]").hidden = percent <= 100;
  }

  function showNeeded(box, parts) {
    const lines = [...box.querySelectorAll("[data-needs]")];
    for (const line of lines) {
      const name = line.dataset.needs;
      const fields = name ? [form.elements[name]] : parts;
      line.hidden = fields.some((field) => field && field.value.trim() !== "");
    }
    const complete = lines.every((line) => line.hidden);
    box.querySelector("ul").hidden = complete;
    box.querySelector("[data-complete]").hidden = !complete;
  }

  // Puts a text in a field so that whatever stands over it can follow, and everybody hears of it.
  function setText(field, text) {
    field.value = text;
    field.dispatchEvent(new CustomEvent("text:set", { detail: { text } }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function insert(button) {
    const field = form.elements[button.dataset.insert];
    const text = document.getElementById(button.dataset.insertFrom).content.textContent.trim();
    const label = button.querySelector(".nl-button__label");
    button.dataset.label ??= label.textContent;
    if (button.dataset.inserted === "yes") {
      takeOut(field, button);
      label.textContent = button.dataset.label;
      delete button.dataset.inserted;
      return;
    }
    if (button.dataset.insertKind !== "choice" && field.value.includes(text)) {
      label.textContent = button.dataset.there;
      return;
    }
    button.before_ = field.value;
    const together = field.value.trim() === "" ? text : `${field.value.trimEnd()}\n\n${text}`;
    setText(field, button.dataset.insertKind === "choice" ? text : together);
    button.after_ = field.value;
    field.closest("details")?.setAttribute("open", "");
    label.textContent = button.dataset.undo;
    button.dataset.inserted = "yes";
  }

  // Undoing takes out what was put in, also after more was typed around it; never what was typed.
  function takeOut(field, button) {
    if (field.value === button.after_) {
      setText(field, button.before_);
      return;
    }
    const added = button.after_.slice(button.before_.trimEnd().length);
    const piece = field.value.includes(added) ? added : added.trim();
    if (button.dataset.insertKind !== "choice" && field.value.includes(piece)) {
      setText(field, field.value.replace(piece, () => ""));
    }
  }

  if (form) {
    const parts = [...form.querySelectorAll(".note-form textarea")].filter((field) => field.name !== "mandate");
    const lengthBox = document.querySelector("[data-length]");
    const neededBox = document.querySelector("[data-needed]");
    const show = () => {
      showLength(lengthBox, parts);
      showNeeded(neededBox, parts);
    };
    form.addEventListener("input", show);
    form.addEventListener("change", show);
    show();

    const depth = form.elements.depth;
    depth.addEventListener("change", () => {
      for (const more of form.querySelectorAll("[data-opens-at-depth]")) {
        if (more.dataset.opensAtDepth === depth.value) {
          more.open = true;
        }
      }
    });

    for (const button of document.querySelectorAll("[data-insert]")) {
      if (form.elements[button.dataset.insert]) {
        button.hidden = false;
        button.addEventListener("click", () => insert(button));
      }
    }
  }
}
