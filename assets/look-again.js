// Presses the button with data-press-every="seconds" from time to time, so that a page shows what others have done.
// Only while somebody is there: a screen that was left alone must be able to end its session.
"use strict";
(function () {
  const THERE_MS = 5 * 60 * 1000;
  let due = 0;
  let seen = Date.now();
  for (const sign of ["keydown", "pointerdown", "pointermove", "scroll"]) {
    addEventListener(sign, () => { seen = Date.now(); }, { passive: true, capture: true });
  }
  setInterval(() => {
    const button = document.querySelector("button[data-press-every]");
    if (!button || document.hidden || !navigator.onLine || Date.now() - seen > THERE_MS) return;
    const seconds = Number(button.dataset.pressEvery);
    due = Math.min(due || seconds, seconds) - 1;
    if (due <= 0) {
      due = seconds;
      button.click();
    }
  }, 1000);
})();
