// Reviewing a profile by keyboard, advice taken over as a comment, and a sign of life while somebody reads.
// Loaded only by the page with [data-review]; everything works without it.
"use strict";
(() => {
  const BEAT = 20000; // milliseconds between two signs of life
  const IDLE = 120000; // without a key or a pointer for so long, nobody reads: the session must be able to end
  const list = () => document.querySelector("[data-review]");
  const statements = () => [...(list()?.querySelectorAll("[data-statement]") ?? [])];
  const here = () => document.activeElement?.closest?.("[data-statement]");
  const show = (statement) => {
    if (!statement) return;
    statement.focus({ preventScroll: true });
    statement.scrollIntoView({ block: "start" });
  };

  const nextOpen = (from) => {
    const all = statements();
    const place = from ? all.indexOf(from) + 1 : 0;
    return [...all.slice(place), ...all.slice(0, place)].find((each) => each.dataset.statement === "open");
  };
  const unfold = (statement) => {
    const details = statement.querySelector("[data-return]")?.closest("details");
    if (!details) return;
    details.open = true;
    details.querySelector("select")?.focus();
  };
  const KEYS = {
    j: (statement) => show(statements()[statements().indexOf(statement) + 1]),
    k: (statement) => show(statements()[statements().indexOf(statement) - 1]),
    o: (statement) => show(nextOpen(statement)),
    a: (statement) => statement.querySelector("[data-accept]")?.click(),
    r: unfold,
  };

  const isTyping = (element) => element.matches("input, textarea, select, [contenteditable=true]");
  addEventListener("keydown", (event) => {
    const run = Object.hasOwn(KEYS, event.key) ? KEYS[event.key] : null;
    const statement = here();
    if (!run || !statement || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    run(statement);
  });

  // A finding as a comment: added to what stands there, once; the reason only where none was chosen.
  const takeOver = ({ dataset }) => {
    const comment = document.getElementById(dataset.takeOver);
    const reason = document.getElementById(dataset.reasonIn);
    if (!comment) return;
    if (!comment.value.includes(dataset.text)) {
      comment.value = [comment.value.trim(), dataset.text].filter(Boolean).join("\n");
      comment.dispatchEvent(new Event("input", { bubbles: true }));
    }
    if (reason && !reason.value) reason.value = dataset.reason;
    comment.focus();
  };
  addEventListener("click", (event) => {
    const button = event.target.closest?.("button");
    if (button?.dataset.takeOver) takeOver(button);
    if (button?.dataset.firstOpen) show(nextOpen(null));
  });

  let busy = Date.now();
  for (const type of ["keydown", "pointerdown", "scroll"]) {
    addEventListener(type, () => { busy = Date.now(); }, { capture: true, passive: true });
  }
  setInterval(() => {
    const beat = document.querySelector("[data-beat]");
    const down = document.querySelector("[data-socket]")?.dataset.socket === "down";
    if (beat && !down && navigator.onLine && !document.hidden && Date.now() - busy < IDLE) beat.click();
  }, BEAT);
})();
