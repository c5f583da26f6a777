// A shared terminal: who walked away is asked for, then everything of them goes. kiosk.js loads this at terminals alone.
"use strict";
(() => {
  const one = (selector) => document.querySelector(selector);
  const FIRST = "kiosk:terminal-first"; // place in the history at which this visit began
  const LAST = "kiosk:terminal-last"; // the furthest that it came to
  const USED = "kiosk:terminal-used"; // somebody has touched the terminal since it started over
  const LONG = "kiosk:terminal-long"; // somebody asked for more time
  const STAY_EVERY_MS = 2 * 60 * 1000;
  const read = (key) => sessionStorage.getItem(key);
  const note = (key, value) => sessionStorage.setItem(key, String(value));

  // (a) The history of a browser cannot be wiped, and addresses may hold what somebody answered. So Back and Forward
  // lead no further than the present visit went; what lies beyond it leads to the beginning.
  const here = () => globalThis.navigation?.currentEntry?.index ?? -1;
  const way = performance.getEntriesByType("navigation")[0]?.type ?? "navigate";
  const isBeyond = () => here() < 0 || read(FIRST) === null || here() < Number(read(FIRST)) || here() > Number(read(LAST));
  if (way === "back_forward" && isBeyond()) {
    location.replace("/auth/terminal-start");
    return; // the page stays out of sight, see kiosk.js
  }
  if (read(FIRST) === null || here() < Number(read(FIRST))) note(FIRST, here());
  if (way !== "back_forward") note(LAST, here()); // a new page takes the place of all that lay ahead
  globalThis.navigation?.addEventListener("currententrychange", ({ navigationType }) => {
    if (navigationType === "push") note(LAST, here());
  });
  document.documentElement.style.visibility = "";

  // (b) Countdown. The moment counts, not the ticks: a machine that slept ends at once.
  let seen = Date.now();
  let stayed = Date.now();
  let focusBefore = null;
  let isOver = false;
  const dialog = () => one("dialog[data-terminal]");
  const isSignedIn = () => one("dialog[data-idle]") !== null;
  const seconds = (box, name) => Number(box.dataset[name]);
  const patience = (box) => seconds(box, read(LONG) ? "longSeconds" : "idleSeconds");
  const touch = () => {
    if (dialog()?.open) return; // there a button answers
    seen = Date.now();
    if (!read(USED)) note(USED, 1);
  };
  for (const type of ["keydown", "pointerdown", "wheel", "touchmove", "input"]) {
    addEventListener(type, touch, { capture: true, passive: true });
  }
  const stay = () => {
    seen = stayed = Date.now();
    fetch("/auth/stay", { method: "POST", body: new URLSearchParams() }).catch(() => {});
    const box = dialog();
    if (!box?.open) return;
    box.close();
    if (focusBefore?.isConnected) focusBefore.focus();
  };
  const ask = (box) => {
    focusBefore = document.activeElement;
    for (const other of document.querySelectorAll("dialog[open]")) other.close();
    box.showModal();
    box.querySelector("[data-terminal-stay]").focus();
  };
  const finish = async () => {
    isOver = true;
    document.documentElement.style.visibility = "hidden"; // also when the kiosk cannot be reached: nobody reads on
    sessionStorage.clear();
    localStorage.clear();
    while (!(await fetch("/auth/session", { cache: "no-store" }).then((answer) => answer.ok, () => false))) {
      await new Promise((go) => setTimeout(go, 5000));
    }
    dialog().querySelector("form[data-start-over]").submit();
  };
  const count = (box, left) => {
    const text = String(Math.ceil(left));
    const clock = box.querySelector("[data-terminal-clock]");
    if (clock.textContent !== text) clock.textContent = text;
    const say = box.querySelector("[data-terminal-say]");
    const words = left <= 10 ? say.dataset.text.replace("{n}", "10") : left <= 30 ? say.dataset.text.replace("{n}", "30") : "";
    if (say.textContent !== words) say.textContent = words;
  };
  const look = () => {
    const box = dialog();
    if (!box || isOver || !read(USED)) return;
    const quiet = (Date.now() - seen) / 1000;
    const left = patience(box) + seconds(box, "warningSeconds") - quiet;
    if (isSignedIn() && Date.now() - stayed > STAY_EVERY_MS && left > 0) {
      stayed = Date.now(); // the server's own, longer patience must not end what this one still allows
      fetch("/auth/stay", { method: "POST", body: new URLSearchParams() }).catch(() => {});
    }
    if (quiet < patience(box)) return;
    // On the first page nobody has anything to lose but its language.
    if (left <= 0 || one("[data-terminal-start=visitor]")) return finish();
    if (!box.open) ask(box);
    count(box, left);
  };
  setInterval(look, 500);
  document.addEventListener("visibilitychange", look);
  addEventListener("cancel", (event) => {
    if (!event.target.matches?.("[data-terminal]")) return;
    event.preventDefault(); // Escape is an answer as well
    stay();
  }, true);
  addEventListener("click", ({ target }) => {
    if (target.closest?.("[data-terminal-longer]")) note(LONG, 1);
    if (target.closest?.("[data-terminal-stay], [data-terminal-longer]")) stay();
  }, true);
})();
