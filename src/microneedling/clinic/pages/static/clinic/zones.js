// The map of zones beside the list: a touch on a zone ticks its box, and the list colours the map.
for (const map of document.querySelectorAll("[data-zone-map]")) {
  const boxes = [...map.closest(".zones").querySelectorAll("input[name=zone]")];
  const colour = () => {
    for (const shape of map.querySelectorAll("[data-zone]"))
      shape.classList.toggle("on", boxes.some((box) => box.value === shape.dataset.zone && box.checked));
  };
  map.addEventListener("click", (event) => {
    const shape = event.target.closest("[data-zone]");
    const box = shape && boxes.find((item) => item.value === shape.dataset.zone);
    if (!box) return;
    box.checked = box.type === "radio" ? true : !box.checked;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  });
  for (const box of boxes) box.addEventListener("change", colour);
  colour();
}
