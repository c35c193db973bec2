// The field to sign in: strokes of finger, pen or mouse go into a hidden field, in thousandths of the field's width.
// Who cannot or will not draw ticks that the typed name is the signature; the field is then put away.
for (const pad of document.querySelectorAll("[data-signature]")) {
  const form = pad.closest("form"), field = form.elements.drawn, typed = form.elements.typed, again = form.querySelector("[data-clear]");
  const [wide, high] = [pad.viewBox.baseVal.width, pad.viewBox.baseVal.height], ink = pad.querySelector("g");
  let strokes = [], now = null;
  try { strokes = JSON.parse(field.value || "[]"); } catch { strokes = []; }
  const draw = () => {
    ink.replaceChildren(...strokes.map((stroke) => {
      const path = document.createElementNS("http://www.w3.org/2000/svg", "path"), points = stroke.length > 1 ? stroke : [stroke[0], stroke[0]];
      path.setAttribute("d", "M" + points.map((point) => point.join(" ")).join("L"));
      return path;
    }));
    again.disabled = !strokes.length;
  };
  const tell = () => { field.value = strokes.length ? JSON.stringify(strokes) : ""; field.dispatchEvent(new Event("input", { bubbles: true })); };
  const at = (event) => {
    const box = pad.getBoundingClientRect(), within = (value, most) => Math.min(Math.max(Math.round(value), 0), most);
    return [within((event.clientX - box.left) / box.width * wide, wide), within((event.clientY - box.top) / box.height * high, high)];
  };
  pad.addEventListener("pointerdown", (event) => {
    if (event.button || now) return;
    event.preventDefault();
    pad.setPointerCapture(event.pointerId);
    now = { id: event.pointerId, stroke: [at(event)] };
    strokes.push(now.stroke);
    draw();
  });
  pad.addEventListener("pointermove", (event) => {
    if (!now || event.pointerId !== now.id) return;
    for (const one of event.getCoalescedEvents?.() ?? [event]) {
      const point = at(one), last = now.stroke.at(-1);
      if (Math.hypot(point[0] - last[0], point[1] - last[1]) >= 4) now.stroke.push(point);
    }
    draw();
  });
  const end = (event) => { if (now && event.pointerId === now.id) { now = null; tell(); } };
  pad.addEventListener("pointerup", end);
  pad.addEventListener("pointercancel", end);
  again.addEventListener("click", () => { strokes = []; draw(); tell(); again.focus(); });
  const put = () => { form.querySelector("[data-pad]").hidden = typed.checked; };
  typed.addEventListener("change", put);
  draw();
  put();
}
