// The skin, alive: draws the frames of one or two courses on canvases, day by day, and says in words what is seen.
// Numbers, depths, widths and thicknesses are the engine's (quantities.py); only where across the slice a mark stands,
// and the waves of surface and junction, are free. The same day gives the same picture.

const EARLY_DAY = 0.3; // the axis of time stretches the first hours after a session: log(1 + days / EARLY_DAY)
const SLICE_MM = 0.05; // thickness of the slice whose cells are drawn one for one
const PACE = 0.75; // of playing, in steps of the stretched axis per second
const STRIKE_S = 0.34; // one stroke as shown, some fifty times slower than a pen's
const SESSION_S = 3.2; // all strokes of a session
const LENS = 5; // magnification of the lens over that of the slice
const FIBRES_COVER = 0.85; // share of the slice that the fibres of young skin cover
const DEBRIS_FULL = 0.3; // volume fraction drawn at full strength
const GRAINS_PER_MM = 320; // of melanin, phototype III
const LOOPS_PER_MM = 7; // capillary loops at baseline
const LID_MS = 80; // in play, between two pictures of the epidermis
const TOLD_MS = 66; // in play, between two moves of the slider and the day beside it: each has the page laid out anew
const WOVEN = 110, WOVEN_LENS = 6; // fibres drawn in each frame of play, until a new picture of them is whole
const RETE_MM = 0.016;
const BASAL_MM = 0.009;

const clamp = (x, low = 0, high = 1) => Math.min(Math.max(x, low), high);
const frac = (x) => x - Math.floor(x);
const hash = (n) => frac(Math.sin(n * 127.1 + 311.7) * 43758.5453);
const spread = (key, n) => [frac(0.5 + 0.37 * key + n * 0.7548776662466927), frac(0.5 + 0.61 * key + n * 0.5698402909980532)];

// ---------------------------------------------------------------------------------------------------- frames

class Course {
  constructor(told) {
    Object.assign(this, { title: told.title, person: told.person, days: told.day });
    this.sessions = told.sessions.filter(({ day }) => day <= this.days[this.days.length - 1]);
    Object.assign(this, { faces: told.faces_mm, baseline: told.baseline });
    [this.corneum, this.junction, this.papillary, this.floor] = told.ends_mm;
    this.series = { risen: told.risen, ...told.series };
    for (const item of Object.values(this.series)) {
      item.data = Uint8Array.from(atob(item.bytes), (sign) => sign.charCodeAt(0));
      item.rows = item.shape[1] ?? 1;
      item.step = (item.high - item.low) / 255;
    }
    this.rows = this.faces.length - 1;
    this.thick = this.faces.slice(1).map((face, row) => face - this.faces[row]);
    this.last = this.days[this.days.length - 1];
    this.go(this.days[0]);
  }
  go(day) { // the two frames around a day
    this.day = clamp(day, this.days[0], this.last);
    let low = 0, high = this.days.length - 1;
    while (high - low > 1) { const middle = (low + high) >> 1; if (this.days[middle] <= this.day) low = middle; else high = middle; }
    this.frame = low;
    this.share = high > low ? (this.day - this.days[low]) / (this.days[high] - this.days[low]) : 0;
  }
  get(name, row = 0) {
    const { data, rows, low, step } = this.series[name], at = this.frame * rows + row, next = Math.min(at + rows, data.length - rows + row);
    return low + step * (data[at] * (1 - this.share) + data[next] * this.share);
  }
  base(name, row = 0) { return this.baseline[name][row]; }
  zone(name, from, to, read = (row) => this.get(name, row)) { // thickness-weighted mean between two depths
    let sum = 0, weight = 0;
    for (let row = 0; row < this.rows; row++) {
      const middle = (this.faces[row] + this.faces[row + 1]) / 2;
      if (middle < from || middle > to) continue;
      sum += read(row) * this.thick[row]; weight += this.thick[row];
    }
    return weight ? sum / weight : 0;
  }
  mean(name) { return this.zone(name, 0, this.papillary + 0.6); }
  meanBase(name) { return this.zone(name, 0, this.papillary + 0.6, (row) => this.base(name, row)); }
  ratio(name) { return this.mean(name) / Math.max(this.meanBase(name), 1e-9); }
  get living() { return (this.get("basal") + this.get("suprabasal")) / (this.base("basal") + this.base("suprabasal")); }
  get horny() { return this.get("corneocytes") / this.base("corneocytes"); }
  curves(calendar) { // of the waves, worked out once
    if (this.drawnCurves) return this.drawnCurves;
    const read = { inflammation: ["neutrophils", () => this.mean("neutrophils") + this.mean("macrophages") - this.meanBase("macrophages")], builders: ["fibroblasts", () => this.mean("fibroblasts") + this.mean("myofibroblasts") - this.meanBase("fibroblasts")], "new collagen": ["fresh", () => this.mean("collagen_new") - this.meanBase("collagen_new")], "mature": ["gained", () => this.mean("collagen_mature") - this.meanBase("collagen_mature")] };
    const keep = this.day;
    this.drawnCurves = Object.entries(read).map(([name, [colour, value]]) => {
      const raw = this.days.map((day) => { this.go(day); return [calendar.place(day), Math.max(value(), 0)]; }), top = Math.max(...raw.map(([, high]) => high), 1e-12);
      return { name, colour, points: raw.map(([place, high]) => [place, high / top]) };
    });
    this.go(keep);
    return this.drawnCurves;
  }
  session(day = this.day) { return this.sessions.reduce((found, item, n) => (item.day <= day + 1e-6 ? n : found), -1); }
  struckOn(day) { return this.sessions.findIndex((item) => Math.abs(item.day - day) < 1e-6); }
}

// ---------------------------------------------------------------------------------------------- axis of time

class Calendar { // days on an axis that stretches what follows each session
  constructor(courses) {
    this.last = Math.max(...courses.map((course) => course.last));
    const starts = courses.flatMap((course) => course.sessions.map((item) => item.day));
    this.starts = [...new Set([courses[0].days[0], ...starts])].sort((a, b) => a - b).filter((day) => day <= this.last);
    this.sums = [0];
    this.starts.forEach((start, n) => this.sums.push(this.sums[n] + Math.log1p(((this.starts[n + 1] ?? this.last) - start) / EARLY_DAY)));
    this.whole = this.sums[this.starts.length] || 1;
  }
  place(day) {
    let n = 0;
    while (n + 1 < this.starts.length && this.starts[n + 1] <= day) n++;
    return this.sums[n] + Math.log1p(Math.max(day - this.starts[n], 0) / EARLY_DAY);
  }
  day(place) {
    let n = 0;
    while (n + 1 < this.starts.length && this.sums[n + 1] <= place) n++;
    return Math.min(this.starts[n] + EARLY_DAY * Math.expm1(place - this.sums[n]), this.last);
  }
}

// ----------------------------------------------------------------------------------------- things in the skin

function cellsOf(course, width) { // every cell that may ever be drawn, with the number from which it is there
  const kinds = { neutrophils: 1, macrophages: 2, fibroblasts: 3, myofibroblasts: 4 }, groups = [];
  for (const [name, key] of Object.entries(kinds)) {
    const { high } = course.series[name];
    for (let row = 0; row < course.rows; row++) {
      const volume = course.thick[row] * width * SLICE_MM, most = Math.ceil(high * volume);
      const cells = [];
      for (let n = 0; n < most; n++) {
        const [x, y] = spread(17 * key + row, n + 1), seed = 977 * key + 131 * row + n;
        cells.push({ x: x * width, y: course.faces[row] + y * course.thick[row], seed: 6.3 * hash(seed), tilt: hash(seed + 0.5), from: n + hash(seed + 0.25) });
      }
      if (cells.length) groups.push({ name, row, volume, cells });
    }
  }
  return groups;
}

