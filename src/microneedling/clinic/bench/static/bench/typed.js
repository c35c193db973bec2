// What is typed on a page of the bench: text and fields are two faces of one file, and neither is lost on leaving the page.
const form = document.querySelector("form.bench-form"), note = document.getElementById("kept");
const place = `bench:${location.pathname}`, older = `${place}:before`;
const typedIn = () => [...form.elements].filter((item) => item.name && item.type !== "hidden" && item.type !== "submit");

function put(item, value) {
  if (item.type === "checkbox") item.checked = value;
  else {
    if (item.tagName === "SELECT" && ![...item.options].some((one) => one.value === value)) item.add(new Option(value, value));
    item.value = value;
  }
  const slider = document.querySelector(`[data-slides="${CSS.escape(item.id || "none")}"]`);
  if (slider) slider.value = value;
}

// ------------------------------------------------------------------------- the answer tells what the file holds now

function mistakes(item, wrong) { // at the field, where the form without scripts has them
  const id = `${item.id}-wrong`;
  document.querySelectorAll(`[id="${id}"]`).forEach((old) => old.remove());
  const row = item.closest(".row");
  wrong.forEach((words) => row.querySelector("label").after(Object.assign(document.createElement("p"), { className: "error", id, textContent: words })));
  if (wrong.length) { item.setAttribute("aria-invalid", "true"); item.setAttribute("aria-describedby", id); }
  else { item.removeAttribute("aria-invalid"); item.removeAttribute("aria-describedby"); }
}

function follow() {
  const told = document.getElementById("held");
  if (!told) return;
  const { text, fields } = JSON.parse(told.textContent), area = form.elements.text;
  if (area && text !== undefined && area !== document.activeElement && area.value !== text) area.value = text;
  for (const [name, { value, wrong }] of Object.entries(fields)) {
    const item = form.elements[name], was = form.elements[`was-${name}`];
    if (was) was.value = value;
    if (was && item !== document.activeElement && !(wrong.length && value === "")) put(item, value);
    mistakes(item, wrong);
  }
  keep();
}

// --------------------------------------------------------------------- what was typed stays as long as the tab does

const values = () => Object.fromEntries(typedIn().filter((item) => !item.name.startsWith("f-")).map((item) => [item.name, item.type === "checkbox" ? item.checked : item.value]));
const asSent = form && JSON.stringify(values());

function keep() {
  try {
    if (JSON.stringify(values()) === asSent && !sessionStorage.getItem(place)) return;
    sessionStorage.setItem(place, JSON.stringify({ search: location.search, values: values() }));
    note.hidden = false;
  } catch { /* a browser that keeps nothing: the page says so by saying nothing */ }
}

function bring(kept) {
  for (const [name, value] of Object.entries(kept.values)) if (form.elements[name]) put(form.elements[name], value);
  note.hidden = false;
  form.requestSubmit();
}

function begin() {
  const kept = JSON.parse(sessionStorage.getItem(place)), before = JSON.parse(sessionStorage.getItem(older));
  if (kept && ["", kept.search].includes(location.search) && JSON.stringify(kept.values) !== asSent) bring(kept);
  const back = document.getElementById("bring-back");
  back.hidden = !before;
  if (before) note.hidden = false;
  back.addEventListener("click", () => { sessionStorage.removeItem(older); back.hidden = true; bring(before); keep(); });
  document.getElementById("afresh").addEventListener("click", () => {
    sessionStorage.removeItem(place); sessionStorage.removeItem(older);
    location.replace(location.pathname + location.search);
  });
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
  document.querySelector("form.start-from")?.addEventListener("submit", () => { // another file to start from: the old text can be brought back
    const now = sessionStorage.getItem(place);
    if (now) sessionStorage.setItem(older, now);
    sessionStorage.removeItem(place);
  });
}

if (form && note) {
  document.addEventListener("htmx:afterSwap", (event) => { if (event.detail.target.id === "answer") follow(); });
  try { begin(); } catch { note.hidden = true; }
}
