// Keeps what is typed in a note: at the server every few seconds, and in this browser whatever the
// server has not confirmed. Without this file the form works; it keeps nothing until it is saved.
// draft-saving.js sends the form itself, by what this file hangs on the sheet as `keeping`.
//
// For what stands over a textarea (a richer editor): keep `textarea.value` current and fire "input"
// on it, and it is kept. Where another script sets a text, it sets `textarea.value` and dispatches
// on the textarea a CustomEvent "text:set" (detail.text, not bubbling) for the editor, and then
// "change" (bubbling) for everybody else.
"use strict";

{
  const SEND_EVERY = 2500; // milliseconds between two saves while somebody types
  const KEEP_AFTER = 300; // after the last key, before the copy in this browser is written
  const ASK_AGAIN = [3000, 6000, 12000, 30000]; // after the first, second … failure
  const PATIENCE = 20000; // how long an answer may take
  const ONCE_GONE = 20000; // characters that a browser still sends for a page that is closed
  const PREFIX = "draft:"; // app.js removes what begins so, when somebody signs out
  const JSON_BOTH_WAYS = { "Content-Type": "application/json", Accept: "application/json" };
  const NOT_TYPED = new Set(["csrf_token", "key", "version", "reopen", "draft"]);

  const sheet = document.querySelector(".note-form[data-draft-url]");
  if (sheet && window.fetch && window.AbortController) {
    sheet.keeping = start(sheet.closest("form"), sheet.dataset);
  }

  function start(form, facts) {
    const status = document.querySelector("[data-draft-status]");
    const told = document.querySelector("[data-draft-told]");
    const field = (name) => form.elements[name];
    const place = `${PREFIX}${facts.person}:${facts.item}:`;
    const here = () => place + field("key").value;
    let confirmed = facts.unkept === undefined && !stored(here()) ? asTyped() : "";
    let sequence = 0;
    let sending = null; // the request that is under way
    let instead = null; // what is sent in place of a draft: the form itself, that waits to be saved
    let failures = 0;
    let timer = 0;
    let keepTimer = 0;
    let ended = false;

    function asTyped() {
      const values = {};
      for (const [name, value] of new FormData(form)) {
        if (typeof value === "string" && !NOT_TYPED.has(name)) {
          (values[name] ||= []).push(value);
        }
      }
      return JSON.stringify(values);
    }

    function say(kind, clock = "") {
      const words = status.dataset[`text${kind[0].toUpperCase()}${kind.slice(1)}`].replace("{clock}", clock);
      status.hidden = false;
      status.querySelector("[data-draft-words]").textContent = words;
      status.classList.toggle("draft-status--worry", kind !== "kept" && kind !== "saving");
      status.querySelector("[data-draft-sign-in]").hidden = kind !== "expired";
      if (status.dataset.kind !== kind && kind !== "saving") {
        told.textContent = words; // read out once, not at every save
      }
      status.dataset.kind = kind;
    }

    // ---- the copy in this browser

    function stored(name) {
      try {
        return localStorage.getItem(name);
      } catch {
        return null; // not allowed
      }
    }

    function record(text) {
      const [window, base, draft] = ["key", "version", "draft"].map((name) => field(name).value);
      return { window, base, draft, sequence, values: JSON.parse(text) };
    }

    function keepHere() {
      clearTimeout(keepTimer);
      keepTimer = 0;
      const text = asTyped();
      if (ended || text === confirmed) {
        return true;
      }
      try {
        localStorage.setItem(here(), JSON.stringify(record(text)));
        return true;
      } catch {
        return false; // full, or not allowed: the text stands in this window only
      }
    }

    function dropHere(name = here()) {
      if (stored(name) !== null) {
        localStorage.removeItem(name);
      }
    }

    // ---- the draft at the server

    async function ask(url, options) {
      const patience = new AbortController();
      const clock = setTimeout(() => patience.abort(), PATIENCE);
      const answer = fetch(url, { credentials: "same-origin", signal: patience.signal, ...options });
      const mine = answer.catch(() => null);
      sending = mine;
      try {
        return await answer;
      } finally {
        clearTimeout(clock);
        sending = sending === mine ? null : sending;
      }
    }

    function post(body, keepalive = false) {
      return ask(facts.draftUrl, {
        method: "POST",
        keepalive,
        headers: { ...JSON_BOTH_WAYS, "X-CSRFToken": field("csrf_token").value },
        body: JSON.stringify({ ...body, person: Number(facts.person) }),
      });
    }

    function postTyped(text, keepalive = false) {
      sequence = Math.max(sequence + 1, Date.now());
      keepHere();
      return post(record(text), keepalive);
    }

    async function keepThere(keepalive = false) {
      clearTimeout(timer);
      timer = 0;
      const text = asTyped();
      if (ended || instead || text === confirmed) {
        return;
      }
      if (sending) {
        later(SEND_EVERY);
        return;
      }
      const answer = await postTyped(text, keepalive).catch(() => null);
      const said = answer && (await answer.json().catch(() => null));
      if (ended || instead) {
        return;
      }
      if (answer === null) {
        failed("offline");
      } else if (answer.ok && said) {
        kept(text, said);
      } else if (answer.status === 409 && said) {
        sequence = Math.max(sequence, said.sequence || 0);
        later(0);
      } else if (answer.status === 401 || answer.status === 400) {
        failed(await renew());
      } else {
        failed(answer.status === 403 || answer.status === 404 ? "refused" : "away");
      }
    }

    function kept(text, answer) {
      confirmed = text;
      failures = 0;
      field("draft").value = "";
      say("kept", answer.clock);
      if (answer.notice) {
        status.querySelector("[data-draft-words]").textContent = answer.notice;
      }
      if (asTyped() === confirmed) {
        form.dataset.draft = "kept";
        dropHere();
      } else {
        typed();
      }
    }

    // Says what is the matter and asks again after a while; with no trouble ("") the first time at once.
    function failed(kind) {
      failures += 1;
      const kept = keepHere();
      if (kind) {
        say(kept || kind === "refused" ? kind : "window");
      }
      later(!kind && failures === 1 ? 0 : ASK_AGAIN[Math.min(failures, ASK_AGAIN.length) - 1]);
    }

    // The session may have ended: who is signed in now? "" where it is still the same person, with a
    // new token in every form; else the kind of trouble.
    async function renew() {
      try {
        const answer = await ask(facts.sessionUrl, { headers: { Accept: "application/json" } });
        const isJson = (answer.headers.get("Content-Type") || "").startsWith("application/json");
        if (!answer.ok || answer.redirected || !isJson) {
          return answer.ok ? "expired" : "away";
        }
        const now = await answer.json();
        if (String(now.person) !== facts.person) {
          return "other";
        }
        for (const one of document.querySelectorAll("input[name=csrf_token]")) {
          one.value = now.token;
        }
        return "";
      } catch {
        return "offline";
      }
    }

    function later(wait) {
      clearTimeout(timer);
      timer = setTimeout(() => (instead ? instead() : keepThere()), wait);
    }

    function typed() {
      form.dataset.draft = "typing";
      if (instead && !sending) {
        instead = null; // somebody types on: what waits to be saved is not whole any more
        form.dispatchEvent(new Event("save:dropped"));
      }
      if (!keepTimer) {
        keepTimer = setTimeout(keepHere, KEEP_AFTER);
      }
      if (!timer) {
        later(SEND_EVERY);
      }
    }

    // ---- what an earlier window left in this browser

    async function sendLeft() {
      let found = false;
      for (const [name, left] of leftHere()) {
        const answer = await post(left).catch(() => null);
        if (answer && (answer.ok || answer.status === 409)) {
          dropHere(name);
          found = true;
        }
      }
      if (found) {
        await showOffers();
      }
    }

    function leftHere() {
      try {
        return Object.keys(localStorage)
          .filter((name) => name.startsWith(place) && name !== here())
          .map((name) => [name, JSON.parse(localStorage.getItem(name))]);
      } catch {
        return []; // no storage, or not ours
      }
    }

    async function showOffers() {
      const answer = await ask(location.href, {});
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const offers = page.getElementById("draft-offers");
      if (offers) {
        document.getElementById("draft-offers").replaceWith(offers);
      }
    }

    form.addEventListener("input", typed);
    form.addEventListener("change", typed);
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") {
        keepHere();
        keepThere(asTyped().length < ONCE_GONE);
      } else if (failures) {
        later(0);
      }
    });
    window.addEventListener("pagehide", keepHere);
    window.addEventListener("pageshow", () => ended && location.reload()); // back to what was saved
    window.addEventListener("online", () => failures && later(0));
    window.addEventListener("focus", () => failures && later(0));

    if (confirmed === "") {
      typed();
    }
    sendLeft().catch(() => {});

    return {
      ...{ ask, asTyped, dropHere, failed, keepHere, postTyped, renew, say },
      isBusy: () => sending,
      // From now on `send` goes out in place of a draft.
      replaceBy(send) {
        clearTimeout(timer);
        timer = 0;
        instead = send;
      },
      end() {
        ended = true;
        clearTimeout(timer);
        clearTimeout(keepTimer);
      },
    };
  }
}
