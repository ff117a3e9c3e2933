// Works the form of /browse/ with Pagefind. What people wrote is only ever set as text.
const AT_ONCE = 10; // results
const FEW = 8; // values of a facet
const MANY = 200;
const PAUSE = 250; // milliseconds after a key
const DATE = [{ year: "numeric" }, { month: "long" }, { day: "numeric" }];

const form = document.getElementById("fp-search");
const { root, language } = form.dataset;
const { q: field, sort: sorting } = form.elements;
const [count, chips, list, more, narrow, failed] = "count chosen results more narrow failed"
  .split(" ")
  .map((name) => document.getElementById(`fp-${name}`));
const badges = new Map(
  [...form.querySelectorAll("template")].map((badge) => [badge.dataset.verdict, badge.content]),
);
const facets = [...form.querySelectorAll("[data-facet]")].map((group) => ({
  key: group.dataset.facet,
  button: group.querySelector("button"),
  values: group.querySelector("div"),
  labels: new Map(), // what the index calls an id: the id, a blank and its name
  chosen: new Set(),
  all: false, // whether all values are shown, not the first
}));
const isOpen = ({ button }) => button.ariaExpanded === "true";
let sort;
let turn = 0;
let rest; // of the results
let timer;
let loading;

// Pagefind

async function load() {
  const folder = new URL(`${root}search/`, document.baseURI).href;
  // Each with a tag that changes with what it holds.
  const [first, ...others] = await (await fetch(`${folder}parts.json`)).json();
  const place = ([name]) => `${folder}${name}/`;
  const options = ([, tag]) => ({
    metaCacheTag: tag,
    ranking: { metaWeights: { title: 5, claim: 4, variants: 3, claimant: 2 } },
  });
  const pagefind = await import(`${place(first)}pagefind.js`);
  await pagefind.options(options(first));
  await pagefind.init();
  await Promise.all(others.map((part) => pagefind.mergeIndex(place(part), options(part))));
  return pagefind;
}

// Loads the values of facets and remembers what the index calls them.
async function learn(pagefind, wanted) {
  const unknown = wanted.filter((facet) => !facet.labels.size);
  if (!unknown.length) return;
  const none = Object.fromEntries(unknown.map(({ key }) => [key, "-"]));
  const { filters } = await pagefind.search(null, { filters: none });
  for (const { key, labels } of unknown) {
    for (const label of Object.keys(filters[key] ?? {})) labels.set(label.split(" ", 1)[0], label);
  }
}

const terms = () => field.value.replace(/[“”„«»]/g, '"').trim() || null;
const byDate = () => !terms() || sort === "date";

function filters(without) {
  const chosen = facets.filter((facet) => facet !== without && facet.chosen.size);
  return Object.fromEntries(
    chosen.map(({ key, chosen, labels }) => [key, { any: [...chosen].map((id) => labels.get(id) ?? id) }]),
  );
}

async function run() {
  const mine = ++turn;
  try {
    const pagefind = await (loading ??= load());
    const wanted = facets.filter((facet) => isOpen(facet) || facet.chosen.size);
    await learn(pagefind, wanted);
    const ask = (chosen) => pagefind.search(terms(), { filters: chosen });
    const found = await ask(filters());
    const counts = new Map();
    for (const facet of wanted) {
      // A value counts what choosing it, too, would find.
      const { filters: all } = facet.chosen.size ? await ask(filters(facet)) : found;
      counts.set(facet, all[facet.key] ?? {});
    }
    // The names of pages begin with characters that sort as their dates do.
    if (byDate()) found.results.sort((a, b) => (a.id < b.id ? 1 : -1));
    const cards = await take(found.results);
    if (mine !== turn) return;
    rest = found.results;
    list.replaceChildren(...cards);
    more.hidden = !rest.length;
    count.textContent = counted(cards.length + rest.length);
    sorting.value = byDate() ? "date" : "relevance";
    sorting.disabled = !terms();
    counts.forEach((counts, facet) => showFacet(Object.assign(facet, { counts })));
    showChosen();
  } catch (error) {
    console.error(error);
    works(false);
  }
}

