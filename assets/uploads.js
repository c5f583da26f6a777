// Sends files from a box [data-uploads] of the page: several at a time, with progress, cancel and another try;
// styles/PATTERNS.md names the markup. Loaded only by pages with such a box.
"use strict";
(() => {
  const AT_ONCE = 2;
  const waiting = []; // jobs that have not begun
  let running = 0;

  const make = (tag, className, text = "") => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    element.textContent = text;
    return element;
  };
  const say = (box, text) => { box.querySelector("[data-uploads-say]").textContent = text; };
  const input = (box) => box.querySelector("input[type=file]");
  const button = (row, text, name, run) => {
    const made = make("button", "usa-button usa-button--unstyled", text);
    made.type = "button";
    made.append(make("span", "usa-sr-only", ` ${name}`));
    made.addEventListener("click", run);
    row.append(made);
    return made;
  };
  const remove = (job) => { // the focus must not vanish with a button
    const held = job.row.contains(document.activeElement);
    job.row.remove();
    if (held) input(job.box)?.focus();
  };

  const show = (job, text, isProblem) => {
    const { row, box, file } = job;
    const held = row.contains(document.activeElement);
    const name = make("bdi", "kiosk-upload__name", file.name);
    const line = make("p", isProblem ? "usa-error-message" : "kiosk-upload__state", text);
    row.replaceChildren(name, line);
    if (isProblem) {
      say(box, `${file.name}: ${text}`);
      if (job.mayRetry) button(row, box.dataset.textRetry, file.name, () => { remove(job); add(box, [file]); });
      const close = button(row, box.dataset.textDismiss, file.name, () => remove(job));
      if (held) close.focus();
    }
  };

  const begin = (job) => {
    const { box, file, row } = job;
    const request = new XMLHttpRequest();
    job.request = request;
    running += 1;
    const name = make("bdi", "kiosk-upload__name", file.name);
    const bar = make("progress", "kiosk-upload__bar");
    bar.max = 100;
    bar.setAttribute("aria-label", file.name);
    const held = row.contains(document.activeElement);
    row.replaceChildren(name, bar);
    const cancel = button(row, box.dataset.textCancel, file.name, () => request.abort());
    if (held) cancel.focus();
    request.upload.addEventListener("progress", ({ lengthComputable, loaded, total }) => {
      if (lengthComputable) bar.value = Math.floor((loaded / total) * 100);
    });
    request.addEventListener("load", () => answered(job, request));
    request.addEventListener("error", () => { job.mayRetry = true; show(job, box.dataset.textBroken, true); });
    request.addEventListener("abort", () => { say(box, `${file.name}: ${box.dataset.textCancelled}`); remove(job); });
    request.addEventListener("loadend", () => { running -= 1; next(); });
    request.open("POST", box.dataset.uploads);
    request.setRequestHeader("X-File-Name", encodeURIComponent(file.name.normalize("NFC")));
    const kind = box.querySelector("[data-uploads-kind]")?.value;
    if (kind) request.setRequestHeader("X-File-Kind", kind);
    request.send(file);
  };

  const answered = (job, request) => {
    let answer = {};
    try { answer = JSON.parse(request.responseText); } catch { /* a proxy answered, not the kiosk */ }
    if (request.status === 200) {
      say(job.box, answer.message || `${job.file.name}: ${job.box.dataset.textDone}`);
      remove(job);
      if (job.box.isConnected) job.box.querySelector("[data-uploads-done]").click();
      return;
    }
    job.mayRetry = request.status >= 500 || request.status === 429 || request.status === 0;
    show(job, answer.message || job.box.dataset.textBroken, true);
  };

  const next = () => { while (running < AT_ONCE && waiting.length) begin(waiting.shift()); };

  const add = (box, files) => {
    const most = Number(box.dataset.maxBytes);
    for (const file of files) {
      const job = { box, file, row: make("li", "kiosk-upload"), mayRetry: false };
      box.querySelector("[data-uploads-list]").append(job.row);
      if (most && file.size > most) { show(job, box.dataset.textLarge, true); continue; }
      show(job, box.dataset.textWaiting, false);
      button(job.row, box.dataset.textCancel, file.name, () => {
        waiting.splice(waiting.indexOf(job), 1);
        remove(job);
      });
      waiting.push(job);
    }
    next();
  };

  addEventListener("change", ({ target }) => {
    const box = target.type === "file" && target.closest("[data-uploads]");
    if (!box) return;
    add(box, [...target.files]);
    target.value = ""; // the same file may be chosen again
  }, true);

  // Dropping files is an extra: the button does the same.
  const boxOf = (event) => event.dataTransfer?.types.includes("Files") && event.target.closest?.("[data-uploads]");
  const mark = (box, isOver) => box.toggleAttribute("data-over", isOver);
  addEventListener("dragover", (event) => {
    const box = boxOf(event);
    if (!box) return;
    event.preventDefault();
    mark(box, true);
  });
  addEventListener("dragleave", (event) => {
    const box = boxOf(event);
    if (box && !box.contains(event.relatedTarget)) mark(box, false);
  });
  addEventListener("drop", (event) => {
    const box = boxOf(event);
    if (!box) return;
    event.preventDefault();
    mark(box, false);
    add(box, [...event.dataTransfer.files]);
  });
})();
