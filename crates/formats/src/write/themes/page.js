"use strict";
(() => {
  const find = (id) => document.getElementById(id);
  const data = JSON.parse(find("data").textContent);
  const n = data.title.length;
  const canvas = find("map");
  const context = canvas && canvas.getContext("2d");
  const buttons = [...document.querySelectorAll(".legend ol button")];
  const labels = buttons.map((button) => button.querySelector(".label").textContent);
  const swatches = buttons.map((button) => button.querySelector(".swatch"));

  // Articles are shown if they are in a chosen theme (all themes if none is chosen) and contain the searched words.
  const chosen = new Set();
  let hovered = -1, words = [], folded = null;
  const shown = new Uint8Array(n);
  let current = -1, under = -1;

  const element = (name, text, className) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  };
  const day = (at) => (data.day[at] === null ? "" : new Date(data.day[at] * 864e5).toISOString().slice(0, 10));
  const number = (value) => value.toLocaleString("en");
  // The page contains only web addresses and paths. This check protects a page whose data was changed later.
  const address = (at) => {
    if (!data.url[at]) return null;
    try {
      const url = new URL(data.url[at], document.baseURI);
      return ["http:", "https:", "file:"].includes(url.protocol) ? url.href : null;
    } catch { return null; }
  };
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  const of = (at) => {
    const line = element("span", "", "of");
    const theme = data.theme[at];
    if (theme < 0) return element("span", "no theme", "of");
    line.append(swatches[theme].cloneNode(), element("span", labels[theme]));
    return line;
  };
  const titled = (at, name) => {
    const href = address(at);
    const title = element(href ? "a" : name, data.title[at]);
    if (href) { title.href = href; title.rel = "noopener noreferrer"; }
    return title;
  };

  // ---- which articles are shown

  const filter = () => {
    let count = 0;
    if (words.length && !folded) folded = data.title.map((title, at) => fold(title + "\n" + data.teaser[at]));
    for (let at = 0; at < n; at++) {
      const inTheme = !chosen.size || chosen.has(data.theme[at]);
      shown[at] = inTheme && words.every((word) => folded[at].includes(word)) ? 1 : 0;
      count += shown[at];
    }
    const all = count === n;
    find("found").textContent = all ? `${number(n)} articles` : `${number(count)} of ${number(n)} articles`;
    list(true);
    draw();
  };

  // ---- the table

  const PAGE = 50;
  let listed = 0;
  const row = (at) => {
    const line = element("tr");
    const title = element("td");
    title.append(titled(at, "span"));
    if (data.teaser[at]) title.append(element("p", data.teaser[at]));
    const theme = element("td");
    theme.append(of(at));
    line.append(title, theme, element("td", day(at), "day"));
    return line;
  };
  const list = (anew) => {
    const body = find("rows");
    if (anew) { body.textContent = ""; listed = 0; }
    let added = 0, at = listed;
    for (; at < n && added < PAGE; at++) if (shown[at]) { body.append(row(at)); added++; }
    listed = at;
    let left = false;
    for (; at < n && !left; at++) left = shown[at] === 1;
    find("more").hidden = !left;
    return body.rows.length - added;
  };
  find("more").addEventListener("click", () => {
    const first = find("rows").rows[list(false)];
    const target = first && (first.querySelector("a") || first);
    if (target) { if (target === first) first.tabIndex = -1; target.focus(); }
  });

  // ---- search and themes

  let waiting = 0;
  find("search").addEventListener("input", (event) => {
    clearTimeout(waiting);
    const text = event.target.value;
    waiting = setTimeout(() => { words = fold(text).split(/\s+/).filter(Boolean); filter(); }, 120);
  });
  const press = (theme, on) => {
    if (on) chosen.add(theme); else chosen.delete(theme);
    buttons[theme].setAttribute("aria-pressed", String(on));
    find("all").hidden = !chosen.size;
  };
  buttons.forEach((button, theme) => {
    button.addEventListener("click", () => { press(theme, !chosen.has(theme)); filter(); });
    const hover = (to) => () => { if (hovered !== to) { hovered = to; draw(); } };
    button.addEventListener("pointerenter", hover(theme));
    button.addEventListener("pointerleave", hover(-1));
    button.addEventListener("focus", hover(theme));
    button.addEventListener("blur", hover(-1));
  });
  find("all").addEventListener("click", () => {
    [...chosen].forEach((theme) => press(theme, false));
    filter();
    if (buttons[0]) buttons[0].focus();
  });

  if (!context) { filter(); return; }

  // ---- the map

  const SIDE = 10000;
  const onMap = [];
  const middles = labels.map(() => [[], []]);
  for (let at = 0; at < n; at++) {
    if (data.x[at] < 0) continue;
    onMap.push(at);
    if (data.theme[at] >= 0) { middles[data.theme[at]][0].push(data.x[at]); middles[data.theme[at]][1].push(data.y[at]); }
  }
  const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];
  const centres = middles.map(([x, y]) => (x.length ? [median(x), median(y)] : null));
  const bounds = [SIDE, SIDE, 0, 0];
  for (const at of onMap) {
    bounds[0] = Math.min(bounds[0], data.x[at]); bounds[1] = Math.min(bounds[1], data.y[at]);
    bounds[2] = Math.max(bounds[2], data.x[at]); bounds[3] = Math.max(bounds[3], data.y[at]);
  }
  // The view: scale in pixels per unit, and the coordinates of its centre.
  const view = { scale: 1, x: SIDE / 2, y: SIDE / 2, fit: 1 };
  let width = 0, height = 0, colours = [], ink = "", sea = "", dim = "", mark = "", queued = false;

  const fit = () => {
    view.fit = Math.min(width / (bounds[2] - bounds[0] + SIDE * .06), height / (bounds[3] - bounds[1] + SIDE * .06));
    view.scale = view.fit;
    view.x = (bounds[0] + bounds[2]) / 2; view.y = (bounds[1] + bounds[3]) / 2;
  };
  const left = (x) => (x - view.x) * view.scale + width / 2;
  const top = (y) => (y - view.y) * view.scale + height / 2;
  const radius = () => Math.max(1.1, Math.min(6, 85 / Math.sqrt(onMap.length))) * Math.min(2.5, Math.sqrt(view.scale / view.fit));

  const readColours = () => {
    colours = swatches.map((swatch) => getComputedStyle(swatch).color);
    const style = getComputedStyle(document.documentElement);
    [ink, sea, dim, mark] = ["--ink", "--sea", "--dim", "--mark"].map((name) => style.getPropertyValue(name).trim());
  };

  const isLit = (at) => shown[at] && (hovered < 0 || data.theme[at] === hovered);

  function draw() {
    if (!context || queued) return;
    queued = true;
    requestAnimationFrame(paint);
  }

  const dots = (points, size, colour, alpha) => {
    context.fillStyle = colour;
    context.globalAlpha = alpha;
    context.beginPath();
    for (const at of points) {
      const x = left(data.x[at]), y = top(data.y[at]);
      if (x < -9 || y < -9 || x > width + 9 || y > height + 9) continue;
      if (size < 1.5) context.rect(x - size, y - size, 2 * size, 2 * size);
      else { context.moveTo(x + size, y); context.arc(x, y, size, 0, 7); }
    }
    context.fill();
    context.globalAlpha = 1;
  };

  function paint() {
    queued = false;
    const ratio = window.devicePixelRatio || 1;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    const groups = labels.map(() => []), rest = [];
    for (const at of onMap) (isLit(at) && data.theme[at] >= 0 ? groups[data.theme[at]] : rest).push(at);
    const size = radius();
    dots(rest, size * .8, dim, .18);
    groups.forEach((points, theme) => dots(points, size, colours[theme], onMap.length > 5000 ? .75 : .85));
    names(groups);
    for (const [at, colour] of [[under, ink], [current, mark]]) {
      if (at < 0 || data.x[at] < 0) continue;
      context.strokeStyle = colour;
      context.lineWidth = 2.5;
      context.beginPath();
      context.arc(left(data.x[at]), top(data.y[at]), size + 4, 0, 7);
      context.stroke();
    }
  }

  // Draws the names of themes, the largest theme first, if they overlap no other name.
  const names = (groups) => {
    const taken = [];
    context.font = `600 ${width < 500 ? 11 : 13}px system-ui, sans-serif`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    labels.forEach((label, theme) => {
      if (!centres[theme] || !groups[theme].length) return;
      const lines = broken(label);
      const wide = Math.max(...lines.map((line) => context.measureText(line).width)) / 2 + 4, high = lines.length * 8 + 2;
      const x = Math.min(Math.max(left(centres[theme][0]), wide), width - wide), y = top(centres[theme][1]);
      if (left(centres[theme][0]) < 0 || left(centres[theme][0]) > width || y < 0 || y > height) return;
      if (taken.some(([ox, oy, ow, oh]) => Math.abs(x - ox) < wide + ow && Math.abs(y - oy) < high + oh)) return;
      taken.push([x, y, wide, high]);
      lines.forEach((line, at) => {
        const down = y + (at - (lines.length - 1) / 2) * 16;
        context.strokeStyle = sea; context.lineWidth = 4; context.globalAlpha = .85;
        context.strokeText(line, x, down);
        context.globalAlpha = 1; context.fillStyle = ink;
        context.fillText(line, x, down);
      });
    });
  };
  const broken = (label) => {
    if (label.length < 18) return [label];
    const comma = label.indexOf(", ");
    if (comma > 0) return [label.slice(0, comma + 1), label.slice(comma + 2)];
    const half = label.indexOf(" ", label.length / 2 - 3);
    return half > 0 ? [label.slice(0, half), label.slice(half + 1)] : [label];
  };

  const zoom = (by, x = width / 2, y = height / 2) => {
    const scale = Math.min(Math.max(view.scale * by, view.fit * .8), view.fit * 60);
    // Keeps the point under the pointer in place.
    view.x += (x - width / 2) * (1 / view.scale - 1 / scale);
    view.y += (y - height / 2) * (1 / view.scale - 1 / scale);
    view.scale = scale;
    draw();
  };
  find("in").addEventListener("click", () => zoom(1.6));
  find("out").addEventListener("click", () => zoom(1 / 1.6));
  find("fit").addEventListener("click", () => { fit(); draw(); });

  // ---- the pointer

  const tip = find("tip");
  const nearest = (x, y, reach) => {
    let best = -1, least = reach * reach;
    for (const at of onMap) {
      if (!isLit(at)) continue;
      const dx = left(data.x[at]) - x, dy = top(data.y[at]) - y, square = dx * dx + dy * dy;
      if (square <= least) { least = square; best = at; }
    }
    return best;
  };
  const showTip = (at, x, y) => {
    tip.hidden = at < 0;
    if (at < 0) return;
    tip.replaceChildren(element("b", data.title[at]), of(at));
    if (data.teaser[at]) tip.append(element("p", data.teaser[at]));
    tip.style.left = tip.style.top = "0";
    const box = tip.getBoundingClientRect();
    tip.style.left = `${Math.max(4, x + 16 + box.width > width ? x - 16 - box.width : x + 16)}px`;
    tip.style.top = `${Math.max(4, Math.min(y + 12, height - box.height - 4))}px`;
  };
  const fingers = new Map();
  let moved = 0;
  canvas.addEventListener("pointerdown", (event) => {
    fingers.set(event.pointerId, [event.offsetX, event.offsetY]);
    moved = 0;
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    const [x, y] = [event.offsetX, event.offsetY], before = fingers.get(event.pointerId);
    if (before) {
      const [dx, dy] = [x - before[0], y - before[1]];
      moved += Math.abs(dx) + Math.abs(dy);
      const other = [...fingers].find(([id]) => id !== event.pointerId);
      if (other) {
        const [ox, oy] = other[1];
        const by = Math.hypot(x - ox, y - oy) / Math.max(1, Math.hypot(before[0] - ox, before[1] - oy));
        zoom(by, (x + ox) / 2, (y + oy) / 2);
      } else if (moved > 4) { view.x -= dx / view.scale; view.y -= dy / view.scale; draw(); }
      fingers.set(event.pointerId, [x, y]);
      if (moved > 4) { showTip(-1); return; }
    }
    const at = nearest(x, y, 12);
    showTip(at, x, y);
    canvas.classList.toggle("over", at >= 0);
    if (at !== under) { under = at; draw(); }
  });
  const lift = (event) => fingers.delete(event.pointerId);
  canvas.addEventListener("pointerup", (event) => {
    lift(event);
    if (moved > 4) return;
    const touch = event.pointerType !== "mouse";
    const at = nearest(event.offsetX, event.offsetY, touch ? 24 : 12);
    select(at);
    // Touch has no hover, so a tap shows the card with the link before it opens the link.
    if (at >= 0 && !touch) open(at);
  });
  canvas.addEventListener("pointercancel", lift);
  canvas.addEventListener("pointerleave", () => { under = -1; showTip(-1); draw(); });
  // Without focus the wheel scrolls the page, so that the map does not stop a reader who scrolls down.
  canvas.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && document.activeElement !== canvas) return;
    event.preventDefault();
    zoom(Math.exp(-event.deltaY * (event.deltaMode ? .05 : .002)), event.offsetX, event.offsetY);
  }, { passive: false });

  // ---- one article

  const open = (at) => { const href = address(at); if (href) window.open(href, "_blank", "noopener"); };
  const select = (at) => {
    current = at;
    const card = find("card");
    card.textContent = "";
    if (at >= 0) {
      const title = element("b");
      title.append(titled(at, "span"));
      card.append(title, of(at));
      if (data.teaser[at]) card.append(element("p", data.teaser[at]));
      if (day(at)) card.append(element("p", day(at), "meta"));
      const x = left(data.x[at]), y = top(data.y[at]);
      if (x < 20 || y < 20 || x > width - 20 || y > height - 20) { view.x = data.x[at]; view.y = data.y[at]; }
    }
    draw();
  };

  // ---- the keyboard

  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  // Returns the nearest article in a direction. Distance across the direction counts twice.
  const towards = ([dx, dy]) => {
    let best = -1, least = Infinity;
    for (const at of onMap) {
      if (!shown[at] || at === current) continue;
      const x = data.x[at] - data.x[current], y = data.y[at] - data.y[current];
      const along = x * dx + y * dy, aside = Math.abs(x * dy - y * dx);
      if (along <= 0 && !(along === 0 && aside === 0 && at > current)) continue;
      if (aside > 2 * along) continue;
      const cost = along + 2 * aside;
      if (cost < least) { least = cost; best = at; }
    }
    return best;
  };
  const first = (theme) => {
    let best = -1, least = Infinity;
    for (const at of onMap) {
      if (!shown[at] || data.theme[at] !== theme) continue;
      const far = Math.hypot(data.x[at] - centres[theme][0], data.y[at] - centres[theme][1]);
      if (far < least) { least = far; best = at; }
    }
    return best;
  };
  const turn = (by) => {
    const start = current < 0 ? (by > 0 ? -1 : 0) : data.theme[current];
    for (let step = 1; step <= labels.length; step++) {
      const theme = (start + by * step + labels.length * (step + 1)) % labels.length;
      const at = first(theme);
      if (at >= 0) return at;
    }
    return current;
  };
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ARROWS[event.key];
    if (arrow && event.shiftKey) { view.x += arrow[0] * 80 / view.scale; view.y += arrow[1] * 80 / view.scale; draw(); }
    else if (arrow) { const at = current < 0 || !shown[current] ? turn(1) : towards(arrow); if (at >= 0) select(at); }
    else if (event.key === "PageDown") select(turn(1));
    else if (event.key === "PageUp") select(turn(-1));
    else if (event.key === "Enter" && current >= 0) open(current);
    else if (event.key === "Escape") select(-1);
    else if (event.key === "+" || event.key === "=") zoom(1.6);
    else if (event.key === "-") zoom(1 / 1.6);
    else if (event.key === "0") { fit(); draw(); }
    else return;
    event.preventDefault();
  });

  // ---- size and scheme

  const resize = () => {
    const untouched = view.scale === view.fit, ratio = window.devicePixelRatio || 1;
    width = canvas.clientWidth; height = canvas.clientHeight;
    canvas.width = Math.round(width * ratio); canvas.height = Math.round(height * ratio);
    if (untouched) fit();
    draw();
  };
  new ResizeObserver(resize).observe(canvas);
  const recolour = () => { readColours(); draw(); };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", recolour);
  readColours();
  resize();
  filter();
})();
