// Another language is another page: the name that was typed to sign in goes along, in this tab and once.
const KEPT = "name-typed", name = document.getElementById("id_username");
name.value ||= sessionStorage.getItem(KEPT) || "";
sessionStorage.removeItem(KEPT);
for (const form of document.querySelectorAll("form.languages")) {
  form.addEventListener("submit", () => { if (name.value) sessionStorage.setItem(KEPT, name.value); });
}