// Results

// Takes the next results away and returns their cards.
async function take(results) {
  return (await Promise.all(results.splice(0, AT_ONCE).map((result) => result.data()))).map(card);
}

function card({ raw_url, meta, filters, content, locations }) {
  const id = filters.verdict?.[0].split(" ", 1)[0];
  const lang = filters.language?.[0] ?? language;
  const foreign = lang.toLowerCase() === language.toLowerCase() ? {} : { lang, dir: "auto" };
  const link = element("a", { href: root + raw_url, ...foreign }, meta.title);
  const text = element("div", { class: "fp-card__text" }, element("p", { class: "fp-card__headline" }, link));
  if (meta.claim || meta.claimant) {
    const who = meta.claimant ? [element("b", {}, meta.claimant + (meta.claim ? ":" : "")), " "] : [];
    const claim = element("span", foreign, meta.claim ?? "");
    text.append(element("p", { class: "fp-card__claim" }, ...who, claim));
  }
  if (terms() && locations.length) {
    text.append(element("p", { class: "fp-card__excerpt", ...foreign }, ...excerpt(content, locations)));
  }
  if (filters.published) {
    const [datetime] = filters.published;
    text.append(element("p", { class: "fp-card__dates" }, element("time", { datetime }, inWords(datetime))));
  }
  const verdict = element("div", { class: "fp-card__verdict" });
  if (badges.has(id)) verdict.append(badges.get(id).cloneNode(true));
  return element("li", { class: "fp-card" }, verdict, text);
}

// Some thirty words around the place where most of what was looked for stands.
function excerpt(content, locations) {
  const words = content.split(" ");
  const near = (place) => locations.filter((other) => other >= place && other < place + 24).length;
  const best = locations.reduce((a, b) => (near(b) > near(a) ? b : a));
  const start = Math.max(0, Math.min(best - 6, words.length - 30));
  const shown = words.slice(start, start + 30).flatMap((word, place) => {
    const isFound = locations.includes(start + place);
    return [isFound ? element("mark", {}, word) : word, " "];
  });
  return [start ? "… " : "", ...shown.slice(0, -1), start + 30 < words.length ? " …" : ""];
}

// Facets

function showFacet(facet) {
  const { key, values, chosen, labels, counts } = facet;
  const known = Object.entries(counts).map(([label, number]) => option(key, label, number));
  for (const id of chosen) if (!labels.has(id)) known.push({ id, name: id, number: 0 });
  const shown = known.filter(({ id, number }) => number || chosen.has(id)).sort(order(key));
  const held = values.querySelector("input[type=checkbox]:focus")?.value;
  const sought = values.querySelector("input[type=search]");
  const fitting = shown.filter(({ name }) => name.toLowerCase().includes(sought?.value.toLowerCase() ?? ""));
  const first = fitting.filter(({ id }, place) => chosen.has(id) || place < (facet.all ? MANY : FEW));
  const items = first.map(({ id, name, number }) => {
    const box = element("input", { type: "checkbox", name: key, value: id });
    box.checked = chosen.has(id);
    const text = element("span", {}, name);
    return element("li", {}, element("label", {}, box, text, element("span", { class: "fp-number" }, digits(number))));
  });
  const ul = element("ul", {}, ...items);
  if (sought) sought.nextSibling.replaceWith(ul);
  else if (facet.all) {
    const find = element("input", { type: "search", "aria-label": `Find in ${facet.button.textContent}` });
    find.addEventListener("input", () => showFacet(facet));
    values.replaceChildren(find, ul);
    find.focus();
  } else {
    const all = element("button", { type: "button" }, `Show all ${digits(shown.length)}`);
    all.addEventListener("click", () => showFacet(Object.assign(facet, { all: true })));
    values.replaceChildren(ul, ...(shown.length > FEW ? [all] : []));
  }
  items.find((item) => item.querySelector("input").value === held)?.querySelector("input").focus();
}

