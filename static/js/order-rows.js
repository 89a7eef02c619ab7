// Rows put in order where they stand: with the two buttons of each row, or dragged by their grip.
// Without this file the buttons send the form, and the server moves the row.
"use strict";

for (const list of document.querySelectorAll("[data-order]")) {
  const say = document.createElement("p");
  say.className = "visually-hidden";
  say.setAttribute("aria-live", "polite");
  list.after(say);

  const rows = () => [...list.querySelectorAll(":scope > [data-order-row]")];
  const buttonsOf = (row) => row.querySelectorAll("button[name=move]");

  // The first row cannot go up, the last one not down.
  const settle = () => {
    const all = rows();
    all.forEach((row, place) => {
      const [up, down] = buttonsOf(row);
      up.disabled = place === 0;
      down.disabled = place === all.length - 1;
    });
  };

  const tell = (row) => {
    const all = rows();
    say.textContent = list.dataset.orderMoved
      .replace("{title}", row.querySelector("label").textContent.trim().replace(/\s+/g, " "))
      .replace("{place}", String(all.indexOf(row) + 1))
      .replace("{count}", String(all.length));
  };

  list.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=move]");
    if (!button) {
      return;
    }
    event.preventDefault();
    const row = button.closest("[data-order-row]");
    const up = button.value.startsWith("up-");
    const other = up ? row.previousElementSibling : row.nextElementSibling;
    if (!other) {
      return;
    }
    if (up) {
      other.before(row);
    } else {
      other.after(row);
    }
    settle();
    // Focus stays in the row: on the same button, or on the other where this one came to its end.
    const stay = button.disabled ? [...buttonsOf(row)].find((one) => !one.disabled) : button;
    stay?.focus();
    tell(row);
  });

  let dragged = null;
  for (const row of rows()) {
    const grip = row.querySelector("[data-order-grip]");
    grip.hidden = false;
    // Only by the grip: text in the row can still be selected.
    grip.addEventListener("pointerdown", () => {
      row.draggable = true;
    });
    grip.addEventListener("pointerup", () => {
      row.draggable = false;
    });
    row.addEventListener("dragstart", (event) => {
      dragged = row;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", "");
      row.classList.add("is-dragged");
    });
    row.addEventListener("dragend", () => {
      row.draggable = false;
      row.classList.remove("is-dragged");
      if (dragged) {
        settle();
        tell(row);
      }
      dragged = null;
    });
  }
  list.addEventListener("dragover", (event) => {
    const over = event.target.closest("[data-order-row]");
    if (!dragged || !over || over.parentElement !== list) {
      return;
    }
    event.preventDefault();
    const box = over.getBoundingClientRect();
    if (over !== dragged) {
      if (event.clientY < box.top + box.height / 2) {
        over.before(dragged);
      } else {
        over.after(dragged);
      }
    }
  });
  list.addEventListener("drop", (event) => {
    if (dragged) {
      event.preventDefault();
    }
  });
}
