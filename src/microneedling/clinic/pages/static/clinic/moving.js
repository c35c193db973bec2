// A number three ways: a slider, a field, two buttons. Whatever is used, the others follow, and the form is told.
for (const form of document.querySelectorAll("form.moving")) {
  const field = (name) => form.elements.namedItem(name);
  const slider = (name) => form.querySelector(`input[type=range][data-of="${name}"]`);
  const number = (words) => Number(words.trim().replace(",", "."));
  const moved = () => form.dispatchEvent(new CustomEvent("moved"));
  const put = (name, value) => {
    const range = slider(name), digits = (range.step.split(".")[1] || "").length;
    field(name).value = String(Number(value.toFixed(digits)));
    range.value = value;
    moved();
  };
  form.addEventListener("input", (event) => {
    const { target } = event;
    if (target.type === "range") put(target.dataset.of, Number(target.value));
    else if (target.name && slider(target.name) && Number.isFinite(number(target.value)) && target.value.trim()) {
      slider(target.name).value = number(target.value);
      moved();
    }
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-by]");
    if (button) put(button.dataset.of, number(field(button.dataset.of).value) + Number(button.dataset.by));
  });
  // Enter in a field never sends; the wheel changes no slider.
  form.addEventListener("keydown", (event) => { if (event.key === "Enter" && event.target.matches("input")) event.preventDefault(); });
  const keep = form.querySelector("[data-keep]");
  if (keep) keep.addEventListener("click", (event) => { event.preventDefault(); keep.disabled = true; HTMLFormElement.prototype.submit.call(form); });
}
