// Saves the form of a note without leaving its page: what cannot be saved now (no connection, the
// database away, the session ended) stays in the form and in this browser, and is sent again. Without
// this file the browser sends the form by itself.
"use strict";

{
  const sheet = document.querySelector(".note-form[data-draft-url]");
  if (sheet && sheet.keeping) {
    start(sheet.closest("form"), sheet.keeping);
  }

  function start(form, keeping) {
    const RENEWALS = 3; // so often a new token is asked for, for one press of the button
    let saving = false;
    let renewals = 0;
    let pressed = null; // the button, whose name and value go along

    function press(isDown) {
      saving = isDown;
      for (const button of form.querySelectorAll("button[type=submit]")) {
        if (isDown) {
          button.setAttribute("aria-disabled", "true");
        } else {
          button.removeAttribute("aria-disabled");
        }
      }
    }

    async function save() {
      press(true);
      keeping.replaceBy(save);
      keeping.say("saving");
      await keeping.isBusy(); // a draft that is under way must not come after the version
      const text = keeping.asTyped();
      keeping.keepHere();
      const answer = await keeping
        .ask(form.action, {
          method: "POST",
          headers: { Accept: "application/json" },
          body: new URLSearchParams(new FormData(form, pressed)),
        })
        .catch(() => null);
      const told = answer && answer.ok && (await answer.json().catch(() => null));
      if (told) {
        await saved(told.url, text);
      } else if (answer === null || answer.ok) {
        keeping.failed("waiting"); // no answer, or not ours: a network that first wants to be signed in to
      } else if (answer.status === 409 || answer.status === 422) {
        showPage(await answer.text());
      } else {
        await notSaved(answer.status);
      }
    }

    async function saved(url, text) {
      if (keeping.asTyped() === text) {
        keeping.dropHere();
      } else {
        // typed while the form was on its way: kept as a draft, or in this browser for the next time
        const answer = await keeping.postTyped(keeping.asTyped()).catch(() => null);
        if (answer && answer.ok) {
          keeping.dropHere();
        }
      }
      keeping.end();
      form.dataset.draft = "kept";
      location.assign(url);
    }

    async function notSaved(code) {
      const ended = code === 401 || code === 400;
      const kind = ended ? await keeping.renew() : "";
      if (ended && kind === "" && renewals < RENEWALS) {
        renewals += 1;
        await save();
      } else if (code >= 500 || ["expired", "offline", "away"].includes(kind)) {
        keeping.failed(kind === "expired" ? kind : "waiting");
      } else {
        keeping.replaceBy(null);
        press(false);
        keeping.failed(kind || (code === 403 || code === 404 ? "refused" : "away"));
      }
    }

    // What the server answered stands in place of this page: the clocks of this one stop.
    function showPage(html) {
      keeping.end();
      document.open();
      document.write(html);
      document.close();
    }

    form.addEventListener("save:dropped", () => press(false));
    form.addEventListener("submit", (event) => {
      if (event.defaultPrevented || event.submitter?.hasAttribute("formaction")) {
        return;
      }
      event.preventDefault();
      if (!saving) {
        renewals = 0;
        pressed = event.submitter;
        save();
      }
    });
  }
}
