// What every form of the records has: its draft is kept on the server while somebody types, Enter never sends it,
// a second click sends nothing twice, and a page left alone goes behind the sign-in.
const WAIT_MS = 700, AGAIN_MS = 5000;
const body = document.body, user = body.dataset.user || "", idle = Number(body.dataset.idle || 0);
let active = Date.now();

function fieldsOf(form) {
  const data = new FormData(form);
  for (const name of ["csrfmiddlewaretoken", "key"]) data.delete(name);
  for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
  return data;
}
const said = (form) => new URLSearchParams(fieldsOf(form)).toString();

function tell(form, words, lost) {
  const place = form.querySelector(".state");
  if (!place || place.textContent === words) return;
  place.textContent = words;
  place.classList.toggle("lost", Boolean(lost));
}

async function post(form, path, more) {
  const data = fieldsOf(form);
  for (const [name, value] of Object.entries(more)) data.set(name, value);
  data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  if (form.elements.key) data.set("key", form.elements.key.value);
  return fetch(path, { method: "POST", body: new URLSearchParams(data), redirect: "manual", keepalive: String(new URLSearchParams(data)).length < 60_000 });
}

async function freshToken(form) {
  const answer = await fetch("/drafts/token/", { redirect: "manual" });
  if (!answer.ok) return false;
  const found = await answer.json();
  if (found.user !== user) { location.replace("/"); return false; }  // somebody else sits here now
  for (const item of document.querySelectorAll("[name=csrfmiddlewaretoken]")) item.value = found.token;
  return true;
}

class Kept {
  constructor(form) {
    this.form = form; this.kept = said(form); this.first = this.kept; this.timer = 0; this.sent = false;
    if (form.dataset.restored) this.first = null;
    form.addEventListener("input", () => this.soon());
    form.addEventListener("change", () => this.soon());
    form.addEventListener("submit", (event) => this.send(event));
    form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.matches("input:not([type=submit],[type=button],[type=file]),select")) event.preventDefault();
      if (event.key === "Enter" && event.target.name === "scanned") event.target.select(); // the next scan takes its place
      if (event.key === "Enter" && event.target.name === "udi") form.querySelector("[name=read]")?.click(); // so a scanner ends
    });
  }
  soon() { clearTimeout(this.timer); this.timer = setTimeout(() => this.keep(), WAIT_MS); }
  async keep() {
    clearTimeout(this.timer);
    const now = said(this.form), { draft, client } = this.form.dataset, names = { draft, client: client || "", user };
    if (this.sent || now === this.kept) return true;
    try {
      const back = now === this.first;  // all taken back: no draft, and no false alarm later
      let answer = await post(this.form, back ? "/drafts/drop/" : "/drafts/keep/", { ...names, ...(back ? { quiet: 1 } : {}) });
      if (answer.status === 403 && await freshToken(this.form)) answer = await post(this.form, "/drafts/keep/", names);
      if (answer.status === 409) { location.replace("/"); return false; }
      if (!answer.ok) throw answer;
      this.kept = now;
      tell(this.form, back ? "" : this.form.dataset.kept);
      return true;
    } catch (error) {
      tell(this.form, this.form.dataset.lost, true);
      this.timer = setTimeout(() => this.keep(), AGAIN_MS);
      return false;
    }
  }
  async send(event) {
    if (this.sent) { event.preventDefault(); return; }
    event.preventDefault();
    const button = event.submitter, away = button && button.hasAttribute("formaction");
    if (away) this.form.action = button.formAction;
    const kept = away || await this.keep();
    if (!kept && !(await freshToken(this.form).catch(() => false))) return;  // sending now would lose the words
    this.sent = true;
    if (button && button.name) {
      const hidden = Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value });
      this.form.append(hidden);
    }
    for (const item of this.form.querySelectorAll("button")) item.disabled = true;
    this.form.submit();
  }
}

const forms = [...document.querySelectorAll("form[data-draft]")].map((form) => new Kept(form));
const keepAll = () => forms.map((item) => item.keep());
document.addEventListener("visibilitychange", () => { if (document.hidden) keepAll(); });
window.addEventListener("pagehide", keepAll);
for (const form of document.querySelectorAll("form:not([data-draft])")) {
  let sent = false;
  form.addEventListener("submit", (event) => { if (sent) event.preventDefault(); if (!form.hasAttribute("hx-post")) sent = true; });
}

// Nobody has touched this page for as long as the lock waits: load it again, which locks it.
if (user && idle) {
  for (const kind of ["keydown", "pointerdown", "pointermove", "input"]) addEventListener(kind, () => { active = Date.now(); }, { passive: true });
  setInterval(async () => {
    if (Date.now() - active <= (idle + 5) * 1000) return;
    const enough = new Promise((then) => { setTimeout(then, 2000); });  // a server that hangs must not keep the screen open
    await Promise.race([Promise.all(keepAll()), enough]);
    location.reload();
  }, 5000);
}
// A menu that was opened closes once the focus is beyond it, or it would lie over what has it.
for (const menu of document.querySelectorAll("[popover]")) {
  menu.addEventListener("focusout", ({ relatedTarget: to }) => {
    if (to && !menu.contains(to) && to.popoverTargetElement !== menu && menu.matches(":popover-open")) menu.hidePopover();
  });
}
// Tabs that move sideways begin where the page shown is among them.
for (const tab of document.querySelectorAll(".tabs [aria-current=page]")) {
  const row = tab.parentElement, [here, whole] = [tab, row].map((item) => item.getBoundingClientRect());
  row.scrollLeft += here.left - whole.left - (whole.width - here.width) / 2;
}
const wrong = document.querySelector("[aria-invalid=true], .message.error[tabindex]");
if (wrong) wrong.focus();
