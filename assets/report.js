// Page "Report a problem": posts the form by itself, since the live connection may be what fails; keeps what is typed in
// this tab until the report is sent, and shows what the server answers. styles/PATTERNS.md names the markup.
"use strict";
(() => {
  const KEPT = "kiosk:typed:report"; // kiosk.js forgets what begins so at sign-out, and keeps nothing on shared computers
  const PATIENCE_MS = 60_000;
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => within.querySelectorAll(selector);
  const make = (tag, text = "") => Object.assign(document.createElement(tag), { textContent: text });
  let form = null; // the form on show
  let tokens = null; // made with it: the same form sent twice is one report
  let attempt = 0;
  let isSending = false;
  let isKept = false; // whether the form was begun before this page was loaded

  // ---------------------------------------------------------------- what is kept in the tab

  const storage = (action) => { try { return action(sessionStorage); } catch { return null; } }; // off or full
  const mayKeep = () => !one("[data-shared-computer]");
  const typed = () => [...form.elements].filter((field) => field.name && !field.readOnly && field.type !== "hidden");
  const newToken = () => [...crypto.getRandomValues(new Uint8Array(16))].map((each) => each.toString(16).padStart(2, "0")).join("");

  const keep = () => {
    if (!mayKeep()) return;
    const fields = {};
    for (const field of typed()) {
      if (field.type === "checkbox") fields[field.name] = field.checked;
      else if (field.type !== "radio" || field.checked) fields[field.name] = field.value;
    }
    storage((box) => box.setItem(KEPT, JSON.stringify({ tokens, fields })));
  };
  const restore = () => {
    const kept = mayKeep() && JSON.parse(storage((box) => box.getItem(KEPT)));
    isKept = Boolean(kept);
    tokens = kept?.tokens || { token: newToken(), pictures: newToken() };
    for (const field of typed()) {
      const value = kept?.fields?.[field.name];
      if (value === undefined) continue;
      if (field.type === "checkbox") field.checked = value;
      else if (field.type === "radio") field.checked = field.value === value;
      else field.value = value;
    }
    storage((box) => mayKeep() || box.removeItem(KEPT));
  };

  // ---------------------------------------------------------------- the form follows what is chosen, and where one comes from

  const showKind = () => {
    const kind = one("[name=kind]:checked", form)?.value;
    for (const box of all("[data-intake]", form)) box.hidden = box.dataset.intake !== kind;
  };
  const context = () => {
    const query = new URLSearchParams(location.search);
    const from = query.get("from") || (document.referrer.startsWith(location.origin) && new URL(document.referrer).pathname);
    const page = from && from !== location.pathname ? from : "";
    const step = query.get("step") || query.get("criterion") || "";
    return { page, step, fields: query.get("fields") || "", failure: query.get("failure") || query.get("notice") || "" };
  };
  const showContext = () => {
    const { page, step, fields, failure } = context();
    const shown = { page: [page, step, fields].filter(Boolean).join(" · "), failure };
    for (const [name, value] of Object.entries(shown)) {
      one(`[data-context="${name}"]`, form).textContent = value;
      one(`[data-context-of="${name}"]`, form).hidden = !value;
    }
  };
  const chooseKind = () => { // who comes from a message of an error need not say so
    if (!context().failure || one("[name=kind]:checked", form)) return;
    const fitting = one("[name=kind][value=message-of-error]", form);
    if (fitting) fitting.checked = true;
  };

  // ---------------------------------------------------------------- what is to be mended

  const controlOf = (name) => one(`[name="${CSS.escape(name)}"]`, form);
  const nameOf = (field) => { // the server knows the questions of a kind without the kind
    const kind = one("[name=kind]:checked", form)?.value;
    return field.startsWith("intake-") ? `intake-${kind}-${field.slice("intake-".length)}` : field;
  };
  const mark = (name, text) => {
    const group = one(`[data-group="${CSS.escape(name)}"]`, form);
    const line = one(`[data-fault="${CSS.escape(name)}"]`, form);
    if (!group || !line) return;
    group.classList.toggle("usa-form-group--error", Boolean(text));
    line.hidden = !text;
    line.textContent = text;
    if (text) line.prepend(Object.assign(make("span", `${form.dataset.textError} `), { className: "usa-sr-only" }));
    for (const control of all(".usa-input, .usa-textarea", group)) {
      control.setAttribute("aria-invalid", String(Boolean(text)));
      control.classList.toggle("usa-input--error", Boolean(text));
    }
  };
  const showFaults = (problems, why, code) => {
    const summary = one("[data-report-errors]");
    for (const line of all("[data-fault]", form)) mark(line.dataset.fault, "");
    const lines = problems.map(({ field, text }) => {
      const name = nameOf(field);
      mark(name, text);
      const link = make("a", text);
      link.href = `#${controlOf(name)?.id || ""}`;
      const item = make("li");
      item.append(link);
      return item;
    });
    one("[data-report-faults]").replaceChildren(...lines);
    one("[data-report-why]").textContent = why;
    one("[data-report-why]").hidden = !why;
    one("[data-report-code]").textContent = code;
    summary.hidden = !lines.length && !why;
    summary.removeAttribute("data-attempt");
    summary.removeAttribute("id");
    if (summary.hidden) return;
    summary.id = "error-summary"; // kiosk.js gives it the focus, and the tab its "Error: "
    summary.dataset.attempt = String(attempt += 1);
    summary.focus();
  };

  // ---------------------------------------------------------------- sending

  const body = () => {
    const data = new URLSearchParams();
    for (const [name, value] of new FormData(form)) data.append(name, value);
    for (const [name, value] of Object.entries({ ...tokens, ...context() })) data.append(name, value);
    return data;
  };
  const post = async (address, data) => {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const answer = await fetch(address, { method: "POST", body: data, headers: { Accept: "application/json" }, signal });
    return [answer.ok, await answer.json()]; // what is no JSON came from a proxy, or from a kiosk that failed
  };
  const say = (text) => { one("[data-report-say]", form).textContent = text; };
  const send = async () => {
    if (isSending) return;
    if (one("progress", form)) return showFaults([], form.dataset.textUploading, "");
    isSending = true;
    say(form.dataset.textSending);
    keep();
    try {
      const [isDone, answer] = await post(form.action, body());
      if (isDone) showSent(answer);
      else showFaults(answer.problems || [], answer.message || "", answer.code);
    } catch {
      showFaults([], form.dataset.textBroken, "");
    } finally {
      isSending = false;
      say("");
    }
  };
  const showSent = (answer) => {
    showFaults([], "", "");
    storage((box) => box.removeItem(KEPT));
    tokens = { token: newToken(), pictures: newToken() };
    one("[data-report-case]").textContent = answer.case;
    one("[data-report-follow]").href = answer.address;
    one("[data-report-told]").replaceChildren(...answer.told.map((text) => make("li", text)));
    one("[data-report-page]").hidden = true;
    one("[data-report-done]").hidden = false;
    one("[data-report-done-heading]").focus();
  };

  // ---------------------------------------------------------------- pictures

  const showPictures = async (away = "") => {
    const data = new URLSearchParams({ pictures: tokens.pictures, away, language: form.elements.language.value });
    const [isDone, pictures] = await post(form.dataset.pictures, data).catch(() => [false, []]);
    if (!isDone) return;
    const list = one("[data-report-pictures]", form);
    list.replaceChildren(...pictures.map((picture) => {
      const item = Object.assign(make("li"), { className: "kiosk-upload" });
      const name = Object.assign(make("bdi", picture.name), { className: "kiosk-upload__name" });
      const button = make("button", form.dataset.textRemove);
      button.type = "button";
      button.className = "usa-button usa-button--unstyled";
      button.append(Object.assign(make("span", ` ${picture.name}`), { className: "usa-sr-only" }));
      button.addEventListener("click", async () => {
        await showPictures(String(picture.id));
        say(form.dataset.textRemoved);
        one("input[type=file]", form).focus(); // the button is gone
      });
      item.append(name, button);
      return item;
    }));
  };

  // ---------------------------------------------------------------- when

  addEventListener("submit", (event) => {
    if (!event.target.matches?.("[data-report]")) return;
    event.preventDefault();
    send();
  }, true);
  addEventListener("input", ({ target }) => {
    if (!form || target.form !== form || target.type === "file") return;
    if (target.name === "kind") showKind();
    keep();
  }, true);
  addEventListener("click", ({ target }) => {
    if (form && target.matches?.("[data-uploads-done]") && form.contains(target)) showPictures();
  }, true);

  const follow = () => {
    if (document.readyState === "loading") return; // half of the page is missing
    const found = one("form[data-report]");
    if (found === form) return;
    form = found;
    if (!form) return;
    restore();
    chooseKind();
    showKind();
    showContext();
    const box = one("[data-uploads]", form);
    const address = new URL(box.dataset.uploads, location.href);
    address.searchParams.set("form", tokens.pictures);
    box.dataset.uploads = address.pathname + address.search;
    if (isKept) showPictures();
  };
  follow();
  document.addEventListener("DOMContentLoaded", follow);
  new MutationObserver(follow).observe(document.documentElement, { childList: true, subtree: true });
})();
