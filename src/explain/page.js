"use strict";
const chips = [...document.querySelectorAll(".chip")];
const rows = [...document.querySelectorAll("tr[data-became]")];
let lit = [];
let at = -1;

function light(field) {
  for (const chip of chips) chip.setAttribute("aria-pressed", String(chip.dataset.field === field));
  for (const row of rows) row.classList.remove("lit");
  lit = field ? rows.filter((row) => row.dataset.became.split(" ").includes(field)) : [];
  for (const row of lit) row.classList.add("lit");
  at = -1;
  go(1);
}

function go(step) {
  if (lit.length === 0) return;
  at = (at + step + lit.length) % lit.length;
  lit[at].scrollIntoView({ block: "center" });
}

for (const chip of chips) {
  chip.addEventListener("click", () => {
    light(chip.getAttribute("aria-pressed") === "true" ? null : chip.dataset.field);
  });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "n") go(1);
  else if (event.key === "p") go(-1);
  else if (event.key === "Escape") light(null);
});