function option(key, label, number) {
  const [id] = label.split(" ", 1);
  return { id, number, name: key === "language" ? tongue(id) : label.slice(id.length + 1) || id };
}

function order(key) {
  const scale = [...badges.keys()];
  if (key === "verdict") return (a, b) => scale.indexOf(a.id) - scale.indexOf(b.id);
  if (key === "year") return (a, b) => b.id.localeCompare(a.id);
  return (a, b) => b.number - a.number || a.name.localeCompare(b.name);
}

function showChosen() {
  const buttons = facets.flatMap((facet) =>
    [...facet.chosen].map((id) => {
      const label = facet.labels.get(id); // an address may name anything
      const name = label ? option(facet.key, label).name : id;
      const button = element("button", { type: "button", "aria-label": `No longer only ${name}` }, name);
      button.addEventListener("click", () => {
        facet.chosen.delete(id);
        field.focus();
        changed();
      });
      return element("li", {}, button);
    }),
  );
  chips.replaceChildren(...buttons);
}

// The address

function address() {
  const asked = new URLSearchParams();
  for (const { key, chosen } of facets) for (const id of chosen) asked.append(key, id);
  if (terms()) asked.set("q", terms());
  if (terms() && byDate()) asked.set("sort", sort);
  return `${location.pathname}?${asked}`.replace(/\?$/, "");
}

function works(does) {
  form.hidden = !does;
  failed.hidden = does;
}

function restore() {
  const asked = new URLSearchParams(location.search);
  field.value = asked.get("q") ?? "";
  sort = asked.get("sort");
  for (const facet of facets) facet.chosen = new Set(asked.getAll(facet.key));
  run();
}

function changed() {
  history.pushState(null, "", address());
  run();
}

function typed() {
  clearTimeout(timer);
  history.replaceState(null, "", address());
  run();
}

// What the reader does

field.addEventListener("input", () => {
  clearTimeout(timer);
  // One letter fits nearly everything.
  if (!/^\s*[a-z]\s*$/i.test(field.value)) timer = setTimeout(typed, PAUSE);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  typed();
});
form.addEventListener("change", ({ target }) => {
  const facet = facets.find(({ key }) => key === target.name);
  if (target === sorting) sort = sorting.value;
  else if (facet) facet.chosen[target.checked ? "add" : "delete"](target.value);
  else return;
  changed();
});
for (const facet of facets) {
  facet.button.addEventListener("click", () => {
    facet.values.hidden = isOpen(facet);
    facet.button.ariaExpanded = !isOpen(facet);
    if (isOpen(facet)) run();
  });
}
narrow.addEventListener("click", () => (narrow.ariaExpanded = narrow.ariaExpanded !== "true"));
more.addEventListener("click", async () => {
  const [mine, cards] = [turn, await take(rest)];
  if (mine !== turn) return;
  list.append(...cards);
  more.hidden = !rest.length;
  cards[0]?.querySelector(".fp-card__headline a").focus();
});
form.addEventListener("keydown", (event) => {
  const stops = [field, ...list.querySelectorAll(".fp-card__headline a"), ...(more.hidden ? [] : [more])];
  const place = stops.indexOf(event.target);
  const step = { ArrowDown: place + 1, ArrowUp: place - 1, Escape: 0 }[event.key];
  if (place < 0 || !stops[step] || step === place || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  stops[step].focus();
});
addEventListener("popstate", restore);

works(true);
restore();
if (!location.search && matchMedia("(hover: hover)").matches) field.focus();

// Makes an element; texts become text.
function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function digits(number) {
  return number.toLocaleString("en");
}

function counted(number) {
  if (!number) return "No fact-check fits. Try other words, or narrow less.";
  return `${digits(number)} fact-check${number > 1 ? "s" : ""}`;
}

function inWords(date) {
  const known = DATE.slice(0, date.split("-").length);
  return new Date(date).toLocaleDateString("en-GB", Object.assign({ timeZone: "UTC" }, ...known));
}

function tongue(tag) {
  try {
    return new Intl.DisplayNames(["en"], { type: "language" }).of(tag);
  } catch {
    return tag;
  }
}
