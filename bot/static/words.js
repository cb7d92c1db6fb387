// The page's own words in three languages, and how values are written. Everything the reader typed or the
// service answered is put into the page as text, never as markup.

const labels = JSON.parse(document.getElementById("labels").textContent);
const store = window.localStorage;

export let lang = labels[store.getItem("lang")] ? store.getItem("lang") : document.documentElement.lang;

/** The language the reader chose by hand; undefined lets the assistant follow the language of the message. */
export const chosenLang = () => store.getItem("lang") ?? undefined;

/** label("stages", "search") looks into nested labels; an unknown name stands for itself. */
export function label(...path) {
  return path.reduce((node, key) => node?.[key], labels[lang]) ?? path.at(-1);
}

/** A label in each language: an answer may be in another one than the page. */
export const inAnyLanguage = (name) => Object.values(labels).map((words) => words[name]);

export function setLang(next) {
  lang = next;
  store.setItem("lang", next);
  applyLabels();
}

export function applyLabels() {
  document.documentElement.lang = lang;
  document.title = label("title");
  for (const node of document.querySelectorAll("[data-i18n]")) node.textContent = label(node.dataset.i18n);
  for (const node of document.querySelectorAll("[data-i18n-label]")) node.ariaLabel = label(node.dataset.i18nLabel);
  for (const node of document.querySelectorAll("[data-i18n-placeholder]")) node.placeholder = label(node.dataset.i18nPlaceholder);
  for (const node of document.querySelectorAll("[data-persona]")) {
    const [glyph, name, line] = label("personas", node.dataset.persona);
    node.querySelector(".glyph").textContent = glyph;
    node.querySelector("strong").textContent = name;
    node.querySelector(".words span").textContent = line;
  }
  document.querySelectorAll("#questions .ask").forEach((node, i) => { node.textContent = label("questions", i); });
  for (const node of document.querySelectorAll("[data-lang]")) node.ariaPressed = String(node.dataset.lang === lang);
}

/** el("p", {class: "note"}, "text", node): an element with attributes and children; text stays text. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** "maintenance_ratio", "concentration.600519.SH" and "financing[0].interest" in the reader's language; a name that has words of its own, in those. */
export function figureName(name) {
  if (label("figures", name) !== name) return label("figures", name);
  const parts = name.split(/\.(?![A-Z]{2}$)/).map((part) => {
    const [, list, index] = part.match(/^(\w+)\[(\d+)\]$/) ?? [];
    return list ? `${label("figures", list)} ${Number(index) + 1}` : label("figures", part);
  });
  return parts.join(" ");
}

/** The digits as given, grouped by thousands; never through a floating-point number. */
export function grouped(value) {
  return String(value).replace(/^(-?\d+)/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ","));
}

/** "85,714.29 元" or "CNY 85,714.29"; a ratio, a count or a price stands alone. */
export function withUnit(shown, unit) {
  if (!["CNY", "HKD", "USD"].includes(unit)) return shown;
  return lang === "en" ? `${unit} ${shown}` : `${shown} ${label("currencies", unit)}`;
}

/** "1.4" as "140%": the digits moved, as text. */
export function percent(value) {
  const [whole, decimals = ""] = value.split(".");
  const moved = `${whole}${decimals.padEnd(2, "0").slice(0, 2)}`.replace(/^0+(?=\d)/, "");
  return `${moved}${decimals.length > 2 ? `.${decimals.slice(2)}` : ""}%`;
}

const clock = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai", dateStyle: "short", timeStyle: "short" });

/** A moment on the exchange's clock, "2026-11-20 16:30", wherever the reader is; a day stays a day. */
export function moment(text) {
  if (!text) return "—";
  return text.includes("T") ? clock.format(new Date(text)) : text;
}

/** A problem object's words in the reader's language. */
export function problemText(problem) {
  const english = lang === "en";
  return (english ? problem.detail : problem.detail_zh) || (english ? problem.title : problem.title_zh) || problem.title || label("failed");
}
