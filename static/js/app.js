// Makes working forms pleasanter. Every page does its job without this file.
"use strict";

// A scope of its own: the file runs again in a page that is shown after an upload.
{
  // After a form came back: bring the reader to the list of mistakes.
  const summary = document.querySelector("[data-error-summary]");
  if (summary) {
    summary.focus();
  }

  // Unsaved text: ask before leaving a form marked data-keep.
  for (const form of document.querySelectorAll("form[data-keep]")) {
    const asFilledIn = () => new URLSearchParams(
      [...new FormData(form)].filter(([, value]) => typeof value === "string"),
    ).toString();
    const before = asFilledIn();
    let leaving = false;
    form.addEventListener("submit", () => { leaving = true; });
    window.addEventListener("pageshow", () => { leaving = false; });
    window.addEventListener("beforeunload", (event) => {
      // drafts.js says so where all of it is kept at the server already
      if (!leaving && form.dataset.draft !== "kept" && asFilledIn() !== before) {
        event.preventDefault();
        event.returnValue = form.dataset.keep;
      }
    });
  }

  // Who signs out leaves no text behind in this browser (see drafts.js).
  for (const form of document.querySelectorAll("form[data-forget-drafts]")) {
    form.addEventListener("submit", () => {
      for (const name of Object.keys(localStorage).filter((one) => one.startsWith("draft:"))) {
        localStorage.removeItem(name);
      }
    });
  }

  // A second click on a button of a form that is on its way does nothing.
  // The button stays enabled for the browser, so that its name and value are sent.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method === "get") {
      return;
    }
    if (form.dataset.sent === "yes") {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    for (const button of form.querySelectorAll("button[type=submit]")) {
      button.setAttribute("aria-disabled", "true");
    }
  });

  function release(form) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("button[type=submit][aria-disabled]")) {
      button.removeAttribute("aria-disabled");
    }
  }

  // The page may come back from the browser's memory: its buttons must work again.
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));

  // Uploads: show how much has been sent, then show the page the server answered with.
  function sendWithProgress(form, submitter) {
    const box = form.querySelector("[data-upload-box]");
    const bar = box.querySelector("progress");
    const text = box.querySelector("[data-upload-text]");
    const data = new FormData(form);
    if (submitter && submitter.name) {
      data.append(submitter.name, submitter.value);
    }
    const failed = () => {
      text.textContent = text.dataset.textFailed;
      release(form);
    };
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    let announced = -1;
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) {
        return;
      }
      const percent = Math.floor((100 * event.loaded) / event.total);
      bar.value = percent;
      // Read out every quarter, not every per cent.
      if (percent === 100) {
        text.textContent = text.dataset.textChecking;
      } else if (Math.floor(percent / 25) !== announced) {
        announced = Math.floor(percent / 25);
        text.textContent = text.dataset.textBusy.replace("{percent}", percent);
      }
    });
    request.addEventListener("error", failed);
    request.addEventListener("abort", failed);
    request.addEventListener("load", () => {
      const moved = request.responseURL && request.responseURL !== new URL(form.action, location.href).href;
      if (request.status < 300 && moved) {
        // The flash message was used up by the answer, so show that answer itself.
        history.pushState(null, "", request.responseURL);
      }
      showPage(request.responseText);
    });
    box.hidden = false;
    request.send(data);
  }

  function showPage(html) {
    document.open();
    document.write(html);
    document.close();
  }

  for (const form of document.querySelectorAll("form[data-upload-progress]")) {
    const files = form.querySelector("input[type=file]");
    form.addEventListener("submit", (event) => {
      if (!files || files.files.length === 0 || form.dataset.sent === "yes") {
        return;
      }
      event.preventDefault();
      form.dataset.sent = "yes";
      for (const button of form.querySelectorAll("button[type=submit]")) {
        button.setAttribute("aria-disabled", "true");
      }
      sendWithProgress(form, event.submitter);
    });
  }

  // Copy the text of a field or element: <button hidden data-copy="#id" data-copied="Gekopieerd">.
  for (const button of document.querySelectorAll("[data-copy]")) {
    const source = document.querySelector(button.dataset.copy);
    if (!source || !navigator.clipboard) {
      continue;
    }
    button.hidden = false;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText("value" in source ? source.value : source.textContent.trim());
      const label = button.querySelector(".nl-button__label") || button;
      label.textContent = button.dataset.copied;
    });
  }

  // Work in progress elsewhere (a pack being made): <div data-poll-url="…"> with a <progress> and a
  // [data-poll-text]. The answer is JSON: {"percent": 40, "text": "…", "done": false, "url": "…"}.
  for (const box of document.querySelectorAll("[data-poll-url]")) {
    const bar = box.querySelector("progress");
    const text = box.querySelector("[data-poll-text]");
    let wait = 1000;
    const ask = async () => {
      try {
        const answer = await fetch(box.dataset.pollUrl, { headers: { Accept: "application/json" } });
        if (answer.ok) {
          const state = await answer.json();
          if (bar && typeof state.percent === "number") {
            bar.value = state.percent;
          }
          if (text && state.text && text.textContent !== state.text) {
            text.textContent = state.text;
          }
          if (state.done) {
            location.assign(state.url || location.href);
            return;
          }
        }
      } catch {
        // The network was away for a moment: ask again, a little later.
      }
      wait = Math.min(wait * 1.3, 5000);
      setTimeout(ask, wait);
    };
    setTimeout(ask, wait);
  }
}