const FIBRES = { // length, breadth (mm), variants; by zone
  collagen_mature: [[0.11, 0.0055], [0.36, 0.017]],
  collagen_new: [[0.075, 0.0038], [0.2, 0.0085]],
  collagen_fragments: [[0.03, 0.005], [0.05, 0.012]],
};
const THREADS = { elastic: [[0.09, 900], [0.22, 75]], elastotic: [[0.035, 900], [0.06, 150]] }; // length (mm), number per mm2 of young skin

function fibresOf(course, width) {
  const all = [], top = course.junction;
  for (const name of [...Object.keys(FIBRES), ...Object.keys(THREADS)]) {
    const key = 5 + [...Object.keys(FIBRES), ...Object.keys(THREADS)].indexOf(name), { high } = course.series[name];
    for (let row = 0; row < course.rows; row++) {
      const deep = (course.faces[row] + course.faces[row + 1]) / 2 > course.papillary ? 1 : 0;
      const each = FIBRES[name] ? FIBRES_COVER / (FIBRES[name][deep][0] * FIBRES[name][deep][1]) : THREADS[name][deep][1];
      const area = course.thick[row] * width * each, most = Math.ceil(high * area);
      for (let n = 0; n < most; n++) {
        const [x, y] = spread(29 * key + row, n + 1), seed = 613 * key + 89 * row + n, from = n + hash(seed);
        all.push({ name, row, deep, x: x * (width + 0.2) - 0.1, y: Math.max(course.faces[row] + y * course.thick[row], top + 0.004), variant: Math.floor(hash(seed + 0.3) * 12), torn: hash(seed + 0.7), from, area, gained: from > course.base(name, row) * area });
      }
    }
  }
  return all.sort((a, b) => b.torn - a.torn); // the tangled ones last, on top
}

function channelsOf(course, number, width) { // as far apart as they lie, each with a depth of its own
  const made = course.sessions[number];
  if (!made) return [];
  const count = Math.max(Math.round(width * Math.sqrt(made.channels_per_cm2 / 100)), 1), channels = [];
  for (let n = 0; n < count; n++) {
    const seed = 71 * number + n, share = frac(0.31 + seed * 0.618034) * (made.depth_mm.length - 1), low = Math.floor(share);
    const depth = made.depth_mm[low] + (share - low) * ((made.depth_mm[low + 1] ?? made.depth_mm[low]) - made.depth_mm[low]);
    channels.push({ x: ((n + 0.5 + 0.5 * (hash(seed + 0.1) - 0.5)) / count) * width, depth, bleeds: frac(0.17 + seed * 0.7548776) < made.bleeding_share, turn: hash(seed + 0.6) });
  }
  [...channels].sort((a, b) => a.turn - b.turn).forEach((item, n) => { item.start = (n / count) * (SESSION_S - STRIKE_S); });
  return channels;
}

const waveOf = (x) => 0.5 * Math.sin(x * 41) + 0.32 * Math.sin(x * 67 + 1.3) + 0.18 * Math.sin(x * 23 + 0.4);
const reliefOf = (x) => 0.6 * Math.sin(x * 19 + 0.7) + 0.4 * Math.sin(x * 47);

// ------------------------------------------------------------------------------------------------------ views

class View { // a window on the skin: where it lies on the canvas (px), what of the skin it shows (mm)
  constructor(box, perMm, left, top, ratio, paint) {
    Object.assign(this, { box, perMm, left, top, ratio, paint, sprites: new Map(), matrix: null, sums: null });
  }
  x(mm) { return this.box.x + (mm - this.left) * this.perMm; }
  y(mm) { return this.box.y + (mm - this.top) * this.perMm; }
  has(x, y, room = 0.05) {
    return x > this.left - room && x < this.left + this.box.w / this.perMm + room && y > this.top - room && y < this.top + this.box.h / this.perMm + room;
  }
  sprite(name, wide, tall, draw) { // a small picture, drawn once
    let made = this.sprites.get(name);
    if (!made) {
      const scale = this.ratio, side = (mm) => Math.max(Math.ceil(mm * this.perMm * scale) + 4, 4), canvas = new OffscreenCanvas(side(wide), side(tall)), ctx = canvas.getContext("2d");
      ctx.translate(canvas.width / 2, canvas.height / 2);
      ctx.scale(scale * this.perMm, scale * this.perMm);
      ctx.lineCap = ctx.lineJoin = "round";
      draw(ctx);
      made = { picture: canvas.transferToImageBitmap(), w: canvas.width / scale, h: canvas.height / scale };
      this.sprites.set(name, made);
    }
    return made;
  }
  stamp(ctx, made, x, y, alpha) {
    if (alpha <= 0.01) return;
    ctx.globalAlpha = alpha;
    const { ratio } = this; // on whole pixels: several times quicker to draw
    ctx.drawImage(made.picture, Math.round((this.x(x) - made.w / 2) * ratio) / ratio, Math.round((this.y(y) - made.h / 2) * ratio) / ratio, made.w, made.h);
  }
}

function fibreShape(view, item, tangled) { // how a fibre lies: its length, breadth, slope, colour
  const { name, deep, variant, gained } = item, threads = THREADS[name], shown = gained && name.startsWith("collagen") && name !== "collagen_fragments";
  const [length, broad] = threads ? [threads[deep][0], deep ? 0.0035 : 0.0022] : FIBRES[name][deep];
  const turn = hash(variant + 40 * deep + name.length), upright = name === "elastic" && !deep, { paint } = view;
  const slope = tangled ? (turn - 0.5) * 3 : upright ? Math.PI / 2 + (turn - 0.5) * 0.9 : (turn - 0.5) * (deep ? 0.75 : 1.1);
  const colour = tangled ? paint.torn : { collagen_mature: shown ? paint.gained : variant % 3 ? paint.mature : paint.mature2, collagen_new: shown ? paint.fresh : paint.new, collagen_fragments: paint.fragment }[name] ?? paint.elastin;
  return { name, deep, length, broad, turn, slope, colour, tangled, key: `${name}${deep}${variant}${shown}${tangled}`, alpha: threads ? 0.5 : tangled ? 0.9 : 1 };
}

function drawFibre(ctx, shape, least) { // around the origin, in mm
  const { name, deep, length, turn, tangled } = shape;
  ctx.rotate(shape.slope);
  ctx.strokeStyle = shape.colour; ctx.lineWidth = Math.max(shape.broad, least); ctx.globalAlpha *= shape.alpha;
  ctx.beginPath();
  if (name === "elastotic") { ctx.arc(0, 0, length / 5, 0, 4.4); ctx.arc(length / 5, length / 9, length / 7, 3, 6); }
  else {
    const bends = tangled ? 1.5 : deep ? 2.4 : 1.6, swing = length * (tangled ? 0.1 : 0.045) * (name === "collagen_fragments" ? 0.4 : 1), at = turn * 6;
    for (let n = 0; n <= 24; n++) {
      const along = n / 24 - 0.5, across = swing * (Math.sin(along * bends * Math.PI * 2 + at) + 0.4 * Math.sin(along * 11 + at));
      if (n) ctx.lineTo(along * length, across); else ctx.moveTo(along * length, across);
    }
  }
  ctx.stroke();
}

function stampFibre(view, ctx, item, tangled, alpha) {
  const shape = fibreShape(view, item, tangled), side = (tangled ? 1.5 : 1) * shape.length + 2 * shape.broad + 0.01; // a tangled one swings wide
  if (view.perMm > 600) { // few and large: as they are
    const scale = view.ratio * view.perMm;
    ctx.save(); ctx.globalAlpha = alpha; ctx.lineCap = ctx.lineJoin = "round";
    ctx.translate(view.x(item.x), view.y(item.y)); ctx.scale(scale / view.ratio, scale / view.ratio);
    drawFibre(ctx, shape, 0); ctx.restore();
    return;
  }
  const made = view.sprite(shape.key, side * (tangled ? 1 : Math.abs(Math.cos(shape.slope)) + 0.12), side * (tangled ? 1 : Math.abs(Math.sin(shape.slope)) + 0.24), (own) => drawFibre(own, shape, 0.7 / view.perMm));
  view.stamp(ctx, made, item.x, item.y, alpha);
}

