// Marks the field at which the help desk points, and brings it into sight; the focus stays where it is.
// Loaded only while somebody looks on.
"use strict";
(() => {
  let last = "";
  const groupOf = (name) => {
    const control = name ? document.getElementById(name) : null;
    return control?.closest(".usa-form-group, .usa-fieldset") ?? control;
  };
  const bring = (group) => {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    group.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
  };
  const look = () => {
    const mark = document.querySelector("[data-walk-point]");
    const group = groupOf(mark?.dataset.walkPoint);
    for (const old of document.querySelectorAll("[data-pointed]")) {
      if (old !== group) delete old.dataset.pointed;
    }
    if (!group) return;
    if (group.dataset.pointed !== mark.dataset.walkNote) group.dataset.pointed = mark.dataset.walkNote;
    if (mark.dataset.walkNumber === last) return;
    last = mark.dataset.walkNumber;
    bring(group);
  };
  new MutationObserver(look).observe(document.body, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ["data-walk-point", "data-walk-number", "data-walk-note"],
  });
  look();
})();
