// Two photographs, one over the other: wiped, or one through the other. The range is moved by keys, buttons or a finger.
for (const pair of document.querySelectorAll("[data-pair]")) {
  const share = pair.querySelector("input[type=range]"), said = pair.querySelector("output"), tools = pair.querySelector("[data-share]");
  const show = () => { pair.style.setProperty("--share", `${share.value}%`); said.value = `${share.value} %`; };
  pair.querySelector("[data-tools]").hidden = false;
  for (const radio of pair.querySelectorAll("input[type=radio]"))
    radio.addEventListener("change", () => { pair.dataset.mode = radio.value; tools.hidden = radio.value === "side"; });
  for (const button of pair.querySelectorAll("[data-step]"))
    button.addEventListener("click", () => { share.value = Number(share.value) + Number(button.dataset.step); show(); });
  share.addEventListener("input", show);
  show();
}