function cellSprite(view, name, variant) {
  const kept = (view.cells ??= {})[name] ??= [];
  return (kept[variant] ??= newCellSprite(view, name, variant));
}

function newCellSprite(view, name, variant) {
  const paint = view.paint, size = { neutrophils: 0.014, macrophages: 0.021, fibroblasts: 0.044, myofibroblasts: 0.052 }[name];
  return view.sprite(`${name}${variant}`, size * 1.5, size * 1.5, (ctx) => {
    const least = 1.5 / view.perMm;
    if (name === "neutrophils" || name === "macrophages") {
      const radius = Math.max(size / 2, least);
      ctx.fillStyle = paint[name]; ctx.strokeStyle = paint.ring; ctx.lineWidth = Math.max(0.0012, 0.7 / view.perMm);
      ctx.beginPath(); ctx.arc(0, 0, radius, 0, 7); ctx.fill(); ctx.stroke();
      ctx.fillStyle = paint.nucleus;
      if (view.perMm > 500) {
        const lobes = name === "neutrophils" ? [[-0.35, -0.1], [0.1, 0.3], [0.35, -0.2]] : [[-0.15, 0.1]];
        for (const [x, y] of lobes) { ctx.beginPath(); ctx.arc(x * radius, y * radius, radius * (lobes.length > 1 ? 0.28 : 0.42), 0, 7); ctx.fill(); }
      }
    } else {
      ctx.rotate((variant / 8 - 0.5) * 1.5);
      const half = size / 2, broad = Math.max(size * (name === "fibroblasts" ? 0.085 : 0.14), 0.8 / view.perMm);
      ctx.fillStyle = paint[name];
      ctx.beginPath(); ctx.moveTo(-half, 0); ctx.quadraticCurveTo(0, -2 * broad, half, 0); ctx.quadraticCurveTo(0, 2 * broad, -half, 0); ctx.fill();
      if (view.perMm > 500) { ctx.fillStyle = paint.nucleus; ctx.beginPath(); ctx.ellipse(0, 0, half * 0.28, broad * 0.55, 0, 0, 7); ctx.fill(); }
    }
  });
}

// ------------------------------------------------------------------------------------------------------- scene

