// Keeps what is typed in a note: at the server every few seconds, and in this browser whatever the
// server has not confirmed. Without this file the form works; it keeps nothing until it is saved.
//
// For what stands over a textarea (a richer editor): keep `textarea.value` current and fire "input"
// on it, and it is kept. Where another script sets a text, it sets `textarea.value` and dispatches
// on the textarea a CustomEvent "text:set" (detail.text, not bubbling) for the editor, and then
// "change" (bubbling) for everybody else.
"use strict";

{
  const SEND_EVERY = 3000; // milliseconds between two saves while somebody types
  const KEEP_AFTER = 300; // after the last key, before the copy in this browser is written
  const ASK_AGAIN = [3000, 6000, 12000, 30000]; // after the first, second … failure
  const PATIENCE = 20000; // how long an answer may take
  const PREFIX = "draft:"; // app.js removes what begins so, when somebody signs out
  const NOT_TYPED = new Set(["csrf_token", "key", "version", "reopen", "draft"]);

  const sheet = document.querySelector(".note-form[data-draft-url]");
  if (sheet && window.fetch && window.AbortController) {
    start(sheet.closest("form"), sheet.dataset);
  }

  function start(form, facts) {
    const status = document.querySelector("[data-draft-status]");
    const told = document.querySelector("[data-draft-told]");
    const field = (name) => form.elements[name];
    const place = `${PREFIX}${facts.person}:${facts.item}:`;

    let confirmed = facts.unkept === undefined && !isHere() ? asTyped() : "";
    let sequence = 0;
    let sending = null; // the request that is under way
    let saving = false; // the form itself is on its way, or waits to be sent again
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

    // ---- the line at the foot

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

    function record(text) {
      return { window: field("key").value, base: field("version").value, draft: field("draft").value,
        sequence, values: JSON.parse(text) };
    }

    function keepHere() {
      clearTimeout(keepTimer);
      keepTimer = 0;
      const text = asTyped();
      if (ended || text === confirmed) {
        return true;
      }
      try {
        localStorage.setItem(place + field("key").value, JSON.stringify(record(text)));
        return true;
      } catch {
        return false; // full, or not allowed: the text stands in this window only
      }
    }

    function isHere() {
      try {
        return localStorage.getItem(place + field("key").value) !== null;
      } catch {
        return false;
      }
    }

    function dropHere() {
      try {
        localStorage.removeItem(place + field("key").value);
      } catch {
        // nothing was kept then
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
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": field("csrf_token").value },
        body: JSON.stringify({ ...body, person: Number(facts.person) }),
      });
    }

    function next() {
      sequence = Math.max(sequence + 1, Date.now());
      return sequence;
    }

    async function keepThere(keepalive = false) {
      clearTimeout(timer);
      timer = 0;
      const text = asTyped();
      if (ended || saving || sending || text === confirmed) {
        return;
      }
      next();
      keepHere();
      let answer;
      try {
        answer = await post(record(text), keepalive);
      } catch {
        answer = null;
      }
      if (ended || saving) {
        return;
      }
      if (answer === null) {
        failed("offline");
      } else if (answer.ok) {
        await kept(text, answer);
      } else if (answer.status === 409) {
        sequence = Math.max(sequence, (await answer.json()).sequence || 0);
        later(0);
      } else if (answer.status === 401 || answer.status === 400) {
        await signedOut();
      } else {
        failed(answer.status === 403 || answer.status === 404 ? "refused" : "away");
      }
    }

    async function kept(text, answer) {
      const told = await answer.json();
      confirmed = text;
      failures = 0;
      field("draft").value = "";
      form.dataset.draft = "kept";
      say("kept", told.clock);
      if (told.notice) {
        status.querySelector("[data-draft-words]").textContent = told.notice;
      }
      if (asTyped() === confirmed) {
        dropHere();
      } else {
        typed();
      }
    }

    function failed(kind) {
      const there = keepHere();
      failures += 1;
      say(there || kind === "refused" ? kind : "window");
      later(ASK_AGAIN[Math.min(failures, ASK_AGAIN.length) - 1]);
    }

    // The session ended: ask who is signed in now, and go on with a new token once it is the same person.
    async function signedOut() {
      const kind = await renew();
      if (kind === "") {
        later(0);
      } else {
        failed(kind);
      }
    }

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
      timer = setTimeout(() => (saving ? save() : keepThere()), wait);
    }

    function typed() {
      form.dataset.draft = "typing";
      if (saving && !sending) {
        saving = false; // somebody types on: what waits to be sent is not whole any more
        release();
      }
      if (!keepTimer) {
        keepTimer = setTimeout(keepHere, KEEP_AFTER);
      }
      if (!timer) {
        later(SEND_EVERY);
      }
    }

    // ---- saving the form itself

    function release() {
      for (const button of form.querySelectorAll("button[type=submit]")) {
        button.removeAttribute("aria-disabled");
      }
    }

    async function save() {
      saving = true;
      clearTimeout(timer);
      timer = 0;
      say("saving");
      for (const button of form.querySelectorAll("button[type=submit]")) {
        button.setAttribute("aria-disabled", "true");
      }
      await sending; // a draft that is under way must not come after the version
      const text = asTyped();
      keepHere();
      try {
        const answer = await ask(form.action, {
          method: "POST",
          headers: { Accept: "application/json" },
          body: new URLSearchParams(new FormData(form)),
        });
        if (answer.ok) {
          await saved((await answer.json()).url, text);
        } else if (answer.status === 409 || answer.status === 422) {
          showPage(await answer.text());
        } else {
          await notSaved(answer.status);
        }
      } catch {
        waits("waiting");
      }
    }

    async function saved(url, text) {
      clearTimeout(timer);
      if (asTyped() === text) {
        dropHere();
      } else {
        await leaveMore(); // typed while the form was on its way
      }
      ended = true;
      form.dataset.draft = "kept";
      location.assign(url);
    }

    async function leaveMore() {
      next();
      keepHere();
      try {
        if ((await post(record(asTyped()))).ok) {
          dropHere();
        }
      } catch {
        // it stays in this browser, and is offered the next time
      }
    }

    async function notSaved(code) {
      const ask = code === 401 || code === 400;
      const kind = ask ? await renew() : "";
      if (ask && kind === "" && failures < ASK_AGAIN.length) {
        failures += 1;
        later(0);
      } else if (code >= 500 || kind === "expired" || kind === "offline" || kind === "away") {
        waits(kind === "expired" ? kind : "waiting");
      } else {
        saving = false;
        release();
        failed(kind || (code === 403 || code === 404 ? "refused" : "away"));
      }
    }

    function waits(kind) {
      failures += 1;
      say(keepHere() ? kind : "window");
      later(ASK_AGAIN[Math.min(failures, ASK_AGAIN.length) - 1]);
    }

    // What the server answered stands in place of this page: this one's clocks stop.
    function showPage(html) {
      ended = true;
      clearTimeout(timer);
      clearTimeout(keepTimer);
      document.open();
      document.write(html);
      document.close();
    }

    // ---- what an earlier window left in this browser

    async function sendLeft() {
      let found = false;
      for (const [name, left] of leftHere()) {
        try {
          const answer = await post(left);
          if (answer.ok || answer.status === 409) {
            localStorage.removeItem(name);
            found = true;
          }
        } catch {
          return;
        }
      }
      if (found) {
        await showOffers();
      }
    }

    function leftHere() {
      const found = [];
      try {
        for (let number = 0; number < localStorage.length; number += 1) {
          const name = localStorage.key(number);
          if (name.startsWith(place) && name !== place + field("key").value) {
            found.push([name, JSON.parse(localStorage.getItem(name))]);
          }
        }
      } catch {
        // no storage, or not ours: nothing to send
      }
      return found;
    }

    async function showOffers() {
      const answer = await ask(location.href, {});
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const offers = page.getElementById("draft-offers");
      if (answer.ok && offers) {
        document.getElementById("draft-offers").replaceWith(offers);
      }
    }

    form.addEventListener("input", typed);
    form.addEventListener("change", typed);
    form.addEventListener("submit", (event) => {
      if (event.defaultPrevented) {
        return;
      }
      event.preventDefault();
      if (!saving) {
        failures = 0;
        save();
      }
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") {
        keepHere();
        keepThere(asTyped().length < 20000); // the browser sends no more than that behind a closed page
      } else if (failures) {
        later(0);
      }
    });
    window.addEventListener("pagehide", keepHere);
    window.addEventListener("online", () => failures && later(0));
    window.addEventListener("focus", () => failures && later(0));

    if (facts.unkept !== undefined) {
      typed();
    }
    sendLeft();
  }
}
