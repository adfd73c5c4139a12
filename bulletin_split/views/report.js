"use strict";
// Draws the report from the data beside it.  Text of a page enters the document by `put`
// alone, as text nodes: it is never parsed as markup, and what a reader cannot see
// (controls, bidi marks, format characters) becomes a visible name.
(() => {
  const DATA = JSON.parse(document.getElementById("data").textContent);
  const $ = (id) => document.getElementById(id);
  const UNSEEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\ue000-\uf8ff]/u;
  const EVERY_UNSEEN = new RegExp(UNSEEN, "gu");
  const LINE_END = /\r\n|[\n\r\u000b\u000c\u0085\u2028\u2029]/;
  const DOUBTFUL = DATA.doubtful;

  const put = (to, text) => {
    let at = 0;
    for (const char of String(text)) {
      if (char.length > 1 && !UNSEEN.test(char)) continue;
      if (!UNSEEN.test(char)) continue;
      const place = text.indexOf(char, at);
      if (place > at) to.append(text.slice(at, place));
      const name = make("span", "ctl", null);
      name.append("U+" + char.codePointAt(0).toString(16).toUpperCase().padStart(4, "0"));
      to.append(name);
      at = place + char.length;
    }
    if (at < text.length) to.append(at ? text.slice(at) : text);
    return to;
  };
  // JSON that says the same and is safe to look at, in a field or a file.
  const json = (value, indent) => JSON.stringify(value, null, indent).replace(EVERY_UNSEEN, (char) => "\\u" + char.charCodeAt(0).toString(16).padStart(4, "0"));
  const make = (tag, name, text) => {
    const out = document.createElement(tag);
    if (name) out.className = name;
    if (text !== null && text !== undefined) put(out, text);
    return out;
  };
  const draw = (tag, values) => {
    const out = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const key in values) out.setAttribute(key, values[key]);
    return out;
  };
  const option = (value, text) => {
    const out = make("option", "", text);
    out.value = value;
    return out;
  };
  const isDoubtful = (record) => record.confidence < DOUBTFUL || record.flags.some((flag) => DATA.doubts.includes(flag));
  const count = (n, one, many) => n.toLocaleString("en") + " " + (n === 1 ? one : many);

  // The theme: that of the system, or the reader's.
  const THEMES = ["auto", "light", "dark"];
  const setTheme = (name) => {
    document.documentElement.dataset.theme = name;
    $("theme").textContent = "Theme: " + name;
  };
  $("theme").addEventListener("click", () => {
    const now = THEMES.indexOf(document.documentElement.dataset.theme);
    setTheme(THEMES[(now + 1) % THEMES.length]);
    try { localStorage.setItem("bulletin-split-theme", document.documentElement.dataset.theme); } catch { /* no store */ }
  });
  try {
    const kept = localStorage.getItem("bulletin-split-theme");
    if (THEMES.includes(kept)) setTheme(kept);
  } catch { /* no store: the system's theme */ }
  const measure = () => document.documentElement.style.setProperty("--top", document.querySelector(".top").offsetHeight + "px");
  addEventListener("resize", measure);

  // One page.
  let shown = null;  // {view, cards, runs, current}
  const lettersOf = (roles) => {
    const letters = [];
    for (const role of roles) {
      const letter = DATA.roles[role][1];
      if (letter !== " " && !letters.includes(letter)) letters.push(letter);
    }
    return letters.join("");
  };

  // The page as rows: one for each line, and one more where two articles share it.
  const rowsOf = (view) => {
    const rows = [];
    let row = { owner: null, parts: [], joins: false };
    for (const [role, record, text, reason] of view.pieces) {
      const name = DATA.roles[role][0];
      const owner = record >= 0 ? record : name === "furniture" ? "furniture" : null;
      text.split(LINE_END).forEach((part, k) => {
        if (k) {
          rows.push(row);
          row = { owner: null, parts: [], joins: false };
        }
        if (!part) return;
        if (owner !== null && row.owner !== null && owner !== row.owner) {
          rows.push(row);
          row = { owner: null, parts: [], joins: true };
        }
        if (owner !== null) row.owner = owner;
        row.parts.push([role, part, reason]);
      });
    }
    if (row.parts.length) rows.push(row);
    return rows;
  };

  const drawRow = (row, isFirst) => {
    const isBlank = row.parts.every((part) => !part[1].trim());
    const out = make("div", isBlank ? "row blank" : "row");
    const gutter = make("span", "gutter");
    if (!isBlank) {
      if (isFirst && typeof row.owner === "number") {
        const link = make("a", "", String(row.owner + 1));
        link.href = "#" + anchor(row.owner);
        link.setAttribute("aria-label", "Article " + (row.owner + 1));
        gutter.append(link);
      } else gutter.append(make("span", "", row.joins ? "↳" : "\u00a0\u00a0\u00a0"));
      gutter.append(lettersOf(row.parts.map((part) => part[0])));
    }
    const text = make("span", "text");
    let reason = null;
    for (const [role, part, why] of row.parts) {
      text.append(make("span", "r-" + DATA.roles[role][0], part));
      reason = why || reason;
    }
    if (reason) text.append(make("span", "reason", " " + reason.replaceAll("_", " ")));
    out.append(gutter, text);
    return out;
  };

  const drawRaw = (view) => {
    const box = make("div");
    const runs = [];
    let run = null, owner = "none";
    for (const row of rowsOf(view)) {
      const same = row.owner === null || row.owner === owner;
      if (!run || !same) {
        run = make("div", "run");
        run.lang = view.lang;
        owner = row.owner;
        if (typeof owner === "number") {
          run.dataset.a = owner;
          run.dataset.c = owner % 6;
          runs.push(run);
        }
        box.append(run);
        run.append(drawRow(row, true));
      } else run.append(drawRow(row, false));
    }
    $("lines").replaceChildren(box);
    if (view.cut) box.append(make("p", "reason", "The page goes on; only its beginning is shown here."));
    return runs;
  };

  const meter = (confidence) => {
    const out = make("span", "meter");
    const svg = draw("svg", { viewBox: "0 0 100 14", preserveAspectRatio: "none", "aria-hidden": "true" });
    svg.append(draw("rect", { class: "bar-back", width: 100, height: 14, rx: 4 }));
    svg.append(draw("rect", { class: "bar-fill", width: 100 * confidence, height: 14, rx: 4 }));
    out.append(svg, "confidence " + confidence.toFixed(2));
    return out;
  };

  const asGold = (record) => ({
    id: record.id, kind: record.kind, headline: record.headline, decks: record.decks, byline: record.byline,
    dateline: record.dateline && record.dateline.text,
    paragraphs: record.text ? record.text.split("\n") : [], flags: record.flags,
  });

  const correction = (card) => {
    const out = make("details");
    const area = make("textarea");
    area.spellcheck = false;
    area.setAttribute("aria-label", "The right answer for article " + (card.number + 1));
    const wrong = make("p", "wrong");
    wrong.setAttribute("role", "alert");
    out.append(make("summary", "", "Correct"), area, wrong);
    out.addEventListener("toggle", () => {
      if (out.open && !area.value) area.value = json(asGold(card.record), 1);
    });
    area.addEventListener("input", () => {
      wrong.textContent = "";
      card.gold = null;
      if (!area.value.trim()) { card.gold = []; return; }  // no such article
      try {
        const given = JSON.parse(area.value);
        card.gold = Array.isArray(given) ? given : [given];
        if (card.gold.some((row) => typeof row !== "object" || row === null || !Array.isArray(row.paragraphs))) throw new Error("an article needs its paragraphs");
        card.bad = false;
      } catch (error) {
        card.bad = true;
        put(wrong, "Not yet right: " + error.message);
      }
    });
    return out;
  };

  const source = (record) => {
    const out = make("details");
    const list = make("dl");
    const row = (name, value) => { list.append(make("dt", "", name), make("dd", "", value)); };
    const repairs = Object.entries(record.repairs).map(([name, n]) => n + " " + name.replaceAll("_", " "));
    row("repairs", repairs.join(", ") || "none");
    if (record.jump) row("jump", ["from", "to"].filter((way) => record.jump[way]).map((way) => way + " " + record.jump[way]).join(", "));
    if (record.dateline) row("dateline", ["agency", "place", "date"].map((key) => record.dateline[key]).filter(Boolean).join(", "));
    row("id", record.id);
    row("spans", record.source.spans.map((span) => span.join("\u2013")).join(", "));
    out.append(make("summary", "", "Source"), list);
    return out;
  };

  // The evidence, where the run was asked for it.
  const why = (record) => {
    const out = make("details");
    const list = make("dl");
    const row = (name, value) => { list.append(make("dt", "", name), make("dd", "", value)); };
    const choice = (found) => "\u201c" + found.line.slice(0, 24) + "\u201d: " + found.part + (found.runner_up ? ", not " + found.runner_up + " (by " + found.margin.toFixed(2) + ")" : "");
    for (const [name, seam] of [["opened", record.explain.opened], ["closed", record.explain.closed]]) {
      if (!seam) continue;
      row(name, (seam.at_the_edge ? "at the edge of the page; " : "") + choice(seam));
      for (const cue of seam.cues) row("", cue.text + " (" + cue.table.toLowerCase() + ", " + cue.row + "): " + cue.why);
      for (const sign of seam.signs.slice(0, 3)) row("", (sign.weight > 0 ? "+" : "") + sign.weight.toFixed(2) + " " + sign.sign);
    }
    const head = record.explain.headline;
    if (head) {
      row("headline", head.stands + "; shares " + Math.round(100 * head.shared) + " % of its words with it, " + Math.round(100 * head.shared_with_the_other_side) + " % with the other side");
      for (const line of head.lines) row("", choice(line));
    }
    for (const found of record.explain.paragraphs) row("paragraph", "\u201c" + found.line + "\u201d: " + found.signal + " (" + found.margin.toFixed(2) + ")");
    for (const found of record.explain.repairs.filter((one) => !/^(line_break|space)$/.test(one.repair)).slice(0, 50)) row(found.repair.replaceAll("_", " "), "at " + found.place + ": " + JSON.stringify(found.before) + " \u2192 " + JSON.stringify(found.after));
    out.append(make("summary", "", "Why"), list);
    return out;
  };

  const drawCard = (record, number, view) => {
    const card = { record, number, gold: null, bad: false };
    const box = make("article", "card " + record.kind + (isDoubtful(record) ? " doubt" : ""));
    card.box = box;
    box.id = anchor(number);
    box.tabIndex = 0;
    box.dataset.a = number;
    box.dataset.c = number % 6;
    const facts = make("p", "facts");
    facts.append(make("span", "no", String(number + 1)), make("span", "kind", record.kind.replaceAll("_", " ")), meter(record.confidence));
    for (const flag of record.flags) {
      const chip = make("span", DATA.doubts.includes(flag) ? "chip" : "chip calm", flag.replaceAll("_", " "));
      chip.title = DATA.flags[flag] || "";
      facts.append(chip);
    }
    const heading = make("h3", record.headline ? "" : "missing", record.headline || "no headline");
    heading.id = "h" + anchor(number);
    box.setAttribute("aria-labelledby", heading.id);
    box.append(facts);
    const article = make("div");
    article.lang = view.lang;
    if (!record.headline) heading.lang = "en";
    const above = record.decks.filter((deck) => deck.role !== "deck");
    for (const deck of above) article.append(drawDeck(deck));
    article.append(heading);
    for (const deck of record.decks) if (!above.includes(deck)) article.append(drawDeck(deck));
    if (record.byline.length) {
      const line = make("div", "byline");
      for (const entry of record.byline) {
        const name = make("span", "", entry.name);
        const role = make("small", "", entry.role);
        role.lang = "en";
        name.append(role);
        line.append(name);
      }
      article.append(line);
    }
    const body = make("div", "body");
    record.text.split("\n").forEach((part, k) => {
      const paragraph = make("p");
      if (!k && record.dateline) paragraph.append(make("span", "dateline", record.dateline.text));
      put(paragraph, part);
      if (part || (!k && record.dateline)) body.append(paragraph);
    });
    article.append(body);
    box.append(article);
    const under = make("div", "under");
    if (record.text.length > 420) {
      body.classList.add("short");
      const more = make("button", "more", "Show all");
      more.type = "button";
      more.setAttribute("aria-expanded", "false");
      more.addEventListener("click", () => {
        const isShort = body.classList.toggle("short");
        more.textContent = isShort ? "Show all" : "Show less";
        more.setAttribute("aria-expanded", String(!isShort));
      });
      card.open = () => { if (body.classList.contains("short")) more.click(); };
      under.append(more);
    }
    if (record.explain) under.append(why(record));
    under.append(source(record), correction(card));
    box.append(under);
    card.words = [record.headline || "", ...record.decks.map((d) => d.text), ...record.byline.map((b) => b.name), record.dateline ? record.dateline.text : "", record.text].join("\n").toLowerCase();
    return card;
  };
  const drawDeck = (deck) => {
    const out = make("p", "deck", deck.text);
    const role = make("small", "", deck.role);
    role.lang = "en";
    out.append(role);
    return out;
  };

  const anchor = (number) => (shown.prefix ? shown.prefix : "") + "a" + (number + 1);

  const openView = (k, number) => {
    const view = DATA.views[k];
    shown = { view, k, prefix: DATA.views.length > 1 ? "p" + (k + 1) : "", current: -1, cards: [], runs: [] };
    $("overview").hidden = true;
    $("view").hidden = false;
    $("title").textContent = "";
    put($("title"), view.name);
    const page = (view.records.find((record) => record.page) || { page: {} }).page;
    const facts = [page.publication, page.date, page.number, page.section].filter(Boolean);
    facts.push(view.encoding, count(view.records.length, "record", "records"), count(view.size, "character", "characters"));
    $("about").textContent = "";
    put($("about"), facts.join(" · "));
    shown.cards = view.records.map((record, number) => drawCard(record, number, view));
    shown.runs = drawRaw(view);
    fillSelect($("flag"), view.records.flatMap((record) => record.flags), ["", "any", "none at all"]);
    fillSelect($("kind"), view.records.map((record) => record.kind), [""]);
    filter();
    step(DATA.views.length > 1 ? (k ? "#p" + k : null) : DATA.previous, DATA.views.length > 1 ? (k + 1 < DATA.views.length ? "#p" + (k + 2) : null) : DATA.next);
    measure();
    if (number >= 0) select(number, true);
    else for (const pane of ["raw", "records"]) $(pane).scrollTop = 0;
  };

  const step = (previous, next) => {
    document.querySelector(".steps").hidden = !previous && !next;
    for (const [id, to] of [["previous", previous], ["next", next]]) {
      $(id).hidden = !to;
      if (to) $(id).href = to;
    }
  };

  const fillSelect = (box, words, first) => {
    const seen = new Map();
    for (const word of words) seen.set(word, (seen.get(word) || 0) + 1);
    const all = first.map((word) => option(word === "any" ? "*" : word === "none at all" ? "-" : "", word || "all"));
    for (const [word, n] of [...seen].sort()) all.push(option(word, word.replaceAll("_", " ") + " (" + n + ")"));
    box.replaceChildren(...all);
  };

  const fits = (record, flag) => !flag || (flag === "*" ? record.flags.length > 0 : flag === "-" ? !record.flags.length : record.flags.includes(flag));

  const filter = () => {
    const query = $("search").value.trim().toLowerCase();
    const sure = Number($("sure").value);
    $("sure-value").value = sure.toFixed(2).replace(/0$/, "");
    let cards = shown.cards.filter((card) =>
      fits(card.record, $("flag").value) && (!$("kind").value || card.record.kind === $("kind").value) &&
      card.record.confidence <= sure && (!query || card.words.includes(query)));
    if ($("order").value === "doubt") {
      const key = (card) => (isDoubtful(card.record) ? 0 : 1);
      cards = cards.slice().sort((a, b) => key(a) - key(b) || (key(a) ? a.number - b.number : a.record.confidence - b.record.confidence));
    }
    shown.listed = cards;
    $("cards").replaceChildren(...cards.map((card) => card.box));
    $("none").hidden = cards.length > 0;
    $("count").value = cards.length + " of " + count(shown.cards.length, "article", "articles");
    const listed = new Set(cards.map((card) => String(card.number)));
    for (const run of shown.runs) run.classList.toggle("off", !listed.has(run.dataset.a));
    highlight(query);
  };

  const highlight = (query) => {
    if (!window.Highlight || !CSS.highlights) return;
    CSS.highlights.delete("found");
    if (!query) return;
    const ranges = [];
    for (const card of shown.listed.slice(0, 300)) {
      if (card.open && card.record.text.toLowerCase().indexOf(query) > 300) card.open();
      const walker = document.createTreeWalker(card.box, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const node = walker.currentNode;
        if (node.parentElement.closest(".under, .facts")) continue;
        const words = node.data.toLowerCase();
        for (let at = words.indexOf(query); at >= 0; at = words.indexOf(query, at + query.length)) {
          const range = new Range();
          range.setStart(node, at);
          range.setEnd(node, Math.min(at + query.length, node.length));
          ranges.push(range);
        }
      }
    }
    CSS.highlights.set("found", new Highlight(...ranges));
  };

  // What is pointed at on one side lights up on the other; what is chosen comes into sight.
  const mark = (name, number) => {
    for (const box of document.querySelectorAll(".run." + name + ", .card." + name)) box.classList.remove(name);
    if (number === null) return;
    for (const box of document.querySelectorAll('.run[data-a="' + number + '"], .card[data-a="' + number + '"]')) box.classList.add(name);
  };
  const select = (number, focus) => {
    if (!shown.cards[number]) return;
    shown.current = number;
    mark("on", number);
    for (const card of shown.cards) card.box.removeAttribute("aria-current");
    const { box } = shown.cards[number];
    box.setAttribute("aria-current", "true");
    if (focus && box.isConnected) {
      if (innerWidth <= 760) showTab("records");
      box.focus({ preventScroll: true });
      box.scrollIntoView({ block: "nearest" });
    }
    const run = shown.runs.find((other) => other.dataset.a === String(number));
    if (run) run.scrollIntoView({ block: "nearest" });
  };
  const move = (by) => {
    const at = shown.listed.findIndex((card) => card.number === shown.current);
    const next = shown.listed[at < 0 ? (by > 0 ? 0 : shown.listed.length - 1) : at + by];
    if (next) select(next.number, true);
  };
  const owner = (event) => {
    const box = event.target.closest && event.target.closest("[data-a]");
    return box ? Number(box.dataset.a) : null;
  };
  for (const pane of ["lines", "cards"]) {
    $(pane).addEventListener("pointerover", (event) => mark("hot", owner(event)));
    $(pane).addEventListener("pointerleave", () => mark("hot", null));
  }
  $("lines").addEventListener("click", (event) => {
    const number = owner(event);
    if (number !== null && !String(getSelection())) {
      event.preventDefault();
      select(number, true);
    }
  });
  $("cards").addEventListener("focusin", (event) => {
    const number = owner(event);
    if (number !== null && number !== shown.current) select(number, false);
  });
  addEventListener("keydown", (event) => {
    if (!shown || $("view").hidden || event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
    if (event.key === "Escape" && document.activeElement === $("search")) {
      $("search").value = "";
      filter();
      $("search").blur();
    } else if (typing) return;
    else if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
    else if (event.key === "/") {
      event.preventDefault();
      $("search").focus();
    }
  });
  const showTab = (name) => {
    document.querySelector(".panes").dataset.tab = name;
    for (const tab of ["records", "raw"]) $("tab-" + tab).setAttribute("aria-pressed", String(tab === name));
  };
  for (const tab of ["records", "raw"]) $("tab-" + tab).addEventListener("click", () => showTab(tab));
  let waiting = 0;
  $("search").addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(filter, 80);
  });
  for (const id of ["flag", "kind", "order"]) $(id).addEventListener("change", filter);
  $("sure").addEventListener("input", filter);
  for (const form of document.querySelectorAll("form")) form.addEventListener("submit", (event) => event.preventDefault());
  $("gold").addEventListener("click", () => {
    const bad = shown.cards.find((card) => card.bad);
    if (bad) { select(bad.number, true); return; }
    const rows = shown.cards.flatMap((card) => card.gold || [asGold(card.record)]);
    const link = make("a");
    link.href = URL.createObjectURL(new Blob([rows.map((row) => json(row) + "\n").join("")], { type: "application/jsonl" }));
    const name = shown.view.name.split("/").pop().replace(/\.(txt|text|ocr)$/i, "");
    link.download = name.replace(EVERY_UNSEEN, "_").replace(/\s/g, " ") + ".gold.jsonl";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });

  // All pages.
  const PER = 200;
  let listedPages = [], drawnPages = 0;
  const listPages = () => {
    const query = $("page-search").value.trim().toLowerCase(), flag = $("page-flag").value;
    const fitting = (page) => (!query || page.name.toLowerCase().includes(query)) &&
      (!flag || (flag === "*" ? page.flags.length || page.failed : flag === "-" ? !page.flags.length : page.flags.includes(flag)));
    listedPages = DATA.pages.filter(fitting);
    const order = $("page-order").value;
    if (order === "doubt") listedPages.sort((a, b) => Boolean(b.failed) - Boolean(a.failed) || b.doubtful / (b.records || 1) - a.doubtful / (a.records || 1) || a.sure - b.sure);
    if (order === "articles") listedPages.sort((a, b) => b.records - a.records);
    drawnPages = 0;
    $("page-rows").replaceChildren();
    morePages();
    $("page-count").value = listedPages.length.toLocaleString("en") + " of " + count(DATA.pages.length, "page", "pages");
  };
  const morePages = () => {
    const rows = listedPages.slice(drawnPages, drawnPages + PER).map((page) => {
      const row = make("tr");
      const name = make("td");
      if (page.href) {
        const link = make("a", "", page.name);
        link.href = page.href;
        name.append(link);
      } else put(name, page.name);
      row.append(name);
      if (page.failed) {
        const cell = make("td", "", page.failed);
        cell.colSpan = 6;
        row.append(cell);
        return row;
      }
      const cells = { articles: page.records.toLocaleString("en"), characters: page.size.toLocaleString("en"), doubtful: page.doubtful.toLocaleString("en"), "least confidence": page.records ? page.sure.toFixed(2) : "" };
      for (const label in cells) {
        const cell = make("td", "n", cells[label]);
        if (cells[label]) cell.dataset.l = label;
        row.append(cell);
      }
      row.append(make("td", "", page.encoding), make("td", "", page.flags.map((flag) => flag.replaceAll("_", " ")).join(", ")));
      return row;
    });
    drawnPages += rows.length;
    $("page-rows").append(...rows);
    $("more-pages").hidden = drawnPages >= listedPages.length;
  };
  const chart = ({ title, bars }) => {
    const box = make("figure", "chart");
    box.append(make("figcaption", "", title));
    const most = Math.max(...bars.map((bar) => bar[1]), 1), total = bars.reduce((sum, bar) => sum + bar[1], 0);
    const height = 21, left = 150, room = 170;
    const svg = draw("svg", { viewBox: "0 0 400 " + (bars.length * height || 1), role: "img" });
    svg.setAttribute("aria-label", title + ": " + bars.map((bar) => bar[0] + " " + bar[1]).join(", "));
    bars.forEach(([name, value], k) => {
      const y = k * height;
      const label = draw("text", { x: left - 8, y: y + 14, "text-anchor": "end" });
      label.append(name);
      const number = draw("text", { x: left + 6 + (room * value) / most, y: y + 14, class: "value" });
      number.append(value.toLocaleString("en") + (total && value ? " (" + ((100 * value) / total).toFixed(value / total < 0.1 ? 1 : 0) + " %)" : ""));
      svg.append(label, draw("rect", { class: "bar", x: left, y: y + 3, width: value ? Math.max(1, (room * value) / most) : 0, height: height - 6, rx: 2 }), number);
    });
    box.append(svg);
    return box;
  };
  const openOverview = () => {
    shown = null;
    $("view").hidden = true;
    $("overview").hidden = false;
    $("title").textContent = "";
    put($("title"), DATA.title);
    $("about").textContent = DATA.about;
    step(null, null);
    if (!$("charts").childNodes.length) {
      fillSelect($("page-flag"), DATA.pages.flatMap((page) => page.flags), ["", "any", "none at all"]);
      $("charts").append(...DATA.charts.map(chart));
      listPages();
    }
    measure();
  };
  $("page-search").addEventListener("input", listPages);
  for (const id of ["page-flag", "page-order"]) $(id).addEventListener("change", listPages);
  $("more-pages").addEventListener("click", morePages);

  for (const [role, letter] of DATA.roles) {
    if (letter === " " || letter === "!") continue;
    const entry = make("span");
    entry.append(make("b", "", letter), " " + role);
    $("legend").append(entry);
  }

  const follow = () => {
    const [, page, number] = location.hash.match(/^#(?:p(\d+))?(?:a(\d+))?$/) || [];
    const k = page ? page - 1 : 0;
    const isOne = DATA.views.length === 1 && !DATA.pages.length;
    $("home").hidden = isOne ? !DATA.home : !page;
    $("home").href = DATA.home || "#";
    if ((isOne || page) && DATA.views[k]) {
      if (shown && shown.k === k) { if (number) select(number - 1, true); }
      else openView(k, number ? number - 1 : -1);
    } else openOverview();
  };
  addEventListener("hashchange", follow);
  follow();
})();