class Scene { // one course on one canvas: the slice, and a lens on its surface
  constructor(canvas, course, deepest) {
    Object.assign(this, { canvas, course, deepest, ctx: canvas.getContext("2d"), spent: 0, drawn: 0, turns: { left: 1 } });
    this.readPaint();
  }
  readPaint() {
    const style = getComputedStyle(this.canvas), names = ["air", "corneum", "epidermis", "papillary", "reticular", "fat", "mature", "mature2", "gained", "new", "fresh", "fragment", "elastin", "torn", "debris", "blood", "vessel", "melanin", "neutrophils", "macrophages", "fibroblasts", "myofibroblasts", "nucleus", "ring", "keratinocyte", "metal", "shine", "ink", "soft", "halo"];
    this.paint = Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--alive-${name}`).trim() || "#888"]));
    this.views = null;
  }
  lay() { // sizes: the slice as deep as the skin, the lens beside it where there is room, else below
    const wide = this.canvas.clientWidth, beside = wide >= 640, ratio = Math.min(window.devicePixelRatio || 1, 2);
    const lens = beside ? Math.min(300, Math.round(wide * 0.31)) : wide - 2, left = 36, air = 66;
    const across = beside ? wide - left - lens - 22 : wide - left, deep = this.deepest + 0.1;
    const perMm = Math.min((beside ? 540 : 380) / deep, 420), tall = Math.round(air + deep * perMm), lensTall = beside ? Math.round(Math.min(lens * 1.1, tall - 210)) : 210;
    this.height = beside ? tall : tall + lensTall + 34 + 158;
    this.strip = beside ? { x: wide - lens, y: 34 + lensTall + 40, w: lens, h: tall - lensTall - 74 - 26 } : { x: 1, y: tall + lensTall + 34 + 36, w: lens, h: 92 };
    this.canvas.width = Math.round(wide * ratio); this.canvas.height = Math.round(this.height * ratio);
    this.canvas.style.height = `${this.height}px`;
    this.wide = wide; this.ratio = ratio; this.width = across / perMm;
    const slice = new View({ x: left, y: 0, w: across, h: tall }, perMm, 0, -air / perMm, ratio, this.paint);
    const box = beside ? { x: wide - lens, y: 34, w: lens, h: lensTall } : { x: 1, y: tall + 32, w: lens, h: lensTall };
    const middle = channelsOf(this.course, 0, this.width).reduce((best, item) => (Math.abs(item.x - this.width * 0.62) < Math.abs(best - this.width * 0.62) ? item.x : best), this.width * 2);
    const near = LENS * perMm, centre = middle > this.width ? this.width * 0.62 : middle + 0.055; // beside a channel
    this.views = [slice, new View(box, near, centre - lens / near / 2, -26 / near, ratio, this.paint)];
    const groups = cellsOf(this.course, this.width), stay = ({ name }) => name.endsWith("fibroblasts");
    this.guests = groups.filter((group) => !stay(group)); this.residents = groups.filter(stay); this.fibres = fibresOf(this.course, this.width);
    this.number = this.signs = this.places = null;
  }
  surface() { // depths of the surface and of the end of the corneum: the junction stays, what lies on it grows
    const { course } = this, living = course.junction - (course.junction - course.corneum) * course.living;
    return [living - course.corneum * course.horny, living];
  }
  draw(day, strike = null) { // strike: seconds into the session of this day, null when none is shown
    if (!this.views || this.canvas.clientWidth !== this.wide) this.lay();
    const started = performance.now(), { course, ctx } = this;
    course.go(day);
    const on = course.struckOn(day), number = on >= 0 && strike === null && day > course.days[0] - 1 ? on : course.session(day);
    if (number !== this.number) { this.number = number; this.channels = channelsOf(course, number, this.width); }
    this.still = on >= 0 && strike === null; this.strike = on >= 0 ? strike : null;
    ctx.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    if (!this.signs) ctx.clearRect(0, 0, this.wide, this.height); // what never moves stays where it is
    else for (const part of this.moving) ctx.clearRect(...part);
    this.drawn = 0;
    for (const view of this.views) this.look(view, view === this.views[1]);
    this.frame();
    this.spent = performance.now() - started;
  }
  look(view, lens) {
    const { ctx } = this, { box } = view;
    ctx.save();
    ctx.beginPath();
    if (lens) ctx.roundRect(box.x, box.y, box.w, box.h, 10); else ctx.rect(box.x, box.y, box.w, box.h);
    ctx.clip();
    this.ground(view); this.tracks(view); this.dermalPigment(view); this.drawCells(view); this.epidermis(view, lens); this.openings(view); this.needles(view);
    ctx.restore();
    ctx.globalAlpha = 1;
    if (lens) { ctx.strokeStyle = this.paint.soft; ctx.lineWidth = 1; ctx.beginPath(); ctx.roundRect(box.x, box.y, box.w, box.h, 10); ctx.stroke(); }
  }
  edge(view, depth, wave, size) { // a wavy line across a view, as points
    const points = [], last = view.left + view.box.w / view.perMm, step = 3 / view.perMm;
    for (let x = view.left - step; x <= last + step; x += step) points.push([view.x(x), view.y(depth + size * wave(x))]);
    return points;
  }
  rete() { return Math.min(RETE_MM, 0.3 * (this.course.junction - this.course.corneum)); }
  fill(points, colour, below) { // from a line down to a depth or another line
    const { ctx } = this;
    ctx.fillStyle = colour; ctx.beginPath();
    points.forEach(([x, y], n) => (n ? ctx.lineTo(x, y) : ctx.moveTo(x, y)));
    [...below].reverse().forEach(([x, y]) => ctx.lineTo(x, y));
    ctx.fill();
  }
  ground(view) { // dermis with its fibres: a picture of its own, made anew when the fibres have changed
    const { course } = this, sums = [8 * course.get("disarray")];
    for (const name of [...Object.keys(FIBRES), ...Object.keys(THREADS)]) for (let row = 0; row < course.rows; row += 3) sums.push(course.get(name, row) / Math.max(course.series[name].high, 1e-9));
    sums.push(0.2 * course.zone("vessels", 0, course.papillary));
    for (let row = 1; row < course.rows; row += 4) sums.push(course.get("fibroblasts", row) / Math.max(course.series.fibroblasts.high, 1), course.get("myofibroblasts", row) / Math.max(course.series.fibroblasts.high, 1));
    const moved = !view.sums || sums.some((sum, n) => Math.abs(sum - view.sums[n]) > (this.hurry ? 0.012 : 1e-6));
    if (moved && !view.loom) view.loom = { sums, tangled: course.get("disarray"), next: 0, cloth: view.spare ?? this.cloth(view) };
    if (view.loom && (!this.hurry || !view.matrix)) { view.loom = { ...view.loom, sums, tangled: course.get("disarray"), next: 0 }; this.weave(view, Infinity); }
    else if (view.loom && this.weaves) this.weave(view, view.perMm > 600 ? WOVEN_LENS : WOVEN); // in play a few in every other frame
    this.ctx.drawImage(view.matrix, view.box.x, view.box.y, view.box.w, view.box.h);
  }
  cloth(view) { const made = document.createElement("canvas"); made.width = Math.round(view.box.w * view.ratio); made.height = Math.round(view.box.h * view.ratio); return made; }
  weave(view, most) { // the next `most` fibres onto the cloth
    const { course } = this, { box, loom, ratio } = view, keep = this.ctx, ctx = loom.cloth.getContext("2d");
    const under = this.edge(view, course.floor, waveOf, 0.02), deep = under.map(([x]) => [x, box.y + box.h]);
    this.ctx = ctx;
    if (!loom.next) {
      ctx.setTransform(ratio, 0, 0, ratio, 0, 0); ctx.clearRect(0, 0, box.w, box.h); ctx.translate(-box.x, -box.y);
      const seam = this.edge(view, course.papillary, waveOf, 0.012);
      this.fill(this.edge(view, course.junction, waveOf, this.rete()), this.paint.papillary, seam);
      this.fill(seam, this.paint.reticular, under);
    }
    const fibres = view.fibres ??= this.fibres.filter((item) => view.has(item.x, item.y, item.deep ? 0.19 : 0.06));
    for (const end = Math.min(loom.next + most, fibres.length); loom.next < end; loom.next++) {
      const item = fibres[loom.next], there = clamp((course.get(item.name, item.row) * item.area - item.from) * 4 + 0.5);
      if (there) stampFibre(view, ctx, item, item.torn < loom.tangled && item.name !== "elastotic", there);
    }
    ctx.globalAlpha = 1;
    if (loom.next >= fibres.length) {
      this.vessels(view); this.settle(view); ctx.globalAlpha = 1;
      this.fill(under, this.paint.fat, deep);
      view.spare = view.matrix; view.matrix = loom.cloth; view.sums = loom.sums; view.loom = null;
    }
    this.ctx = keep;
  }
  vessels(view) { // hairpins under the junction, as many as there are vessels
    const { course, ctx } = this, count = LOOPS_PER_MM * this.width * course.zone("vessels", 0, course.papillary);
    ctx.strokeStyle = this.paint.vessel; ctx.lineWidth = Math.max(0.007 * view.perMm, 1); ctx.lineCap = "round";
    for (let n = 0; n < count; n++) {
      const x = frac(0.21 + n * 0.6180339887) * this.width; // evenly, whatever their number
      if (!view.has(x, course.junction + 0.06, 0.06)) continue;
      const top = course.junction + 0.022 + this.rete() * waveOf(x), deep = top + 0.09 + 0.05 * hash(n + 0.4), half = 0.009;
      ctx.globalAlpha = clamp(count - n) * 0.75;
      ctx.beginPath(); ctx.moveTo(view.x(x - half * 1.6), view.y(deep)); ctx.quadraticCurveTo(view.x(x - half * 0.4), view.y(top + 0.03), view.x(x - half), view.y(top + half));
      ctx.arc(view.x(x), view.y(top + half), half * view.perMm, Math.PI, 0); ctx.quadraticCurveTo(view.x(x + half * 1.8), view.y(top + 0.04), view.x(x + half * 1.4), view.y(deep + 0.02)); ctx.stroke();
    }
    ctx.globalAlpha = 1;
  }
  halfWidth(item, depth) { // of a fresh channel: the needle's taper, recoiled
    const made = this.course.sessions[this.number];
    return made.width_share * Math.min(made.tip_mm + made.slope * Math.max(item.depth - depth, 0), made.shaft_mm);
  }
  struck(item) { return this.strike === null || this.strike > item.start + STRIKE_S * 0.35; }
  open() { // width of the channels over that of fresh ones
    const made = this.course.sessions[this.number];
    if (!made) return 0;
    return this.still || this.strike !== null ? 1 : clamp(this.course.get("channel_radius") / made.mouth_mm);
  }
  tracks(view) { // crushed tissue along each channel, as strong as the debris of each layer
    const { course, ctx, paint } = this;
    if (this.still || this.strike !== null || this.number < 0) return;
    const ends = [course.faces[0], course.floor], fade = ctx.createLinearGradient(0, view.y(ends[0]), 0, view.y(ends[1]));
    let most = 0;
    for (let row = 0; row < course.rows; row++) {
      const strong = 0.75 * clamp(course.get("debris", row) / DEBRIS_FULL);
      most = Math.max(most, strong);
      fade.addColorStop(((course.faces[row] + course.faces[row + 1]) / 2 - ends[0]) / (ends[1] - ends[0]), paint.debris + Math.round(255 * strong).toString(16).padStart(2, "0"));
    }
    if (most < 0.01) return;
    if (view.tracksOf !== this.number) {
      const path = (view.trackPath = new Path2D());
      for (const item of this.channels) if (view.has(item.x, view.top + 0.1, 0.07)) this.outline(view, item, course.junction, 1, 0.005).forEach(([x, y], n) => (n ? path.lineTo(x, y) : path.moveTo(x, y)));
      view.tracksOf = this.number;
    }
    ctx.fillStyle = fade; ctx.fill(view.trackPath);
  }
  outline(view, item, top, open, more = 0) { // of a channel from a depth to its end, down on the left and up on the right
    const left = [], right = [];
    for (let n = 0; n <= 10; n++) {
      const depth = top + ((item.depth - top) * n) / 10, half = view.perMm * (open * this.halfWidth(item, Math.max(depth, 0)) + more * (1 - n / 10));
      left.push([view.x(item.x) - half, view.y(depth)]); right.unshift([view.x(item.x) + half, view.y(depth)]);
    }
    return [...left, ...right];
  }
  dermalPigment(view) {
    const { course, ctx } = this, count = GRAINS_PER_MM * this.width * course.get("melanin_dermis");
    ctx.fillStyle = this.paint.melanin;
    for (let n = 0; n < count; n++) {
      const [across, down] = spread(77, n + 1), x = across * this.width, y = course.junction + this.rete() + 0.004 + 0.05 * down * down;
      if (!view.has(x, y)) continue;
      ctx.globalAlpha = clamp(count - n);
      ctx.beginPath(); ctx.arc(view.x(x), view.y(y), Math.max(0.0026 * view.perMm, 1), 0, 7); ctx.fill();
    }
    ctx.globalAlpha = 1;
  }
  settle(view) { // fibroblasts, which stay where they are, into the cloth
    const { course } = this;
    view.settled = 0;
    for (const { name, row, volume, cells } of this.residents) this.place(view, name, course.get(name, row) * volume, cells, 0, (done) => { view.settled += done; });
  }
  drawCells(view) { // neutrophils and macrophages, which drift
    for (const { name, row, volume, cells } of this.guests) this.place(view, name, this.course.get(name, row) * volume, cells, 0.012, (done) => { this.drawn += done; });
    this.drawn += view.settled;
    this.ctx.globalAlpha = 1;
  }
  place(view, name, count, cells, moves, counted) { // in the order in which they come, the last ones half there
    const sway = this.sway ?? 0, highest = this.course.junction + 0.014, last = view.top + view.box.h / view.perMm + 0.03;
    let done = 0;
    for (const cell of cells) {
      if (cell.from > count + 0.1) break;
      const there = clamp((count - cell.from) * 5 + 0.5);
      if (!there || cell.y > last) continue;
      const x = moves ? cell.x + moves * Math.sin(1.7 * sway + cell.seed) : cell.x, y = Math.max(moves ? cell.y + moves * Math.cos(1.3 * sway + 9 * cell.tilt) : cell.y, highest);
      if (!view.has(x, y, 0.03)) continue;
      view.stamp(this.ctx, cellSprite(view, name, Math.floor(cell.tilt * 8)), x, y, there);
      done++;
    }
    counted(done);
  }
  epidermis(view, lens) { // a picture of its own, made anew when the epidermis has changed
    const { course } = this, sums = [course.living, course.horny, course.get("melanin"), course.get("melanin_corneum")];
    if (lens) sums.push(30 * course.get("risen"));
    const now = this.time ?? 0, least = this.hurry ? (lens ? 0.15 : 0.01) : 1e-6; // in play not in every frame, and one at a time
    if (!view.lid || (sums.some((sum, n) => Math.abs(sum - view.lidSums[n]) > least) && (!this.hurry || (!this.weaves && this.turns.left > 0 && now - view.lidTime > LID_MS)))) {
      this.turns.left--;
      const keep = this.ctx, ctx = (view.lid ??= this.cloth(view)).getContext("2d");
      ctx.setTransform(view.ratio, 0, 0, view.ratio, 0, 0); ctx.clearRect(0, 0, view.box.w, view.box.h); ctx.translate(-view.box.x, -view.box.y);
      this.ctx = ctx; this.cover(view, lens); this.ctx = keep; view.lidSums = sums; view.lidTime = now;
    }
    const from = Math.max(view.y(-0.1) - view.box.y, 0), tall = Math.min(0.3 * view.perMm, view.box.h - from); // only the part that holds anything
    this.ctx.drawImage(view.lid, 0, from * view.ratio, view.lid.width, tall * view.ratio, view.box.x, view.box.y + from, view.box.w, tall);
  }
  cover(view, lens) {
    const { course, ctx } = this, [surface, corneum] = this.surface(), rete = this.rete();
    const low = this.edge(view, course.junction, waveOf, rete), middle = this.edge(view, corneum, reliefOf, 0.0025), high = this.edge(view, surface, reliefOf, 0.0035);
    this.fill(middle, this.paint.epidermis, low);
    if (lens) this.keratinocytes(view, corneum, low, middle);
    const brown = course.get("melanin"), veil = clamp(0.26 * brown ** 1.6, 0, 0.92), fade = ctx.createLinearGradient(0, view.y(corneum), 0, view.y(course.junction + rete));
    fade.addColorStop(0, `${this.paint.melanin}00`); fade.addColorStop(1, this.paint.melanin);
    ctx.globalAlpha = veil * (lens ? 0.75 : 1); this.fill(middle, fade, low); ctx.globalAlpha = 1;
    this.fill(high, this.paint.corneum, middle);
    this.grains(view, corneum, course.junction, "melanin", 81, rete);
    this.grains(view, surface, corneum, "melanin_corneum", 83, 0);
    if (lens) {
      ctx.strokeStyle = this.paint.ring; ctx.lineWidth = 0.8; ctx.globalAlpha = 0.55;
      const layers = Math.max(Math.round(6 * course.horny), 2);
      for (let n = 1; n < layers; n++) { ctx.beginPath(); high.forEach(([x, y], k) => { const at = y + ((middle[k][1] - y) * n) / layers + 0.8 * Math.sin(k * 0.35 + n * 2); if (k) ctx.lineTo(x, at); else ctx.moveTo(x, at); }); ctx.stroke(); }
    }
    ctx.globalAlpha = 0.55; ctx.strokeStyle = this.paint.debris; ctx.lineWidth = lens ? 1.4 : 0.8;
    ctx.beginPath(); low.forEach(([x, y], k) => (k ? ctx.lineTo(x, y) : ctx.moveTo(x, y))); ctx.stroke(); ctx.globalAlpha = 1;
  }
  keratinocytes(view, corneum, low, middle) { // rows that rise as the epidermis is renewed
    const { course, ctx } = this, slice = 1 / Math.sqrt(course.base("basal")), perMm = course.get("basal") * slice;
    const last = view.left + view.box.w / view.perMm, spinous = course.junction - corneum - BASAL_MM, rows = Math.max(Math.round(Math.sqrt(course.base("suprabasal") * slice * (course.junction - course.corneum) * 1.1)), 2);
    ctx.save(); ctx.beginPath();
    middle.forEach(([x, y], n) => (n ? ctx.lineTo(x, y) : ctx.moveTo(x, y))); [...low].reverse().forEach(([x, y]) => ctx.lineTo(x, y)); ctx.clip();
    const cell = (x, y, made) => { view.stamp(ctx, made, x, y, 1); this.drawn++; };
    const each = (course.get("suprabasal") * slice) / rows, high = spinous / rows, phase = frac(course.get("risen") * rows);
    for (let row = -1; row <= rows; row++) {
      const up = (row + phase) / rows, flat = 1 + 0.5 * up, shift = frac((row - Math.floor(course.get("risen") * rows)) * 0.5), made = this.keratinocyte(view, 1.04 / each, (high * 1.06) / Math.sqrt(flat), 0.24 - 0.1 * clamp(up));
      for (let n = Math.floor(view.left * each) - 1; n <= last * each + 1; n++) {
        const x = (n + shift) / each;
        cell(x, course.junction - BASAL_MM - up * spinous + this.rete() * waveOf(x) * (1 - clamp(up)), made);
      }
    }
    const made = this.keratinocyte(view, 0.96 / perMm, BASAL_MM * 1.1, 0.27);
    for (let n = Math.floor(view.left * perMm); n <= last * perMm + 1; n++) { const x = n / perMm; cell(x, course.junction - BASAL_MM * 0.55 + this.rete() * waveOf(x), made); }
    ctx.restore(); ctx.globalAlpha = 1;
  }
  keratinocyte(view, wide, tall, core) { // one cell, to half a pixel, drawn once for all of its size
    const half = (mm) => Math.round(2 * mm * view.perMm) / 2 / view.perMm, [w, h] = [half(wide), half(tall)], share = Math.round(50 * core) / 50, thin = 0.4 / view.perMm;
    return view.sprite(`keratinocyte ${Math.round(2 * w * view.perMm)} ${Math.round(2 * h * view.perMm)} ${share}`, w, h, (own) => {
      own.fillStyle = this.paint.keratinocyte; own.globalAlpha = 0.95; own.beginPath(); own.ellipse(0, 0, w / 2 - thin, h / 2 - thin, 0, 0, 7); own.fill();
      own.fillStyle = this.paint.nucleus; own.globalAlpha = 0.34; own.beginPath(); own.ellipse(0, 0, w * share, 0.9 * h * share, 0, 0, 7); own.fill();
    });
  }
  grains(view, top, end, name, key, rete) { // melanin: most of it low, above the nuclei of the basal cells
    const { ctx } = this, count = GRAINS_PER_MM * this.width * this.course.get(name), size = Math.max(0.0013 * view.perMm, 0.5), round = size > 1;
    const places = (this.places ??= {})[name] ??= Array.from({ length: Math.ceil(GRAINS_PER_MM * this.width * this.course.series[name].high) }, (_, n) => spread(key, n + 1));
    const grain = round && view.sprite("grain", 2 * size / view.perMm, 2 * size / view.perMm, (own) => { own.fillStyle = this.paint.melanin; own.arc(0, 0, size / view.perMm, 0, 7); own.fill(); });
    ctx.fillStyle = this.paint.melanin; ctx.globalAlpha = 0.85;
    const last = view.left + view.box.w / view.perMm + 0.01;
    for (let n = 0; n < count && n < places.length; n++) {
      const [across, down] = places[n], x = across * this.width;
      if (x < view.left - 0.01 || x > last) continue;
      const up = rete ? 0.1 + 0.8 * down * down : down, y = end - up * (end - top) + rete * waveOf(x) * (1 - up);
      if (round) view.stamp(ctx, grain, x, y, 0.85); else ctx.fillRect(view.x(x) - size, view.y(y) - size, 2 * size, 2 * size);
    }
    ctx.globalAlpha = 1;
  }
  openings(view) { // what of each channel still stands open; red where it bled
    const { course, ctx, paint } = this, open = this.open(), [surface] = this.surface(), rim = view.y(surface);
    if (open * 0.05 * view.perMm < 0.25) return;
    const all = new Path2D(), bled = new Path2D(), walls = new Path2D();
    for (const item of this.channels) {
      if (!this.struck(item) || !view.has(item.x, view.top + 0.1, 0.07)) continue;
      const points = this.outline(view, item, surface - 0.008, open);
      points.forEach(([x, y], n) => { for (const path of item.bleeds ? [all, bled] : [all]) if (n) path.lineTo(x, y); else path.moveTo(x, y); });
      points.forEach(([x, y], n) => { if (n) walls.lineTo(x, Math.max(y, rim)); else walls.moveTo(x, rim); });
    }
    ctx.fillStyle = paint.air; ctx.fill(all);
    const from = view.y(course.junction), fade = ctx.createLinearGradient(0, from, 0, from + 0.12 * view.perMm);
    fade.addColorStop(0, `${paint.blood}00`); fade.addColorStop(1, `${paint.blood}b8`);
    ctx.fillStyle = fade; ctx.fill(bled);
    ctx.globalAlpha = 0.55; ctx.strokeStyle = paint.debris; ctx.lineWidth = 1; ctx.stroke(walls); ctx.globalAlpha = 1;
  }
  needles(view) {
    if (this.number < 0 || !(this.still || this.strike !== null)) return;
    const shown = this.still ? this.channels.filter((_, n) => n % Math.max(Math.ceil(this.channels.length / 3), 1) === Math.floor(this.channels.length / 6)) : this.channels;
    for (const item of shown) {
      const since = this.still ? 0 : (this.strike - item.start) / STRIKE_S;
      if (since < 0 || since > 1) continue;
      const down = this.still ? 1 : since < 0.35 ? since / 0.35 : since < 0.55 ? 1 : (1 - since) / 0.45;
      this.needle(view, item.x, -0.22 + (item.depth + 0.22) * down * (2 - down));
    }
  }
  needle(view, x, tip) { // to scale: its shaft, and the cone of its tip
    const { ctx } = this, made = this.course.sessions[this.number], cone = (made.shaft_mm - made.tip_mm) / made.slope, top = view.top - 0.1;
    const at = view.x(x), half = made.shaft_mm * view.perMm, shine = ctx.createLinearGradient(at - half, 0, at + half, 0);
    [[0, "metal"], [0.3, "shine"], [0.55, "metal"], [1, "metal"]].forEach(([place, name]) => shine.addColorStop(place, this.paint[name]));
    ctx.fillStyle = shine; ctx.globalAlpha = 1; ctx.beginPath();
    ctx.moveTo(at - half, view.y(top)); ctx.lineTo(at + half, view.y(top)); ctx.lineTo(at + half, view.y(tip - cone));
    ctx.lineTo(at + made.tip_mm * view.perMm, view.y(tip)); ctx.lineTo(at - made.tip_mm * view.perMm, view.y(tip)); ctx.lineTo(at - half, view.y(tip - cone)); ctx.closePath(); ctx.fill();
    ctx.globalAlpha = 0.5; ctx.strokeStyle = this.paint.ink; ctx.lineWidth = 0.7; ctx.stroke(); ctx.globalAlpha = 1;
  }
  waves() { // what rises when, each against its own highest
    const { ctx, course, paint, strip, calendar } = this, curves = course.curves(calendar);
    const at = (place) => strip.x + (place / calendar.whole) * strip.w;
    this.word("What rises when, each against its own peak", strip.x + 2, strip.y - 16, "left", paint.soft);
    ctx.strokeStyle = paint.soft; ctx.globalAlpha = 0.35; ctx.lineWidth = 1;
    for (const item of course.sessions) { const x = at(calendar.place(item.day)); ctx.beginPath(); ctx.moveTo(x, strip.y); ctx.lineTo(x, strip.y + strip.h); ctx.stroke(); }
    for (const { colour, points } of curves) {
      ctx.strokeStyle = ctx.fillStyle = paint[colour]; ctx.lineWidth = 1.8; ctx.globalAlpha = 1; ctx.beginPath();
      points.forEach(([place, high], n) => (n ? ctx.lineTo(at(place), strip.y + strip.h * (1 - high)) : ctx.moveTo(at(place), strip.y + strip.h * (1 - high)))); ctx.stroke();
      ctx.globalAlpha = 0.1; ctx.lineTo(at(points[points.length - 1][0]), strip.y + strip.h); ctx.lineTo(at(points[0][0]), strip.y + strip.h); ctx.fill();
    }
    ctx.globalAlpha = 1;
    let x = strip.x + 2;
    for (const { name, colour } of curves) { this.word(name, x, strip.y + strip.h + 17, "left", paint[colour]); x += ctx.measureText(name).width + 14; }
  }
  word(words, x, y, align = "left", colour = this.paint.ink) { // and where it then stands
    const { ctx } = this;
    ctx.font = "12px system-ui, sans-serif"; ctx.textAlign = align; ctx.textBaseline = "middle"; ctx.lineJoin = "round"; ctx.lineWidth = 3.5;
    ctx.strokeStyle = this.paint.halo; ctx.strokeText(words, x, y); ctx.fillStyle = colour; ctx.fillText(words, x, y);
    const wide = ctx.measureText(words).width, left = x - wide * { left: 0, center: 0.5, right: 1 }[align];
    return [left - 3, y - 10, wide + 6, 20];
  }
  frame() { // what never moves, from a picture of its own; the reached depth; the chosen day
    const { ctx, course, paint } = this, [slice, lens] = this.views, right = slice.box.x + slice.box.w, made = course.sessions[this.number];
    if (!this.signs) { this.signs = this.written(); ctx.drawImage(this.signs, 0, 0, this.wide, this.height); }
    else for (const piece of this.pieces) this.sign(...piece);
    ctx.strokeStyle = paint.ink; ctx.globalAlpha = 0.6; ctx.lineWidth = 1; ctx.strokeRect(slice.x(lens.left), slice.y(lens.top), lens.box.w / LENS, lens.box.h / LENS); ctx.globalAlpha = 1;
    if (made && (this.open() > 0.02 || this.still)) {
      const y = slice.y(made.median_mm);
      ctx.setLineDash([4, 4]); ctx.strokeStyle = paint.ink; ctx.lineWidth = 1; ctx.beginPath(); ctx.moveTo(slice.box.x, y); ctx.lineTo(right, y); ctx.stroke(); ctx.setLineDash([]);
      this.word(`reached ${made.median_mm.toFixed(2)} mm`, right - 6, y + 12, "right");
    }
    ctx.fillStyle = paint.ink; ctx.fillRect(this.strip.x + (this.calendar.place(course.day) / this.calendar.whole) * this.strip.w - 0.75, this.strip.y - 4, 1.5, this.strip.h + 8);
  }
  sign(x, y, w, h) { // a piece of what never moves, on whole pixels, over what was drawn there
    const { ctx, ratio } = this, [left, top] = [Math.floor(x * ratio), Math.floor(y * ratio)], [wide, tall] = [Math.ceil(w * ratio) + 1, Math.ceil(h * ratio) + 1];
    ctx.drawImage(this.signs, left, top, wide, tall, left / ratio, top / ratio, wide / ratio, tall / ratio);
  }
  written() { // depth axis, layers by name, scale bars, lens, waves
    const made = document.createElement("canvas"), keep = this.ctx, { course, paint } = this, [slice, lens] = this.views, right = slice.box.x + slice.box.w;
    made.width = this.canvas.width; made.height = this.canvas.height;
    const ctx = (this.ctx = made.getContext("2d"));
    ctx.scale(this.ratio, this.ratio);
    for (let depth = 0; depth <= course.floor + 1e-9; depth += 0.5) { this.word(depth.toFixed(1), slice.box.x - 7, slice.y(depth), "right", paint.soft); ctx.fillStyle = paint.soft; ctx.fillRect(slice.box.x - 4, slice.y(depth) - 0.5, 4, 1); }
    this.word("mm", slice.box.x - 7, slice.y(0) - 17, "right", paint.soft);
    const bar = 0.5 * slice.perMm, y = slice.box.h - 14, small = 0.05 * lens.perMm, foot = lens.box.y + lens.box.h - 14, { strip } = this;
    ctx.fillStyle = paint.ink; ctx.fillRect(right - 12 - bar, y, bar, 2.5); ctx.fillRect(lens.box.x + lens.box.w - 12 - small, foot, small, 2.5);
    this.word(`The same surface, ${LENS} times larger`, lens.box.x + 2, lens.box.y - 14, "left", paint.soft);
    const day = [strip.x - 1, strip.y - 5, strip.w + 2, strip.h + 10];
    this.moving = [[slice.box.x, slice.box.y, slice.box.w, slice.box.h], [lens.box.x - 1, lens.box.y - 1, lens.box.w + 2, lens.box.h + 2], day];
    this.pieces = [ // of it, what lies on what moves
      this.word("epidermis", slice.box.x + 8, slice.y(0) - 16),
      this.word("upper (papillary) dermis", slice.box.x + 8, slice.y((course.junction + course.papillary) / 2 + 0.02)),
      this.word("deeper (reticular) dermis", slice.box.x + 8, slice.y(course.papillary) + 34),
      this.word("0.5 mm", right - 12 - bar / 2, y - 10, "center"), [right - 12 - bar, y, bar, 3],
      this.word("0.05 mm", lens.box.x + lens.box.w - 12 - small / 2, foot - 10, "center"), [lens.box.x + lens.box.w - 12 - small, foot, small, 3],
      day,
    ];
    this.waves();
    this.ctx = keep;
    return made;
  }
}

// ------------------------------------------------------------------------------------------------------- words

const days = (count) => { const round = count < 3 ? Math.round(count * 10) / 10 : Math.round(count); return `${round} ${round === 1 ? "day" : "days"}`; };
const after = (count) => (count < 0.95 ? `${Math.max(Math.round(count * 24 * 10) / 10, 0.1) >= 2 ? Math.round(count * 24) : Math.round(count * 240) / 10} hours` : days(count));
const both = (one, other) => (one === other ? `both ${one}` : `${one}; ${other}`);
const change = (ratio) => { const percent = Math.round(100 * (ratio - 1)); return percent === 0 ? "as before the first session" : `${Math.abs(percent)} % ${percent > 0 ? "more" : "less"} than before the first session`; };

export function happening(course, scene) { // the one sentence, then each thing that is drawn
  const { day, sessions } = course, at = course.session(), on = course.struckOn(day), made = sessions[at];
  const when = `Day ${Math.round(day * 10) / 10}`;
  if (!made) return [`${when}: the skin before any session.`, rows(course, 0, null)];
  const number = `session ${at + 1} of ${sessions.length}`, since = day - made.day;
  if (on >= 0) return [`${when}, ${number}: the needles reach ${made.median_mm.toFixed(2)} mm; 8 in 10 channels end between ${made.low_mm.toFixed(2)} and ${made.high_mm.toFixed(2)} mm.`, rows(course, 1, made)];
  const open = clamp(course.get("channel_radius") / made.mouth_mm), neutrophils = course.mean("neutrophils"), building = course.ratio("fibroblasts") + course.mean("myofibroblasts") / course.meanBase("fibroblasts");
  const fresh = course.ratio("collagen_new"), mature = course.ratio("collagen_mature");
  const told = open > 0.05 ? "the channels stand open and are closing" : neutrophils > 20 ? "the channels are shut; first defence cells (neutrophils) come, then those that clear up (macrophages)" : course.ratio("macrophages") > 1.3 ? "cells that clear up (macrophages) are at work and call builders" : building > 1.12 ? "builder cells (fibroblasts) make new collagen" : fresh > 1.04 ? "new collagen is there and matures" : mature > 1.01 ? "the skin is quiet; the collagen it gained has stayed" : "the skin is quiet";
  const lost = 100 * course.get("disarray"), harm = lost >= 1 ? `; ${lost.toFixed(0)} % of the dermis has healed in disorder` : "";
  return [`${when}, ${after(since)} after ${number}: ${told}${harm}.`, rows(course, open, made)];
}

const disorder = (percent) => (percent >= 0.05 ? `${percent.toFixed(percent < 9.95 ? 1 : 0)} % of the dermis healed in disorder` : percent > 1e-7 ? "less than 0.1 % of the dermis healed in disorder" : "none");

function rows(course, open, made) {
  const cells = Math.round(course.mean("neutrophils")), lost = 100 * course.get("disarray"), debris = 100 * course.mean("debris");
  return [
    ["Channels", made ? `${(made.channels_per_cm2 / 100).toFixed(made.channels_per_cm2 < 995 ? 1 : 0)} a mm², ${open > 0.005 ? `${Math.round(100 * open)} % of their width open` : "shut"}` : "none"],
    ["Inflammatory cells", `first defence: neutrophils ${cells ? `${cells} a mm³` : "none"}; clearing up: macrophages ${change(course.ratio("macrophages"))}`],
    ["Builder cells (fibroblasts)", `${change(course.ratio("fibroblasts") + course.mean("myofibroblasts") / course.meanBase("fibroblasts"))}, those that pull together counted`],
    ["New collagen (III and new I)", change(course.ratio("collagen_new"))],
    ["Mature collagen I", change(course.ratio("collagen_mature"))],
    ["Elastic fibres; sun-damaged clumps", both(change(course.ratio("elastic")), change(course.ratio("elastotic")))],
    ["Living epidermis", `${change(course.living).replace("more", "thicker").replace("less", "thinner")}; renewed ${course.get("risen").toFixed(1)} times since the first day`],
    ["Pigment (melanin)", change(course.get("melanin") / Math.max(course.base("melanin"), 1e-9))],
    ["Damage", `${debris >= 0.5 ? `debris at ${Math.round(debris)} % of the upper dermis; ` : ""}${disorder(lost)}`],
  ];
}

// ------------------------------------------------------------------------------------------------------ player

export class Player { // one place, one or two courses, one day
  constructor(root) {
    const started = performance.now();
    this.root = root;
    this.courses = [...root.querySelectorAll("script.alive-frames")].map((item) => new Course(JSON.parse(item.textContent)));
    const deepest = Math.max(...this.courses.map((course) => course.floor));
    this.scenes = [...root.querySelectorAll("canvas.alive-skin")].map((canvas, n) => new Scene(canvas, this.courses[n], deepest));
    this.calendar = new Calendar(this.courses);
    this.turns = { left: 1 };
    this.scenes.forEach((scene) => { scene.calendar = this.calendar; scene.turns = this.turns; });
    this.day = this.courses[0].days[0]; this.strike = null; this.playing = false;
    this.motion = window.matchMedia("(prefers-reduced-motion: reduce)");
    this.find(); this.listen();
    this.show();
    this.begun = performance.now() - started; // ms of script until the first picture
  }
  find() {
    const one = (name) => this.root.querySelector(`.alive-${name}`);
    for (const name of ["play", "slide", "day", "jumps", "now"]) this[`${name}Part`] = one(name);
    this.twins = [...this.root.querySelectorAll(".alive-twin")];
    this.headlines = [...this.root.querySelectorAll(".alive-headline")];
    this.slidePart.max = "1000"; this.dayPart.max = String(this.calendar.last);
    this.stops = [...new Set(this.calendar.starts.flatMap((start, n) => [0, 0.25, 1, 3, 7, 14, 28, 90].map((later) => start + later).filter((day) => day < (this.calendar.starts[n + 1] ?? Infinity))))].filter((day) => day < this.calendar.last);
    this.stops.push(this.calendar.last);
    const plans = this.courses.map((course) => course.sessions.map((item) => item.day)), alike = plans.every((plan) => String(plan) === String(plans[0]));
    (alike ? plans.slice(0, 1) : plans).forEach((plan, n) => this.jumpsPart.append(this.jumps(plan, alike ? null : this.courses[n].title)));
  }
  jumps(plan, whose) { // a button for each session of one course, as that course counts them
    const group = document.createElement("span");
    if (whose && plan.length) group.append(Object.assign(document.createElement("span"), { className: "alive-whose", textContent: whose, title: whose }));
    plan.forEach((day, n) => {
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: `Session ${n + 1}`, title: `Day ${day}` });
      if (whose) button.setAttribute("aria-label", `Session ${n + 1}, ${whose}`);
      button.dataset.day = String(day);
      group.append(button);
    });
    return group;
  }
  listen() {
    this.playPart.addEventListener("click", () => (this.motion.matches ? this.next() : this.playing ? this.go(this.day) : this.play()));
    this.slidePart.addEventListener("input", () => this.go(this.calendar.day((this.slidePart.valueAsNumber / 1000) * this.calendar.whole)));
    this.slidePart.addEventListener("keydown", (event) => {
      const forward = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key], far = { PageUp: 1, PageDown: -1 }[event.key], end = { Home: this.calendar.starts[0], End: this.calendar.last }[event.key];
      if (!forward && !far && end == null) return;
      event.preventDefault();
      if (forward) this.go(forward > 0 ? Math.floor(this.day + 1e-6) + 1 : Math.ceil(this.day - 1e-6) - 1);
      else if (far) this.go(far > 0 ? this.calendar.starts.find((day) => day > this.day + 1e-6) ?? this.calendar.last : [...this.calendar.starts].reverse().find((day) => day < this.day - 1e-6) ?? this.calendar.starts[0]);
      else this.go(end);
    });
    this.dayPart.addEventListener("change", () => this.go(Number.isFinite(this.dayPart.valueAsNumber) ? this.dayPart.valueAsNumber : this.day));
    this.jumpsPart.addEventListener("click", (event) => { const day = event.target.dataset?.day; if (day) { this.go(Number(day)); if (!this.motion.matches && this.day < this.calendar.last) this.play(); } });
    this.motion.addEventListener("change", () => { this.stop(); this.show(); });
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { this.scenes.forEach((scene) => scene.readPaint()); this.show(); });
    new ResizeObserver(() => { if (this.scenes.some((scene) => scene.canvas.clientWidth !== scene.wide)) this.show(); }).observe(this.root);
  }
  get struck() { return this.calendar.starts.some((start) => Math.abs(start - this.day) < 1e-6) && this.courses.some((course) => course.struckOn(this.day) >= 0); }
  go(day) { // to a still picture; what is next to nothing off a session or the end is on it
    this.stop();
    this.day = [...this.calendar.starts, this.calendar.last].find((mark) => Math.abs(mark - day) < 1e-6) ?? clamp(day, this.calendar.starts[0], this.calendar.last);
    this.show();
  }
  next() { this.go(this.stops.find((day) => day > this.day + 1e-6) ?? this.stops[0]); }
  play() {
    if (this.day >= this.calendar.last) this.day = this.calendar.starts[0];
    this.playing = true; this.strike = this.struck ? 0 : null; this.before = null;
    this.show(); this.beat = requestAnimationFrame((time) => this.step(time));
  }
  stop() { this.playing = false; this.strike = null; cancelAnimationFrame(this.beat); }
  step(time) {
    const passed = Math.min((time - (this.before ?? time)) / 1000, 0.1);
    this.before = time; this.turns.left = 1; this.beats = (this.beats ?? 0) + 1;
    this.scenes.forEach((scene, n) => { scene.weaves = (this.beats + n) % 2 === 0; }); // by turns: fibres, then the epidermis
    if (this.strike !== null) { this.strike += passed; if (this.strike > SESSION_S) this.strike = null; }
    else {
      const from = this.calendar.place(this.day), day = this.calendar.day(from + passed * PACE), session = this.calendar.starts.find((start) => start > this.day + 1e-6 && start <= day + 1e-6);
      this.day = session ?? day;
      if (this.struck && session != null) this.strike = 0;
      if (this.day >= this.calendar.last - 1e-9) { this.go(this.calendar.last); return; }
    }
    this.paintOnce();
    if (!(time - this.told < 250)) { this.told = time; this.tell(); }
    this.beat = requestAnimationFrame((later) => this.step(later));
  }
  paintOnce() {
    const place = this.calendar.place(this.day);
    for (const scene of this.scenes) {
      scene.sway = place; scene.hurry = this.playing; scene.time = this.before ?? 0;
      const own = scene.course.struckOn(this.day) >= 0;
      scene.draw(this.day, this.playing ? (own ? this.strike ?? SESSION_S : null) : null);
    }
    if (this.playing && this.before - this.marked < TOLD_MS) return;
    this.marked = this.before ?? 0;
    const along = (1000 * place) / this.calendar.whole;
    if (this.playing && Math.abs(this.slidePart.valueAsNumber - along) > 0.8) this.slidePart.value = String(along);
    const words = `Day ${Math.round(this.day * 10) / 10}`;
    if (this.nowPart.textContent !== words) { this.nowPart.textContent = words; if (document.activeElement !== this.dayPart) this.dayPart.value = String(Math.round(this.day * 10) / 10); }
  }
  show() { // a still picture, its words, and where it stands
    if (!this.root.clientWidth) return;
    this.paintOnce();
    this.slidePart.value = String((1000 * this.calendar.place(this.day)) / this.calendar.whole);
    this.playPart.textContent = this.motion.matches ? "Next picture" : this.playing ? "Pause" : "Play";
    this.tell();
    this.dayPart.value = String(Math.round(this.day * 10) / 10);
  }
  tell() { // aloud only where it stands still
    this.courses.forEach((course, n) => {
      const [headline, told] = happening(course);
      this.headlines[n].setAttribute("aria-live", this.playing ? "off" : "polite");
      if (this.headlines[n].textContent !== headline) this.headlines[n].textContent = headline;
      const parts = told.flat(), twin = this.twins[n];
      while (twin.children.length < parts.length) twin.append(document.createElement(twin.children.length % 2 ? "dd" : "dt"));
      parts.forEach((words, k) => { if (twin.children[k].textContent !== words) twin.children[k].textContent = words; });
      if (!n) this.slidePart.setAttribute("aria-valuetext", headline);
    });
  }
}

function begin(root) { // from here on the canvas shows every day: the still pictures are folded; paper shows them still
  root.player = new Player(root);
  const own = root.closest("section").querySelectorAll("details.alive-stills");
  for (const stills of own.length ? own : document.querySelectorAll("details.alive-stills")) stills.open = false;
}

const near = new IntersectionObserver((met) => { // a page that is opened draws nothing that nobody looks at
  for (const { target, isIntersecting } of met) if (isIntersecting && !target.player) { near.unobserve(target); begin(target); }
}, { rootMargin: "50% 0px" });
for (const root of document.querySelectorAll("[data-alive]")) { root.hidden = false; near.observe(root); }
