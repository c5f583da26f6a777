// Page "Check my browser": finds out what this browser can do, and picks among the outcomes that the page holds ready.
// The help shows only the checks that a topic asks for, and hands their outcomes over to its dialogue.
// In the JavaScript of 2009 on purpose: it has to run, and say so, where everything else of the kiosk is too new.
"use strict";
(function () {
  var PATIENCE_MS = 8000;
  var RETRY_MS = 2000;
  var SLOW_MS = 1500;
  var WRONG_CLOCK_MS = 5 * 60 * 1000;
  var TEST_KEY = "kiosk:check";
  var box = null; // the list of checks on show
  var round = 0; // answers to earlier rounds are dropped
  var handedOver = 0; // the round whose outcomes the dialogue has
  var facts = {}; // name of the check -> what was found, for the help desk

  function each(list, act) { for (var i = 0; i < list.length; i += 1) act(list[i]); }
  function one(selector) { return document.querySelector(selector); }
  function setText(element, text) { if (element && element.textContent !== text) element.textContent = text; }

  // ---------------------------------------------------------------- showing

  function lineOf(name) { return box.querySelector('[data-check="' + name + '"]'); }
  function asksFor(names) { return names.some(lineOf); }

  function show(name, outcome, value) {
    var line = lineOf(name);
    if (!line) return;
    each(line.querySelectorAll("[data-outcome]"), function (part) {
      part.hidden = part.getAttribute("data-outcome") !== outcome;
    });
    line.setAttribute("data-result", outcome);
    setText(line.querySelector("[data-value]"), value || "");
    facts[name] = outcome + (value ? " (" + value + ")" : "");
    sumUp();
  }

  function sumUp() {
    var waiting = 0, problems = 0, lines = [];
    each(box.querySelectorAll("[data-check]"), function (line) {
      var name = line.getAttribute("data-check");
      var mark = line.querySelector('[data-outcome="' + line.getAttribute("data-result") + '"]');
      if (line.getAttribute("data-result") === "waiting") waiting += 1;
      if (mark && mark.hasAttribute("data-problem")) problems += 1;
      lines.push(name + ": " + facts[name]);
    });
    var summary = one("[data-check-summary]");
    if (!summary) return;
    var text = summary.getAttribute(problems ? "data-text-problems" : "data-text-fine").replace("{count}", problems);
    setText(summary, waiting ? "" : text); // announced once, when all is known
    lines.push("browser: " + navigator.userAgent, "languages: " + (navigator.languages || [navigator.language]).join(", "));
    lines.push("page: " + location.pathname + " " + ownBuild(), "time: " + new Date(Date.now()).toISOString());
    one("[data-facts]").value = lines.join("\n");
  }

  // What is known at once, before the person has read the question: outcomes alone, and which of the well-known
  // browsers it is; never the text by which a browser calls itself.
  function handOver() {
    var form = one("[data-hand-over]"), lines = [];
    if (!form || !form.requestSubmit || handedOver === round) return;
    handedOver = round;
    each(["user-agent", "document-mode", "cookies-enabled", "storage-available"], function (name) {
      if (lineOf(name)) lines.push(name + "=" + lineOf(name).getAttribute("data-result"));
    });
    if (lineOf("user-agent")) lines.push("user-agent=" + familyOf(facts["user-agent"]));
    form.elements.seen.value = lines.join(";");
    form.requestSubmit();
  }

  function familyOf(text) {
    var known = [["edge", /Edge/], ["firefox", /Firefox/], ["chrome", /Chrome/], ["safari", /Safari/]];
    for (var i = 0; i < known.length; i += 1) if (known[i][1].test(text)) return known[i][0];
    return "";
  }

  // ---------------------------------------------------------------- what the browser itself tells

  function first(text, pattern) { var found = pattern.exec(text); return found ? Number(found[1].replace("_", ".")) : 0; }

  function nameOf(agent) {
    var known = [
      ["Internet Explorer", /(?:MSIE |Trident\/.*rv:)(\d+)/], ["Microsoft Edge", /Edg(?:e|A|iOS)?\/(\d+)/],
      ["Opera", /OPR\/(\d+)/], ["Samsung Internet", /SamsungBrowser\/(\d+)/], ["Firefox", /(?:Firefox|FxiOS)\/(\d+)/],
      ["Chrome", /(?:Chrome|Chromium|CriOS)\/(\d+)/], ["Safari", /Version\/(\d+).*Safari/]
    ];
    for (var i = 0; i < known.length; i += 1) {
      if (known[i][1].test(agent)) return known[i][0] + " " + first(agent, known[i][1]);
    }
    return "";
  }

  function systemOf(agent) {
    var known = [
      ["Android", /Android/], ["iOS", /iPhone|iPad|iPod/], ["ChromeOS", /CrOS/], ["Windows", /Windows/],
      ["macOS", /Macintosh/], ["Linux", /Linux/]
    ];
    for (var i = 0; i < known.length; i += 1) if (known[i][1].test(agent)) return known[i][0];
    return "";
  }

  // What draws the page decides, whatever name stands on it; on iOS that is always Safari's.
  function engineOf(agent) {
    if (/iPhone|iPad|iPod/.test(agent)) return ["webkit", first(agent, /OS (\d+_\d+)/)];
    if (/Chrom(?:e|ium)\//.test(agent)) return ["chromium", first(agent, /Chrom(?:e|ium)\/(\d+)/)];
    if (/Firefox\//.test(agent)) return ["gecko", first(agent, /Firefox\/(\d+)/)];
    if (/Safari\//.test(agent)) return ["webkit", first(agent, /Version\/(\d+\.\d+)/)];
    return ["", 0];
  }

  // Client hints come first: browsers that call themselves Chrome in the other text tell their own name there.
  function hinted() {
    var brands = (navigator.userAgentData && navigator.userAgentData.brands) || [];
    var found = { name: "", version: 0 };
    each(brands, function (brand) {
      if (brand.brand === "Chromium") found.version = Number(brand.version);
      else if (!/Not.*Brand/i.test(brand.brand)) found.name = brand.brand + " " + brand.version;
    });
    return found;
  }

  function lookAtBrowser() {
    var agent = navigator.userAgent, hints = hinted();
    var engine = hints.version ? ["chromium", hints.version] : engineOf(agent);
    var oldest = Number(box.getAttribute("data-oldest-" + engine[0]));
    var value = [hints.name || nameOf(agent), systemOf(agent)].filter(Boolean).join(", ");
    if (/MSIE |Trident\//.test(agent)) show("user-agent", "ie", value);
    else if (!oldest || !engine[1]) show("user-agent", "unknown", value);
    else show("user-agent", engine[1] < oldest ? "old" : "ok", value);
  }

  function lookAtMode() {
    var isLegacy = document.documentMode || /Trident\//.test(navigator.userAgent) || document.compatMode !== "CSS1Compat";
    show("document-mode", isLegacy ? "legacy" : "ok", document.documentMode ? String(document.documentMode) : "");
  }

  function keepsCookies() {
    var name = box.getAttribute("data-cookie");
    try {
      document.cookie = name + "=1;path=/;samesite=strict";
      var isKept = document.cookie.indexOf(name + "=1") >= 0;
      document.cookie = name + "=;path=/;samesite=strict;max-age=0";
      return navigator.cookieEnabled && isKept;
    } catch (error) { return false; }
  }

  function keeps(kind) {
    try { // even naming a blocked storage fails
      window[kind].setItem(TEST_KEY, "1");
      var isKept = window[kind].getItem(TEST_KEY) === "1";
      window[kind].removeItem(TEST_KEY);
      return isKept;
    } catch (error) { return false; }
  }

  function lookAtStorage() {
    var missing = ["localStorage", "sessionStorage"].filter(function (kind) { return !keeps(kind); });
    show("storage-available", missing.length ? "blocked" : "ok", missing.join(", "));
  }

  function lookAtView() {
    var zoom = window.outerWidth ? Math.round(window.outerWidth / window.innerWidth * 100) : 100;
    var value = window.innerWidth + " × " + window.innerHeight + ", " + zoom + " %";
    var isWide = window.matchMedia("(min-width: 64rem)").matches;
    show("viewport", window.innerWidth < 320 ? "narrow" : isWide ? "ok" : "folded", value);
  }

  // ---------------------------------------------------------------- what the server tells

  function ownBuild() { return (window.__reactRouterManifest && window.__reactRouterManifest.url) || ""; }

  function length(milliseconds) {
    var seconds = Math.round(Math.abs(milliseconds) / 1000);
    return Math.floor(seconds / 60) + " min " + seconds % 60 + " s";
  }

  function unknownOfServer(online) {
    show("online-state", online);
    show("clock-skew", "unknown");
    show("cached-version", "unknown");
  }

  function compare(answer, sent, took) {
    var skew = sent + took / 2 - answer.now;
    show("online-state", "ok", took + " ms");
    show("clock-skew", Math.abs(skew) < WRONG_CLOCK_MS ? "ok" : skew > 0 ? "ahead" : "behind", length(skew));
    compareBuild(answer.build, round, Date.now() + PATIENCE_MS);
  }

  function compareBuild(build, mine, until) {
    if (mine !== round) return;
    if (!ownBuild() && Date.now() < until) { // the page's own scripts may come after this one
      setTimeout(function () { compareBuild(build, mine, until); }, 100);
    } else if (!build || !ownBuild()) show("cached-version", "unknown");
    else show("cached-version", build === ownBuild() ? "ok" : "stale");
  }

  function askServer(mine) {
    if (!asksFor(["online-state", "clock-skew", "cached-version"])) return;
    if (navigator.onLine === false) return unknownOfServer("offline");
    var request = new XMLHttpRequest(), sent = Date.now();
    request.onreadystatechange = function () {
      if (request.readyState !== 4 || mine !== round) return;
      var took = Date.now() - sent, answer = null;
      try { answer = request.status === 200 ? JSON.parse(request.responseText) : null; } catch (error) { /* a proxy's */ }
      if (answer) compare(answer, sent, took);
      else unknownOfServer("unreachable");
    };
    request.open("GET", box.getAttribute("data-server"));
    request.timeout = PATIENCE_MS;
    request.send();
  }

  // The live connection is the one that pages use: a press travels to the server and comes back as a changed count.
  // The first ones may be lost or have to wait until the line is open; the one after the first answer is timed.
  function askSocket(mine) {
    if (!asksFor(["websocket"])) return;
    if (navigator.onLine === false) return show("websocket", "unknown");
    var button = one("[data-echo]"), came = 0, pressed = 0, until = Date.now() + PATIENCE_MS;
    var press = function () { pressed = Date.now(); button.click(); };
    var watcher = new MutationObserver(function () {
      if (mine !== round) return watcher.disconnect();
      came += 1;
      if (came === 1) return press();
      watcher.disconnect();
      var took = Date.now() - pressed;
      show("websocket", took > SLOW_MS ? "slow" : "ok", took + " ms");
    });
    watcher.observe(button, { attributes: true, attributeFilter: ["data-echo"] });
    setTimeout(function () { // it may still come, then the line changes again
      if (mine === round && came < 2) show("websocket", "down");
    }, PATIENCE_MS);
    var tryAgain = function () {
      if (mine !== round || came || Date.now() > until) return;
      press();
      setTimeout(tryAgain, RETRY_MS);
    };
    tryAgain();
  }

  // ---------------------------------------------------------------- when

  function check() {
    if (!box) return;
    round += 1;
    if (one("[data-no-script]")) one("[data-no-script]").hidden = true;
    setText(one("[data-copied]"), "");
    each(box.querySelectorAll("[data-check]"), function (line) { show(line.getAttribute("data-check"), "waiting"); });
    lookAtBrowser();
    lookAtMode();
    show("cookies-enabled", keepsCookies() ? "ok" : "blocked");
    lookAtStorage();
    lookAtView();
    handOver();
    askServer(round);
    askSocket(round);
  }

  function copy() {
    var area = one("[data-facts]"), button = one("[data-copy-facts]"), line = one("[data-copied]");
    var tell = function (isDone) { setText(line, line.getAttribute(isDone ? "data-text-copied" : "data-text-by-hand")); };
    var byHand = function () {
      area.focus();
      area.select();
      var isDone = false;
      try { isDone = document.execCommand("copy"); } catch (error) { /* then by hand, the text is selected */ }
      if (isDone) button.focus();
      tell(isDone);
    };
    setText(line, "");
    if (navigator.clipboard) navigator.clipboard.writeText(area.value).then(function () { tell(true); }, byHand);
    else byHand();
  }

  document.addEventListener("click", function (event) {
    for (var part = event.target; part && part.getAttribute; part = part.parentNode) {
      if (part.hasAttribute("data-copy-facts")) return copy();
      if (part.hasAttribute("data-check-again")) return check();
    }
  });
  window.addEventListener("online", check);
  window.addEventListener("offline", check);
  var resting = 0;
  window.addEventListener("resize", function () {
    clearTimeout(resting);
    resting = setTimeout(function () { if (box) lookAtView(); }, 300);
  });

  // No need to wait for React: what is written here are attributes, and texts that the page has marked as ours.
  function follow() {
    if (document.readyState === "loading") return; // half of the page is missing
    var found = one("[data-browser-check]");
    if (found === box) return;
    box = found;
    round += 1;
    check();
  }
  follow();
  document.addEventListener("DOMContentLoaded", follow);
  new MutationObserver(follow).observe(document.documentElement, { childList: true, subtree: true });
})();
