// What pages need in the browser beyond Reflex; styles/PATTERNS.md names the data attributes that each part reads.
"use strict";
(() => {
  const all = (selector) => document.querySelectorAll(selector);
  const one = (selector) => document.querySelector(selector);
  const setText = (element, text) => element.textContent === text || (element.textContent = text);
  // (s) A shared terminal has a script of its own. Coming back to a page there, it is out of sight until that script has
  // found that the page belongs to the present visit.
  const isTerminal = /(?:^|; )kiosk_terminal=/.test(document.cookie);
  if (isTerminal) {
    const root = document.documentElement;
    if (performance.getEntriesByType("navigation")[0]?.type === "back_forward") root.style.visibility = "hidden";
    const script = document.createElement("script");
    script.src = "/terminal.js";
    script.addEventListener("error", () => (root.style.visibility = ""));
    document.head.append(script);
  }
  const later = new WeakMap(); // element -> timer
  const afterPause = (element, milliseconds, run) => {
    clearTimeout(later.get(element));
    later.set(element, setTimeout(run, milliseconds));
  };

  // (n) What comes with the data stays hidden until the server has loaded the address in the address bar: at first the
  // state of the tab still holds the step, or the application, that was on show before. Later steps of the same page
  // need no such wait, the form is exchanged as a whole.
  let arrived = null; // path of the page whose data have come
  let waitsSince = 0;
  const isStale = () => one(".kiosk-layout[data-stale]") !== null;
  const tellWaiting = () => { // by attribute alone: React may not have taken the page over yet
    const waited = Date.now() - waitsSince;
    const layout = one(".kiosk-layout[data-stale]");
    if (layout) layout.dataset.stale = waited > 9000 ? "late" : waited > 600 ? "slow" : "";
  };
  const followArrival = () => {
    const place = one("[data-loaded]");
    const loaded = place?.dataset.loaded && new URL(place.dataset.loaded, location.href);
    if (!place) arrived = null;
    else if (arrived !== location.pathname && loaded?.pathname + loaded?.search === location.pathname + location.search) {
      arrived = location.pathname;
      lastAddress = "";
    }
    const stale = place !== null && arrived !== location.pathname;
    if (stale === isStale()) return;
    one(".kiosk-layout")?.toggleAttribute("data-stale", stale);
    waitsSince = Date.now();
    for (const wait of stale ? [700, 9100] : []) setTimeout(tellWaiting, wait);
  };

  // (a) Error summary: each new data-attempt takes the focus (from a handler it would race with rendering).
  let lastAttempt = "";
  const focusErrors = () => {
    if (isStale()) return;
    const box = one("#error-summary[data-attempt]");
    if (box && box.dataset.attempt !== lastAttempt) box.focus();
    lastAttempt = box ? box.dataset.attempt : "";
  };

  // (b) <html lang dir> and the tab's title follow <main>; compare before setting, or this feeds itself.
  let compiledTitle = "";
  let ownTitle = null;
  const followMain = () => {
    const main = one("main[lang]");
    if (!main) return;
    const root = document.documentElement;
    if (root.lang !== main.lang) root.lang = main.lang;
    if (main.dir && root.dir !== main.dir) root.dir = main.dir;
    if (document.title !== ownTitle) compiledTitle = document.title;
    const step = main.dataset.title && !isStale() ? `${main.dataset.title} – ` : "";
    const prefix = one("#error-summary") && !isStale() ? main.dataset.errorPrefix || "" : "";
    ownTitle = prefix + step + compiledTitle;
    if (document.title !== ownTitle) document.title = ownTitle;
  };

  // (c) A language link keeps query string and fragment, and is remembered.
  const keepLanguage = (event) => {
    const link = event.target.closest?.("a[data-language]");
    if (!link) return;
    link.search = location.search;
    link.hash = location.hash;
    if (event.type !== "click") return;
    const secure = isSecureContext ? ";secure" : ""; // the server says so as well; one would not replace the other
    document.cookie = `kiosk_language=${link.dataset.language};path=/;max-age=31536000;samesite=lax${secure}`;
  };
  for (const type of ["click", "auxclick", "contextmenu"]) addEventListener(type, keepLanguage, true);

  // (s) A link to the help says what the page is about and which fields need another look; never what stands in them.
  const tellHelp = (event) => {
    const link = event.target.closest?.("a[data-help]");
    if (!link) return;
    const here = new URLSearchParams(location.search);
    const there = new URLSearchParams(link.search);
    for (const name of ["draft", "account", "model", "step", "criterion"]) {
      if (here.get(name)) there.set(name, here.get(name));
    }
    const fields = [...all("main [aria-invalid=true][id]")].map((field) => field.id);
    if (fields.length) there.set("fields", fields.slice(0, 10).join(","));
    link.search = there;
  };
  for (const type of ["click", "auxclick", "contextmenu"]) addEventListener(type, tellHelp, true);

  // (d) Connection line. A socket down for less than two seconds is not worth a word.
  const showConnection = () => {
    for (const line of all("[data-connection]")) {
      const now = navigator.onLine ? (line.dataset.socket === "down" ? "down" : "up") : "offline";
      if (now === line.dataset.now) continue;
      line.dataset.now = now;
      afterPause(line, now === "down" ? 2000 : 0, () => {
        const shown = now !== "up" ? now : line.dataset.shown ? "back" : "";
        line.dataset.shown = shown;
        setText(line, shown ? line.dataset["text" + shown[0].toUpperCase() + shown.slice(1)] || "" : "");
        if (shown === "back") afterPause(line, 8000, () => setText(line, (line.dataset.shown = "")));
      });
    }
  };
  addEventListener("online", showConnection);
  addEventListener("offline", showConnection);

  // (e) Counter, in code points. Said aloud only near the limit, when typing rests.
  const count = (field, typed) => {
    const limit = Number(field.dataset.count);
    const left = limit - [...field.value].length;
    const line = one(`[data-count-for="${field.id}"]`);
    if (!line) return;
    const text = (left < 0 ? line.dataset.textOver : line.dataset.textLeft).replace("{n}", Math.abs(left));
    setText(line, text);
    line.toggleAttribute("data-over", left < 0);
    const say = one(`[data-count-say="${field.id}"]`);
    if (say && typed) afterPause(say, 1000, () => setText(say, left < limit / 10 ? text : ""));
  };

  // (f) Autosave. React's onBlur listens to "focusout": sending that event runs it while the focus stays. One save at
  // a time: a second one before the first is confirmed would conflict with it, so even a true blur waits.
  const sent = new WeakMap(); // field -> its last save; texts: the last ones that were sent, a page may come back with any of them
  const versionOf = (field) => field.dataset.savedVersion || "";
  const lastText = (field) => sent.get(field)?.text ?? field.defaultValue;
  const isWaiting = (field) => {
    const last = sent.get(field);
    return last && last.version && last.version === versionOf(field) && Date.now() - last.at < 3000;
  };
  const save = (field) => {
    if (!field.isConnected || field.value === lastText(field)) return;
    if (one("[data-socket=down]") || !navigator.onLine) return; // (h) keeps it; the next pause or blur sends it
    if (isWaiting(field)) afterPause(field, 300, () => save(field));
    else field.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
  };
  addEventListener("focusout", (event) => {
    const field = event.target;
    if (!field.matches?.("[data-autosave], [data-draft-key]") || field.value === lastText(field)) return;
    if (isWaiting(field)) {
      event.stopImmediatePropagation();
      return save(field);
    }
    const earlier = sent.get(field)?.texts.slice(-2) || [];
    sent.set(field, { text: field.value, version: versionOf(field), at: Date.now(), texts: [...earlier, field.value] });
    keep(field);
  }, true);
  addEventListener("pagehide", () => all("[data-autosave]").forEach((field) => {
    const last = sent.get(field);
    if (last) last.at = 0; // no time left to wait
    save(field);
  }));
  document.addEventListener("visibilitychange", () => document.hidden && all("[data-autosave]").forEach(save));
  // (g) Leaving is never blocked. Reflex ends its connection when the page may end, and pressing a link to a download is
  // enough for that: the next action then loads the page anew and what was on show is gone. "pagehide" ends it in time.
  addEventListener("beforeunload", (event) => event.stopImmediatePropagation(), true);

  // (h) Typed text stays in sessionStorage until confirmed, and comes back after a reload.
  const PREFIX = "kiosk:typed:";
  const mayKeep = () => !isTerminal && !one("[data-shared-computer]");
  const storage = (action) => { try { return action(sessionStorage); } catch { return null; } }; // off or full
  const keep = (field) => {
    if (!field.dataset.draftKey || !mayKeep()) return;
    const entry = { text: field.value, version: versionOf(field), sent: sent.get(field)?.texts || [] };
    storage((box) => box.setItem(PREFIX + field.dataset.draftKey, JSON.stringify(entry)));
  };
  const forget = (field) => storage((box) => box.removeItem(PREFIX + field.dataset.draftKey));
  const forgetAll = () => storage((box) =>
    Object.keys(box).filter((key) => key.startsWith(PREFIX)).forEach((key) => box.removeItem(key)));
  const restore = (field) => {
    const entry = JSON.parse(storage((box) => box.getItem(PREFIX + field.dataset.draftKey)));
    if (!entry || entry.text === field.value) return forget(field);
    if (entry.version === versionOf(field) || entry.sent.includes(field.value)) { // nobody else wrote
      field.value = entry.text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      return save(field);
    }
    const panel = one(`[data-unsaved-for="${CSS.escape(field.dataset.draftKey)}"]`);
    if (!panel) return;
    setText(panel.querySelector("[data-unsaved-text]"), entry.text);
    panel.hidden = false;
  };
  const known = new WeakMap(); // field -> "key version" seen last
  const followVersions = () => {
    if (!mayKeep()) forgetAll();
    if (isStale()) return;
    for (const field of all("[data-draft-key]")) {
      const version = versionOf(field);
      const now = `${field.dataset.draftKey} ${version}`;
      const before = known.get(field);
      if (!version || before === now) continue;
      known.set(field, now);
      if (before === undefined) restore(field); // just loaded
      else if (field.value === lastText(field)) forget(field); // confirmed
      else keep(field); // confirmed, and more was typed since
    }
  };

  addEventListener("input", ({ target }) => {
    if (target.matches?.("[data-count]")) count(target, true);
    if (target.matches?.("[data-draft-key]")) keep(target);
    if (target.matches?.("[data-kept]")) keepOnce(target);
    if (target.matches?.("[data-autosave]")) afterPause(target, 2000, () => save(target));
  }, true);

  // (p) Control (or Command) and Enter send the form of a field [data-sends], or in a form [data-sends]; its button does.
  addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !event.target.closest?.("[data-sends]")) return;
    event.preventDefault();
    event.target.form?.requestSubmit();
  });

  // (n) Fields outside of drafts wait for the way back from a page that asks for a proof, once and for this tab.
  const keptKey = (field) => `${PREFIX}kept:${location.pathname}${location.search}:${field.dataset.kept}`;
  const keepOnce = (field) => mayKeep() && storage((box) =>
    box.setItem(keptKey(field), field.type === "checkbox" ? String(field.checked) : field.value));
  const restored = new WeakSet();
  const restoreOnce = () => {
    if (isStale()) return; // these fields still give way to those that come with the data
    for (const field of all("[data-kept]")) {
      if (restored.has(field)) continue;
      restored.add(field);
      const kept = storage((box) => box.getItem(keptKey(field)));
      if (kept === null) continue;
      storage((box) => box.removeItem(keptKey(field)));
      if (field.type === "checkbox") field.checked = kept === "true";
      else field.value = kept;
    }
  };

  // (o) Idle: the server knows the time, so that other tabs count. Two minutes before the end a dialog asks.
  const WARN_SECONDS = 120;
  let idleTimer = 0;
  let idleTab = null; // the dialog whose time is watched
  let endsAt = 0;
  let lastUse = Date.now();
  const ask = async (path, options) => {
    try { return await (await fetch(path, { cache: "no-store", ...options })).json(); } catch { return null; }
  };
  const stay = () => ask("/auth/stay", { method: "POST", body: new URLSearchParams() });
  const watchAgain = (seconds) => { clearTimeout(idleTimer); idleTimer = setTimeout(watchIdle, seconds * 1000); };
  let focusBefore = null;
  const closeIdle = (box) => {
    if (!box.open) return;
    box.close();
    if (focusBefore?.isConnected) focusBefore.focus();
  };
  const endIdle = (box) => {
    closeIdle(box);
    const form = one("[data-shared-computer]");
    if (form) return form.requestSubmit(); // others use it too: nothing stays on show
    const over = one("[data-idle-over]");
    if (!over || !over.hidden) return;
    over.hidden = false;
    over.querySelector("[data-idle-again]").search = `?next=${encodeURIComponent(location.pathname + location.search)}`;
    over.focus();
  };
  const showIdle = (box, left) => {
    if (!left) return watchAgain(30); // no connection: it says so elsewhere
    endsAt = Date.now() + left.seconds * 1000;
    if (left.seconds <= 0) return endIdle(box);
    if (left.seconds > WARN_SECONDS) {
      closeIdle(box);
      return watchAgain(left.seconds - WARN_SECONDS + 1);
    }
    box.querySelector("[data-idle-may-stay]").hidden = !left.may_stay;
    box.querySelector("[data-idle-ends]").hidden = left.may_stay;
    box.querySelector("[data-idle-stay]").hidden = !left.may_stay;
    if (!box.open) {
      focusBefore = document.activeElement;
      box.showModal();
    }
    tickIdle();
    watchAgain(Math.min(5, left.seconds + 1));
  };
  const watchIdle = async () => {
    const box = one("dialog[data-idle]");
    if (box) showIdle(box, await ask("/auth/session"));
  };
  const tickIdle = () => {
    const box = one("dialog[data-idle][open]");
    if (!box) return;
    const left = Math.max(0, Math.round((endsAt - Date.now()) / 1000));
    setText(box.querySelector("[data-idle-clock]"), `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`);
    const say = box.querySelector("[data-idle-say]");
    setText(say, left < 60 ? say.dataset.text : "");
  };
  setInterval(tickIdle, 1000);
  const followIdle = () => {
    const box = one("dialog[data-idle]");
    // A page that takes another's place within the document keeps the time that is known.
    if (box && box !== idleTab && Date.now() > endsAt - WARN_SECONDS * 1000) watchIdle();
    idleTab = box;
  };
  const noteUse = () => { // typing and clicks that send no event are use as well
    if (Date.now() - lastUse < WARN_SECONDS * 1000 || !one("dialog[data-idle]:not([open])")) return;
    lastUse = Date.now();
    stay();
  };
  for (const type of ["keydown", "pointerdown"]) addEventListener(type, noteUse, true);
  document.addEventListener("visibilitychange", () => !document.hidden && watchIdle());
  addEventListener("cancel", (event) => event.target.matches?.("[data-idle]") && stay(), true); // Escape stays, too
  addEventListener("pageshow", (event) => event.persisted && location.reload()); // who is signed in may have changed

  // (p) Leaving a shared computer: nothing of the kiosk stays in the browser.
  const clearAll = () => { for (const box of [() => sessionStorage, () => localStorage]) try { box().clear(); } catch {} };

  // (r) Passkeys: a form asks the device first, then it is posted with the answer, or with the name of what went wrong.
  const hasPasskeys = isSecureContext && !/^[\d.]+$|:/.test(location.hostname) &&
    typeof globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON === "function";
  document.documentElement.toggleAttribute("data-passkeys", hasPasskeys);
  const askDevice = async (purpose, language) => {
    const asked = await fetch("/auth/passkeys/begin", { method: "POST", body: new URLSearchParams({ purpose, language }) });
    const { go, options } = await asked.json();
    if (go) return location.assign(go), null;
    if (!options) return "";
    const kind = globalThis.PublicKeyCredential;
    const made = purpose === "add"
      ? await navigator.credentials.create({ publicKey: kind.parseCreationOptionsFromJSON(options) })
      : await navigator.credentials.get({ publicKey: kind.parseRequestOptionsFromJSON(options) });
    return JSON.stringify(made.toJSON());
  };
  addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("[data-passkey]")) return;
    event.preventDefault();
    const { answer, language } = form.elements;
    const given = await askDevice(form.dataset.passkey, language.value).catch((error) => error.name);
    if (given === null) return;
    for (const field of form.querySelectorAll("[data-copies]")) field.value = one(`#${field.dataset.copies}`)?.checked ? "yes" : "";
    answer.value = given;
    form.submit();
    answer.value = ""; // coming back to this page must not post an old answer
  }, true);

  // (i) "Saved 14:02" in the reader's own time and numerals; the page only knows the moment.
  const showSaved = () => {
    for (const line of all("[data-saved-at]")) {
      const at = Date.parse(line.dataset.savedAt);
      const clock = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
      setText(line, at ? line.dataset.textSaved.replace("{time}", clock.format(at)) : "");
    }
  };

  // (m) A new page or step within the document: its heading takes the focus, or nobody who listens would hear of it. A
  // link to one field, or the way back to the row that a person came from, leads there instead.
  let lastPath = location.pathname;
  let heading = null;
  let focused = null; // the heading that had the focus last; it may give way to another one when the data come
  const shownHeading = () => [...all("main h1")].find((each) => each.getClientRects().length) || null;
  const focusHeading = () => {
    focused = shownHeading();
    if (!focused) return;
    focused.tabIndex = -1;
    focused.focus({ preventScroll: true });
  };
  const followPath = () => {
    const now = shownHeading();
    const isNewPage = now && location.pathname !== lastPath && now !== heading;
    const gaveWay = focused && !focused.isConnected && document.activeElement === document.body;
    if (isNewPage || (now && gaveWay)) focusHeading();
    if (isNewPage || location.pathname === lastPath) [lastPath, heading] = [location.pathname, now];
  };

  // (j) The address bar follows the step on show, so that reload, Back and a language link lead to it. The first
  // address belongs to the loaded page; Reflex reads the live query, so no event is needed for the step itself.
  let lastAddress = "";
  const followAddress = () => {
    const address = one("main[data-address]")?.dataset.address || "";
    if (!address || address === lastAddress || isStale()) return;
    const [path, query] = address.split("?");
    if (path === location.pathname) {
      if (`?${query}` !== location.search) {
        const state = history.state || {};
        const entry = { ...state, idx: (state.idx || 0) + 1, key: String(Date.now()) };
        // The router does not know of this entry; the one before needs a new key, or Back to it would be no news to it.
        if (lastAddress) {
          history.replaceState({ ...state, key: `${entry.key}-before` }, "");
          history.pushState(entry, "", address);
        } else history.replaceState(state, "", address + location.hash);
      }
      if (lastAddress) { scrollTo(0, 0); focusHeading(); }
      if (lastAddress) one(".kiosk-turn")?.scrollIntoView({ block: "nearest" }); // a question below what was said so far
    }
    lastAddress = address;
  };

  // (o) The address may name a place in the page; it is there only when the data are. A page with links that lead away
  // and back ([data-returns]) leads to the link that was followed. Whoever presses or types meanwhile is left alone.
  const RETURN = "kiosk:return";
  const reveal = (element) => {
    for (let fold = element.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  };
  const lead = (element) => {
    reveal(element);
    if (!element.matches("a[href], button, input, select, textarea, summary, [tabindex]")) element.tabIndex = -1;
    element.focus({ preventScroll: true });
    element.scrollIntoView({ block: "center" });
  };
  let placed = ""; // address whose place was looked for
  const followPlace = () => {
    const here = location.href;
    if (here === placed || isStale() || !one("main h1")) return;
    const from = JSON.parse(storage((box) => box.getItem(RETURN)));
    // What is to be done links to the same places first; the row comes last.
    const back = from?.page === location.pathname &&
      [...all("[data-returns]")].filter((link) => link.getAttribute("href") === from.link).pop();
    const named = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (location.hash && !named && !back) return; // not there yet
    placed = here;
    if (back) storage((box) => box.removeItem(RETURN));
    if (back || (named && document.activeElement !== named)) lead(back || named);
  };
  addEventListener("hashchange", followPlace);

  // (k) A notice takes the focus when it is new, as the error summary does.
  let lastNotice = "0";
  const focusNotice = () => {
    const box = one("[data-focus-attempt]");
    if (box && box.dataset.focusAttempt !== lastNotice) box.focus();
    if (box) lastNotice = box.dataset.focusAttempt;
  };

  // (p) Pressing [data-leads-to] changes the page in a moment: the first match of that selector that was not there before
  // takes the focus, or the first empty control in it. Whoever presses or types something meanwhile is left alone.
  let leading = null;
  const noteLeading = (element) => {
    const selector = element?.dataset.leadsTo;
    leading = selector ? { selector, there: new Set(all(selector)) } : null;
  };
  const followLeading = () => {
    const found = leading && [...all(leading.selector)].find((each) => !leading.there.has(each));
    if (!found) return;
    leading = null;
    if (found.matches("button, [tabindex]")) return found.focus();
    const controls = [...found.querySelectorAll("input:not([type=hidden]), select, textarea")];
    const isEmpty = (each) => each.matches("[type=radio], [type=checkbox]") || !each.value;
    lead(controls.find(isEmpty) || controls[0] || found);
  };
  for (const type of ["pointerdown", "keydown"]) {
    addEventListener(type, () => { leading = null; placed = location.href; }, true);
  }
  addEventListener("click", ({ target }) => noteLeading(target.closest?.("button[data-leads-to]")), true);
  addEventListener("submit", ({ target }) => noteLeading(target.closest("form[data-leads-to]")), true);

  // (q) "Continue" on a slow line: after a moment the status line says that it is under way.
  let underWay = null; // what was on show when the form was sent
  const onShow = () => [
    location.href, one("main[data-address]")?.dataset.address, one("#error-summary")?.dataset.attempt,
    one("[data-focus-attempt]")?.dataset.focusAttempt,
  ].join(" ");
  const showUnderWay = (busy) => all(".kiosk-status").forEach((line) => line.toggleAttribute("data-busy", busy));
  const followUnderWay = () => {
    if (underWay === null || underWay === onShow()) return;
    underWay = null;
    showUnderWay(false);
  };
  addEventListener("submit", ({ target }) => {
    if (!target.querySelector("[data-continue]")) return;
    underWay = onShow();
    setTimeout(() => underWay !== null && showUnderWay(true), 600);
  }, true);

  // (l) A click on "continue" leaves the focus in the field: its text travels with the form, one event and not two.
  addEventListener("mousedown", (event) => event.target.closest?.("[data-continue]") && event.preventDefault(), true);

  // (m) Live shape of a code of fixed length: A letter, N digit, X either, anything else stands for itself.
  const fits = (want, got) => (want === "A" ? /[\p{L}&]/u : want === "N" ? /[0-9]/ : want === "X" ? /[a-z0-9]/i : null)?.test(got) ?? want === got;
  const showShape = () => {
    for (const line of all("[data-shape-of]")) {
      const typed = [...(document.getElementById(line.dataset.shapeOf)?.value || "").trim().normalize("NFKC")];
      const marks = [...line.dataset.pattern].map((want) => {
        const literal = !/[ANX]/.test(want);
        if (literal && typed[0] !== want) return ["", want]; // a mark that may be left out
        const got = typed.shift();
        return got === undefined ? ["", literal ? want : "·"] : [fits(want, got) ? "ok" : "bad", got];
      }).concat(typed.map((got) => ["bad", got]));
      const text = marks.map(([state, sign]) => state + sign).join(" ");
      if (line.dataset.shown === text) continue;
      line.dataset.shown = text;
      line.replaceChildren(...marks.map(([state, sign]) => {
        const part = document.createElement("span");
        part.className = `kiosk-shape__part${state && ` kiosk-shape__part--${state}`}`;
        part.textContent = sign;
        return part;
      }));
    }
  };
  addEventListener("input", showShape, true);

  // Clicks and keys: forget typed text, print, show a password, close a hover hint.
  addEventListener("click", ({ target }) => {
    const link = target.closest?.("a[data-returns]");
    const note = link && JSON.stringify({ page: location.pathname, link: link.getAttribute("href") });
    if (note) storage((box) => box.setItem(RETURN, note));
    const inPage = target.closest?.("a[href^='#']")?.getAttribute("href").slice(1);
    const place = inPage && document.getElementById(inPage);
    if (place) reveal(place);
    if (target.closest?.("[data-forget]")) forgetAll();
    if (target.closest?.("[data-clear]")) clearAll();
    if (target.closest?.("[data-idle-stay]")) stay().then((left) => showIdle(one("dialog[data-idle]"), left));
    if (target.closest?.("[data-print]")) print();
    const toggle = target.closest?.("[data-show-password]");
    const field = toggle && document.getElementById(toggle.getAttribute("aria-controls"));
    if (!field) return;
    const show = field.type === "password";
    toggle.dataset.textShow ??= toggle.textContent;
    field.type = show ? "text" : "password";
    toggle.setAttribute("aria-pressed", show);
    setText(toggle, show ? toggle.dataset.textHide : toggle.dataset.textShow);
  }, true);
  const tips = (dismissed) => all(".kiosk-tip").forEach((tip) => tip.toggleAttribute("data-dismissed", dismissed));
  addEventListener("keydown", ({ key }) => key === "Escape" && tips(true));
  for (const type of ["pointerover", "focusin"]) {
    addEventListener(type, ({ target }) => target.closest?.(".kiosk-tip") || tips(false));
  }

  // (t) What arrives above the focus, such as advice on the answer that was just left, must not push it out of view.
  let focusInView = true;
  const isInView = () => {
    const box = document.activeElement.getBoundingClientRect();
    return box.bottom > 0 && box.top < innerHeight;
  };
  const noteView = () => (focusInView = isInView());
  addEventListener("scroll", noteView, { passive: true });
  addEventListener("focusin", () => requestAnimationFrame(noteView));
  new ResizeObserver(() => {
    if (focusInView && document.activeElement !== document.body && !isInView()) {
      document.activeElement.scrollIntoView({ block: "nearest" });
    }
  }).observe(document.body);

  // Folded rails stand open where there is room for them; what needs attention stands open everywhere, and so does all
  // on paper.
  const wide = matchMedia("(min-width: 64rem)");
  const opened = new WeakMap();
  const openWide = () => all("details[data-open-wide]").forEach((fold) => {
    if (opened.get(fold) === wide.matches) return;
    opened.set(fold, wide.matches);
    fold.open = wide.matches || fold.dataset.openWide === "always";
  });
  wide.addEventListener("change", openWide);
  let unfolded = [];
  addEventListener("beforeprint", () => {
    unfolded = [...all("details[data-open-wide]:not([open])")];
    for (const fold of unfolded) fold.open = true;
  });
  addEventListener("afterprint", () => unfolded.forEach((fold) => (fold.open = false)));

  // Whatever follows the page, after each change of it.
  const follow = () => {
    followArrival();
    focusErrors();
    focusNotice();
    followMain();
    followAddress();
    followPath();
    openWide();
    followPlace();
    followLeading();
    followUnderWay();
    showSaved();
    showShape();
    showConnection();
    followVersions();
    restoreOnce();
    followIdle();
    if (one("[data-clear-now]")) clearAll();
    all("[data-count]").forEach((field) => count(field, false));
  };
  follow();
  new MutationObserver(follow).observe(document, {
    childList: true,
    subtree: true,
    attributeFilter: ["data-attempt", "data-focus-attempt", "data-title", "data-address", "data-loaded", "data-saved-at", "data-pattern", "data-error-prefix", "data-socket", "data-saved-version", "data-draft-key", "lang", "dir"],
  });
})();
