// What the pages do beyond plain HTML; every page works without this file.
"use strict";

// "/" goes to the search field.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, select, textarea");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  document.querySelector(".find input").select();
});

// The legend's switches are remembered from article to article.
const KEPT = "baqylau-hidden-kinds";
const switches = [...document.querySelectorAll(".switch")];
const hidden = new Set((localStorage.getItem(KEPT) || "").split(" ").filter(Boolean));
for (const each of switches) {
  each.checked = !hidden.has(each.dataset.kind);
  each.addEventListener("change", () => {
    if (each.checked) hidden.delete(each.dataset.kind);
    else hidden.add(each.dataset.kind);
    localStorage.setItem(KEPT, [...hidden].join(" "));
  });
}

// A fact in the list and its words in the text light up together; words lead to their fact.
const pieces = [...document.querySelectorAll(".h[data-facts]")];
function light(numbers) {
  for (const piece of pieces) piece.classList.toggle("lit", piece.dataset.facts.split(" ").some((n) => numbers.includes(n)));
  for (const fact of document.querySelectorAll(".fact")) fact.classList.toggle("lit", numbers.includes(fact.dataset.fact));
}
for (const fact of document.querySelectorAll(".fact")) {
  fact.addEventListener("mouseenter", () => light([fact.dataset.fact]));
  fact.addEventListener("focusin", () => light([fact.dataset.fact]));
}
const list = document.querySelector(".fact-list");
if (list) list.addEventListener("mouseleave", () => light([]));
for (const piece of pieces) {
  piece.addEventListener("click", () => {
    const numbers = piece.dataset.facts.split(" ");
    light(numbers);
    document.getElementById("note" + numbers[numbers.length - 1]).scrollIntoView({ block: "nearest", behavior: "smooth" });
  });
}

// Once a minute: has anything come since the list was opened?
const fresher = document.querySelector(".fresher");
function form(n, forms) {
  if (forms.length === 1) return forms[0];
  if (forms.length === 2) return forms[n === 1 ? 0 : 1];
  if (n % 10 === 1 && n % 100 !== 11) return forms[0];
  return forms[[2, 3, 4].includes(n % 10) && ![12, 13, 14].includes(n % 100) ? 1 : 2];
}
async function ask() {
  if (document.hidden) return;
  const answer = await fetch(fresher.dataset.ask).catch(() => null);
  if (!answer || !answer.ok) return;
  const { count } = await answer.json();
  fresher.hidden = count === 0;
  fresher.textContent = `${count} ${form(count, fresher.dataset.forms.split("|"))} ↑`;
}
if (fresher) setInterval(ask, 60000);
