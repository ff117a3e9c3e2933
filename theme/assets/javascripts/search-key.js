// The keys / and s lead to the search: into its field where the page has one, else to its page.
"use strict";
document.addEventListener("keydown", (event) => {
  const typing = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
  if (event.key !== "/" && event.key !== "s") return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || event.isComposing) return;
  if (event.target.closest?.(typing)) return;
  const field = document.querySelector("#fp-search:not([hidden]) #fp-query");
  const link = document.getElementById("fp-search-link");
  if (!field && !link) return;
  event.preventDefault();
  if (field) field.select();
  else location.assign(link.href);
});
