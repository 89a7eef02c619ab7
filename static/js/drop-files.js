// Files dropped on a page. Without this file one chooses them with the button of the browser.
"use strict";

for (const form of document.querySelectorAll("form[data-drop-files]")) {
  const files = form.querySelector("input[type=file]");
  form.hidden = false;

  // Only files make the area light up: a dragged word or link is nothing to send.
  const holdsFiles = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
  for (const name of ["dragenter", "dragover"]) {
    form.addEventListener(name, (event) => {
      if (holdsFiles(event)) {
        event.preventDefault();
        form.classList.add("is-over");
      }
    });
  }
  form.addEventListener("dragleave", (event) => {
    if (!form.contains(event.relatedTarget)) {
      form.classList.remove("is-over");
    }
  });
  form.addEventListener("drop", (event) => {
    form.classList.remove("is-over");
    if (!holdsFiles(event) || event.dataTransfer.files.length === 0) {
      return;
    }
    event.preventDefault();
    files.files = event.dataTransfer.files;
    form.requestSubmit();
  });

  // A file that lands beside the area would open in place of the page, and lose what is typed.
  for (const name of ["dragover", "drop"]) {
    window.addEventListener(name, (event) => {
      if (holdsFiles(event)) {
        event.preventDefault();
      }
    });
  }
}
