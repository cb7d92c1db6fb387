// Light or dark: as the reader's system has it, until the reader chooses.

const root = document.documentElement;

function toggle() {
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  localStorage.setItem("theme", root.dataset.theme);
}

if (localStorage.getItem("theme")) root.dataset.theme = localStorage.getItem("theme");
document.getElementById("theme").addEventListener("click", toggle);
