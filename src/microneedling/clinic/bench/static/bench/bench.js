// What the bench does in a browser beside htmx: copies a line, saves a file. Buttons say so for a moment.
const SHOWN_MS = 1600;
const textOf = (selector) => document.querySelector(selector).textContent;

function said(button, words) {
  const before = button.dataset.words || button.textContent;
  button.dataset.words = before;
  button.textContent = words;
  setTimeout(() => { button.textContent = before; }, SHOWN_MS);
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy], [data-save]");
  if (!button) return;
  if (button.dataset.copy) {
    try { await navigator.clipboard.writeText(textOf(button.dataset.copy)); said(button, "Copied"); }
    catch { said(button, "Not copied: select it instead"); }
    return;
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([textOf(button.dataset.save)], { type: "application/toml" }));
  link.download = button.dataset.name;
  link.click();
  URL.revokeObjectURL(link.href);
});

// A slider and the number beside it are one field: the number is sent, the slider moves it.
document.addEventListener("input", (event) => {
  const slider = event.target;
  if (slider.dataset.slides) {
    const field = document.getElementById(slider.dataset.slides);
    field.value = slider.value;
  } else {
    const beside = document.querySelector(`[data-slides="${CSS.escape(slider.id || "none")}"]`);
    if (beside) beside.value = slider.value.replace(",", ".");
  }
}, true);
